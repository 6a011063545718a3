// Watches the WebAssembly instances that the package makes, for tests of its memory and of traps.

const RealInstance = WebAssembly.Instance;

let count = 0;
/** @type {any} the instance made last */
let last;
/** @type {any} that of the same module before it */
let replaced;
/** @type {Map<WebAssembly.Module, any>} the newest of each module */
const newest = new Map();

/** How many more calls into WebAssembly return; the next one traps. */
let left = Number.POSITIVE_INFINITY;

/** Begins to watch; returns a function that ends it. */
export function watchInstances() {
  const Spy = class extends RealInstance {
    /** @param {WebAssembly.Module} module @param {WebAssembly.Imports} imports */
    constructor(module, imports) {
      super(module, imports);
      count++;
      [last, replaced] = [this, newest.get(module)];
      newest.set(module, this);
      // biome-ignore lint/correctness/noConstructorReturn: a stand-in is what the test is about
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
      // A real trap: the core is asked for more room than there can be.
      if (left-- <= 0) exports.input(0xffff_ffff);
      return real(...args);
    };
    return [name, call];
  });
  return Object.fromEntries(entries);
}

/**
 * Makes a call that traps after so many calls into WebAssembly.
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

/** How many instances were made since {@link watchInstances}. */
export const made = () => count;

const sizeOf = (/** @type {any} */ instance) => instance.exports.memory.buffer.byteLength;

/** The size of the memory of the instance made last. */
export const memoryBytes = () => sizeOf(last);

/** That of the instance that it replaced. */
export const replacedBytes = () => sizeOf(replaced);

/** Those of the newest instance of each module. */
export const allBytes = () => Array.from(newest.values(), sizeOf);
