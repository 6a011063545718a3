// Text that is given as a string or as bytes: telling which it is, measuring it, and writing it into wasm memory.

const encoder = new TextEncoder();

/**
 * The text as a string or as plain bytes, or undefined where the value is neither.
 *
 * By tag, not by instanceof: in Jest, and between frames, a Buffer is not an instance of the Uint8Array seen here.
 *
 * @param {unknown} value
 * @returns {string | Uint8Array | undefined}
 */
export function asText(value) {
  if (typeof value === "string") return value;
  if (ArrayBuffer.isView(value)) {
    const {
      buffer,
      byteOffset,
      byteLength,
      [Symbol.toStringTag]: tag,
    } = /** @type {Uint8Array} */ (value);
    return tag === "Uint8Array" ? new Uint8Array(buffer, byteOffset, byteLength) : undefined;
  }
  if (Object.prototype.toString.call(value) === "[object ArrayBuffer]") {
    return new Uint8Array(/** @type {ArrayBuffer} */ (value));
  }
  return undefined;
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
  const bytes = sum(texts, (text) => (typeof text === "string" ? utf8Length(text) : text.length));
  return bytes > cap ? bytes : undefined;
}

/**
 * Writes the texts one behind the other into the memory that `reserve` makes room in.
 *
 * @param {(string | Uint8Array)[]} texts
 * @param {(capacity: number) => Uint8Array} reserve a fresh view of so many bytes
 * @returns {number[]} how many bytes each text took
 */
export function write(texts, reserve) {
  const exact = texts.map((text) =>
    typeof text !== "string" || isWellFormed(text) ? text : toWtf8(text),
  );
  // Nearly every text is ASCII. One that is not runs out of room, and is written again with enough.
  const least = sum(exact, (text) => text.length);
  return (
    fill(exact, reserve(least)) ??
    /** @type {number[]} */ (fill(exact, reserve(sum(exact, mostBytes))))
  );
}

/**
 * @param {(string | Uint8Array)[]} texts
 * @param {Uint8Array} memory
 * @returns {number[] | undefined} undefined where they don't fit
 */
function fill(texts, memory) {
  const lengths = [];
  let end = 0;
  for (const text of texts) {
    const room = memory.subarray(end);
    let length = text.length;
    if (typeof text === "string") {
      const { read, written } = encoder.encodeInto(text, room);
      if (read < text.length) return undefined;
      length = written;
    } else {
      if (length > room.length) return undefined;
      room.set(text);
    }
    lengths.push(length);
    end += length;
  }
  return lengths;
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

/** @param {number} code a code point */
function utf8Size(code) {
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/** @param {string} text */
function utf8Length(text) {
  let bytes = 0;
  for (const char of text) bytes += utf8Size(/** @type {number} */ (char.codePointAt(0)));
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
  const bytes = encoder.encode(text);
  let at = 0;
  for (const char of text) {
    const code = /** @type {number} */ (char.codePointAt(0));
    if (code >= 0xd800 && code <= 0xdfff) {
      bytes.set([0xed, 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)], at);
    }
    at += utf8Size(code);
  }
  return bytes;
}
