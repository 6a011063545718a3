// `cbt179 cert`: prints the fields of a certificate that customs and a verifier need.

import { asString, nameOf, readInput } from "./input.js";
import { suggestCommand } from "./kinds.js";
import { textSource, writeFindings } from "./report.js";
import { valueLines } from "./values.js";

/** @import { Context } from "./main.js" */

/** @param {Context} context */
export async function cert(context) {
  const { say, values, files, options, stdout } = context;
  const [file = "-"] = files;
  const text = asString((await readInput(context, file)).bytes);
  const { readCertificate } = await import("../verify/index.js");
  const subject = values.subject === true;
  const { ok, certificate, findings } = readCertificate(text, {
    ...options,
    now: Date.now(),
    subject,
  });
  if (values.format === "json") {
    stdout(`${JSON.stringify({ file, ok, certificate, findings })}\n`);
    return ok;
  }
  const source = textSource(context, nameOf(context, file), "");
  writeFindings(context, findings, () => source);
  if (!ok) suggestCommand(context, file, text);
  if (certificate) {
    const { publicKey, ...others } = certificate;
    stdout(`${valueLines(say, others).join("\n")}\n${publicKey}`);
  }
  return ok;
}
