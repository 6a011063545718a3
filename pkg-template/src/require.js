// The entry of require() in Node, which reads the WebAssembly module from the package's folder. The bundler makes it CommonJS.

import { readFileSync } from "node:fs";
import { init } from "./slim.js";

export * from "./public.js";

init(() => readFileSync(`${__dirname}/cbt179.wasm`));
