// `cbt179 build`: from a request in JSON to the body.

import { buildForm, CheckError, checkRequest } from "../index.js";
import { UsageError } from "./args.js";
import { asString, nameOf, readExactly, readInput } from "./input.js";
import { suggestCommand } from "./kinds.js";
import { textSource, writeFindings } from "./report.js";
import { parseRequest } from "./request.js";
import { covered } from "./secret.js";

/** @import { BuiltForm, SigningRequest } from "../../index.js" */
/** @import { Context } from "./main.js" */

/** @param {Context} context */
export async function build(context) {
  const { say, values, files, options, stdout, out } = context;
  const [file = "-"] = files;
  const textFile = values["pay-ex-info"];
  if (file === "-" && textFile === "-") throw new UsageError(say.usage.stdinTwice(), true);
  const name = nameOf(context, file);
  const { request, text } = await readRequest(context, file, name);
  if (textFile !== undefined) request.payExInfo = await readExactly(context, textFile);

  const { payExInfo } = request;
  const isText = typeof payExInfo === "string" || payExInfo instanceof Uint8Array;
  const textName = textFile === undefined ? `${name}: payExInfo` : nameOf(context, textFile);
  const source = textSource(context, isText ? textName : name, isText ? payExInfo : "", {
    request,
  });
  const ofRequest = textSource(context, name, "");
  /** @type {Partial<BuiltForm> & Pick<BuiltForm, "findings">} */
  let built;
  try {
    const { names, now } = values;
    built = buildForm(request, {
      ...options,
      ...(names && { names }),
      ...(now !== undefined && { now }),
    });
  } catch (error) {
    if (!(error instanceof CheckError)) throw error;
    built = { findings: error.findings };
  }
  const { body, eData, findings } = built;
  const ok = body !== undefined;
  if (values.format === "json") {
    const shown = eData === undefined ? {} : { eData: covered(context, eData, request) };
    stdout(`${JSON.stringify({ file, ok, ...built, ...shown })}\n`);
    return ok;
  }
  writeFindings(context, findings, ({ at }) => (at.json ? source : ofRequest));
  if (!ok) suggestCommand(context, file, text);
  // A line break after it would be a part of what is sent.
  if (ok) stdout(out.isTerminal ? `${body}\n` : body);
  return ok;
}

/**
 * @param {Context} context
 * @param {string} file
 * @param {string} name
 * @returns {Promise<{ request: SigningRequest, text: string | Uint8Array }>}
 */
async function readRequest(context, file, name) {
  const { say } = context;
  const { bytes } = await readInput(context, file);
  const text = asString(bytes);
  const request = typeof text === "string" ? parseRequest(text.replace(/^\ufeff/, "")) : undefined;
  if (typeof request === "object" && request !== null && !Array.isArray(request))
    return { request, text };
  suggestCommand(context, file, text);
  throw new UsageError(
    request === undefined ? say.notJson(name, whereBroken(context, bytes)) : say.notAnObject(name),
  );
}

/**
 * Where a text stops being JSON. The core says it: JavaScript's own message can hold the token.
 *
 * @param {Context} context
 * @param {Uint8Array} bytes
 */
function whereBroken({ say }, bytes) {
  const { findings } = checkRequest(/** @type {any} */ ({ eData: {}, payExInfo: asString(bytes) }));
  const faults = findings.flatMap(({ code, at, severity }) =>
    severity === "error" && /^(json|utf8)\./.test(code) && at.json ? [at.json] : [],
  );
  const [first] = faults.sort((a, b) => a.start - b.start);
  return first ? say.place(first.line, first.column) : "";
}
