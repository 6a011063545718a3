// Times calls in Node.js, where a batch begins without garbage of others.

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import * as timing from "./timing.mjs";

setFlagsFromString("--expose-gc");
/** @type {() => void} */
const collectGarbage = runInNewContext("gc");

/** @param {timing.Contender[]} contenders @param {timing.Effort} effort */
export function measure(contenders, effort) {
  return timing.measure(contenders, effort, collectGarbage);
}
