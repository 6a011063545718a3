// Reads the version of the package.

import { readFileSync } from "node:fs";

/** @returns {string} */
export const versionOf = () =>
  JSON.parse(readFileSync(new URL("./package.json", import.meta.url), "utf8")).version;
