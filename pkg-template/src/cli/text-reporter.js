// Writes findings for people, input by input, and the verdict or the counts at the end.

import { countFindings, countFixable, drawFindings, verdict } from "./report.js";

/** @import { Finding } from "../../index.js" */
/** @import { Context } from "./main.js" */
/** @import { Reporter } from "./reporters.js" */

/**
 * The look of a command's report in text.
 *
 * @typedef {object} Look
 * @property {boolean} [isMany] whether the inputs are counted
 * @property {boolean} [isFixable] whether they are form bodies, which `cbt179 fix` takes
 * @property {(checked: number, ok: number, bad: number) => string} [summary] the count of many inputs
 */

/** @param {Context} context @param {Look} look @returns {Reporter} */
export function textReporter(context, { isMany = false, isFixable = false, summary }) {
  const { say, report, stderr } = context;
  const counts = { checked: 0, ok: 0, unread: 0 };
  /** @type {Pick<Finding, "severity" | "fix">[]} only the counted properties, since many inputs have many findings */
  const all = [];
  return {
    add({ label, ok, findings, error, isUnread, source, heading }) {
      if (isUnread) {
        counts.unread++;
        stderr(`cbt179: ${error}\n`);
        return;
      }
      counts.checked++;
      if (ok) counts.ok++;
      for (const { severity, fix } of findings)
        all.push({ severity, ...(fix && { fix: { ...fix, label: "", edits: [] } }) });
      if (heading) report.write(`${heading}\n${isMany && findings.length === 0 ? "" : "\n"}`);
      if (source) report.write(drawFindings(context, report, findings, () => source));
      else
        report.write(
          `${report.paint("error", say.severity.error)}${report.paint("bold", `${say.colon}${error}`)}\n` +
            ` ${report.paint("gutter", "-->")} ${label}\n\n`,
        );
    },
    end() {
      const { checked, ok, unread } = counts;
      if (!isMany) {
        if (checked > 0) report.write(verdict(context, report, all, { isFixable }));
        return;
      }
      const bad = checked - ok;
      const line = summary?.(checked, ok, bad) ?? "";
      const failed = unread ? say.clauseBreak + say.unread(unread) : "";
      report.write(`${report.paint(bad || unread ? "error" : "ok", line + failed)}\n`);
      const found = countFindings(say, all);
      if (found) report.write(`${found}${isFixable ? countFixable(say, all) : ""}\n`);
    },
  };
}
