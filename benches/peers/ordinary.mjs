// The best JavaScript by hand with ordinary APIs: split, replace, Buffer.from, TextDecoder, JSON.parse.

import { MOST_BASE64, MOST_BYTES } from "./fields.mjs";
import { isEData, rulesOf } from "./rules.mjs";

/** @typedef {{ text: string, value: any }} Part */
/** @typedef {{ eData: Part, payExInfo: Part }} Parts */

// With a mark at the start JSON.parse refuses the text, as it should.
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Whether a body is valid. @type {import("../contenders.mjs").Check} */
export function check(body, customs = "error") {
  try {
    const { eData, payExInfo } = decode(body);
    return isEData(eData.value, eData.text) && rulesOf(customs)(payExInfo.value, payExInfo.text);
  } catch {
    return false;
  }
}

/** Both parts of a body, or an error. @param {string | Buffer} body @returns {Parts} */
export function decode(body) {
  if (body.length > MOST_BYTES) throw new Error("too large");
  // What is not ASCII is wrong in any case.
  const { eData, payExInfo } = formValues(
    typeof body === "string" ? body : body.toString("latin1"),
  );
  return { eData: part(plain(eData)), payExInfo: part(plain(payExInfo, MOST_BASE64)) };
}

/** The values of the two fields, as they are spelled. @param {string} body */
export function formValues(body) {
  let [eData, payExInfo] = ["", ""];
  for (const pair of body.split("&")) {
    const end = pair.indexOf("=");
    const spelled = pair.slice(0, end < 0 ? pair.length : end);
    const name = /[%+]/.test(spelled) ? decodeName(spelled) : spelled;
    if (name === "EData" || name === "Edata") {
      if (eData) throw new Error("twice");
      eData = pair.slice(end + 1);
    } else if (name === "payExInfoStr") {
      if (payExInfo) throw new Error("twice");
      payExInfo = pair.slice(end + 1);
    }
  }
  if (!eData || !payExInfo) throw new Error("missing");
  return { eData, payExInfo };
}

/** @param {string} name */
export function decodeName(name) {
  try {
    return decodeURIComponent(name.replaceAll("+", " "));
  } catch {
    // No field of ours.
    return "";
  }
}

/**
 * Base64 without its percent-encoding: what stands between the escapes, joined. Tried and slower: decodeURIComponent, which
 * takes twice as long or more; regular expressions, one with a function or one after the other; replaceAll for each escape;
 * unescape; a loop over the characters; all that in pieces.
 *
 * @param {string} value
 */
export function plain(value, most = Infinity) {
  if (value.includes("+")) throw new Error("a raw +");
  const pieces = value.split("%");
  for (let index = 1; index < pieces.length; index += 1) {
    const piece = /** @type {string} */ (pieces[index]);
    const char = CHARACTERS[(digit(piece, 0) << 4) | digit(piece, 1)];
    if (char === undefined) throw new Error("no escape of ASCII");
    pieces[index] = char + piece.slice(2);
  }
  const text = pieces.length > 1 ? pieces.join("") : value;
  if (text.length > most) throw new Error("too long");
  return text;
}

const CHARACTERS = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));

/** What a hexadecimal digit is worth; no character has an index so large as that of what is none. @param {string} text @param {number} at */
function digit(text, at) {
  const code = text.charCodeAt(at);
  if (code >= 48 && code <= 57) return code - 48;
  const letter = (code | 32) - 97;
  return letter >= 0 && letter < 6 && code < 128 ? letter + 10 : 4096;
}

/**
 * Whether Node's decoder, which passes over what it does not know, has passed over nothing: otherwise there would be
 * fewer bytes. Only `-` and `_` it takes for something else, so there must be none. Tried and slower: a regular expression
 * before it; encoding again, and comparing.
 *
 * @param {string} end of the Base64, its last four characters or more
 * @param {number} length of all of it
 * @param {number} bytes how many it gave
 */
export function isStrict(end, length, bytes) {
  const padding = end.endsWith("==") ? 2 : end.endsWith("=") ? 1 : 0;
  if (length === 0 || length % 4 !== 0 || bytes !== (length / 4) * 3 - padding) return false;
  // The last character has bits that belong to no byte.
  return (
    padding === 0 || (padding === 1 ? ONE : TWO).includes(end.charAt(end.length - padding - 1))
  );
}

const ONE = "AEIMQUYcgkosw048";
const TWO = "AQgw";

/**
 * Whether a text is not all ASCII. Node's decoder looks at the lower byte of a character only, so that U+6741 is an `A` to
 * it. (A regular expression takes twenty times as long.)
 *
 * @param {string} text
 */
export const isWide = (text) => Buffer.byteLength(text) !== text.length;

/** @param {string} base64 */
export function bytesOf(base64) {
  const bytes = Buffer.from(base64, "base64");
  if (base64.includes("-") || base64.includes("_") || isWide(base64)) throw new Error("no Base64");
  if (!isStrict(base64, base64.length, bytes.length)) throw new Error("no Base64");
  return bytes;
}

/** @param {string} base64 @returns {Part} */
function part(base64) {
  const bytes = bytesOf(base64);
  const text = utf8.decode(bytes);
  return { text, value: JSON.parse(text) };
}
