// `cbt179 compose`: the text that was signed and CBT's reply, put together for customs.

import { CheckError, composeUpload } from "../index.js";
import { UsageError } from "./args.js";
import { asString, nameOf, readBytes } from "./input.js";
import { drawFindings, jsonSource, verdict } from "./report.js";

/** @import { Upload } from "../../index.js" */
/** @import { Context } from "./main.js" */

/** @param {Context} context */
export async function compose(context) {
  const { say, values, files, options, stdout, stderr, out, err } = context;
  const [textFile = "", replyFile = ""] = files;
  if (textFile === "-" && replyFile === "-") throw new UsageError(say.usage.stdinTwice(), true);
  // To the byte: the signature covers a line break at its end, too.
  const text = asString(await readBytes(context, textFile));
  const reply = asString(await readBytes(context, replyFile));
  /** @type {Partial<Upload> & Pick<Upload, "findings">} */
  let upload;
  try {
    upload = composeUpload(text, reply, options);
  } catch (error) {
    if (!(error instanceof CheckError)) throw error;
    upload = { findings: error.findings };
  }
  const { findings, json, body } = upload;
  const ok = body !== undefined && json !== undefined;
  if (values.json) {
    stdout(`${JSON.stringify({ file: textFile, ok, ...upload })}\n`);
    return ok;
  }
  // All offsets count in the units of the text.
  const isBytes = typeof text !== "string";
  const sources = [
    jsonSource(context, nameOf(context, textFile), text, { isBytes }),
    jsonSource(context, nameOf(context, replyFile), reply, { isBytes }),
  ];
  const sourceOf = (/** @type {{ path: string }} */ { path }) =>
    /** @type {(typeof sources)[0]} */ (sources[path.startsWith("/reply") ? 1 : 0]);
  stderr(drawFindings(context, err, findings, sourceOf));
  if (findings.length > 0) stderr(verdict(context, err, findings, { isFixable: false }));
  if (ok) stdout((values.as === "json" ? json : body) + (out.isTerminal ? "\n" : ""));
  return ok;
}
