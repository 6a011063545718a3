// Reads the input: files, or standard input. UTF-16 with a byte order mark (BOM) is decoded, and a note says so; everything
// else is text if it is UTF-8, and bytes if not.

import { readFile } from "node:fs/promises";
import { UsageError } from "./args.js";

/** @import { Context } from "./main.js" */

/**
 * Reads a file's text, as UTF-8.
 *
 * @param {Context} context
 * @param {string} file
 * @returns {Promise<{ bytes: Uint8Array, encoding?: string }>} `encoding`: what it was decoded from
 */
export async function readInput(context, file) {
  const { say, note } = context;
  const given = await readBytes(context, file);
  const found = encodingOf(given);
  if (!found) return { bytes: given };
  const { encoding, hasMark } = found;
  const name = nameOf(context, file);
  const bytes = hasMark && encoding !== "UTF-8" ? decoded(given, encoding) : undefined;
  if (bytes) note(say.decoded(name, encoding));
  else note(encoding === "UTF-8" ? say.hasMark(name) : say.notDecoded(name, encoding));
  return bytes ? { bytes, encoding } : { bytes: given };
}

/**
 * Reads a text that must not change, such as one that was signed.
 *
 * @param {Context} context
 * @param {string} file
 */
export async function readExactly(context, file) {
  const bytes = await readBytes(context, file);
  const found = encodingOf(bytes);
  const { say, note } = context;
  if (found && found.encoding !== "UTF-8")
    note(say.notDecoded(nameOf(context, file), found.encoding));
  return asString(bytes);
}

const MARKS = /** @type {const} */ ({
  "UTF-8": [0xef, 0xbb, 0xbf],
  "UTF-16LE": [0xff, 0xfe],
  "UTF-16BE": [0xfe, 0xff],
});

/**
 * Recognizes a byte order mark, or UTF-16 without one by its first two characters: those of a form and of JSON are ASCII.
 *
 * @param {Uint8Array} bytes
 * @returns {{ encoding: string, hasMark: boolean } | undefined}
 */
function encodingOf(bytes) {
  for (const [encoding, mark] of Object.entries(MARKS))
    if (mark.every((byte, at) => bytes[at] === byte)) return { encoding, hasMark: true };
  const [a, b, c, d] = bytes;
  if (a && b === 0 && c && d === 0) return { encoding: "UTF-16LE", hasMark: false };
  if (a === 0 && b && c === 0 && d) return { encoding: "UTF-16BE", hasMark: false };
  return undefined;
}

/** Returns the same text in UTF-8; undefined if it is ill-formed. @param {Uint8Array} bytes @param {string} encoding */
function decoded(bytes, encoding) {
  try {
    return Buffer.from(new TextDecoder(encoding, { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** @param {Context} context @param {string} file */
async function readBytes({ say, stderr }, file) {
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
 * Decodes a text, so that findings count in the units of what is shown. Returns bytes that are not UTF-8 as they are.
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
 * Splits off the line break that editors and `echo` put at the end of a file.
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

/** Names a file in messages. @param {Context} context @param {string} file */
export const nameOf = ({ say }, file) => (file === "-" ? say.stdin : file);
