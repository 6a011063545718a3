// Text that is given as a string or as bytes: telling which it is, measuring it, writing it into wasm memory, and making
// edits in it.

import { coders, utf8Length, writeCodePoint } from "./coders.js";

/** @typedef {{ reserve: (capacity: number) => Uint8Array, core: { hasReplacement: (length: number) => boolean } }} Input `reserve` returns a view of at least `capacity` bytes */

/** @type {TextEncoder | undefined} */
let madeEncoder;
/** Returns the one encoder, made on first use. */
export function encoder() {
  madeEncoder ??= /** @type {TextEncoder} */ (new (coders().TextEncoder)());
  return madeEncoder;
}

// What a value says of itself can be made up; the getters of the language itself know, across realms too.
const getter = (/** @type {object} */ prototype, /** @type {string | symbol} */ name) =>
  /** @type {() => any} */ (Object.getOwnPropertyDescriptor(prototype, name)?.get);
const typedArray = Object.getPrototypeOf(Uint8Array.prototype);
const arrayTag = getter(typedArray, Symbol.toStringTag);
const arrayBuffer = getter(typedArray, "buffer");
const arrayOffset = getter(typedArray, "byteOffset");
const arrayLength = getter(typedArray, "byteLength");
const bufferLength = getter(ArrayBuffer.prototype, "byteLength");

/**
 * The text as a string or as plain bytes, or undefined where the value is neither.
 *
 * Not by instanceof: in Jest, and between frames, a Buffer is not an instance of the Uint8Array seen here.
 *
 * @param {unknown} value
 * @returns {string | Uint8Array | undefined}
 */
export function asText(value) {
  if (typeof value === "string") return value;
  if (arrayTag.call(value) === "Uint8Array") {
    const length = arrayLength.call(value);
    // Throws if the view is not just empty, but out of bounds since its buffer shrank.
    if (length === 0) typedArray.keys.call(value);
    return new Uint8Array(arrayBuffer.call(value), arrayOffset.call(value), length);
  }
  try {
    bufferLength.call(value);
  } catch (error) {
    // Not of this type; any other error is the host's, such as a stack overflow. By its name, as in Jest the host's classes are
    // not those of the test.
    if (/** @type {Error} */ (error).name === "TypeError") return undefined;
    throw error;
  }
  return new Uint8Array(/** @type {ArrayBuffer} */ (value));
}

/**
 * How many bytes the texts take, where that is more than `cap`; undefined where they fit.
 *
 * @param {(string | Uint8Array)[]} texts
 * @param {number} cap
 */
export function bytesOver(texts, cap) {
  // Each UTF-16 unit takes one to three bytes, so most texts need not be counted.
  const least = sum(texts, (text) => text.length);
  if (least > cap) return least;
  if (sum(texts, mostBytes) <= cap) return undefined;
  const bytes = sum(texts, bytesOf);
  return bytes > cap ? bytes : undefined;
}

/**
 * Writes the texts into an input, one after the other.
 *
 * @param {(string | Uint8Array)[]} texts
 * @param {Input} input
 * @returns {number[]} how many bytes each text took
 */
export function write(texts, input) {
  // Nearly every text is ASCII. Others exceed the buffer, and are written again into a larger one.
  const units = sum(texts, (text) => text.length);
  const first = fill(texts, input.reserve(units));
  const lengths = typeof first === "number" ? fill(texts, input.reserve(first)) : first;
  const bytes = lengths.reduce(
    (/** @type {number} */ total, /** @type {number} */ length) => total + length,
    0,
  );
  // TextEncoder silently converts lone surrogates to U+FFFD. Searching the bytes for it is many
  // times as fast as searching the string for surrogates.
  if (bytes === units || !input.core.hasReplacement(bytes)) return lengths;
  const exact = texts.map((text) =>
    typeof text !== "string" || isWellFormed(text) ? text : toWtf8(text),
  );
  return exact.every((text, index) => text === texts[index]) ? lengths : write(exact, input);
}

/**
 * Writes a text into memory that has room for as many bytes as it is long, and says whether that was all of it; bytes
 * always are, and strings if they are ASCII.
 *
 * @param {string | Uint8Array} text
 * @param {Uint8Array} memory
 */
export function writeAscii(text, memory) {
  if (typeof text !== "string") {
    memory.set(text);
    return true;
  }
  const { read, written } = encoder().encodeInto(text, memory);
  return read === text.length && written === read;
}

/** @type {Record<string, TextDecoder>} */
const decoders = {};

/**
 * @param {string} encoding
 * @param {Uint8Array} bytes
 * @returns {string}
 */
function decode(encoding, bytes) {
  decoders[encoding] ??= /** @type {TextDecoder} */ (
    new (coders().TextDecoder)(encoding, { ignoreBOM: true })
  );
  return decoders[encoding].decode(bytes);
}

/**
 * The same bytes as Node's Buffer, which makes strings of them several times as fast as TextDecoder; undefined elsewhere.
 *
 * @param {Uint8Array} bytes
 */
function asBuffer(bytes) {
  // Through globalThis, so that no bundler takes it for a reason to add a polyfill.
  const { Buffer } = /** @type {any} */ (globalThis);
  return Buffer?.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

/**
 * The text that ASCII spells.
 *
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function decodeAscii(bytes) {
  return asBuffer(bytes)?.toString("latin1") ?? decode("utf-8", bytes);
}

/**
 * The text that little-endian UTF-16 spells.
 *
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function decodeUtf16(bytes) {
  return asBuffer(bytes)?.toString("utf16le") ?? decode("utf-16le", bytes);
}

/** Longer texts are left to TextEncoder, whose calls take as long as so many units do here. */
const SHORT = 48;

/**
 * Writes a text into memory as UTF-8, with U+FFFD for lone surrogates, and says where it ends there. There is room for
 * three bytes of each unit.
 *
 * @param {string} text
 * @param {Uint8Array} memory
 * @param {number} start
 */
export function writeUtf8(text, memory, start) {
  let end = start;
  let index = 0;
  for (; index < text.length && text.length <= SHORT; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) {
      memory[end++] = unit;
    } else if (unit < 0x800) {
      memory[end++] = 0xc0 | (unit >> 6);
      memory[end++] = 0x80 | (unit & 0x3f);
    } else if (unit < 0xd800 || unit > 0xdfff) {
      memory[end++] = 0xe0 | (unit >> 12);
      memory[end++] = 0x80 | ((unit >> 6) & 0x3f);
      memory[end++] = 0x80 | (unit & 0x3f);
    } else {
      break;
    }
  }
  if (index === text.length) return end;
  return start + encoder().encodeInto(text, memory.subarray(start)).written;
}

/**
 * @param {(string | Uint8Array)[]} texts
 * @param {Uint8Array} memory
 * @returns {any} the number of bytes of each text; if they don't fit, a capacity that is enough for all
 */
function fill(texts, memory) {
  const lengths = [];
  let end = 0;
  for (const [index, text] of texts.entries()) {
    const room = memory.subarray(end);
    let length = text.length;
    if (typeof text === "string") {
      const { read, written } = encoder().encodeInto(text, room);
      const left = mostBytes(text.slice(read));
      if (left > 0) return end + written + left + sum(texts.slice(index + 1), mostBytes);
      length = written;
    } else {
      if (length > room.length) return end + sum(texts.slice(index), mostBytes);
      room.set(text);
    }
    lengths.push(length);
    end += length;
  }
  return lengths;
}

/**
 * The text with edits made in it, as a string. A string stays as it is but for the edits, lone surrogates too; bytes are
 * put together as bytes, since an edit may begin or end within a character.
 *
 * @param {string | Uint8Array} text
 * @param {{ start: number, end: number, text: string }[]} edits in order, none over another
 */
export function withEdits(text, edits) {
  const pieces = [];
  let at = 0;
  for (const { start, end, text: put } of edits) {
    pieces.push(text.slice(at, start), put);
    at = end;
  }
  pieces.push(text.slice(at));
  return typeof text === "string" ? pieces.join("") : decode("utf-8", concatenated(pieces));
}

/** @param {(string | Uint8Array)[]} pieces */
function concatenated(pieces) {
  const all = pieces.map((piece) => (typeof piece === "string" ? encoder().encode(piece) : piece));
  const bytes = new Uint8Array(sum(all, ({ length }) => length));
  let end = 0;
  for (const piece of all) {
    bytes.set(piece, end);
    end += piece.length;
  }
  return bytes;
}

/**
 * A string with a star in the place of each character of these ranges.
 *
 * @param {string} text
 * @param {readonly { start: number, end: number }[]} ranges in order, none over another
 */
export function withStars(text, ranges) {
  const edits = ranges.map(({ start, end }) => ({ start, end, text: "*".repeat(end - start) }));
  return withEdits(text, edits);
}

/**
 * @param {(string | Uint8Array)[]} texts
 * @param {(text: string | Uint8Array) => number} size
 */
function sum(texts, size) {
  return texts.reduce((total, text) => total + size(text), 0);
}

/** @param {string | Uint8Array} text */
function mostBytes(text) {
  return typeof text === "string" ? text.length * 3 : text.length;
}

/** @param {string | Uint8Array} text */
function bytesOf(text) {
  if (typeof text !== "string") return text.length;
  let bytes = 0;
  for (const char of text) bytes += utf8Length(/** @type {number} */ (char.codePointAt(0)));
  return bytes;
}

/** @param {string} text */
function isWellFormed(text) {
  const { isWellFormed } = /** @type {{ isWellFormed?: () => boolean }} */ (String.prototype);
  return isWellFormed ? isWellFormed.call(text) : !/\p{Surrogate}/u.test(text);
}

/**
 * UTF-8 but for lone surrogates, which TextEncoder turns into U+FFFD in silence: they are written as the three
 * bytes that they would have, so that the checker sees and names them.
 *
 * @param {string} text
 */
function toWtf8(text) {
  const bytes = new Uint8Array(text.length * 3);
  let end = 0;
  for (const char of text)
    end = writeCodePoint(/** @type {number} */ (char.codePointAt(0)), bytes, end);
  return bytes.subarray(0, end);
}
