// `cbt179 fix`: applies the fixes of a body.

import { writeFile } from "node:fs/promises";
import { applyFixes, checkForm, decodeForm } from "../index.js";
import { UsageError } from "./args.js";
import { asBody, nameOf, readBytes, whyNot } from "./input.js";
import { bodySource, drawFindings, hasError, verdict } from "./report.js";
import { visible } from "./terminal.js";

/** @import { Finding } from "../../index.js" */
/** @import { Context } from "./main.js" */

/** A fix can uncover another fault; no body needs more rounds than it has layers. */
const ROUNDS = 10;

/** @param {Context} context */
export async function fix(context) {
  const { say, values, files, options, stdout, stderr, out, err } = context;
  const [file = "-"] = files;
  if (values.write && file === "-") throw new UsageError(say.usage.writeNeedsFile(), true);
  const { body, ending } = asBody(await readBytes(context, file));
  const { unsafe = false } = values;
  /** @type {Finding[]} */
  const applied = [];
  let fixed = body;
  for (let round = 0; round < ROUNDS; round++) {
    const wanted = checkForm(fixed, options).findings.filter(
      ({ fix, code }) =>
        fix && (unsafe || fix.applicability === "safe") && (values.code?.includes(code) ?? true),
    );
    if (wanted.length === 0) break;
    fixed = applyFixes(fixed, wanted, { ...options, unsafe });
    applied.push(...wanted);
  }
  const decoded = decodeForm(fixed, options);
  const { findings } = decoded;
  const source = bodySource(
    context,
    { name: nameOf(context, file), hasPosition: true },
    fixed,
    decoded,
  );
  const ok = !hasError(findings);
  const whole = Buffer.concat([Buffer.from(fixed), Buffer.from(ending)]);
  if (values.write && applied.length > 0) await put(context, file, whole);
  if (values.json) {
    const text = values.write ? undefined : String(whole);
    stdout(`${JSON.stringify({ file, ok, text, fixed: applied, findings })}\n`);
    return ok;
  }
  if (!values.write) stdout(out.isTerminal && !ending ? `${whole}\n` : whole);

  for (const { code, path, fix } of applied) {
    const word = fix?.applicability === "unsafe" ? say.guessed : say.fixed;
    const where = `${err.paint("bold", code)}: ${visible(path || say.wholeBody)}`;
    stderr(`${err.paint("ok", word)} ${where}: ${visible(fix?.label ?? "")}\n`);
  }
  if (applied.length === 0) stderr(`${say.nothingFixed}\n`);
  else if (values.write) stderr(`${say.wrote(file)}\n`);
  stderr("\n");
  stderr(drawFindings(context, err, findings, () => source));
  stderr(verdict(context, err, findings));
  return ok;
}

/** @param {Context} context @param {string} file @param {Uint8Array} bytes */
async function put({ say }, file, bytes) {
  try {
    await writeFile(file, bytes);
  } catch (error) {
    throw new UsageError(say.cantWrite(file, whyNot(say, error)));
  }
}
