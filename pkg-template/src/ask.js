// Passes texts to an instance, and reads its answer.

import { bytesOver, write } from "./text.js";

/** @import { Boundary } from "./glue.js" */
/** @import { GivenOption, Instance } from "./loader.js" */

/** The largest number that the core takes. */
const MOST = 2 ** 32 - 1;

/**
 * Passes the texts to the core, and reads the answer. If they are too large, the answer is a report of that.
 *
 * @template {Boundary} C
 * @param {Instance<C>} instance
 * @param {(string | Uint8Array)[]} texts
 * @param {GivenOption[]} options
 * @param {(core: C, lengths: any[]) => void} run
 */
export function askIn(instance, texts, options, run) {
  const tooMany = bytesOver(texts, instance.use(options));
  if (tooMany === undefined) run(instance.core, write(texts, instance));
  else instance.core.tooLarge(Math.min(tooMany, MOST));
  return instance.answer();
}

/**
 * Which unit offsets count in: UTF-16 units of a string (or of JSON text made here), or bytes.
 *
 * @param {string | Uint8Array | undefined} text
 */
export function isUtf16(text) {
  return !(text instanceof Uint8Array);
}
