// `cbt179 check`: one body or many, as files, as standard input, or as JSON lines.

import { decodeForm } from "../index.js";
import { itemsOf } from "./items.js";
import { suggestCommand } from "./kinds.js";
import {
  bodySource,
  countFindings,
  countFixable,
  drawFindings,
  hasError,
  verdict,
} from "./report.js";
import { reporterOf } from "./reporters.js";

/** @import { Finding } from "../../index.js" */
/** @import { Context } from "./main.js" */
/** @import { Reporter, Result } from "./reporters.js" */

/** @param {Context} context */
export async function check(context) {
  const { values, files } = context;
  const isMany = Boolean(values.jsonl) || files.length > 1;
  const counts = { checked: 0, ok: 0, unread: 0 };
  const reporter = reporterOf(context) ?? textReporter(context, isMany, counts);
  for await (const item of itemsOf(context)) {
    const { file, label, line, body } = item;
    if (isMany) await context.progress(() => context.say.progress(counts.checked, label));
    if (item.isUnread) counts.unread++;
    else counts.checked++;
    if (body === undefined) {
      reporter.add({ ...item, ok: false, findings: [] });
      continue;
    }
    const decoded = decodeForm(body, context.options);
    const { findings } = decoded;
    const isOk = !hasError(findings);
    if (isOk) counts.ok++;
    const name = { name: label, hasPosition: line === undefined };
    const source = bodySource(context, name, body, decoded);
    reporter.add({ ...item, ok: isOk, findings, text: body, layer: "form", source });
    if (!isOk && line === undefined) suggestCommand(context, file, body);
  }
  reporter.end();
  if (counts.unread) process.exitCode = 2;
  return counts.ok === counts.checked && !counts.unread;
}

/**
 * Shows findings to people, and counts them.
 *
 * @param {Context} context
 * @param {boolean} isMany
 * @param {{ checked: number, ok: number, unread: number }} counts of the bodies, complete at the end
 * @returns {Reporter}
 */
function textReporter(context, isMany, counts) {
  const { say, report, stderr } = context;
  /** @type {Pick<Finding, "severity" | "fix">[]} only what is counted: the findings of many bodies would be many */
  const all = [];
  return {
    add(result) {
      const { label, findings, error, isUnread, source } = result;
      if (isUnread) {
        stderr(`cbt179: ${error}\n`);
        return;
      }
      for (const { severity, fix } of findings)
        all.push({ severity, ...(fix && { fix: { ...fix, label: "", edits: [] } }) });
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
        if (checked > 0) report.write(verdict(context, report, all));
        return;
      }
      const bad = checked - ok;
      const line =
        say.bodies(checked, ok, bad) + (unread ? say.clauseBreak + say.unread(unread) : "");
      report.write(`${report.paint(bad || unread ? "error" : "ok", line)}\n`);
      const found = countFindings(say, all);
      if (found) report.write(`${found}${countFixable(say, all)}\n`);
    },
  };
}
