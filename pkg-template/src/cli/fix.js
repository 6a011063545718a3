// `cbt179 fix`: applies the fixes of one body or many.

import { writeFile } from "node:fs/promises";
import { applyFixes, checkForm, decodeForm } from "../index.js";
import { UsageError } from "./args.js";
import { whyNot } from "./input.js";
import { itemsOf } from "./items.js";
import { suggestCommand } from "./kinds.js";
import { bodySource, drawFindings, verdict } from "./report.js";
import { visible } from "./terminal.js";

/** @import { Finding } from "../../index.js" */
/** @import { Item } from "./items.js" */
/** @import { Context } from "./main.js" */

/** A fix can uncover another fault; no body needs more rounds than it has layers. */
const ROUNDS = 10;

/** The summary of a file that could not be read or written. */
const NOTHING = { applied: 0, isChanged: false, ok: false };

/** @param {Context} context */
export async function fix(context) {
  const { say, values, files, stderr, report } = context;
  const isMany = files.length > 1;
  if (values.write && values.check)
    throw new UsageError(say.usage.notTogether("write", "check"), true);
  if (values.write && files.includes("-")) throw new UsageError(say.usage.writeNeedsFile(), true);
  if (isMany && !values.write && !values.check) throw new UsageError(say.usage.whereTo(), true);
  const counts = { bodies: 0, changed: 0, fixes: 0, bad: 0, failed: 0 };
  for await (const item of itemsOf(context)) {
    if (isMany) await context.progress(() => say.progress(counts.bodies, item.label));
    const { file, body } = item;
    const { applied, isChanged, ok, error } =
      body === undefined
        ? { ...NOTHING, error: item.error }
        : await fixOne(context, item, body, isMany);
    if (error !== undefined) {
      counts.failed++;
      if (values.format === "json") tell(context, { file, ok: false, error });
      else stderr(`cbt179: ${error}\n`);
      continue;
    }
    counts.bodies++;
    counts.fixes += applied;
    if (isChanged) counts.changed++;
    if (!ok) counts.bad++;
  }
  if ((isMany || values.check) && values.format !== "json") {
    const line = say.fixedBodies(counts, Boolean(values.check));
    const failed = counts.failed ? say.clauseBreak + say.failed(counts.failed) : "";
    report.write(`${report.paint(counts.bad || failed ? "error" : "ok", line + failed)}\n`);
  }
  if (counts.failed) process.exitCode = 2;
  return counts.bad === 0 && counts.failed === 0 && !(values.check && counts.changed > 0);
}

/**
 * @param {Context} context
 * @param {Item} item
 * @param {string | Uint8Array} body
 * @param {boolean} isMany
 */
async function fixOne(context, { file, label, encoding, ending = "" }, body, isMany) {
  const { say, values, options, stdout, out, report } = context;
  const { fixed, applied, kept } = applyAll(context, body);
  const after = checkForm(fixed, options);
  const { ok } = after;
  // The positions of the remaining findings are those in the fixed body, or with --check in the unchanged file.
  const [shown, findings] = values.check ? [body, kept] : [fixed, after.findings];
  // A body decoded from UTF-16 is written as UTF-8.
  const isChanged = applied.length > 0 || encoding !== undefined;
  const whole = Buffer.concat([Buffer.from(fixed), Buffer.from(ending)]);
  const error = values.write && isChanged ? await put(context, file, whole) : undefined;
  if (error !== undefined) return { ...NOTHING, error };
  const isPrinted = !values.write && !values.check;
  const summary = { applied: applied.length, isChanged, ok, error };
  if (values.format === "json") {
    const text = isPrinted ? String(whole) : undefined;
    tell(context, { file, encoding, ok, text, fixed: applied, findings });
    return summary;
  }
  if (isPrinted) stdout(out.isTerminal && !ending ? `${whole}\n` : whole);

  const prefix = isMany ? `${report.paint("bold", label)}: ` : "";
  for (const { code, path, fix } of applied) {
    const word = say.fixed(fix?.applicability === "unsafe", Boolean(values.check));
    const where = `${report.paint("bold", code)}: ${visible(path || say.wholeBody)}`;
    report.write(
      `${prefix}${report.paint("ok", word)} ${where}${say.colon}${visible(fix?.label ?? "")}\n`,
    );
  }
  if (values.write && isChanged) report.write(`${say.wrote(file)}\n`);
  else if (applied.length === 0 && !isMany) report.write(`${say.nothingFixed}\n`);
  if (!isMany || applied.length > 0) report.write("\n");
  const name = { name: label, hasPosition: true };
  const source = bodySource(context, name, shown, decodeForm(shown, options));
  report.write(drawFindings(context, report, findings, () => source));
  if (!isMany && !values.check) report.write(verdict(context, report, findings));
  if (!ok) suggestCommand(context, file, body);
  return summary;
}

/**
 * Applies all fixes that are wanted. Returns the fixed body, the findings that were fixed, and those of the body that were
 * not.
 *
 * @param {Context} context
 * @param {string | Uint8Array} body
 */
function applyAll({ values, options }, body) {
  const { unsafe = false, code: codes } = values;
  const isWanted = (/** @type {Finding} */ { fix, code }) =>
    fix && (unsafe || fix.applicability === "safe") && (codes?.includes(code) ?? true);
  let { findings } = checkForm(body, options);
  const kept = findings.filter((finding) => !isWanted(finding));
  /** @type {Finding[]} */
  const applied = [];
  let fixed = body;
  for (let round = 0; round < ROUNDS; round++) {
    const wanted = findings.filter(isWanted);
    if (wanted.length === 0) break;
    fixed = applyFixes(fixed, wanted, { ...options, unsafe });
    applied.push(...wanted);
    ({ findings } = checkForm(fixed, options));
  }
  return { fixed, applied, kept };
}

/** @param {Context} context @param {object} value */
const tell = ({ stdout }, value) => stdout(`${JSON.stringify(value)}\n`);

/**
 * Writes a file. Returns why it couldn't.
 *
 * @param {Context} context
 * @param {string} file
 * @param {Uint8Array} bytes
 */
async function put({ say }, file, bytes) {
  try {
    await writeFile(file, bytes);
    return undefined;
  } catch (error) {
    return say.cantWrite(file, whyNot(say, error));
  }
}
