// The entry for who brings the WebAssembly module himself: nothing is inlined, and init() comes first.

import { useModule } from "./loader.js";

export * from "./api.js";

useModule(() => {
  throw new TypeError(
    "cbt179/slim: call init(module) first, with the compiled cbt179.wasm or its bytes",
  );
});

/** @type {typeof import("../slim.js").init} */
export function init(source) {
  // By its tag, not by instanceof: a module from another realm is one too.
  const module =
    Object.prototype.toString.call(source) === "[object WebAssembly.Module]"
      ? /** @type {WebAssembly.Module} */ (source)
      : new WebAssembly.Module(/** @type {BufferSource} */ (source));
  useModule(() => module);
}
