// Encodes bytes as ASCII text, for the inlined module. The most common bytes take one character, the others two. Repeated bytes
// stay repeated text, which gzip compresses about as well as the bytes. In Base64, few of them do.

import { encoder } from "./text.js";

// Left out are the characters that a quoted string or an inline script would have to escape.
const CHARACTERS =
  " !#%&'()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz{|}~";
/** How many of them begin a pair. */
const PREFIXES = 2;
const SINGLES = CHARACTERS.length - PREFIXES;

/**
 * Returns the characters for the byte that has this rank by frequency: `#` for 0, `%` for 1, the first pair for 88.
 *
 * @param {number} rank
 */
function charactersOf(rank) {
  if (rank < SINGLES) return CHARACTERS.charAt(PREFIXES + rank);
  const pair = rank - SINGLES;
  const prefix = Math.floor(pair / CHARACTERS.length);
  return CHARACTERS.charAt(prefix) + CHARACTERS.charAt(pair % CHARACTERS.length);
}

/** @param {Uint8Array} bytes */
export function toAscii(bytes) {
  const counts = new Array(256).fill(0);
  for (const byte of bytes) counts[byte]++;
  const ranked = [...counts.keys()].sort((a, b) => counts[b] - counts[a]);
  const texts = new Array(256);
  for (const [rank, byte] of ranked.entries()) texts[byte] = charactersOf(rank);
  return { text: Array.from(bytes, (byte) => texts[byte]).join(""), ranked, length: bytes.length };
}

/**
 * @param {ReturnType<typeof toAscii>} ascii
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function fromAscii({ text, ranked, length }) {
  // A table for single characters, then one for each prefix.
  const table = new Uint8Array(128 * (1 + PREFIXES));
  const before = CHARACTERS.charCodeAt(0) - 1;
  for (const [rank, byte] of ranked.entries()) {
    const [first = 0, second] = Array.from(charactersOf(rank), (char) => char.charCodeAt(0));
    table[second === undefined ? first : 128 * (first - before) + second] = byte;
  }
  // In place, as no byte takes less than one character. While the loop isn't compiled yet, bytes are read faster than
  // characters of a string.
  const bytes = /** @type {any} */ (encoder().encode(text));
  const lastPrefix = before + PREFIXES;
  let at = 0;
  for (let index = 0; index < length; index++) {
    let code = bytes[at++];
    if (code <= lastPrefix) code = 128 * (code - before) + bytes[at++];
    bytes[index] = table[code];
  }
  return bytes.subarray(0, length);
}
