// `cbt179 verify`: verifies CBT's signature of uploads, or of the signed text with CBT's reply.

import { UsageError } from "./args.js";
import { checkEach } from "./each.js";
import { asString, nameOf, readInput } from "./input.js";
import { suggestKey } from "./kinds.js";
import { textSource } from "./report.js";
import { jsonOf } from "./upload.js";

/** @import { Finding } from "../../index.js" */
/** @import { VerifiedSignature } from "../../verify.js" */
/** @import { Context } from "./main.js" */

/** @param {Context} context */
export async function verify(context) {
  const { say, values, files, options } = context;
  const { cert, key, reply } = values;
  const refuse = (/** @type {string} */ message) => {
    throw new UsageError(message, true);
  };
  if (cert !== undefined && key !== undefined) refuse(say.usage.notTogether("cert", "key"));
  const keyFile = cert ?? key ?? refuse(say.usage.needsKey());
  if (reply !== undefined && files.length > 1) refuse(say.usage.oneForReply());
  if ([...files, keyFile, reply].filter((file) => file === "-").length > 1)
    refuse(say.usage.stdinTwice());

  const keyText = asString((await readInput(context, keyFile)).bytes);
  const given = cert === undefined ? { publicKey: keyText } : { certificate: keyText };
  const replyText = reply && asString((await readInput(context, reply)).bytes);
  const { verifySignature } = await import("../verify/index.js");

  const ofKey = textSource(context, nameOf(context, keyFile), "");
  const isWell = await checkEach(context, { summary: say.uploads }, ({ label, body, isMany }) => {
    const { json, isInForm } = jsonOf(body);
    const upload = replyText === undefined ? body : { payExInfo: body, reply: replyText };
    const verified = verifySignature(upload, { ...options, ...given });
    const { ok, algorithm, variant, findings } = verified;
    // All offsets count in the upload's units.
    const isBytes = typeof body !== "string";
    const isOfReply = (/** @type {Finding} */ { path }) => path.startsWith("/reply");
    const ofUpload = textSource(context, label, json, { isBytes, isInForm });
    const ofReply =
      reply === undefined || replyText === undefined
        ? ofUpload
        : textSource(context, nameOf(context, reply), replyText, { isBytes });
    const sourceOf = (/** @type {Finding} */ finding) => {
      if (finding.code.startsWith("key.")) return ofKey;
      return isOfReply(finding) ? ofReply : ofUpload;
    };
    const source = {
      place: (/** @type {Finding} */ finding) => sourceOf(finding).place(finding),
      excerpt: (/** @type {Finding} */ finding) => sourceOf(finding).excerpt(finding),
    };
    const heading = headingOf(context, verified);
    return {
      ok,
      findings,
      source,
      ...(isInForm ? {} : { layer: "json" }),
      isElsewhere: isOfReply,
      heading: isMany ? say.of(label, heading) : heading,
      more: { algorithm, variant },
    };
  });
  if (!isWell) suggestKey(context, keyFile, keyText);
  return isWell;
}

/** @param {Context} context @param {VerifiedSignature} verified */
function headingOf({ say, report }, { ok, algorithm, variant }) {
  const how = say.list([algorithm ?? [], variant ? say.variant(variant) : []].flat());
  const line = (ok ? say.verified : say.notVerified)(how && say.aside(how));
  return report.paint(ok ? "ok" : "error", line);
}
