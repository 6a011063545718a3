// `cbt179 check`: one body or many, as files, as standard input, or as JSON lines.

import { setImmediate } from "node:timers/promises";
import { decodeForm } from "../index.js";
import { UsageError } from "./args.js";
import { asBody, asString, linesOf, nameOf, readBytes } from "./input.js";
import {
  bodySource,
  countFindings,
  countFixable,
  drawFindings,
  hasError,
  verdict,
} from "./report.js";
import { visible } from "./terminal.js";

/** @import { Finding } from "../../index.js" */
/** @import { Context } from "./main.js" */

/**
 * What is to be checked: a body, or why there is none.
 *
 * @typedef {object} Item
 * @property {string} file
 * @property {number} [line] in a file of JSON lines
 * @property {unknown} [id] what the line calls it
 * @property {string | Uint8Array} [body]
 * @property {string} [error]
 * @property {boolean} [isUnread] whether the file could not be read
 */

/** How often the progress is written, in milliseconds. */
const EVERY = 100;

/** @param {Context} context */
export async function check(context) {
  const { say, values, files, stdout, out } = context;
  const isMany = Boolean(values.jsonl) || files.length > 1;
  const progress = progressOn(context, isMany);
  let [checked, ok, unread] = [0, 0, 0];
  /** @type {Pick<Finding, "severity" | "fix">[]} only what is counted: the findings of many bodies would be many */
  const all = [];
  for await (const item of itemsOf(context)) {
    await progress.tell(checked, labelOf(context, item));
    const { body, isUnread } = item;
    if (isUnread) unread++;
    else checked++;
    if (body === undefined) {
      progress.clear();
      tellError(context, item);
      continue;
    }
    const decoded = decodeForm(body, context.options);
    const { findings } = decoded;
    if (!hasError(findings)) ok++;
    for (const { severity, fix } of findings)
      all.push({ severity, ...(fix && { fix: { ...fix, label: "", edits: [] } }) });
    if (findings.length > 0 || values.json) progress.clear();
    if (values.json) {
      const { file, line, id } = item;
      stdout(`${JSON.stringify({ file, line, id, ok: !hasError(findings), findings })}\n`);
    } else {
      const file = { name: labelOf(context, item), hasPosition: item.line === undefined };
      const source = bodySource(context, file, body, decoded);
      stdout(drawFindings(context, out, findings, () => source));
    }
  }
  progress.clear();
  if (unread > 0) process.exitCode = 2;
  if (!values.json && isMany) {
    const bad = checked - ok;
    const counts = countFindings(say, all);
    const line =
      say.bodies(checked, ok, bad) + (unread ? say.clauseBreak + say.unread(unread) : "");
    stdout(`${out.paint(bad || unread ? "error" : "ok", line)}\n`);
    if (counts) stdout(`${counts}${countFixable(say, all)}\n`);
  } else if (!values.json && checked > 0) stdout(verdict(context, out, all));
  return ok === checked && unread === 0;
}

/**
 * @param {Context} context
 * @returns {AsyncGenerator<Item>}
 */
async function* itemsOf(context) {
  const { values, files, say } = context;
  if (files.filter((file) => file === "-").length > 1)
    throw new UsageError(say.usage.stdinTwice(), true);
  for (const file of files) {
    let bytes;
    try {
      bytes = await readBytes(context, file);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      // The others are checked all the same.
      yield { file, error: error.message, isUnread: true };
      continue;
    }
    if (!values.jsonl) yield { file, body: asBody(bytes).body };
    else
      for (const { line, bytes: text } of linesOf(bytes)) {
        const item = itemOf(say, asString(text));
        if (item) yield { file, line, ...item };
      }
  }
}

/**
 * @param {Context["say"]} say
 * @param {string | Uint8Array} text a line
 * @returns {{ id?: unknown, body?: string, error?: string } | undefined} undefined where the line is empty
 */
function itemOf(say, text) {
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

/** @param {Context} context @param {Item} item */
function labelOf(context, { file, line, id }) {
  const name = nameOf(context, file);
  const known = typeof id === "string" || typeof id === "number" ? ` (${id})` : "";
  return visible(line === undefined ? name : `${name}:${line}${known}`);
}

/** @param {Context} context @param {Item} item */
function tellError(context, item) {
  const { say, values, stdout, stderr, out } = context;
  const { file, line, id, error, isUnread } = item;
  if (values.json) stdout(`${JSON.stringify({ file, line, id, ok: false, error })}\n`);
  else if (isUnread) stderr(`cbt179: ${error}\n`);
  else
    stdout(
      `${out.paint("error", say.severity.error)}${out.paint("bold", `: ${error}`)}\n` +
        ` ${out.paint("gutter", "-->")} ${labelOf(context, item)}\n\n`,
    );
}

/**
 * One line on the terminal that says how far it is, written over itself, and erased before anything else is written.
 *
 * @param {Context} context
 * @param {boolean} isMany
 */
function progressOn({ say, stderr, err }, isMany) {
  let last = Date.now();
  let isShown = false;
  return {
    /** @param {number} count @param {string} name */
    async tell(count, name) {
      if (!isMany || Date.now() - last < EVERY) return;
      last = Date.now();
      if (err.isTerminal) {
        const line = say.progress(count, name);
        // Half a line at most is sure to fit, as no character is wider than two columns.
        stderr(`\r\x1b[K${line.slice(0, Math.floor(err.width / 2))}`);
        isShown = true;
      }
      // Lets what was written out, and a Ctrl-C or a closed pipe in.
      await setImmediate();
    },
    clear() {
      if (isShown) stderr("\r\x1b[K");
      isShown = false;
    },
  };
}
