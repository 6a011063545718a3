// The bodies that a command gets: files, standard input, or JSON lines.

import { UsageError } from "./args.js";
import { asBody, asString, linesOf, nameOf, readInput } from "./input.js";
import { visible } from "./terminal.js";

/** @import { Context } from "./main.js" */

/**
 * A body, or the reason why there is none.
 *
 * @typedef {object} Item
 * @property {string} file
 * @property {string} label what to call it in what is printed
 * @property {number} [line] in a file of JSON lines
 * @property {unknown} [id] what the line calls it
 * @property {string} [encoding] what the file was decoded from, if not from UTF-8
 * @property {string | Uint8Array} [body]
 * @property {string} [ending] the line break after it
 * @property {string} [error]
 * @property {boolean} [isUnread] whether the file could not be read
 */

/**
 * @param {Context} context
 * @returns {AsyncGenerator<Item>}
 */
export async function* itemsOf(context) {
  const { values, files, say } = context;
  for (const file of files) {
    const label = visible(nameOf(context, file));
    let input;
    try {
      input = await readInput(context, file);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      // The other files are read all the same.
      yield { file, label, error: error.message, isUnread: true };
      continue;
    }
    const { bytes, encoding } = input;
    const common = { file, ...(encoding && { encoding }) };
    if (!values.jsonl) yield { ...common, label, ...asBody(bytes) };
    else
      for (const { line, bytes: text } of linesOf(bytes)) {
        const item = lineOf(say, asString(text));
        if (!item) continue;
        const { id } = item;
        const known = typeof id === "string" || typeof id === "number" ? ` (${id})` : "";
        yield { ...common, label: visible(`${label}:${line}${known}`), line, ...item };
      }
  }
}

/**
 * @param {Context["say"]} say
 * @param {string | Uint8Array} text a line
 * @returns {{ id?: unknown, body?: string, error?: string } | undefined} undefined where the line is empty
 */
function lineOf(say, text) {
  if (typeof text !== "string") return { error: say.lineNotJson };
  if (text.trim() === "") return undefined;
  let value;
  try {
    // A byte order mark is no JSON, but some programs begin files with it.
    value = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return { error: say.lineNotJson };
  }
  if (typeof value === "string") return { body: value };
  const { id, body } = Object(value);
  return typeof body === "string" ? { id, body } : { id, error: say.lineNoBody };
}
