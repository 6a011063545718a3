// The one instance of the WebAssembly module: made on the first call, dropped where it fails, made anew by the next.

import { InternalError } from "./errors.js";
import { makeGlue } from "./glue.js";

/** @import { Core } from "./glue.js" */

// WebAssembly's memory never shrinks, so an instance that one huge input made grow is not kept: a new one costs about a
// millisecond.
const MOST_KEPT = 32 << 20;

/** @type {() => WebAssembly.Module} */
let getModule;
/** @type {WebAssembly.Module | undefined} */
let module;
/** @type {{ core: Core, memory: WebAssembly.Memory } | undefined} */
let instance;

/**
 * Says where the module comes from; nothing is compiled before the first call.
 *
 * @param {() => WebAssembly.Module} source
 */
export function useModule(source) {
  getModule = source;
  module = instance = undefined;
}

/**
 * Runs `use` with the core. A TypeError is the word of the core, or of `slim` without a module, on what the caller did,
 * and goes to him. After any other throw (a trap, a stack overflow, no memory) the instance's state is unknown, so it is
 * never used again.
 *
 * @template T
 * @param {(core: Core, reserve: (capacity: number) => Uint8Array) => T} use
 * @returns {T}
 */
export function withCore(use) {
  try {
    module ??= getModule();
    instance ??= instantiate(module);
    const { core, memory } = instance;
    return use(core, (capacity) => {
      // First the room, then the view of it: a memory that grows leaves its views behind.
      const start = core.input(capacity);
      return new Uint8Array(memory.buffer, start, capacity);
    });
  } catch (error) {
    if (error instanceof TypeError) throw error;
    instance = undefined;
    throw new InternalError(error);
  } finally {
    if (instance && instance.memory.buffer.byteLength > MOST_KEPT) instance = undefined;
  }
}

/** @param {WebAssembly.Module} module */
function instantiate(module) {
  // The glue keeps views of the memory, so each instance gets a glue of its own.
  const glue = makeGlue();
  const { exports } = new WebAssembly.Instance(module, { "./cbt179_bg.js": glue });
  glue.__wbg_set_wasm(exports);
  /** @type {() => void} */ (exports.__wbindgen_start)();
  return { core: glue, memory: /** @type {WebAssembly.Memory} */ (exports.memory) };
}
