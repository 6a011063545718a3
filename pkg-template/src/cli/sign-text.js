// `cbt179 sign-text`: prints the text that CBT signs.

import { signingText } from "../index.js";
import { asBody, nameOf, readInput } from "./input.js";
import { isPayExInfo, suggestCommand } from "./kinds.js";
import { textSource, writeFindings } from "./report.js";
import { jsonOf } from "./upload.js";

/** @import { Context } from "./main.js" */

/** @param {Context} context */
export async function signText(context) {
  const { say, values, files, options, stdout, note, out } = context;
  const [file = "-"] = files;
  const { bytes, encoding } = await readInput(context, file);
  const { body } = asBody(bytes);
  const { json, isInForm } = jsonOf(body);
  const time = values["service-time"];
  const { ok, text, findings } = signingText(json, time, options);
  if (values.format === "json") {
    stdout(`${JSON.stringify({ file, encoding, ok, text, findings })}\n`);
    return ok;
  }
  const name = nameOf(context, file);
  const source = textSource(context, name, json, { isInForm });
  writeFindings(context, findings, () => source);
  if (!ok && time === undefined && isPayExInfo(json)) note(say.needsTime(name));
  if (!ok) suggestCommand(context, file, body);
  // A line break at the end is not part of the signed text.
  if (ok) stdout(text + (out.isTerminal ? "\n" : ""));
  return ok;
}
