// The entry for callers who load the WebAssembly module themselves: nothing is inlined, and init() comes first.

import { AWAIT, isPromise, typeName, wrongType } from "./arguments.js";
import { isModule, useModule } from "./loader.js";

export * from "./api.js";

/** The first bytes of every WebAssembly module. */
const MAGIC = "\0asm";
const BYTES = "pass its bytes, `await module.arrayBuffer()`";

/** @type {typeof import("../slim.js").init} */
export function init(module) {
  if (!isModule(module)) bytesOrThrow(module);
  useModule(() => /** @type {WebAssembly.Module | BufferSource} */ (module));
}

/** @param {any} value */
function bytesOrThrow(value) {
  const isView = ArrayBuffer.isView(value);
  if (!isView && typeName(value) !== "ArrayBuffer") {
    const advice = isPromise(value) ? AWAIT : value?.arrayBuffer && BYTES;
    throw wrongType("module", "a WebAssembly.Module or its bytes", value, advice);
  }
  const [buffer, start] = isView ? [value.buffer, value.byteOffset] : [value, 0];
  const first = new Uint8Array(buffer, start, Math.min(MAGIC.length, value.byteLength));
  if (String.fromCharCode(...first) !== MAGIC)
    throw new TypeError("`module` is not WebAssembly: check what its address or file holds");
}
