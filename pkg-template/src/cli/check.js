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
  const reporter = reporterOf(context) ?? textReporter(context, isMany);
  let [checked, ok] = [0, 0];
  let isUnread = false;
  for await (const item of itemsOf(context)) {
    const { file, label, line, body } = item;
    if (isMany) await context.progress(() => context.say.progress(checked, label));
    if (item.isUnread) isUnread = true;
    else checked++;
    if (body === undefined) {
      reporter.add({ ...item, ok: false, findings: [] });
      continue;
    }
    const decoded = decodeForm(body, context.options);
    const { findings } = decoded;
    const isOk = !hasError(findings);
    if (isOk) ok++;
    const name = { name: label, hasPosition: line === undefined };
    const source = bodySource(context, name, body, decoded);
    reporter.add({ ...item, ok: isOk, findings, text: body, layer: "form", source });
    if (!isOk && line === undefined) suggestCommand(context, file, body);
  }
  reporter.end();
  if (isUnread) process.exitCode = 2;
  return ok === checked && !isUnread;
}

/**
 * Shows findings to people, and counts them.
 *
 * @param {Context} context
 * @param {boolean} isMany
 * @returns {Reporter}
 */
function textReporter(context, isMany) {
  const { say, report, stderr } = context;
  let [checked, ok, unread] = [0, 0, 0];
  /** @type {Pick<Finding, "severity" | "fix">[]} only what is counted: the findings of many bodies would be many */
  const all = [];
  return {
    add(result) {
      const { label, findings, error, isUnread, source } = result;
      if (isUnread) {
        unread++;
        stderr(`cbt179: ${error}\n`);
        return;
      }
      checked++;
      if (result.ok) ok++;
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
      if (!isMany) {
        if (checked > 0) report.write(verdict(context, report, all));
        return;
      }
      const bad = checked - ok;
      const line =
        say.bodies(checked, ok, bad) + (unread ? say.clauseBreak + say.unread(unread) : "");
      report.write(`${report.paint(bad || unread ? "error" : "ok", line)}\n`);
      const counts = countFindings(say, all);
      if (counts) report.write(`${counts}${countFixable(say, all)}\n`);
    },
  };
}
