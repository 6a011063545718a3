// `cbt179 compose`: composes the upload for customs from the signed text and CBT's reply.

import { CheckError, composeUpload } from "../index.js";
import { asString, nameOf, readExactly, readInput } from "./input.js";
import { suggestCommand } from "./kinds.js";
import { textSource, writeFindings } from "./report.js";

/** @import { Upload } from "../../index.js" */
/** @import { Context } from "./main.js" */

/** @param {Context} context */
export async function compose(context) {
  const { values, files, options, stdout, out } = context;
  const [textFile = "", replyFile = ""] = files;
  // To the byte: the signature covers a line break at its end, too.
  const text = await readExactly(context, textFile);
  const reply = asString((await readInput(context, replyFile)).bytes);
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
  if (values.format === "json") {
    stdout(`${JSON.stringify({ file: textFile, ok, ...upload })}\n`);
    return ok;
  }
  // All offsets count in the units of the text.
  const isBytes = typeof text !== "string";
  const sources = [
    textSource(context, nameOf(context, textFile), text, { isBytes }),
    textSource(context, nameOf(context, replyFile), reply, { isBytes }),
  ];
  const sourceOf = (/** @type {{ path: string }} */ { path }) =>
    /** @type {(typeof sources)[0]} */ (sources[path.startsWith("/reply") ? 1 : 0]);
  writeFindings(context, findings, sourceOf);
  if (!ok) suggestCommand(context, textFile, text);
  if (ok) stdout((values.as === "json" ? json : body) + (out.isTerminal ? "\n" : ""));
  return ok;
}
