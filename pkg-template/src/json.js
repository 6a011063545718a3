// Writes an object of the caller as JSON, with what JSON cannot represent as text that the core names.

import { typeName } from "./arguments.js";

/**
 * Returns the JSON of an object, which a TypeError calls `name`.
 *
 * @param {object} object
 * @param {string} name
 */
export function toJson(object, name) {
  try {
    // JSON.stringify is several times as fast without a replacer.
    return isFlat(object) ? JSON.stringify(object) : JSON.stringify(object, asJsonCan);
  } catch (error) {
    const reason = reasonOf(error);
    // Any other error, such as a getter's, is rethrown unchanged.
    if (!reason) throw error;
    throw new TypeError(`\`${name}\` can't be written as JSON: ${reason}`, { cause: error });
  }
}

/**
 * Returns why JSON.stringify failed, if the error is its own.
 *
 * @param {unknown} error
 */
function reasonOf(error) {
  // The value is nested too deeply, or its JSON exceeds the longest string.
  if (error instanceof RangeError) return error.message;
  // V8's message quotes the names of members, however long.
  const isCyclic = error instanceof TypeError && /circular|cyclic/.test(error.message);
  return isCyclic ? "it contains itself" : undefined;
}

/**
 * Whether an object is plain and has only strings, so that JSON.stringify needs no replacer.
 *
 * @param {object} object
 */
function isFlat(object) {
  if (Object.getPrototypeOf(object) !== Object.prototype) return false;
  const values = Object.values(object);
  return values.every((value) => typeof value === "string") && !("toJSON" in object);
}

/** The types that JSON cannot represent. The core names a value to pass instead. */
const FOREIGN = new Set([
  "ArrayBuffer",
  "AsyncFunction",
  "Date",
  "Error",
  "Function",
  "Map",
  "Promise",
  "RegExp",
  "Set",
  "Symbol",
  "Uint8Array",
  "URLSearchParams",
  "WeakMap",
]);

/**
 * Writes a value that JSON cannot represent as an object that names its type, and a number that it cannot as a string.
 *
 * @this {any}
 * @param {string} key
 * @param {any} value what toJSON made of the original, if there is one
 */
function asJsonCan(key, value) {
  if (typeof value === "bigint" || (typeof value === "number" && !Number.isFinite(value)))
    return String(value);
  const isTime = typeof value === "string" && ISO_TIME.test(value);
  const isMade = value === null || isTime || value?.type === "Buffer";
  const original = isMade ? this[key] : value;
  const name = foreignName(original);
  return name && (isMade || typeof original?.toJSON !== "function")
    ? { [`[object ${name}]`]: true }
    : value;
}

/** The format of Date.toJSON(). */
const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** @param {any} value */
function foreignName(value) {
  if (value === null || !["object", "function", "symbol"].includes(typeof value)) return undefined;
  if (value.isLosslessNumber === true) return "LosslessNumber";
  const name = typeName(value);
  if (name === "Date" && Number.isNaN(value.getTime())) return "Invalid Date";
  return FOREIGN.has(name) ? name : undefined;
}
