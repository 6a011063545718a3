import * as cbt179 from "./node_modules/cbt179/index.js";
import { suite } from "./suite.mjs";

document.querySelector("output").textContent = suite(cbt179);
