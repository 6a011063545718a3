// Makes the one instance of a WebAssembly module: on the first call or by ready(), and again if it fails.

import { readAnswer } from "./answer.js";
import { coders } from "./coders.js";
import { InternalError, NotReadyError } from "./errors.js";
import { decodeAscii, decodeUtf16 } from "./text.js";

/** @import { Boundary, Glue } from "./glue.js" */

/** @typedef {[name: string, type: string, spelled: string, own: string]} GivenOption an option as the core reads it */
/** @typedef {WebAssembly.Module | BufferSource} Source a module or its bytes */

// WebAssembly's memory never shrinks, so an instance that one huge input made grow is not kept: a new one costs about a
// millisecond.
const MOST_KEPT = 32 << 20;

/**
 * Returns the functions that keep the one instance of a module.
 *
 * @template {Boundary} C
 * @param {(host: ReturnType<typeof coders>) => Glue & C} makeGlue
 * @param {string} file the file that the glue names as its own
 * @param {() => Source} [source] the default until useModule() is called
 */
export function makeLoader(makeGlue, file, source = unset) {
  /** @type {WebAssembly.Module | undefined} */
  let module;
  /** @type {Instance<C> | undefined} */
  let instance;

  /**
   * Says where the module or its bytes come from; nothing is compiled before the first call.
   *
   * @param {() => Source} given
   */
  function useModule(given) {
    source = given;
    module = instance = undefined;
  }

  /**
   * Runs `use` with the instance. A TypeError is about an argument, and passes. After any other throw (a trap, a stack
   * overflow, no memory) the instance's state is unknown, so it is never used again.
   *
   * @template {any[]} A
   * @template T
   * @param {(instance: Instance<C>, ...args: A) => T} use
   * @param {A} args
   * @returns {T}
   */
  function withInstance(use, ...args) {
    instance ??= makeInstance();
    try {
      return use(instance, ...args);
    } catch (error) {
      if (error instanceof TypeError) throw error;
      instance = undefined;
      throw new InternalError(error);
    } finally {
      if (instance && instance.size() > MOST_KEPT) replaceInstance();
    }
  }

  function makeInstance() {
    try {
      module ??= compile(source());
      const core = makeGlue(coders());
      return new Instance(core, new WebAssembly.Instance(module, importsOf(core)).exports);
    } catch (error) {
      throw notReady(
        "WebAssembly can't be started synchronously here; call `await ready()` of cbt179, then try again",
        error,
      );
    }
  }

  function replaceInstance() {
    try {
      instance = makeInstance();
    } catch {
      // Where only ready() can make another, a large one is better than none.
    }
  }

  /** Makes the instance asynchronously, unless there is one. */
  async function ready() {
    if (instance) return;
    try {
      const given = module ?? source();
      module = isModule(given) ? given : await WebAssembly.compile(given);
      const core = makeGlue(coders());
      const { exports } = await WebAssembly.instantiate(module, importsOf(core));
      instance ??= new Instance(core, exports);
    } catch (error) {
      throw notReady("WebAssembly can't be started here", error);
    }
  }

  /** @param {Glue} core */
  function importsOf(core) {
    return { [file]: core };
  }

  return { useModule, withInstance, ready };
}

/** @returns {Source} */
function unset() {
  throw new TypeError(
    "cbt179/slim: call init(module) first, with the compiled cbt179.wasm or its bytes",
  );
}

/**
 * Tells a compiled module from bytes by its tag, since a module from another realm is no `instanceof WebAssembly.Module`.
 *
 * @param {unknown} value
 * @returns {value is WebAssembly.Module}
 */
export function isModule(value) {
  return Object.prototype.toString.call(value) === "[object WebAssembly.Module]";
}

/** @param {Source} given */
function compile(given) {
  return isModule(given) ? given : new WebAssembly.Module(given);
}

/**
 * Returns the error that says what to do: the one given, if it does.
 *
 * @param {string} message
 * @param {unknown} error
 */
function notReady(message, error) {
  const saysIt = error instanceof TypeError || error instanceof NotReadyError;
  return saysIt ? error : new NotReadyError(message, error);
}

/**
 * A WebAssembly instance, and what is kept for its next call.
 *
 * @template {Boundary} C
 */
export class Instance {
  /**
   * @param {Glue & C} core which keeps views of the memory, so each instance has its own
   * @param {WebAssembly.Exports} exports
   */
  constructor(core, exports) {
    this.core = core;
    core.__wbg_set_wasm(exports);
    /** @type {() => void} */ (exports.__wbindgen_start)();
    this.memory = /** @type {WebAssembly.Memory} */ (exports.memory);
    /** The input, as it was last asked for. */
    this.view = new Uint8Array();
    /** The buffer for the pieces of a body; see read.js. */
    this.piece = new Uint8Array();
    this.pieceLength = 0;
    /** @type {GivenOption[] | undefined} */
    this.options = undefined;
    this.cap = 0;
    /** The names of the fields of answers. @type {string[]} */
    this.names = [];
  }

  size() {
    return this.memory.buffer.byteLength;
  }

  /**
   * The input, with room for so many bytes or more.
   *
   * @param {number} capacity
   */
  reserve(capacity) {
    if (this.view.length < capacity || this.view.buffer !== this.memory.buffer) {
      // First the room, then the view of it: a memory that grows leaves its views behind.
      const start = this.core.input(capacity);
      this.view = new Uint8Array(this.memory.buffer, start, capacity);
    }
    return this.view;
  }

  /**
   * Sets the options unless they are those of the last call, and returns the cap.
   *
   * @param {GivenOption[]} options
   */
  use(options) {
    if (this.options !== options) {
      // If one of them is rejected, the core's options are unknown.
      this.options = undefined;
      this.core.resetOptions();
      for (const option of options) this.core.setOption(...option);
      this.cap = this.core.maxBodyBytes();
      this.options = options;
    }
    return this.cap;
  }

  /** The answer. */
  answer() {
    const { core, names } = this;
    const text = this.text(core.answerText());
    const words = new Uint32Array(this.memory.buffer, core.answerStart(), core.answerLength());
    return readAnswer(words, text, (index) => (names[index] ??= core.answerName(index)));
  }

  /**
   * The result, as text.
   *
   * @param {boolean} isUtf16 or ASCII
   */
  text(isUtf16) {
    const start = this.core.resultStart();
    const bytes = new Uint8Array(this.memory.buffer, start, this.core.resultEnd() - start);
    return isUtf16 ? decodeUtf16(bytes) : decodeAscii(bytes);
  }
}
