// The fast path of checkForm and decodeForm, for bodies that are sound in all layers, as nearly all
// are.

import { writeAscii } from "./text.js";

/** @import { GivenOption, Instance } from "./core.js" */

/**
 * Reads a body, and returns whether it is sound.
 *
 * It is written and read piece by piece: a large one as a whole would have left the processor's caches before it is read.
 *
 * @param {Instance} instance
 * @param {string | Uint8Array} body
 * @param {GivenOption[]} options
 */
export function isSound(instance, body, options) {
  const { core } = instance;
  const { length } = body;
  if (length > instance.use(options)) return false;
  const memory = beginReading(instance, length);
  const most = instance.pieceLength;
  let start = 0;
  do {
    const end = Math.min(start + most, length);
    // A body that is not ASCII is not sound.
    if (!writeAscii(piece(body, start, end), memory) || !core.readPiece(end - start)) return false;
    start = end;
  } while (start < length);
  return true;
}

/**
 * Begins reading a body of `length` bytes, and returns the buffer for its pieces.
 *
 * @param {Instance} instance
 * @param {number} length
 */
function beginReading(instance, length) {
  const { core, memory, piece } = instance;
  const start = core.beginReading(length);
  if (piece.byteOffset !== start || piece.buffer !== memory.buffer) {
    instance.pieceLength ||= core.pieceLength();
    // If three bytes for each code unit fit, encodeInto writes without measuring first.
    instance.piece = new Uint8Array(memory.buffer, start, 3 * instance.pieceLength);
  }
  return instance.piece;
}

/**
 * Returns the report on the body read last, or undefined if it needs the full diagnosis.
 *
 * @param {Instance} instance
 * @param {string | Uint8Array} body
 */
export function reportOnRead(instance, body) {
  const { core } = instance;
  if (core.isClean()) return { ok: true, findings: [] };
  return core.reportOnRead(typeof body === "string") ? instance.answer() : undefined;
}

/**
 * Returns the parts of the body read last, with its findings.
 *
 * @param {Instance} instance
 * @param {any[]} findings
 */
export function decodedOfRead(instance, findings) {
  const part = (/** @type {number} */ index) => {
    const text = instance.text(instance.core.textOfRead(index));
    return { text, value: JSON.parse(text) };
  };
  return { eData: part(0), payExInfo: part(1), findings };
}

/**
 * A piece of a text, for which nothing is copied.
 *
 * @param {string | Uint8Array} text
 * @param {number} start
 * @param {number} end
 */
function piece(text, start, end) {
  // A view of all of a short body takes longer than to ask.
  if (end - start === text.length) return text;
  return typeof text === "string" ? text.substring(start, end) : text.subarray(start, end);
}
