// `cbt179 explain`: explains findings by their codes.

import { readCatalogue } from "./catalogue.js";
import { drawNote } from "./report.js";
import { fit } from "./terminal.js";

/** @import { Entry } from "./catalogue.js" */
/** @import { Context } from "./main.js" */

/** @param {Context} context */
export async function explain(context) {
  const { lang, values, files, stdout } = context;
  const all = readCatalogue();
  const entries = files.length
    ? files.flatMap((code) => all.find((entry) => entry.code === code) ?? [])
    : all;
  if (values.format === "json")
    for (const { zh, en, ...entry } of entries)
      stdout(`${JSON.stringify({ ...entry, ...{ zh, en }[lang] })}\n`);
  else if (files.length) stdout(entries.map((entry) => draw(context, entry)).join("\n"));
  else for (const entry of entries) stdout(`${inOneLine(context, entry)}\n`);
  return true;
}

/** @param {Context} context @param {Entry} entry */
function draw({ say, lang, out }, entry) {
  const { code, severity, cbtCode, clause, applicability, example } = entry;
  const { message, help, fix, reason, input } = entry[lang];
  // The clause about the payment data; the others are about customs' own messages.
  const isCustoms = clause === "GACC 179/2018, 1.6.3";
  return [
    out.paint(severity, `${say.severity[severity]}[${code}]`) +
      out.paint("bold", `${say.colon}${message}`),
    ...drawNote(say, out, " ", say.example, `${input}${say.colon}${example}`),
    ...drawNote(say, out, " ", say.help, help),
    ...drawNote(say, out, " ", say.clause, clause && clause + (isCustoms ? say.customsRule : "")),
    ...drawNote(say, out, " ", say.answer, cbtCode),
    ...drawNote(say, out, " ", say.applicability[applicability], fix ?? say.noFix),
    ...drawNote(say, out, " ", say.reason, reason),
    "",
  ].join("\n");
}

/** @param {Context} context @param {Entry} entry */
function inOneLine({ say, lang, out }, { code, severity, ...texts }) {
  const word = say.severity[severity];
  // In Chinese each word has two characters of two columns.
  const [column, gap] = lang === "zh" ? [6, 2] : [9, 9 - word.length];
  const left = `${out.paint(severity, word)}${" ".repeat(gap)}${code.padEnd(27)} `;
  const { message } = texts[lang];
  return left + (out.isTerminal ? fit(message, out.width - column - 28) : message);
}
