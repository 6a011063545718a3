// `cbt179 fix`: a body with all mended that can be.

import { writeFile } from "node:fs/promises";
import { applyFixes, checkForm, decodeForm } from "../index.js";
import { UsageError } from "./args.js";
import { asBody, nameOf, readBytes, whyNot } from "./input.js";
import { bodySource, drawFindings, hasError, publicFindings, verdict } from "./report.js";
import { withoutTokens } from "./secret.js";

/** @import { Finding } from "../../index.js" */
/** @import { Context } from "./main.js" */

/** What is mended can bring to light what it hid; no body needs more rounds than there are layers. */
const ROUNDS = 10;

/** @param {Context} context */
export async function fix(context) {
  const { say, values, files, options, stdout, stderr, out, err } = context;
  const [file = "-"] = files;
  if (values.write && file === "-") throw new UsageError(say.usage.writeNeedsFile(), true);
  const { body, ending } = asBody(await readBytes(context, file));
  /** @type {Finding[]} */
  const fixed = [];
  let mended = body;
  for (let round = 0; round < ROUNDS; round++) {
    const wanted = checkForm(mended, options).findings.filter(
      ({ fix, code }) => fix && (values.code?.includes(code) ?? true),
    );
    if (wanted.length === 0) break;
    mended = applyFixes(mended, wanted, options);
    fixed.push(...wanted);
  }
  const decoded = decodeForm(mended, options);
  const source = bodySource(
    context,
    { name: nameOf(context, file), hasPosition: true },
    mended,
    decoded,
  );
  const { findings } = source;
  const ok = !hasError(findings);
  // The edits are those of texts that no one has seen.
  const done = fixed.map(({ fix, ...finding }) => ({
    ...finding,
    fix: { label: fix?.label ?? "", edits: undefined },
  }));
  const told = values["show-token"] ? done : withoutTokens(done, source.secrets.tokens);
  const whole = Buffer.concat([Buffer.from(mended), Buffer.from(ending)]);
  if (values.write && fixed.length > 0) await put(context, file, whole);
  if (values.json) {
    const text = values.write ? undefined : String(whole);
    const left = publicFindings(context, findings, source.secrets);
    stdout(`${JSON.stringify({ file, ok, text, fixed: told, findings: left })}\n`);
    return ok;
  }
  if (!values.write) stdout(out.isTerminal && !ending ? `${whole}\n` : whole);

  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { code, fix } of told) {
    const line = `${err.paint("bold", code)}: ${fix?.label}`;
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  for (const [line, count] of counts) stderr(`${err.paint("ok", say.fixed(count))} ${line}\n`);
  if (fixed.length === 0) stderr(`${say.nothingFixed}\n`);
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
