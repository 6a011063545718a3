// The entry of require() in Node, which reads the WebAssembly module from the package's folder. The bundler makes it CommonJS.

import { readFileSync } from "node:fs";
import { useModule } from "./loader.js";

export * from "./api.js";

useModule(() => readFileSync(`${__dirname}/cbt179.wasm`));
