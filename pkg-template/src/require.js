// The entry of require() in Node, which reads the WebAssembly module from the package's folder. The bundler makes it CommonJS.

import { fileBytes } from "./file.js";
import { init } from "./slim.js";

export * from "./public.js";

init(() => fileBytes("cbt179.wasm"));
