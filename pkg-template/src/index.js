// The main entry: the WebAssembly module is inlined and compiled on the first call, so that it works at once and
// synchronously wherever JavaScript runs.

import { fromAscii } from "./ascii.js";
import { useModule } from "./core.js";
import ascii from "./wasm-ascii.js";

export * from "./api.js";

useModule(() => fromAscii(ascii));
