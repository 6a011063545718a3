// The one instance of the WebAssembly module: made on the first call, dropped if it fails, made again by the next.

import { readAnswer } from "./answer.js";
import { InternalError } from "./errors.js";
import { makeGlue } from "./glue.js";
import { decodeAscii, decodeUtf16 } from "./text.js";

/** @import { Core } from "./glue.js" */

/** @typedef {[name: string, type: string, spelled: string]} GivenOption an option as the core reads it */

// WebAssembly's memory never shrinks, so an instance that one huge input made grow is not kept: a new one costs about a
// millisecond.
const MOST_KEPT = 32 << 20;

/** @type {() => WebAssembly.Module} */
let getModule;
/** @type {WebAssembly.Module | undefined} */
let module;
/** @type {Instance | undefined} */
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
 * Runs `use` with the instance. A TypeError is the word of the core, or of `slim` without a module, on what the caller
 * did, and goes to him. After any other throw (a trap, a stack overflow, no memory) the instance's state is unknown, so it
 * is never used again.
 *
 * @template {any[]} A
 * @template T
 * @param {(instance: Instance, ...args: A) => T} use
 * @param {A} args
 * @returns {T}
 */
export function withInstance(use, ...args) {
  try {
    module ??= getModule();
    instance ??= new Instance(module);
    return use(instance, ...args);
  } catch (error) {
    if (error instanceof TypeError) throw error;
    instance = undefined;
    throw new InternalError(error);
  } finally {
    if (instance && instance.size() > MOST_KEPT) instance = undefined;
  }
}

/** A WebAssembly instance, and what is kept for its next call. */
export class Instance {
  /** @param {WebAssembly.Module} module */
  constructor(module) {
    // The glue keeps views of the memory, so each instance gets a glue of its own.
    this.core = makeGlue();
    const { exports } = new WebAssembly.Instance(module, { "./cbt179_bg.js": this.core });
    this.core.__wbg_set_wasm(exports);
    /** @type {() => void} */ (exports.__wbindgen_start)();
    this.memory = /** @type {WebAssembly.Memory} */ (exports.memory);
    /** The input, as it was last asked for. */
    this.view = new Uint8Array();
    /** The buffer for the pieces of a body. */
    this.piece = new Uint8Array();
    this.pieceLength = this.core.pieceLength();
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
   * Begins reading a body of `length` bytes, and returns the buffer for its pieces.
   *
   * @param {number} length
   */
  beginReading(length) {
    const start = this.core.beginReading(length);
    const { piece, memory } = this;
    if (piece.byteOffset !== start || piece.buffer !== memory.buffer)
      // If three bytes for each code unit fit, encodeInto writes without measuring first.
      this.piece = new Uint8Array(memory.buffer, start, 3 * this.pieceLength);
    return this.piece;
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
