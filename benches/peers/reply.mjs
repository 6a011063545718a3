// What CBT answered, and the upload, by hand.

import { isPayExInfo, isSigned } from "./rules.mjs";

const SIGNATURE = /** @type {const} */ (["serviceTime", "certNo", "signValue"]);
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Whether CBT has signed, and nothing contradicts it. @param {string} text @param {{ serialNumber: string }} sent */
export function checkReply(text, sent) {
  try {
    // A mark at the start does no harm here.
    return isSound(JSON.parse(text.replace(/^\ufeff/, "")), sent);
  } catch {
    return false;
  }
}

/** @param {any} reply @param {{ serialNumber: string }} sent */
function isSound(reply, sent) {
  const text = (/** @type {any} */ value) => (typeof value === "number" ? String(value) : value);
  const isText = (/** @type {any} */ value) =>
    value == null || typeof value === "string" || typeof value === "number";
  const [time, cert, sign] = SIGNATURE.map((name) => text(reply[name]));
  return (
    reply.status === "success" &&
    (reply.code == null || reply.code === "") &&
    isText(reply.msg) &&
    text(reply.serialNumber) === sent.serialNumber &&
    typeof time === "string" &&
    /^[1-9]\d{12}$/.test(time) &&
    typeof cert === "string" &&
    cert.trim() !== "" &&
    typeof sign === "string" &&
    BASE64.test(sign) &&
    isCanonical(sign) &&
    // Nothing shorter is a signature.
    Buffer.byteLength(sign, "base64") >= 64
  );
}

/** Whether no bit is over. @param {string} base64 */
const isCanonical = (base64) =>
  base64.endsWith("=") ? Buffer.from(base64, "base64").toString("base64") === base64 : true;

/** The upload: the text that was signed with the signature before its last brace. @param {string} payExInfo @param {string} answer @param {{ serialNumber: string }} sent */
export function compose(payExInfo, answer, sent, customs = true) {
  const value = JSON.parse(payExInfo);
  const isWell = customs ? isPayExInfo : isSigned;
  if (!isWell(value, payExInfo)) throw new Error("no payExInfo");
  const reply = JSON.parse(answer.replace(/^\ufeff/, ""));
  if (!isSound(reply, sent) || SIGNATURE.some((name) => name in value)) throw new Error("no reply");
  const end = payExInfo.lastIndexOf("}");
  const signature = SIGNATURE.map((name) => `,"${name}":${JSON.stringify(String(reply[name]))}`);
  const json = payExInfo.slice(0, end) + signature.join("") + payExInfo.slice(end);
  // These are plain to encodeURIComponent, but not in a form. (replaceAll, one by one, takes longer.)
  const escaped = encodeURIComponent(json).replace(
    /[!'()~]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return { json, body: `payExInfoStr=${escaped}` };
}
