// The layers as most would take them off: URLSearchParams, Buffer, TextDecoder, JSON.parse. What comes out of them the
// peers with schemas judge.

import { MOST_BASE64, MOST_BYTES } from "./fields.mjs";
import { bytesOf } from "./ordinary.mjs";
import { isAmount, isWhole } from "./values.mjs";

/** @typedef {(value: any) => boolean} Validate */
/** What a library made of the description: of EData, and of payExInfo with customs' rules and without. @typedef {{ eData: Validate, payExInfo: Validate, signed: Validate }} Validators */

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Makes a check of a body from a library's validators.
 *
 * @param {Validators} validators
 * @param {(body: string | Buffer) => [string, string]} read decodes the layers
 * @returns {import("../contenders.mjs").Check}
 */
export const checkWith =
  (validators, read = textsOf) =>
  (body, customs = "error") => {
    try {
      const [e, p] = read(body);
      const eData = JSON.parse(e);
      if (!validators.eData(eData) || !isWhole(e, eData)) return false;
      const payExInfo = JSON.parse(p);
      if (!isWhole(p, payExInfo)) return false;
      if (customs === "off") return validators.signed(payExInfo);
      const isWell =
        validators.payExInfo(payExInfo) && isAmount(p, payExInfo.payExchangeInfoHead.totalAmount);
      return isWell || (customs === "warning" && validators.signed(payExInfo) && "warned");
    } catch {
      return false;
    }
  };

/** @param {string | Buffer} body */
export function decode(body) {
  const [eData, payExInfo] = textsOf(body);
  return {
    eData: { text: eData, value: JSON.parse(eData) },
    payExInfo: { text: payExInfo, value: JSON.parse(payExInfo) },
  };
}

/** The JSON texts of both parts. @param {string | Buffer} body @returns {[string, string]} */
function textsOf(body) {
  if (body.length > MOST_BYTES) throw new Error("too large");
  const given = typeof body === "string" ? body : body.toString("latin1");
  // It would be passed over.
  if (given.startsWith("?")) throw new Error("a question mark");
  const form = new URLSearchParams(given);
  const eData = [...form.getAll("EData"), ...form.getAll("Edata")];
  const payExInfo = form.getAll("payExInfoStr");
  if (eData.length !== 1 || payExInfo.length !== 1) throw new Error("not once");
  if (String(payExInfo[0]).length > MOST_BASE64) throw new Error("too long");
  return [utf8.decode(bytesOf(String(eData[0]))), utf8.decode(bytesOf(String(payExInfo[0])))];
}
