// The entry for Cloudflare Workers, which forbid compiling from bytes: the module comes as an import, compiled.

import module from "./cbt179.wasm";
import { init } from "./slim.js";

export * from "./public.js";

init(module);
