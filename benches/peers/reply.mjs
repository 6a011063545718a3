// What CBT answered, and the upload, by hand.

import { isPayExInfo, isSigned } from "./rules.mjs";

const SIGNATURE = /** @type {const} */ (["serviceTime", "certNo", "signValue"]);
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * Checks that CBT has signed and that nothing contradicts it; returns the problems found.
 *
 * @param {string} text
 * @param {{ serialNumber: string }} sent
 * @returns {{ ok: boolean, problems: { field: string, message: string, value: unknown }[], reply?: any }}
 */
export function checkReply(text, sent) {
  try {
    // A mark at the start does no harm here.
    const reply = JSON.parse(text.replace(/^\ufeff/, ""));
    const problems = RULES.filter(({ isBroken }) => isBroken(reply, sent)).map(
      ({ field, message, isError }) => ({ field, message, isError, value: reply[field] }),
    );
    return { ok: !problems.some(({ isError }) => isError), problems, reply };
  } catch {
    return { ok: false, problems: [{ field: "", message: "the reply is not JSON", value: text }] };
  }
}

const textOf = (/** @type {any} */ value) => (typeof value === "number" ? String(value) : value);
const isText = (/** @type {any} */ value) =>
  value == null || typeof value === "string" || typeof value === "number";

/** @type {{ field: string, message: string, isError: boolean, isBroken: (reply: any, sent: { serialNumber: string }) => boolean }[]} */
const RULES = [
  {
    field: "status",
    message: "CBT has not signed",
    isError: true,
    isBroken: ({ status }) => status !== "success",
  },
  {
    field: "code",
    message: "a successful reply must have no code",
    isError: true,
    isBroken: ({ code }) => code != null && code !== "",
  },
  {
    field: "msg",
    message: "the message must be a string",
    isError: true,
    isBroken: ({ msg }) => !isText(msg),
  },
  {
    field: "serialNumber",
    message: "the reply belongs to another request",
    isError: true,
    isBroken: ({ serialNumber }, sent) => textOf(serialNumber) !== sent.serialNumber,
  },
  {
    field: "serviceTime",
    message: "the time must be in Unix milliseconds, with 13 digits",
    isError: true,
    isBroken: ({ serviceTime }) => !/^[1-9]\d{12}$/.test(textOf(serviceTime)),
  },
  {
    field: "certNo",
    message: "the certificate number is missing",
    isError: true,
    isBroken: ({ certNo }) => !isText(certNo) || String(certNo ?? "").trim() === "",
  },
  {
    field: "certNo",
    message: "the certificate number should be 8 or 16 lowercase hexadecimal digits",
    isError: false,
    isBroken: ({ certNo }) => !/^(?:[0-9a-f]{8}|[0-9a-f]{16})$/.test(textOf(certNo)),
  },
  {
    field: "signValue",
    message: "the signature is not Base64 or is too short",
    isError: true,
    isBroken: ({ signValue }) => {
      const sign = textOf(signValue);
      const isBase64 = typeof sign === "string" && BASE64.test(sign) && isCanonical(sign);
      // Nothing shorter is a signature.
      return !isBase64 || Buffer.byteLength(sign, "base64") < 64;
    },
  },
];

/** Whether no bit is over. @param {string} base64 */
const isCanonical = (base64) =>
  base64.endsWith("=") ? Buffer.from(base64, "base64").toString("base64") === base64 : true;

/** The upload: the text that was signed with the signature before its last brace. @param {string} payExInfo @param {string} answer @param {{ serialNumber: string }} sent */
export function compose(payExInfo, answer, sent, customs = true) {
  const value = JSON.parse(payExInfo);
  const isWell = customs ? isPayExInfo : isSigned;
  if (!isWell(value, payExInfo)) throw new Error("no payExInfo");
  const { ok, reply } = checkReply(answer, sent);
  if (!ok || SIGNATURE.some((name) => name in value)) throw new Error("no reply");
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
