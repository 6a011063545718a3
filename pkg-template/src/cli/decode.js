// `cbt179 decode`: the two JSON texts of a body.

import { decodeForm } from "../index.js";
import { asBody, nameOf, readBytes } from "./input.js";
import { bodySource, countFindings, hasError, publicFindings } from "./report.js";
import { isShownInEData, isShownInText, masked, withStars } from "./secret.js";
import { visible } from "./terminal.js";

/** @import { DecodedPart } from "../../index.js" */
/** @import { Context } from "./main.js" */
/** @import { Hidden } from "./secret.js" */

/** @param {Context} context */
export async function decode(context) {
  const { say, values, files, options, stdout, stderr, out, err } = context;
  const [file = "-"] = files;
  const { body } = asBody(await readBytes(context, file));
  const decoded = decodeForm(body, options);
  const { findings } = decoded;
  const name = nameOf(context, file);
  const { secrets } = bodySource(context, { name, hasPosition: true }, body, decoded);
  const { tokens } = secrets;
  const parts = values["show-token"]
    ? { eData: decoded.eData, payExInfo: decoded.payExInfo }
    : {
        eData: shownPart(decoded.eData, secrets.eData, (text, name) =>
          isShownInEData(text, name, tokens),
        ),
        payExInfo: shownPart(decoded.payExInfo, secrets.payExInfo, (text, name) =>
          isShownInText(text, name, tokens),
        ),
      };
  const ok = !hasError(findings);
  if (values.json) {
    const told = publicFindings(context, findings, secrets);
    stdout(`${JSON.stringify({ file, ok, ...parts, findings: told })}\n`);
    return ok;
  }
  if (values.part) {
    const part = parts[values.part];
    // Exactly as it was sent: no line break is added.
    if (part) stdout(part.text);
    else stderr(`cbt179: ${say.noPart(say.part[values.part])}\n`);
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
 * @param {DecodedPart | undefined} part
 * @param {Hidden} hidden
 * @param {(text: string, name: string) => boolean} isShown
 * @returns {DecodedPart | undefined}
 */
function shownPart(part, hidden, isShown) {
  if (!part || hidden.length === 0) return part;
  const text = masked(part.text, hidden);
  return "value" in part ? { text, value: withStars(part.value, isShown) } : { text };
}
