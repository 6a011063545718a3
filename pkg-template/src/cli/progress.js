// Writes to standard output and standard error, and shows progress: one line on the terminal, overwritten in place.

import { setImmediate } from "node:timers/promises";

/** @typedef {ReturnType<typeof writersOn>} Writers */

/** How often the progress is written, in milliseconds. */
const EVERY = 100;

const ERASE = "\r\x1b[K";

/**
 * @param {NodeJS.WriteStream} stdout
 * @param {NodeJS.WriteStream} stderr
 * @param {number} width the terminal's
 */
export function writersOn(stdout, stderr, width) {
  let last = Date.now();
  let isShown = false;
  /** Erases the progress before anything else is written. @param {NodeJS.WriteStream} stream */
  const writerOf = (stream) => (/** @type {string | Uint8Array} */ text) => {
    if (text.length === 0) return;
    if (isShown) stderr.write(ERASE);
    isShown = false;
    stream.write(text);
  };
  return {
    stdout: writerOf(stdout),
    stderr: writerOf(stderr),
    /** @param {() => string} line */
    async progress(line) {
      if (Date.now() - last < EVERY) return;
      last = Date.now();
      if (stderr.isTTY) {
        // Half a line of characters always fits, as no character is wider than two columns.
        stderr.write(ERASE + line().slice(0, Math.floor(width / 2)));
        isShown = true;
      }
      // Flushes the output, and lets Ctrl-C or a closed pipe take effect.
      await setImmediate();
    },
    /** Erases the progress at the end. */
    done() {
      if (isShown) stderr.write(ERASE);
      isShown = false;
    },
  };
}
