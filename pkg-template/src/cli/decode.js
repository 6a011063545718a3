// `cbt179 decode`: the two JSON texts of a body.

import { decodeForm, encodeForm } from "../index.js";
import { asBody, nameOf, readInput } from "./input.js";
import { suggestCommand } from "./kinds.js";
import { bodySource, countFindings, drawFindings, hasError } from "./report.js";
import { coveredBody } from "./secret.js";
import { visible } from "./terminal.js";

/** @import { DecodedForm, DecodedPart } from "../../index.js" */
/** @import { Context } from "./main.js" */

const NO_CAP = { maxBodyBytes: Number.MAX_SAFE_INTEGER };

/** @param {Context} context */
export async function decode(context) {
  const { say, values, files, options, stdout, note, out, report } = context;
  const [file = "-"] = files;
  const { bytes, encoding } = await readInput(context, file);
  const { body } = asBody(bytes);
  const decoded = decodeForm(body, options);
  const { findings } = decoded;
  const parts = covered(context, body, decoded);
  const ok = !hasError(findings);
  if (values.format === "json") {
    stdout(`${JSON.stringify({ file, encoding, ok, ...parts, findings })}\n`);
    return ok;
  }
  if (values.part) {
    const part = parts[values.part];
    // A line break after it would be a part of the text.
    if (part) stdout(part.text);
    else note(say.noPart(say.part[values.part]));
    if (part && part.text !== decoded[values.part]?.text) note(say.covered);
  } else {
    const sections = [];
    for (const part of /** @type {const} */ (["eData", "payExInfo"])) {
      const text = parts[part]?.text;
      const heading = out.paint("bold", `── ${say.part[part]} ──`);
      // A line break is one; what a terminal would obey is not written to it.
      if (text !== undefined) sections.push(`${heading}\n${visible(text, /[\n\t]|\r(?=\n)/)}\n`);
    }
    stdout(sections.join("\n"));
  }
  const errors = findings.filter(({ severity }) => severity === "error");
  const source = bodySource(
    context,
    { name: nameOf(context, file), hasPosition: true },
    body,
    decoded,
  );
  report.write(drawFindings(context, report, errors, () => source));
  if (findings.length > 0) {
    const counts = countFindings(say, findings);
    const line = report.paint(ok ? "ok" : "error", ok ? say.okBut(counts) : say.notOk(counts));
    const isAll = errors.length === findings.length;
    report.write(`${line}${isAll ? "" : say.clauseBreak + say.seeCheck}\n`);
  }
  if (!ok) suggestCommand(context, file, body);
  return ok && (values.part === undefined || parts[values.part] !== undefined);
}

/**
 * The two parts with stars over the token.
 *
 * @param {Context} context
 * @param {string | Uint8Array} body
 * @param {DecodedForm} decoded
 * @returns {{ eData?: DecodedPart, payExInfo?: DecodedPart }}
 */
function covered(context, body, decoded) {
  const texts = coveredBody(context, body, decoded);
  const isCovered = (/** @type {"eData" | "payExInfo"} */ part) =>
    decoded[part] !== undefined && decoded[part].text !== texts[part];
  const { eData, payExInfo } = decoded;
  if (!isCovered("eData") && !isCovered("payExInfo")) return { eData, payExInfo };
  // The values are those of the covered texts, which may be longer than what they were decoded from.
  const again = decodeForm(encodeForm(texts, NO_CAP), NO_CAP);
  return {
    eData: isCovered("eData") ? again.eData : eData,
    payExInfo: isCovered("payExInfo") ? again.payExInfo : payExInfo,
  };
}
