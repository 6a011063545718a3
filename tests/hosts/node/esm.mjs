import * as cbt179 from "cbt179";
import { suite } from "./suite.mjs";

console.log(suite(cbt179));
