// Reads the options of a call.

import { objectOrThrow, quoted } from "./arguments.js";

/** @import * as api from "../index.js" */
/** @import { GivenOption } from "./loader.js" */

/** @type {GivenOption[]} */
const DEFAULTS = [];

/**
 * The options of the last call; most callers always pass the same.
 *
 * @type {Record<string, unknown>}
 */
let lastOptions = {};
let lastGiven = DEFAULTS;
let lastOwn = "";

/**
 * Reads the options, or returns the last reading if they are the same. Getters run here, once, so that any calls that they
 * make are over before anything is kept.
 *
 * @param {api.Options | undefined} options
 * @param {string} [own] the names of the options that the caller has read, for the message about an unknown one
 */
export function optionsOf(options, own = "") {
  if (options === undefined) return DEFAULTS;
  const plain = { ...objectOrThrow(options, "options") };
  if (own !== lastOwn || !isLast(plain)) {
    const given = Object.entries(plain).filter(([, value]) => value !== undefined);
    lastGiven = given.map(([name, value]) => [quoted(name), typeof value, quoted(value), own]);
    lastOwn = own;
    lastOptions = plain;
  }
  return lastGiven;
}

/**
 * Whether options have the same strings and numbers as the last ones, and nothing else.
 *
 * @param {Record<string, unknown>} options
 */
function isLast(options) {
  let left = Object.keys(lastOptions).length;
  for (const key in options) {
    const value = options[key];
    const isSimple = typeof value === "string" || typeof value === "number";
    if (!isSimple || lastOptions[key] !== value) return false;
    left--;
  }
  return left === 0;
}
