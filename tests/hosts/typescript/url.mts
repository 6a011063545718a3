// The import in a project whose bundler puts a URL in its place; see wasm-url.d.ts.

import file from "cbt179/cbt179.wasm";

export default file satisfies string;
