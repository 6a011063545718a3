// esbuild with its file loader, Rollup with @rollup/plugin-url.

import file from "cbt179/cbt179.wasm";
import * as cbt179 from "cbt179/slim";
import { suite } from "./suite.mjs";

const url = new URL(file, import.meta.url);
cbt179.init(await WebAssembly.compileStreaming(fetch(url)));
document.querySelector("output").textContent = suite(cbt179);
