import * as cbt179 from "./node_modules/cbt179/index.js";
import { suite } from "./suite.mjs";

addEventListener("message", ({ source }) => source.postMessage(suite(cbt179)));
