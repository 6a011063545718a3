// Memory: whether many checks leave anything behind, and what one of a large body needs at most. Each in a process of its
// own, the parent only asks.

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./bodies.mjs";

/** @typedef {{ wasm: number, heap: number, rss: number, peakRss: number }} Memory bytes */
/** @typedef {{ bytes: number, calls: number, before: Memory, after: Memory }} Growth the body's bytes, and what was there before the calls and behind them */

/** @param {string} small @param {string} large @param {number} calls @returns {{ steady: Growth, peak: Growth }} */
export function measureMemory(small, large, calls) {
  const folder = join(root, "target/bench");
  const [s, l] = [join(folder, "small.txt"), join(folder, "large.txt")];
  writeFileSync(s, small);
  writeFileSync(l, large);
  const ask = (/** @type {string} */ file, /** @type {number} */ calls) => {
    const args = ["--expose-gc", import.meta.filename, s, file, String(calls)];
    return { calls, ...JSON.parse(String(execFileSync(process.execPath, args))) };
  };
  return { steady: ask(s, calls), peak: ask(l, 1) };
}

// The child.
const [, script, small, file, calls] = process.argv;
if (script === import.meta.filename && small && file) {
  /** @type {WebAssembly.Memory[]} */
  const memories = [];
  // The package does not show its memory; but it must make an instance.
  const { Instance } = WebAssembly;
  WebAssembly.Instance = class extends Instance {
    /** @param {WebAssembly.Module} module @param {WebAssembly.Imports} [imports] */
    constructor(module, imports) {
      super(module, imports);
      memories.push(/** @type {WebAssembly.Memory} */ (this.exports.memory));
    }
  };
  const { checkForm } = (await import("./package.mjs")).cbt179;
  const check = (/** @type {string} */ body, /** @type {number} */ times) => {
    for (let time = 0; time < times; time += 1) {
      if (!checkForm(body, { customsRules: "error" }).ok) throw new Error("refused");
    }
  };
  /** @returns {Memory} */
  const now = () => {
    const peakRss = peak();
    globalThis.gc?.();
    const { rss, heapUsed } = process.memoryUsage();
    // It is never made smaller, but an instance that has grown much may have been dropped for a new one.
    const wasm = Math.max(0, ...memories.map((memory) => memory.buffer.byteLength));
    return { wasm, heap: heapUsed, rss, peakRss };
  };
  const body = readFileSync(file, "utf8");
  // So that all code is compiled that will be, and all that is kept is there.
  check(readFileSync(small, "utf8"), 2_000);
  const before = now();
  forgetPeak();
  check(body, Number(calls));
  console.log(JSON.stringify({ bytes: body.length, before, after: now() }));
}

/** The most memory that the process had. */
function peak() {
  try {
    const [, kilobytes] = /VmHWM:\s*(\d+)/.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
    return Number(kilobytes) * 1024;
  } catch {
    // No Linux. (There, this would count what the parent had too.)
    return process.resourceUsage().maxRSS * 1024;
  }
}

/** Begins the count of the most memory anew, where that can be done. */
function forgetPeak() {
  try {
    writeFileSync("/proc/self/clear_refs", "5");
  } catch {
    // Then the peak is that of the whole process, which is more.
  }
}
