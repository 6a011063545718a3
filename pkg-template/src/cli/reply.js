// `cbt179 reply`: explains CBT's reply, or customs' reply to an upload.

import { checkReply, checkUploadReply, decodeForm } from "../index.js";
import { UsageError } from "./args.js";
import { asBody, asString, nameOf, readInput } from "./input.js";
import { isUploadReply, suggestCommand } from "./kinds.js";
import { hasError, textSource } from "./report.js";
import { reporterOf } from "./reporters.js";
import { covered } from "./secret.js";
import { visible } from "./terminal.js";
import { valueLines } from "./values.js";

/** @import { Reply, UploadReply } from "../../index.js" */
/** @import { Context } from "./main.js" */
/** @import { Terminal } from "./terminal.js" */

/** The options that only CBT's reply has. */
const OF_CBT = /** @type {const} */ (["serial-number", "commit-time", "request"]);

const JSON_LAYER = /** @type {const} */ ("json");

/** @param {Context} context */
export async function reply(context) {
  const { say, values, files, options, report } = context;
  const [file = "-"] = files;
  const sessionID = values["session-id"];
  const ofCbt = OF_CBT.find((name) => values[name] !== undefined);
  if (ofCbt && sessionID !== undefined)
    throw new UsageError(say.usage.notTogether(ofCbt, "session-id"), true);
  if (file === "-" && values.request === "-") throw new UsageError(say.usage.stdinTwice(), true);
  const { bytes, encoding } = await readInput(context, file);
  const given = asString(bytes);
  const { body, request } = await requestOf(context);
  const isOfCustoms = !ofCbt && (sessionID !== undefined || isUploadReply(given));
  const {
    ok,
    reply: said,
    findings,
  } = isOfCustoms
    ? checkUploadReply(given, { ...options, sessionID })
    : checkReply(given, { ...options, request });
  // Each of its values is text, and may repeat the token.
  const reply = said && mapValues(said, (value) => String(covered(context, value, body)));
  const label = nameOf(context, file);
  const source = textSource(context, label, given, { request: body });
  const heading = (isOfCustoms ? customsInWords : inWords)(say, reply, hasError(findings), report);
  const reporter = reporterOf(context, {});
  const result = { file, label, encoding, ok, findings, text: given, layer: JSON_LAYER, source };
  reporter.add({ ...result, heading, more: { reply } });
  reporter.end();
  if (!ok) suggestCommand(context, file, given);
  return ok;
}

/**
 * Reads what is known of the request that the reply answers: its form body, and the values to compare.
 *
 * @param {Context} context
 */
async function requestOf(context) {
  const { values, options } = context;
  /** @type {any} */
  let eData = {};
  let body;
  if (values.request !== undefined) {
    ({ body } = asBody((await readInput(context, values.request)).bytes));
    eData = decodeForm(body, options).eData?.value;
    if (typeof eData !== "object" || eData === null)
      throw new UsageError(context.say.noEData(nameOf(context, values.request)));
  }
  const stringOf = (/** @type {unknown} */ value) =>
    typeof value === "string" ? value : undefined;
  const request = {
    ...eData,
    serialNumber: values["serial-number"] ?? stringOf(eData.serialNumber),
    commitTime: values["commit-time"] ?? stringOf(eData.commitTime),
  };
  return { body, request };
}

/**
 * @param {Reply | UploadReply} reply
 * @param {(value: string) => string} map
 * @returns {Reply & UploadReply}
 */
const mapValues = (reply, map) =>
  Object.fromEntries(Object.entries(reply).map(([name, value]) => [name, map(value)]));

/**
 * @param {Context["say"]} say
 * @param {Reply | undefined} reply
 * @param {boolean} isFaulty
 * @param {Terminal} terminal
 */
function inWords(say, reply, isFaulty, { paint }) {
  const { status, code = "", msg = "", ...signed } = reply ?? {};
  if (status === "failure") return paint("error", visible(say.refused(code, msg)));
  if (status !== "success") return paint("error", say.noReply);
  const { serialNumber, serviceTime, certNo, signValue } = signed;
  const heading = isFaulty ? paint("error", say.signedBut) : paint("ok", say.signed);
  const lines = valueLines(say, { serialNumber, serviceTime, certNo, signValue });
  return [heading, ...lines].join("\n");
}

/**
 * @param {Context["say"]} say
 * @param {UploadReply | undefined} reply
 * @param {boolean} isFaulty
 * @param {Terminal} terminal
 */
function customsInWords(say, reply, isFaulty, { paint }) {
  const { code = "", message = "", total, serviceTime } = reply ?? {};
  if (code === "") return paint("error", say.noUploadReply);
  if (code !== "10000") return paint("error", visible(say.notReceived(code, message)));
  const heading = paint(isFaulty ? "error" : "ok", say.received);
  const lines = valueLines(say, { message: message || undefined, total, serviceTime });
  return [heading, ...lines].join("\n");
}
