// `cbt179 decode`: the two JSON texts of a body.

import { decodeForm, encodeForm } from "../index.js";
import { asBody, readBytes } from "./input.js";
import { countFindings, hasError } from "./report.js";
import { coveredBody } from "./secret.js";
import { visible } from "./terminal.js";

/** @import { DecodedForm, DecodedPart } from "../../index.js" */
/** @import { Context } from "./main.js" */

const NO_CAP = { maxBodyBytes: Number.MAX_SAFE_INTEGER };

/** @param {Context} context */
export async function decode(context) {
  const { say, values, files, options, stdout, stderr, out, err } = context;
  const [file = "-"] = files;
  const { body } = asBody(await readBytes(context, file));
  const decoded = decodeForm(body, options);
  const { findings } = decoded;
  const parts = covered(context, body, decoded);
  const ok = !hasError(findings);
  if (values.json) {
    stdout(`${JSON.stringify({ file, ok, ...parts, findings })}\n`);
    return ok;
  }
  if (values.part) {
    const part = parts[values.part];
    // A line break after it would be a part of the text.
    if (part) stdout(part.text);
    else stderr(`cbt179: ${say.noPart(say.part[values.part])}\n`);
    if (part && part.text !== decoded[values.part]?.text) stderr(`cbt179: ${say.covered}\n`);
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
  if (findings.length > 0) {
    const counts = countFindings(say, findings);
    const line = ok ? say.okBut(counts) : say.notOk(counts);
    stderr(`${err.paint(ok ? "ok" : "error", line)}${say.clauseBreak}${say.seeCheck}\n`);
  }
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
