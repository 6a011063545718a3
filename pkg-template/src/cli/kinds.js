// Recognizes input that another command takes, and names that command.

import { nameOf } from "./input.js";

/** @import { Command } from "./table.js" */
/** @import { Context } from "./main.js" */

/** @typedef {"form" | "request" | "reply" | "payExInfo" | "jsonl"} Kind */

/** The command for each kind; `FILE` stands for the file. @type {Record<Kind, string>} */
const COMMAND_FOR = {
  form: "check FILE",
  request: "build FILE",
  reply: "reply FILE",
  payExInfo: "build REQUEST --pay-ex-info FILE",
  jsonl: "check --jsonl FILE",
};

/** The kind of input that each command takes. @type {Partial<Record<Command, Kind>>} */
const TAKES = { check: "form", decode: "form", fix: "form", build: "request", reply: "reply" };

/**
 * Writes a note if a text is certain to be another command's input.
 *
 * @param {Context} context
 * @param {string} file
 * @param {string | Uint8Array} text
 */
export function suggestCommand(context, file, text) {
  const { say, command, note } = context;
  const kind = kindOf(text);
  if (!kind || kind === TAKES[command]) return;
  const isToCompose = command === "compose" && kind === "form";
  const usage = isToCompose ? "decode --part payExInfo FILE" : COMMAND_FOR[kind];
  note(say.isFor(nameOf(context, file), say.kinds[kind], usage.replace("FILE", file)));
}

/**
 * Returns the kind of a text if it is certain, from its beginning or the members of its JSON.
 *
 * @param {string | Uint8Array} given
 * @returns {Kind | undefined}
 */
function kindOf(given) {
  if (typeof given !== "string") return undefined;
  const text = given.replace(/^\ufeff/, "").trim();
  if (/^(EData|payExInfoStr)=/.test(text)) return "form";
  const value = parsed(text);
  if (typeof value === "object" && value !== null) {
    const has = (/** @type {string[]} */ ...names) =>
      names.every((name) => Object.hasOwn(value, name));
    if (has("eData", "payExInfo")) return "request";
    if (has("status") && (has("signValue") || has("msg"))) return "reply";
    return has("sessionID", "payExchangeInfoHead") ? "payExInfo" : undefined;
  }
  const lines = text.split("\n").slice(0, 2).map(parsed);
  const isBody = (/** @type {any} */ line) => typeof (line?.body ?? line) === "string";
  return lines.length === 2 && lines.every(isBody) ? "jsonl" : undefined;
}

/** @param {string} text @returns {unknown} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
