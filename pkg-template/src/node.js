// The main entry in Node, which reads the WebAssembly module from the package's folder. Bundlers for Node take index.js.

import { readFileSync } from "node:fs";
import { useModule } from "./loader.js";

export * from "./api.js";

useModule(() => readFileSync(new URL("./cbt179.wasm", import.meta.url)));
