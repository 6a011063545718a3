// The generated part of docs/performance.md: tables of what was measured.

import { existsSync, readFileSync } from "node:fs";
import { best, median } from "./bars.mjs";
import { AJV, NODE_ONLY, ORDINARY, OURS } from "./names.mjs";
import { EXCUSED } from "./peers/fields.mjs";

/** @import { Agreement } from "./agree.mjs" */
/** @import { Bar, Measured, Page } from "./bars.mjs" */
/** @import { Host } from "./hosts.mjs" */
/** @import { Timing } from "./timing.mjs" */
/** @import { Growth } from "./memory.mjs" */

/**
 * @typedef {object} Report
 * @property {string} command
 * @property {string} date
 * @property {{ cpu: string, cores: number, memoryGiB: number, os: string }} machine
 * @property {Record<string, string>} versions
 * @property {{ rounds: number, batch: number, warmUp: number, processes: number, loads: number, calls: number, mutations: number }} effort
 * @property {{ size: string, what: string, bytes: number, advice: number, many: number }[]} bodies
 * @property {Agreement} agreement
 * @property {Measured[]} tasks
 * @property {Timing[]} firstCalls
 * @property {{ steady: Growth, peak: Growth }} memory
 * @property {Page} page
 * @property {Host[]} hosts
 * @property {Bar[]} bars
 */

const [OPEN, CLOSE] = ["<!-- bench -->", "<!-- /bench -->"];

/** A document with its generated part anew, and all that was written by hand as it is. @param {string} file @param {string} generated */
export function withGenerated(file, generated) {
  const before = existsSync(file)
    ? readFileSync(file, "utf8")
    : `# Performance\n\n${OPEN}\n${CLOSE}\n`;
  const [start, end] = [before.indexOf(OPEN), before.indexOf(CLOSE)];
  if (start < 0 || end < start) throw new Error(`${file} has no ${OPEN} … ${CLOSE}`);
  return `${before.slice(0, start)}${OPEN}\n\n${generated}\n${before.slice(end)}`;
}

/** @param {number} number */
const thousands = (number) => number.toLocaleString("en", { maximumFractionDigits: 0 });

/** With three digits that count. @param {number} number */
const figure = (number) =>
  number >= 100 ? thousands(number) : String(Number(number.toPrecision(3)));

/** @param {string[]} heads @param {(string | number)[][]} rows */
const table = (heads, rows) => {
  const line = (/** @type {(string | number)[]} */ cells) => `| ${cells.join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
};

/** @param {Report} report */
export function markdown(report) {
  const { machine, versions, effort, bodies, agreement, tasks, firstCalls, memory } = report;
  const { page, hosts, bars } = report;
  const names = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const missed = bars.filter(({ isMet }) => !isMet).length;
  const { excused } = agreement;
  return `Made by \`${report.command}\` on ${report.date}; the numbers are also in [performance.json](performance.json).

- Machine: ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB of memory; ${machine.os}
- Versions: ${names.join(", ")}

![Throughput by size](performance.svg)

## Bars

${missed === 0 ? "All are met." : `${missed} of ${bars.length} are not met.`} A ratio says how many times as fast as the peer \`${OURS}\` is, of medians.

${table(
  ["what", "than", "measured", "bar", ""],
  bars.map(({ what, than, measured, bar, unit, isMet }) => [
    what,
    than,
    shown(measured, unit),
    `${unit === "×" ? "at least" : "at most"} ${unit === "×" ? `${bar}×` : shown(bar, unit)}`,
    isMet ? "met" : "**not met**",
  ]),
)}

## Bodies

${table(
  ["size", "what", "bytes", "with advice", "with many errors"],
  bodies.map((body) => [
    body.size,
    body.what,
    ...[body.bytes, body.advice, body.many].map(thousands),
  ]),
)}

All are ASCII, so a character is a byte. The states of a body:

- **advice**: a lowercase guid, \`\\/\` for every slash (as PHP writes it), a trailing zero in the amount. CBT and customs accept it.
- **warnings**: US dollars, and an order number that is too long. CBT accepts it, customs does not. In X, the two strings are longer than customs allows.
- **one error**: the amount in quotes.
- **many errors**: also an ISO currency code, a Unix time, and in every order a number instead of a string; in X, a raw line break instead of every escaped one.

All of these are inside the JSON: at a fault in an outer layer, peers stop early.

## How it was measured

- Before anything was timed, all contenders agreed: on the verdict over ${thousands(agreement.bodies)} bodies of the corpus, ${thousands(agreement.mutations)} mutations and the bodies above, with customs' rules as errors, as warnings and off, from strings and from bytes; on the values of ${thousands(agreement.decoded)} decoded bodies, on ${thousands(agreement.built)} built ones, ${agreement.replies} replies and ${agreement.uploads} uploads, byte for byte.
- A peer on \`JSON.parse\` can't see ${EXCUSED.map((code) => `\`${code}\``).join(" and ")}: it is excused from them, which makes it faster, and may say "ok" where they are found (needed ${
    Object.entries(excused)
      .map(([code, count]) => `${count} times for \`${code}\``)
      .join(", ") || "never"
  }). Nothing else is excused.
- The verdict is \`checkForm(body, { customsRules: "error" }).ok\`, for X with \`"off"\`. In the states with advice and with warnings, customs rules are warnings; peers check them too, and return "warned". \`${OURS}\` also names and locates each fault, and gives advice, which peers do not. A build makes the body; \`${OURS}\` also returns both texts. A reply check returns the problems it found.
- zod and valibot are measured only on clean bodies, as they are not chosen for speed.
- All contenders of a table run in one process and take turns, batch by batch of about ${effort.batch} ms, over ${effort.rounds} rounds, after ${effort.warmUp} ms of warm-up each. Before every batch the garbage is collected. Inputs are flat copies that take turns. Times are medians, with the middle half of the rounds in brackets; MB/s are bytes of the body, millions a second.
- A signature is verified over a text of 2 KB. \`${OURS}\` reads the upload and the key in each call; peers get the signing text and a key that they have prepared: sm-crypto-v2 a precomputed one, node:crypto a \`KeyObject\`. Before they are timed, each must accept the signature, and refuse it over a changed text. A search goes through all rewritings in vain.
- A first call is timed in a fresh process from before the import until after the verdict, ${effort.processes} times each; each peer is one minified file. Memory is measured in separate processes.

## Times

${sections(tasks).join("\n\n")}

### first call, load included

${table(
  ["contender", "ms", ""],
  firstCalls.map(({ name, median, low, high }) => [bold(name), figure(median), range(low, high)]),
)}

## Other hosts

Each cell has the median time of \`${OURS}\`, then how many times as fast as each peer it is, measured in one process. In Chromium, the peers have no Buffer.

${hosts.map(hostTable).join("\n\n")}

## Memory

${table(
  ["memory", "before", "after"],
  [
    [`wasm memory, ${thousands(memory.steady.calls)} checks of S`, ...both(memory.steady, "wasm")],
    ["JavaScript's heap", ...both(memory.steady, "heap")],
    ["the process (RSS)", ...both(memory.steady, "rss")],
    ["wasm memory, one check of L", ...both(memory.peak, "wasm")],
    [
      "the process (RSS before, peak after)",
      thousands(memory.peak.before.rss),
      thousands(memory.peak.after.peakRss),
    ],
  ],
)}

## The page

In headless Chromium, over http, ${effort.loads} times each, in a profile of its own: from the start of the load to the verdict on a pasted body, and the longest task of the main thread while a body is pasted and typed into on both sides. Browsers do not report tasks up to 50 ms, so these count as 0. In one file, the page is ${thousands(page.gzip)} bytes gzipped.

${table(
  ["what", "ms", ""],
  [
    ["first use, S", figure(page.firstUse.median), range(page.firstUse.low, page.firstUse.high)],
    [
      "longest task over 50 ms, L",
      figure(page.longestTask.median),
      range(page.longestTask.low, page.longestTask.high),
    ],
  ],
)}
`;
}

/** @param {Host} host */
function hostTable({ host, tasks }) {
  const sizes = [...new Set(tasks.map(({ size }) => size))];
  const rows = [...new Set(tasks.map(({ task }) => task))].map((task) => {
    const cells = sizes.map((size) => {
      const timings = tasks.find((one) => one.task === task && one.size === size)?.timings ?? [];
      const peers = [AJV, ORDINARY, NODE_ONLY].filter((peer) =>
        timings.some(({ name }) => name === peer),
      );
      const ratios = peers.map(
        (peer) => `${(median(timings, peer) / median(timings, OURS)).toFixed(1)}×`,
      );
      return [`${figure(median(timings, OURS))} µs`, ...ratios].join(", ");
    });
    return [task, ...cells];
  });
  const { timings = [] } = tasks[0] ?? {};
  const peers = [AJV, ORDINARY, NODE_ONLY].filter((peer) =>
    timings.some(({ name }) => name === peer),
  );
  return `### ${host}, compared with ${peers.join("; ")}\n\n${table(["task", ...sizes], rows)}`;
}

/** @param {Growth} growth @param {"wasm" | "heap" | "rss"} what */
const both = ({ before, after }, what) => [thousands(before[what]), thousands(after[what])];

/** @param {number} number @param {Bar["unit"]} unit */
const shown = (number, unit) =>
  unit === "×" || unit === "times"
    ? `${number.toFixed(2)}×`
    : unit === "KB"
      ? `${number.toFixed(1)} KB`
      : `${thousands(number)} ${unit}`;

const bold = (/** @type {string} */ name) => (name === OURS ? `**${name}**` : name);
const range = (/** @type {number} */ low, /** @type {number} */ high) =>
  `(${figure(low)}–${figure(high)})`;

/** A table for each task, with a column for each size. @param {Measured[]} tasks */
function sections(tasks) {
  return [...new Set(tasks.map(kindOf))].map((kind) => {
    const these = tasks.filter((task) => kindOf(task) === kind);
    const names = these[0]?.timings.map(({ name }) => name) ?? [];
    const rows = names.map((name) => [bold(name), ...these.map((task) => cell(task, name))]);
    const heads = ["contender", ...these.map(({ size }) => size)];
    // A search has no peers.
    if (names.length > 1) {
      const ratios = these.map(({ timings }) => {
        const peer = best(timings.filter(({ name }) => name !== OURS));
        return `${(median(timings, peer) / median(timings, OURS)).toFixed(2)}×`;
      });
      rows.push(["than the best peer", ...ratios]);
    }
    return `### ${kind}\n\n${table(heads, rows)}`;
  });
}

/** @param {Measured} task */
const kindOf = ({ task, input }) =>
  `${task}, from ${{ bytes: "bytes", object: "an object", string: "a string" }[input]}`;

/** @param {Measured} task @param {string} name */
function cell({ timings, bytes }, name) {
  const timing = timings.find((one) => one.name === name);
  if (!timing) return "";
  const { median, low, high } = timing;
  return `${figure(median)} µs ${range(low, high)}, ${figure(bytes / median)} MB/s`;
}
