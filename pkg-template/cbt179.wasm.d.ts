// The type of `import module from "cbt179/cbt179.wasm"`, for hosts and bundlers that compile the file, such as Cloudflare Workers.

import type { WasmModule } from "./slim.js";

declare const module: WasmModule;
export default module;
