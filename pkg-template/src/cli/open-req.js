// `cbt179 open-req`: checks customs' request for the payment data of an order.

import { checkOpenReq, openReqAnswer } from "../index.js";
import { asBody, nameOf, readInput } from "./input.js";
import { suggestCommand } from "./kinds.js";
import { textSource, writeFindings } from "./report.js";
import { valueLines } from "./values.js";

/** @import { Context } from "./main.js" */

/** @param {Context} context */
export async function openReq(context) {
  const { say, values, files, options, stdout, out } = context;
  const [file = "-"] = files;
  const { bytes, encoding } = await readInput(context, file);
  const { body } = asBody(bytes);
  const { ok, openReq, findings } = checkOpenReq(body, options);
  const answer = values.answer && ok ? openReqAnswer() : undefined;
  if (values.format === "json") {
    stdout(`${JSON.stringify({ file, encoding, ok, openReq, answer, findings })}\n`);
    return ok;
  }
  const source = textSource(context, nameOf(context, file), body, { layer: "form" });
  writeFindings(context, findings, () => source);
  if (!ok) suggestCommand(context, file, body);
  if (answer !== undefined) stdout(answer + (out.isTerminal ? "\n" : ""));
  else if (openReq && !values.answer) stdout(`${valueLines(say, openReq).join("\n")}\n`);
  return ok;
}
