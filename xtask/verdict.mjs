// The built package's verdict on the interface document's own example, for a person to read, and whether it is the
// right one.

import { readFile } from "node:fs/promises";
import { env, stdout } from "node:process";
import { isDeepStrictEqual } from "node:util";

/** @import { Finding } from "../pkg-template/index.js" */

const EXAMPLE = "tests/data/sample-form-body.txt";
/** The errors that the document prints its example with. */
const FAULTS = { "form.unencoded-plus": 13, "json.trailing-comma": 1 };
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
    body: "body",
    more: (/** @type {number} */ n) => `and ${n} more`,
    help: "help: ",
    between: ", ",
    colon: ": ",
    expected: "That is as it should be: the document prints its example with these faults.",
    broken: "The build is broken: in the document's example it should find exactly these errors:",
  },
  "zh-CN": {
    title: (/** @type {number} */ length) => `接口文档自带的示例（${EXAMPLE}，${length} 个字符）`,
    ok: "通过",
    refused: "不通过",
    severity: { error: "错误", warning: "警告", info: "提示" },
    count: (/** @type {number} */ n, /** @type {string} */ word) =>
      `${n} ${word === "提示" ? "条" : "个"}${word}`,
    body: "请求体",
    more: (/** @type {number} */ n) => `另有 ${n} 处`,
    help: "建议：",
    between: "，",
    colon: "：",
    expected: "这在意料之中：文档中印出的示例本来就带有这些问题。",
    broken: "构建有误：对文档中的示例，应当恰好报出以下错误：",
  },
};

/**
 * Prints the verdict, and says whether it is the right one. The findings' `value` is left out: what they say is
 * enough here.
 *
 * @param {keyof typeof WORDS} locale
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
  for (const finding of findings) console.log(entry(finding, words));
  const right = isExpected({ ok, findings });
  if (right) console.log(`${words.expected}\n`);
  else console.error(paint(words.broken, "error"), FAULTS, "\n");
  return right;
}

/**
 * Whether the errors are the example's own, each as often as there: a broken build fails with others, or with none.
 *
 * @param {{ ok: boolean, findings: Pick<Finding, "severity" | "code" | "count">[] }} result
 */
export function isExpected({ ok, findings }) {
  /** @type {Record<string, number>} */
  const errors = {};
  for (const { severity, code, count = 1 } of findings)
    if (severity === "error") errors[code] = (errors[code] ?? 0) + count;
  return !ok && isDeepStrictEqual(errors, FAULTS);
}

/**
 * @param {Finding} finding
 * @param {typeof WORDS["en"]} words
 */
function entry({ severity, code, message, path, at, help, count = 1 }, words) {
  const where = [path];
  if (at.json) where.push(`JSON ${at.json.line}:${at.json.column}`);
  if (at.form) where.push(`${words.body} ${at.form.line}:${at.form.column}`);
  if (count > 1) where.push(words.more(count - 1));
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
