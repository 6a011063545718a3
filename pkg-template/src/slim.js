// The entry for callers who load the WebAssembly module themselves: nothing is inlined, and init() comes first.

import { AWAIT, isPromise, typeName, wrongType } from "./arguments.js";
import { useModule } from "./core.js";
import { isModule } from "./loader.js";

export * from "./api.js";

/** The first bytes of every WebAssembly module. */
const MAGIC = "\0asm";
const BYTES = "pass its bytes, `await module.arrayBuffer()`";

/** @type {typeof import("../slim.js").init} */
export function init(module) {
  if (typeof module === "function") {
    useModule(() => moduleOrThrow(module()));
  } else {
    const given = moduleOrThrow(module);
    useModule(() => given);
  }
}

/**
 * @param {any} value
 * @returns {WebAssembly.Module | BufferSource}
 */
function moduleOrThrow(value) {
  if (isModule(value)) return value;
  const isView = ArrayBuffer.isView(value);
  if (!isView && typeName(value) !== "ArrayBuffer") {
    const advice = isPromise(value) ? AWAIT : value?.arrayBuffer && BYTES;
    throw wrongType("module", "a WebAssembly.Module or its bytes", value, advice);
  }
  const [buffer, start] = isView ? [value.buffer, value.byteOffset] : [value, 0];
  const first = new Uint8Array(buffer, start, Math.min(MAGIC.length, value.byteLength));
  if (String.fromCharCode(...first) === MAGIC) return value;
  throw new TypeError("`module` is not WebAssembly: check the URL or the file that it came from");
}
