// The fast ways of checkForm and decodeForm: for a body in which there is nothing to be found, which most are.

import { writeAscii } from "./text.js";

/** @import { GivenOption, Instance } from "./loader.js" */

/**
 * Whether there is nothing to be found in a body.
 *
 * It is written and read piece by piece: a large one as a whole would have left the processor's caches before it is read.
 *
 * @param {Instance} instance
 * @param {string | Uint8Array} body
 * @param {GivenOption[]} options
 */
export function isClean(instance, body, options) {
  const { core } = instance;
  const { length } = body;
  if (length > instance.use(options)) return false;
  const most = core.beginClean(length);
  // Where there is room for three bytes of each unit, encodeInto does not count before it writes.
  const memory = instance.reserve(Math.max(length, 3 * most));
  let start = 0;
  do {
    const end = Math.min(start + most, length);
    // What is not ASCII is not clean.
    if (!writeAscii(piece(body, start, end), memory) || !core.isClean(end - start)) return false;
    start = end;
  } while (start < length);
  return true;
}

/**
 * The parts of a body in which there is nothing to be found.
 *
 * @param {Instance} instance
 * @param {string | Uint8Array} body
 * @param {GivenOption[]} options
 */
export function decodeClean(instance, body, options) {
  if (!isClean(instance, body, options)) return undefined;
  const part = (/** @type {number} */ index) => {
    const text = instance.text(instance.core.textOfClean(index));
    return { text, value: JSON.parse(text) };
  };
  return { eData: part(0), payExInfo: part(1), findings: [] };
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
