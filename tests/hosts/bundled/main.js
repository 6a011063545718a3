import * as cbt179 from "cbt179";
import { suite } from "./suite.mjs";

document.body.textContent = suite(cbt179);
