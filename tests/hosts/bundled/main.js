import * as cbt179 from "cbt179";
import { suite } from "./suite.mjs";

document.querySelector("output").textContent = suite(cbt179);
