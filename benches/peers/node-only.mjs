// The best JavaScript by hand with what only Node has: Base64 written into memory that is used again, UTF-8 that is judged
// without being decoded, and JSON that is parsed as Latin-1, a unit for each byte.

import { isAscii, isUtf8, transcode } from "node:buffer";
import { MOST_BASE64, MOST_BYTES } from "./fields.mjs";
import { formValues, isStrict, isWide } from "./ordinary.mjs";
import { isEData, rulesOf } from "./rules.mjs";
import { asBytes } from "./values.mjs";

/** @import { Parts } from "./ordinary.mjs" */

// @types/node does not know these.
/** @typedef {Buffer & { latin1Write(text: string, at: number): number, latin1Slice(start: number, end: number): string, base64Write(text: string, at: number): number, ucs2Slice(): string }} Scratch */

/** @type {Scratch} */
let scratch = /** @type {any} */ (Buffer.allocUnsafeSlow(65_536));

/** @param {number} bytes */
function room(bytes) {
  if (scratch.length < bytes) scratch = /** @type {any} */ (Buffer.allocUnsafeSlow(bytes * 2));
}

/** Whether a body is valid. @type {import("../contenders.mjs").Check} */
export function check(body, customs = "error") {
  try {
    if (body.length > MOST_BYTES) return false;
    const { eData, payExInfo } = formValues(typeof body === "string" ? body : latin1(body));
    const e = textOf(eData, Infinity);
    if (!asBytes(() => isEData(JSON.parse(e), e))) return false;
    const p = textOf(payExInfo, MOST_BASE64);
    return asBytes(() => rulesOf(customs)(JSON.parse(p), p));
  } catch {
    return false;
  }
}

/** Both parts of a body, or an error. @param {string | Buffer} body @returns {Parts} */
export function decode(body) {
  if (body.length > MOST_BYTES) throw new Error("too large");
  const { eData, payExInfo } = formValues(typeof body === "string" ? body : latin1(body));
  return { eData: part(eData, Infinity), payExInfo: part(payExInfo, MOST_BASE64) };
}

/** @param {string} value @param {number} most */
function part(value, most) {
  const bytes = bytesOf(value, most);
  if (!isUtf8(bytes)) throw new Error("no UTF-8");
  // utf8Slice takes three times as long where not all is ASCII.
  const text = isAscii(bytes)
    ? latin1(bytes)
    : /** @type {Scratch} */ (transcode(bytes, "utf8", "ucs2")).ucs2Slice();
  return { text, value: JSON.parse(text) };
}

/** The JSON text in a value, as Latin-1. @param {string} value @param {number} most */
function textOf(value, most) {
  const bytes = bytesOf(value, most);
  if (!isUtf8(bytes)) throw new Error("no UTF-8");
  return latin1(bytes);
}

/** @param {Uint8Array} bytes */
const latin1 = (bytes) => /** @type {Scratch} */ (bytes).latin1Slice(0, bytes.length);

const [PERCENT, PLUS, SLASH, EQUALS] = [37, 43, 47, 61];
/** Letters and digits, which need no escape but may have one. @param {number} byte */
const isPlain = (byte) => /[A-Za-z0-9]/.test(String.fromCharCode(byte));
const HEX = new Int8Array(256).fill(-1);
for (const [value, digit] of [..."0123456789abcdef"].entries()) {
  for (const spelled of [digit, digit.toUpperCase()]) HEX[spelled.charCodeAt(0)] = value;
}
const hex = (/** @type {number} */ at) => Number(HEX[Number(scratch[at])]);

/**
 * The bytes in a value, which lie in the scratch until the next call. Base64 must be a string to be decoded; as short ones
 * it costs half as much, for those are made where garbage is cheap.
 *
 * @param {string} value
 * @param {number} most
 */
function bytesOf(value, most) {
  if (value.includes("+") || value.includes("-") || value.includes("_") || isWide(value))
    throw new Error("no Base64");
  room(value.length + 3);
  const length = unescaped(value);
  if (length > most) throw new Error("too long");
  const end = scratch.latin1Slice(Math.max(0, length - 4), length);
  let bytes = 0;
  // (In place: what is decoded is shorter than what was read.)
  for (let at = 0; at < length; at += CHUNK)
    bytes += scratch.base64Write(scratch.latin1Slice(at, Math.min(at + CHUNK, length)), bytes);
  if (!isStrict(end, length, bytes)) throw new Error("no Base64");
  return scratch.subarray(0, bytes);
}

/** A multiple of four. */
const CHUNK = 65_536;

/**
 * Writes Base64 without its percent-encoding into the scratch, and says how long it is: what stands between escapes is
 * moved as a block. Tried and slower: what ordinary.mjs does; a loop over the bytes; querystring.unescapeBuffer.
 *
 * @param {string} value
 */
function unescaped(value) {
  const end = scratch.latin1Write(value, 0);
  // Where the search ends, whatever is there from before.
  scratch[end] = PERCENT;
  let at = value.indexOf("%");
  if (at < 0) return end;
  let to = at;
  while (at < end) {
    const byte = hex(at + 1) * 16 + hex(at + 2);
    if (byte !== PLUS && byte !== SLASH && byte !== EQUALS && !isPlain(byte))
      throw new Error("no Base64");
    scratch[to] = byte;
    at += 3;
    const next = scratch.indexOf(PERCENT, at);
    scratch.copyWithin(to + 1, at, next);
    to += 1 + next - at;
    at = next;
  }
  return to;
}
