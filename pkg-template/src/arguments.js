// Checks the types of arguments. A TypeError names what was passed, and what to pass instead if that is a usual mistake. It
// quotes little of the input, and nothing of a body.

import { asText } from "./text.js";

/** @import * as api from "../index.js" */

/**
 * Makes the error for an argument of a wrong type.
 *
 * @param {string} name
 * @param {string} expected
 * @param {unknown} value
 * @param {string} [advice]
 */
export function wrongType(name, expected, value, advice) {
  const message = `\`${name}\` must be ${expected}, not ${typeName(value)}`;
  return new TypeError(advice ? `${message}: ${advice}` : message);
}

/**
 * @param {unknown} value
 * @param {string} name
 */
export function textOrThrow(value, name) {
  const text = asText(value);
  if (text !== undefined) return text;
  const expected = "a string, a Uint8Array or an ArrayBuffer";
  throw wrongType(name, expected, value, adviceOn(value, name));
}

const RAW =
  'pass the raw text, for example from `express.text({ type: "application/x-www-form-urlencoded" })`';

/**
 * Returns advice about a value that a server passed instead of a text.
 *
 * @param {any} value
 * @param {string} name
 */
function adviceOn(value, name) {
  const advice = unreadAdvice(value, name, "text");
  if (advice || name !== "body") return advice;
  if (value === undefined) return `no body parser ran; ${RAW}`;
  if (value?.eData) return "a request is checked by `checkRequest`";
  if (Array.isArray(value) && value.some(asText)) return "join its pieces first";
  const isDecoded = ["Object", "URLSearchParams", "FormData"].includes(typeName(value));
  return isDecoded ? `a body parser has already decoded it; ${RAW}` : undefined;
}

export const AWAIT = "await it first";

/**
 * Returns what to do about a value whose content is still to be read: a promise, a stream, a Response, a server's request.
 *
 * @param {any} value
 * @param {string} name
 * @param {"text" | "json"} method reads what is expected
 */
function unreadAdvice(value, name, method) {
  if (isPromise(value)) return AWAIT;
  if (typeof value?.[method] === "function") return `pass \`await ${name}.${method}()\``;
  // The result of buildForm has a body, and so has Express's request: a stream that a parser may have read.
  if (value?.body !== undefined) return `pass \`${name}.body\``;
  if (value?.getReader) return `pass \`await new Response(${name}).${method}()\``;
  if (value?.[Symbol.asyncIterator])
    return `read the stream to its end, for example by \`${method}()\` of \`node:stream/consumers\``;
  return undefined;
}

/** @param {any} value */
export function isPromise(value) {
  return typeof value?.then === "function";
}

/**
 * @template T
 * @param {T} value
 * @param {string} name
 */
export function objectOrThrow(value, name) {
  if (typeof value === "object" && value !== null) {
    // Nearly every call passes a plain object.
    if (Object.getPrototypeOf(value) === Object.prototype) return value;
    const advice = unreadAdvice(value, name, "json");
    if (advice) throw wrongType(name, "an object", value, advice);
    if (!Array.isArray(value) && asText(value) === undefined) return value;
  }
  throw wrongType(name, "an object", value);
}

/**
 * @param {api.Offsets | undefined} value
 * @param {string} name
 */
export function rangeOrThrow(value, name) {
  const { start, end, line, column } = objectOrThrow(/** @type {api.Range} */ (value), name);
  for (const offset of [start, end])
    if (!Number.isSafeInteger(offset) || offset < 0)
      throw new TypeError(`\`${name}\` must have offsets of at least 0, not ${quoted(offset)}`);
  return { start, end, line, column };
}

/**
 * @param {unknown} value
 * @param {string} name
 */
export function stringOrThrow(value, name) {
  if (typeof value === "string") return value;
  throw wrongType(name, "a string", value);
}

/** The most characters of a value that a message quotes. */
const MOST_QUOTED = 100;

/**
 * Formats a value for a message: a primitive value as text, any other as its type.
 *
 * @param {unknown} value
 */
export function quoted(value) {
  const isObject = typeof value === "object" || typeof value === "function";
  return isObject && value !== null ? typeName(value) : shortened(String(value));
}

/**
 * Names the type of a value, for a message.
 *
 * @param {unknown} value
 */
export function typeName(value) {
  if (value === null || value === undefined) return String(value);
  // "DataView" is more helpful than "object".
  return shortened(Object.prototype.toString.call(value).slice("[object ".length, -1));
}

/** @param {string} text */
function shortened(text) {
  return text.length > MOST_QUOTED ? `${text.slice(0, MOST_QUOTED)}…` : text;
}
