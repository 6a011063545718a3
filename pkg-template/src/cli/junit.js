// Findings as JUnit XML, which CI systems show as tests: each input is a test case, which fails if it has an error.

import { drawFindings, hasError } from "./report.js";
import { PLAIN } from "./terminal.js";

/** @import { Context } from "./main.js" */
/** @import { Reporter, Result } from "./reporters.js" */

/** @param {Context} context @returns {Reporter} */
export function junitReporter(context) {
  const { command, report } = context;
  const counts = { tests: 0, failures: 0, errors: 0 };
  /** @type {string[]} */
  const cases = [];
  return {
    add(result) {
      counts.tests++;
      if (result.error !== undefined) counts.errors++;
      else if (hasError(result.findings)) counts.failures++;
      const name = attributes({ name: result.label, classname: `cbt179.${command}` });
      const outcome = outcomeOf(context, result);
      cases.push(`    <testcase${name}>${outcome}</testcase>\n`);
    },
    end() {
      const all = attributes({ name: "cbt179", ...counts });
      report.write(
        `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${all}>\n  <testsuite${all}>\n` +
          `${cases.join("")}  </testsuite>\n</testsuites>\n`,
      );
    },
  };
}

/** @param {Context} context @param {Result} result */
function outcomeOf(context, { findings, error, source }) {
  if (error !== undefined) return `<error${attributes({ message: error })}/>`;
  if (findings.length === 0 || !source) return "";
  const text = escapeXml(drawFindings(context, PLAIN, findings, () => source));
  const [worst] = findings.filter(({ severity }) => severity === "error");
  if (!worst) return `<system-out>${text}</system-out>`;
  const summary = attributes({ message: worst.message, type: worst.code });
  return `<failure${summary}>${text}</failure>`;
}

/** @param {Record<string, string | number>} values */
const attributes = (values) =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join("");

/** Characters that XML 1.0 can't represent. */
const ILLEGAL = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

const ENTITIES = /** @type {Record<string, string>} */ ({
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
});

/** @param {string} text */
const escapeXml = (text) =>
  text.replace(ILLEGAL, "\ufffd").replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char);
