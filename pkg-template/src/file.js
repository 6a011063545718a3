// Reads a WebAssembly module from the package's folder, for require() in Node.

import { readFileSync } from "node:fs";
import { NotReadyError } from "./errors.js";

/**
 * Returns the bytes of a file beside the script.
 *
 * @param {string} name
 */
export function fileBytes(name) {
  try {
    return readFileSync(`${__dirname}/${name}`);
  } catch (error) {
    // A bundler that does not know the condition `module` takes this entry without copying the file.
    throw new NotReadyError(
      `${name} can't be read; copy it there from the package, or load cbt179 by \`import\`, which has it inlined`,
      error,
    );
  }
}
