// The fast ways of checkForm and decodeForm: for a body in which there is nothing to be found, which most are.

import { writeAscii } from "./text.js";

/** @import { Instance } from "./loader.js" */

/**
 * Whether there is nothing to be found in a body.
 *
 * @param {Instance} instance
 * @param {string | Uint8Array} body
 * @param {string} options
 */
export function isClean(instance, body, options) {
  // What is not ASCII is not clean.
  return (
    body.length <= instance.use(options) &&
    writeAscii(body, instance.reserve(body.length)) &&
    instance.core.isClean(body.length)
  );
}

/**
 * The parts of a body in which there is nothing to be found.
 *
 * @param {Instance} instance
 * @param {string | Uint8Array} body
 * @param {string} options
 */
export function decodeClean(instance, body, options) {
  if (!isClean(instance, body, options)) return undefined;
  const part = (/** @type {number} */ index) => {
    const text = instance.text(instance.core.textOfClean(index));
    return { text, value: JSON.parse(text) };
  };
  return { eData: part(0), payExInfo: part(1), findings: [] };
}
