// `cbt179 decode`: the two JSON texts of a body.

import { decodeForm } from "../index.js";
import { asBody, nameOf, readBytes } from "./input.js";
import { bodySource, countFindings, hasError, publicFindings } from "./report.js";
import { masked, starredValue } from "./secret.js";
import { visible } from "./terminal.js";

/** @import { DecodedPart } from "../../index.js" */
/** @import { Context } from "./main.js" */
/** @import { secretsOf } from "./secret.js" */

/** @param {Context} context */
export async function decode(context) {
  const { say, values, files, options, stdout, stderr, out, err } = context;
  const [file = "-"] = files;
  const { body } = asBody(await readBytes(context, file));
  const decoded = decodeForm(body, options);
  const name = nameOf(context, file);
  const { secrets, findings } = bodySource(context, { name, hasPosition: true }, body, decoded);
  const { eData, payExInfo } = decoded;
  const parts = values["show-token"]
    ? { eData, payExInfo }
    : {
        eData: starred(eData, "eData", secrets),
        payExInfo: starred(payExInfo, "payExInfo", secrets),
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
 * @param {"eData" | "payExInfo"} name
 * @param {ReturnType<typeof secretsOf>} secrets
 * @returns {DecodedPart | undefined}
 */
function starred(part, name, secrets) {
  const hidden = secrets[name];
  if (!part || hidden.length === 0) return part;
  const text = masked(part.text, hidden);
  const value = starredValue(part, name === "eData", secrets.tokens);
  return "value" in part ? { text, value } : { text };
}
