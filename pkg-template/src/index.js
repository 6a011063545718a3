// The package's main entry: the WebAssembly module is inlined as Base64 and compiled on the first call, so that
// it works at once and synchronously wherever JavaScript runs.

import { fromBase64 } from "./base64.js";
import { useModule } from "./loader.js";
import base64 from "./wasm-base64.js";

export * from "./api.js";

useModule(() => new WebAssembly.Module(fromBase64(base64)));
