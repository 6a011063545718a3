// Node.js, Deno, Bun.

import { readFileSync } from "node:fs";
import * as cbt179 from "cbt179/slim";
import { suite } from "./suite.mjs";

cbt179.init(readFileSync(new URL(import.meta.resolve("cbt179/cbt179.wasm"))));
console.log(suite(cbt179));
