// `cbt179 reply`: explains CBT's reply.

import { checkReply, decodeForm } from "../index.js";
import { UsageError } from "./args.js";
import { asBody, asString, nameOf, readInput } from "./input.js";
import { suggestCommand } from "./kinds.js";
import { hasError, jsonSource } from "./report.js";
import { reporterOf } from "./reporters.js";
import { covered } from "./secret.js";
import { visible } from "./terminal.js";

/** @import { Reply } from "../../index.js" */
/** @import { Context } from "./main.js" */
/** @import { Terminal } from "./terminal.js" */

const JSON_LAYER = /** @type {const} */ ("json");

/** @param {Context} context */
export async function reply(context) {
  const { say, values, files, options, report } = context;
  const [file = "-"] = files;
  if (file === "-" && values.request === "-") throw new UsageError(say.usage.stdinTwice(), true);
  const { bytes, encoding } = await readInput(context, file);
  const given = asString(bytes);
  const { body, request } = await requestOf(context);
  const { ok, reply: said, findings } = checkReply(given, { ...options, request });
  // Each of its values is text, and may repeat the token.
  const reply = said && mapValues(said, (value) => String(covered(context, value, body)));
  const label = nameOf(context, file);
  const source = jsonSource(context, label, given, { request: body });
  const heading = inWords(say, reply, hasError(findings), report);
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

/** @param {Reply} reply @param {(value: string) => string} map @returns {Reply} */
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
  const lines = Object.entries({ serialNumber, serviceTime, certNo, signValue }).flatMap(
    ([name, value]) => {
      if (value === undefined) return [];
      const time =
        name === "serviceTime" && /^\d{13}$/.test(value) ? say.aside(chinaTime(value)) : "";
      return [`  ${name.padEnd(12)}  ${visible(value)}${time}`];
    },
  );
  const heading = isFaulty ? paint("error", say.signedBut) : paint("ok", say.signed);
  return [heading, ...lines].join("\n");
}

/** In China Standard Time. @param {string} millis */
function chinaTime(millis) {
  const time = new Date(Number(millis) + 8 * 3_600_000).toISOString();
  return `${time.slice(0, 10)} ${time.slice(11, 19)} +08:00`;
}
