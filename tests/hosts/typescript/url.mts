// A bundler that puts a URL in place of the module, as wasm-url.d.ts declares.

import file from "cbt179/cbt179.wasm";

export default file satisfies string;
