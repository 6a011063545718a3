// Reads the catalogue of findings from docs/findings.md in the package, which the core generates.

import { readFileSync } from "node:fs";

/** @typedef {import("../../index.js").Severity} Severity */

/**
 * The texts of an entry in one language: those of the finding in its example, the reason for the certainty of its fix, and
 * the kind of input that the example is.
 *
 * @typedef {{ message: string, help: string, fix?: string, reason: string, input: string }} Texts
 */

/**
 * One kind of finding.
 *
 * @typedef {object} Entry
 * @property {string} code
 * @property {Severity} severity
 * @property {string} [cbtCode] what CBT would answer
 * @property {string} [clause]
 * @property {"safe" | "unsafe" | "none"} applicability of its fix
 * @property {string} example
 * @property {Texts} zh
 * @property {Texts} en
 */

/** Reads all entries, in the order of the page. @returns {Entry[]} */
export function readCatalogue() {
  const page = readFileSync(new URL("./docs/findings.md", import.meta.url), "utf8");
  // Each is a section: a heading, a list and a table. The next heading of a layer ends it.
  return page.split(/^#{2,3} /m).flatMap((section) => {
    const [code = "", ...lines] = section.split("\n");
    return /^[\w-]+\.[\w-]+$/.test(code) ? [readEntry(code, lines)] : [];
  });
}

/** @param {string} code @param {string[]} lines @returns {Entry} */
function readEntry(code, lines) {
  const item = (/** @type {string} */ name) =>
    lines.find((line) => line.startsWith(`- ${name}: `))?.slice(name.length + 4);
  const rows = Object.fromEntries(
    lines.flatMap((line) => {
      const row = line.match(/^\| (\w+) \| (.*) \| (.*) \|$/);
      return row ? [[row[1], { zh: row[2], en: row[3] }]] : [];
    }),
  );
  const textsIn = (/** @type {"zh" | "en"} */ lang) =>
    /** @type {Texts} */ (Object.fromEntries(Object.entries(rows).map(([k, v]) => [k, v[lang]])));
  const severity = item("Severity")?.match(/^(\w+)(?: \(.*`(\w+)`\))?/);
  return {
    code,
    severity: /** @type {Severity} */ (severity?.[1]),
    ...(severity?.[2] && { cbtCode: severity[2] }),
    ...(item("Rule") && { clause: item("Rule") }),
    applicability: /** @type {Entry["applicability"]} */ (item("Fix")?.match(/^\w+/)?.[0]),
    // Markdown's code spans.
    example: item("Example")?.replace(/^`` (.*?) ``/, "$1") ?? "",
    zh: textsIn("zh"),
    en: textsIn("en"),
  };
}
