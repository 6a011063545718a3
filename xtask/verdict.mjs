// The built package's verdict on the interface document's own example, for a person to read.

import { readFile } from "node:fs/promises";
import { env, stdout } from "node:process";

/** @import { Finding, Locale } from "../pkg-template/index.js" */

const EXAMPLE = "tests/data/sample-form-body.txt";
const COLOURS = { error: 31, warning: 33, info: 36, bold: 1 };
const SEVERITIES = /** @type {const} */ (["error", "warning", "info"]);

const WORDS = {
  en: {
    title: (/** @type {number} */ length) =>
      `The interface document's own example (${EXAMPLE}, ${length} characters)`,
    ok: "OK",
    refused: "NOT OK",
    severity: { error: "error", warning: "warning", info: "info" },
    count: (/** @type {number} */ n, /** @type {string} */ word) =>
      `${n} ${word}${n === 1 || word === "info" ? "" : "s"}`,
    json: (/** @type {number} */ line, /** @type {number} */ column) =>
      `JSON line ${line}, column ${column}`,
    form: (/** @type {number} */ start) => `form body offset ${start}`,
    more: (/** @type {number} */ n) => `and ${n} more`,
    help: "help: ",
    between: ", ",
    colon: ": ",
    expected: "That is as it should be: the document prints its example with these faults.",
  },
  "zh-CN": {
    title: (/** @type {number} */ length) => `接口文档自带的示例（${EXAMPLE}，${length} 个字符）`,
    ok: "通过",
    refused: "不通过",
    severity: { error: "错误", warning: "警告", info: "提示" },
    count: (/** @type {number} */ n, /** @type {string} */ word) => `${n} 个${word}`,
    json: (/** @type {number} */ line, /** @type {number} */ column) =>
      `JSON 第 ${line} 行第 ${column} 列`,
    form: (/** @type {number} */ start) => `表单体偏移 ${start}`,
    more: (/** @type {number} */ n) => `另有 ${n} 处`,
    help: "建议：",
    between: "，",
    colon: "：",
    expected: "这在意料之中：文档中印出的示例本来就带有这些问题。",
  },
};

/**
 * Prints the verdict. The findings' `value` is left out: what they say is enough here.
 *
 * @param {Locale} locale
 */
export async function verdict(locale) {
  const { checkForm } = await import(new URL("../dist/npm/index.js", import.meta.url).href);
  const body = await readFile(new URL(`../${EXAMPLE}`, import.meta.url), "utf8");
  /** @type {{ ok: boolean, findings: Finding[] }} */
  const { ok, findings } = checkForm(body, { locale });

  const words = WORDS[locale];
  const counts = SEVERITIES.flatMap((severity) => {
    const n = findings.filter((finding) => finding.severity === severity).length;
    return n > 0 ? [words.count(n, words.severity[severity])] : [];
  });
  const outcome = paint(ok ? words.ok : words.refused, ok ? "bold" : "error");
  const tally = counts.length > 0 ? words.colon + counts.join(words.between) : "";

  console.log(`\n${paint(words.title(body.length), "bold")}\n${outcome}${tally}\n`);
  for (const [first, ...others] of alike(findings)) {
    if (first) console.log(entry(first, others.length, words));
  }
  if (!ok) console.log(`${words.expected}\n`);
}

/**
 * The findings in their order, those that say the same together.
 *
 * @param {Finding[]} findings
 */
function alike(findings) {
  /** @type {Map<string, Finding[]>} */
  const groups = new Map();
  for (const finding of findings) {
    const key = finding.code + finding.message;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return groups.values();
}

/**
 * @param {Finding} finding
 * @param {number} others How many more say the same.
 * @param {typeof WORDS["en"]} words
 */
function entry({ severity, code, message, path, at, help }, others, words) {
  const where = [path];
  if (at.json) where.push(words.json(at.json.line, at.json.column));
  if (at.form) where.push(words.form(at.form.start));
  if (others > 0) where.push(words.more(others));
  const lines = [
    `${paint(`${words.severity[severity]}[${code}]`, severity)}${words.colon}${message}`,
    `    ${where.filter(Boolean).join(words.between)}`,
  ];
  if (help) lines.push(`    ${words.help}${help}`);
  return `${lines.join("\n")}\n`;
}

/**
 * @param {string} text
 * @param {keyof typeof COLOURS} colour
 */
function paint(text, colour) {
  return stdout.isTTY && !env.NO_COLOR ? `\x1b[${COLOURS[colour]}m${text}\x1b[0m` : text;
}
