// The instance of the module that verifies signatures.

import { makeLoader } from "../loader.js";
import { makeGlue } from "./glue.js";

export const { useModule, withInstance, ready } = /* @__PURE__ */ makeLoader(
  makeGlue,
  "./cbt179_verify_bg.js",
);
