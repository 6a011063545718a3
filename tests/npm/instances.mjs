// Watches the WebAssembly instances that the package makes, for tests of its memory and of traps.

const RealInstance = WebAssembly.Instance;

let count = 0;
/** @type {any} the latest instance */
let last;
/** @type {any} the previous instance of the same module */
let replaced;
/** @type {Map<WebAssembly.Module, any>} the latest instance of each module */
const newest = new Map();

/** The number of calls into WebAssembly that return before one traps. */
let left = Number.POSITIVE_INFINITY;

/** Starts watching; returns a function that stops it. */
export function watchInstances() {
  const Spy = class extends RealInstance {
    /** @param {WebAssembly.Module} module @param {WebAssembly.Imports} imports */
    constructor(module, imports) {
      super(module, imports);
      count++;
      [last, replaced] = [this, newest.get(module)];
      newest.set(module, this);
      // biome-ignore lint/correctness/noConstructorReturn: the tests need a stand-in for the instance
      return /** @type {any} */ ({ exports: trapping(/** @type {any} */ (this.exports)) });
    }
  };
  WebAssembly.Instance = /** @type {any} */ (Spy);
  return () => {
    WebAssembly.Instance = RealInstance;
  };
}

/** @param {Record<string, any>} exports */
function trapping(exports) {
  const entries = Object.entries(exports).map(([name, real]) => {
    if (typeof real !== "function" || name === "__wbindgen_start") return [name, real];
    const call = (/** @type {any[]} */ ...args) => {
      // A real trap: the core is asked for more memory than it can have.
      if (left-- <= 0) exports.input(0xffff_ffff);
      return real(...args);
    };
    return [name, call];
  });
  return Object.fromEntries(entries);
}

/**
 * Makes a call that traps after `calls` calls into WebAssembly.
 *
 * @template T
 * @param {number} calls
 * @param {() => T} call
 * @returns {T}
 */
export function withTrap(calls, call) {
  left = calls;
  try {
    return call();
  } finally {
    left = Number.POSITIVE_INFINITY;
  }
}

/** The number of instances made since {@link watchInstances}. */
export const made = () => count;

const sizeOf = (/** @type {any} */ instance) => instance.exports.memory.buffer.byteLength;

/** The memory size of the latest instance. */
export const memoryBytes = () => sizeOf(last);

/** The memory size of the instance that it replaced. */
export const replacedBytes = () => sizeOf(replaced);

/** The memory sizes of the latest instance of each module. */
export const allBytes = () => Array.from(newest.values(), sizeOf);
