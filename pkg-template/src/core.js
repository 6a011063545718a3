// The instance of the module that does everything but verify signatures.

import { makeGlue } from "./glue.js";
import { makeLoader } from "./loader.js";

/** @typedef {import("./loader.js").GivenOption} GivenOption */
/** @typedef {import("./loader.js").Instance<import("./glue.js").Core>} Instance */

export const { useModule, withInstance, ready } = /* @__PURE__ */ makeLoader(
  makeGlue,
  "./cbt179_bg.js",
);
