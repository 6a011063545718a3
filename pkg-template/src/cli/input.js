// Reads what is to be checked: files, or standard input; text where it is UTF-8, bytes where it is not.

import { readFile } from "node:fs/promises";
import { UsageError } from "./args.js";

/** @import { Context } from "./main.js" */

/** @param {Context} context @param {string} file */
export async function readBytes({ say, stderr }, file) {
  try {
    if (file !== "-") return await readFile(file);
    if (process.stdin.isTTY) stderr(`${say.reading}\n`);
    const chunks = [];
    for await (const chunk of process.stdin) chunks.push(chunk);
    return Buffer.concat(chunks);
  } catch (error) {
    throw new UsageError(say.cantRead(file === "-" ? say.stdin : file, whyNot(say, error)));
  }
}

/** @param {Context["say"]} say @param {unknown} error */
export function whyNot(say, error) {
  const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
  return say.why[code ?? ""] ?? code ?? message;
}

/**
 * As a string, whose findings count in the same units as what is shown; as bytes where a string would not say the same.
 *
 * @param {Uint8Array} bytes
 */
export function asString(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // It is not UTF-8, or longer than a string may be.
    return bytes;
  }
}

/**
 * A body without the line break that editors and `echo` put at a file's end, and that line break.
 *
 * @param {Uint8Array} bytes
 */
export function asBody(bytes) {
  const [last, beforeLast] = [bytes.at(-1), bytes.at(-2)];
  const ending = last !== 0x0a ? "" : beforeLast === 0x0d ? "\r\n" : "\n";
  return { body: asString(bytes.subarray(0, bytes.length - ending.length)), ending };
}

/** @param {Uint8Array} bytes */
export function* linesOf(bytes) {
  let start = 0;
  for (let line = 1; start < bytes.length; line++) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline < 0 ? bytes.length : newline;
    yield { line, bytes: bytes.subarray(start, end) };
    start = end + 1;
  }
}

/** How a file is called in what is printed. @param {Context} context @param {string} file */
export const nameOf = ({ say }, file) => (file === "-" ? say.stdin : file);
