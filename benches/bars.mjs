// What is to be reached, and how near it is: how many times as fast as the peers, or how large at most.

import { AJV, NODE_ONLY, ORDINARY, OURS } from "./names.mjs";

/** @import { Growth } from "./memory.mjs" */
/** @import { Timing } from "./measure.mjs" */
/** @typedef {{ firstUse: Spread, longestTask: Spread, gzip: number }} Page milliseconds, and the bytes of the page in one file */
/** @typedef {Omit<Timing, "name">} Spread */
/** @typedef {{ task: string, size: string, input: "string" | "bytes" | "object", bytes: number, timings: Timing[] }} Measured */
/** @typedef {{ what: string, than: string, measured: number, bar: number, unit: "×" | "KB" | "bytes" | "ms", isMet: boolean }} Bar */

/** @param {Measured[]} tasks @param {Timing[]} firstCalls @param {{ steady: Growth, peak: Growth }} memory @param {number} zipped bytes of the .wasm @param {Page} page @returns {Bar[]} */
export function judge(tasks, firstCalls, memory, zipped, page) {
  const find = (/** @type {string} */ task, /** @type {string} */ size, input = "string") => {
    const found = tasks.find(
      (one) => one.task === task && one.size === size && one.input === input,
    );
    if (!found) throw new Error(`${task} ${size} ${input} was not measured`);
    return found.timings;
  };
  const bars = [];
  // The bars are those that the project set itself before anything was built, from what a prototype had reached.
  for (const size of ["S", "M", "L", "X"]) {
    const [check, faulty, decode] = [
      find("check", size),
      find("check, one fault", size),
      find("decode", size),
    ];
    const build = find("build", size, "object");
    const bytes = median(find("check", size, "bytes"), OURS);
    const decoders = decode.filter(({ name }) => name !== OURS && name !== NODE_ONLY);
    bars.push(
      ratio(`check, ${size}`, check, AJV, 18),
      ratio(`check, ${size}`, check, ORDINARY, 8),
      ratio(`check, ${size}`, check, NODE_ONLY, size === "M" ? 5 : 3),
      times(`check from bytes, ${size}`, "from a string", median(check, OURS) / bytes, 1),
      ratio(`check with one fault, ${size}`, faulty, AJV, 1),
      ratio(`decode, ${size}`, decode, best(decoders), size === "S" || size === "L" ? 2 : 1),
      ratio(`build, ${size}`, build, ORDINARY, 3),
      ratio(`build, ${size}`, build, NODE_ONLY, 2),
    );
  }
  const byHand = firstCalls.filter(({ name }) => name === ORDINARY || name === NODE_ONLY);
  const { steady, peak } = memory;
  const wasmGrowth = steady.after.wasm - steady.before.wasm;
  const ofL = peak.after.wasm - peak.before.wasm;
  const rss = peak.after.peakRss - peak.before.rss;
  const times4 = `4 times its ${peak.bytes} bytes`;
  return [
    ...bars,
    ratio("first call, load included", firstCalls, best(byHand), 1),
    atMost("the .wasm", "with gzip", zipped / 1000, 50, "KB"),
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
    atMost("the page in one file", "with gzip", page.gzip / 1000, 300, "KB"),
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

/** @param {string} what @param {string} than @param {number} measured @param {number} bar @param {"KB" | "bytes" | "ms"} unit @returns {Bar} */
const atMost = (what, than, measured, bar, unit) => ({
  what,
  than,
  measured,
  bar,
  unit,
  isMet: measured <= bar,
});
