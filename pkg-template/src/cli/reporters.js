// The formats of a report.

import { githubReporter } from "./github.js";
import { junitReporter } from "./junit.js";
import { sarifReporter } from "./sarif.js";
import { textReporter } from "./text-reporter.js";

/** @import { Finding } from "../../index.js" */
/** @import { Context } from "./main.js" */
/** @import { Source } from "./report.js" */
/** @import { Look } from "./text-reporter.js" */

/**
 * The findings of one input, or the reason why it has none.
 *
 * @typedef {object} Result
 * @property {string} file
 * @property {string} label what to call it in what is printed
 * @property {number} [line] in a file of JSON lines
 * @property {unknown} [id] what the line calls it
 * @property {string} [encoding] what the file was decoded from, if not from UTF-8
 * @property {boolean} ok
 * @property {readonly Finding[]} findings
 * @property {string} [error]
 * @property {boolean} [isUnread] whether the file could not be read
 * @property {string | Uint8Array} [text]
 * @property {"form" | "json"} [layer] which ranges of a finding count in the text
 * @property {(finding: Finding) => boolean} [isElsewhere] whether the ranges of a finding are in another file
 * @property {Source} [source]
 * @property {string} [heading] the lines before its findings, in text
 * @property {object} [more] other members of its JSON
 */

/** @typedef {{ add(result: Result): void, end(): void }} Reporter */

/** @param {Context} context @param {Look} look @returns {Reporter} */
export function reporterOf(context, look) {
  switch (context.values.format) {
    case "json":
      return { add: (result) => context.report.write(jsonOf(result)), end() {} };
    case "github":
      return githubReporter(context);
    case "sarif":
      return sarifReporter(context);
    case "junit":
      return junitReporter(context);
    default:
      return textReporter(context, look);
  }
}

/** @param {Result} result */
function jsonOf({ file, line, id, encoding, ok, error, more, findings }) {
  const members = error === undefined ? { ...more, findings } : { error };
  return `${JSON.stringify({ file, line, id, encoding, ok, ...members })}\n`;
}
