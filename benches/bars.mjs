// What is to be reached, and how near it is: how many times as fast as the peers, or how large at most.

import { AJV, NODE_CRYPTO, NODE_ONLY, ORDINARY, OURS, SM_CRYPTO } from "./names.mjs";
import { SEARCHES } from "./signature.mjs";

/** @import { Growth } from "./memory.mjs" */
/** @import { Timing } from "./timing.mjs" */
/** @typedef {{ firstUse: Spread, longestTask: Spread, gzip: number }} Page milliseconds, and the bytes of the page in one file */
/** @typedef {Omit<Timing, "name">} Spread */
/** @typedef {{ task: string, size: string, input: "string" | "bytes" | "object", bytes: number, timings: Timing[] }} Measured */
/** @typedef {{ what: string, than: string, measured: number, bar: number, unit: "×" | "times" | "KB" | "bytes" | "ms", isMet: boolean }} Bar */

/** @param {Measured[]} tasks @param {Timing[]} firstCalls @param {{ steady: Growth, peak: Growth }} memory @param {{ wasm: number, entry: number, verify: number }} zipped bytes of each @param {Page} page @returns {Bar[]} */
export function judge(tasks, firstCalls, memory, zipped, page) {
  const find = (/** @type {string} */ task, /** @type {string} */ size, input = "string") => {
    const found = tasks.find(
      (one) => one.task === task && one.size === size && one.input === input,
    );
    if (!found) throw new Error(`${task} ${size} ${input} was not measured`);
    return found.timings;
  };
  const bars = [];
  for (const size of ["S", "M", "L", "X"]) {
    const of = (/** @type {string} */ task, input = "string") => find(task, size, input);
    const [clean, advice] = [of("check"), of("check, with advice")];
    const isSmall = size === "S";
    for (const [input, timings] of /** @type {const} */ ([
      ["", clean],
      [" from bytes", of("check", "bytes")],
    ]))
      bars.push(
        ratio(`check${input}, ${size}`, timings, AJV, 18),
        ratio(`check${input}, ${size}`, timings, ORDINARY, 8),
        ratio(`check${input}, ${size}`, timings, NODE_ONLY, 3),
      );
    for (const task of ["check, with advice", "check, with warnings"])
      bars.push(
        ratio(`${task}, ${size}`, of(task), AJV, 12),
        ratio(`${task}, ${size}`, of(task), ORDINARY, 5),
        ratio(`${task}, ${size}`, of(task), NODE_ONLY, 2),
      );
    bars.push(
      ratio(`check, one error, ${size}`, of("check, one error"), AJV, 4),
      ratio(`check, one error, ${size}`, of("check, one error"), ORDINARY, 2),
      ratio(`check, many errors, ${size}`, of("check, many errors"), AJV, 1),
    );
    if (isSmall || size === "L") bars.push(ratio(`decode, ${size}`, of("decode"), ORDINARY, 2));
    bars.push(ratio(`decode, ${size}`, of("decode"), NODE_ONLY, 1));
    for (const task of ["build", "build, with advice"])
      bars.push(
        ratio(`${task}, ${size}`, of(task, "object"), ORDINARY, isSmall ? 2.5 : 3),
        ratio(`${task}, ${size}`, of(task, "object"), NODE_ONLY, isSmall ? 1.8 : 2),
      );
    bars.push(
      ratio(`compose, ${size}`, of("compose"), ORDINARY, 2),
      // Limits the cost of leaving the clean path; the bodies have nearly the same length.
      atMost(
        `check, with advice, ${size}`,
        "times a clean body",
        median(advice, OURS) / median(clean, OURS),
        2,
        "times",
      ),
    );
  }
  const { steady, peak } = memory;
  const wasmGrowth = steady.after.wasm - steady.before.wasm;
  const ofL = peak.after.wasm - peak.before.wasm;
  const rss = peak.after.peakRss - peak.before.rss;
  const times4 = `4 times its ${peak.bytes} bytes`;
  return [
    ...bars,
    ratio("reply", find("reply", "S"), ORDINARY, 1),
    ratio("verify, SM2", find("verify, SM2", SEARCHES[0].size), SM_CRYPTO, 1),
    ratio("verify, RSA", find("verify, RSA", SEARCHES[0].size), NODE_CRYPTO, 0.33),
    ...["SM2", "RSA"].flatMap((algorithm) =>
      SEARCHES.map(({ size, bar }) => {
        const task = `search for the signed text, ${algorithm}`;
        return atMost(task, size, median(find(task, size), OURS) / 1000, bar, "ms");
      }),
    ),
    ratio("first call, load included", firstCalls, AJV, 1),
    atMost("the .wasm", "gzipped", zipped.wasm / 1000, 110, "KB"),
    atMost("the .wasm that verifies", "gzipped", zipped.verify / 1000, 75, "KB"),
    atMost("index.js, with the module inlined", "gzipped", zipped.entry / 1000, 150, "KB"),
    atMost(
      `growth of wasm memory over ${steady.calls} checks of S`,
      "none",
      wasmGrowth,
      0,
      "bytes",
    ),
    // The engine keeps a little of its own, which comes and goes.
    atMost(
      `growth of JavaScript's heap over ${steady.calls} checks of S`,
      "none but the engine's own",
      Math.max(0, steady.after.heap - steady.before.heap),
      100_000,
      "bytes",
    ),
    atMost("growth of wasm memory by one check of L", times4, ofL, 4 * peak.bytes, "bytes"),
    atMost(
      "growth of the process (peak RSS) by one check of L",
      times4,
      rss,
      4 * peak.bytes,
      "bytes",
    ),
    atMost("the page, first use on a cold load", "of S", page.firstUse.median, 1000, "ms"),
    atMost("the page, longest task over 50 ms", "typing into L", page.longestTask.median, 50, "ms"),
    atMost("the page in one file", "gzipped", page.gzip / 1000, 300, "KB"),
  ];
}

/** @param {Timing[]} timings @param {string} wanted */
export function median(timings, wanted) {
  const found = timings.find(({ name }) => name === wanted);
  if (!found) throw new Error(`${wanted} was not measured`);
  return found.median;
}

/** The fastest of some. @param {Timing[]} timings */
export const best = (timings) =>
  timings.reduce((best, one) => (one.median < best.median ? one : best)).name;

/** How many times as fast as a peer. @param {string} what @param {Timing[]} timings @param {string} peer @param {number} bar */
const ratio = (what, timings, peer, bar) =>
  times(what, peer, median(timings, peer) / median(timings, OURS), bar);

/** @param {string} what @param {string} than @param {number} measured @param {number} bar @returns {Bar} */
const times = (what, than, measured, bar) =>
  // As it is printed: what differs by less than a hundredth is the same.
  ({ what, than, measured, bar, unit: "×", isMet: Math.round(measured * 100) >= bar * 100 });

/** @param {string} what @param {string} than @param {number} measured @param {number} bar @param {"times" | "KB" | "bytes" | "ms"} unit @returns {Bar} */
const atMost = (what, than, measured, bar, unit) => ({
  what,
  than,
  measured,
  bar,
  unit,
  isMet: measured <= bar,
});
