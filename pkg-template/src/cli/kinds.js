// Recognizes input that another command takes, and names that command.

import { nameOf } from "./input.js";

/** @import { Command } from "./table.js" */
/** @import { Context } from "./main.js" */

/**
 * @typedef {"form" | "request" | "reply" | "payExInfo" | "jsonl" | "openReq" | "upload" | "uploadReply" | "certificate" |
 * "publicKey"} Kind
 */

/** The command for each kind; `FILE` stands for the file. @type {Record<Kind, string>} */
const COMMAND_FOR = {
  form: "check FILE",
  request: "build FILE",
  reply: "reply FILE",
  payExInfo: "build REQUEST --pay-ex-info FILE",
  jsonl: "check --jsonl FILE",
  openReq: "open-req FILE",
  upload: "verify FILE --cert CERT",
  uploadReply: "reply FILE",
  certificate: "cert FILE",
  publicKey: "verify UPLOAD --key FILE",
};

/** The kinds of input that each command takes. @type {Partial<Record<Command, Kind[]>>} */
const TAKES = {
  check: ["form"],
  decode: ["form"],
  fix: ["form"],
  build: ["request"],
  reply: ["reply", "uploadReply"],
  compose: ["payExInfo"],
  verify: ["upload", "payExInfo"],
  "sign-text": ["upload", "payExInfo"],
  cert: ["certificate"],
  "open-req": ["openReq"],
};

/** The commands that take the JSON in a form body. @type {Command[]} */
const OF_JSON = ["compose", "sign-text"];

/**
 * Writes a note if a text is certain to be another command's input.
 *
 * @param {Context} context
 * @param {string} file
 * @param {string | Uint8Array} text
 */
export function suggestCommand(context, file, text) {
  const { say, command, note } = context;
  const kind = kindOf(text);
  if (!kind || TAKES[command]?.includes(kind)) return;
  const isDecodable = kind === "form" && OF_JSON.includes(command);
  const usage = isDecodable ? "decode --part payExInfo FILE" : COMMAND_FOR[kind];
  note(say.isFor(nameOf(context, file), say.kinds[kind], usage.replace("FILE", file)));
}

/**
 * Writes a note if the file of `--cert` has a public key, or that of `--key` a certificate.
 *
 * @param {Context} context
 * @param {string} file
 * @param {string | Uint8Array} text
 */
export function suggestKey(context, file, text) {
  const { say, values, files, note } = context;
  const kind = kindOf(text);
  const other = kind === "certificate" ? "cert" : kind === "publicKey" && "key";
  if (kind && other && !Object.hasOwn(values, other))
    note(
      say.isFor(
        nameOf(context, file),
        say.kinds[kind],
        `verify ${files.join(" ")} --${other} ${file}`,
      ),
    );
}

/** @param {string | Uint8Array} text */
export const isPayExInfo = (text) => kindOf(text) === "payExInfo";

/** @param {string | Uint8Array} text */
export const isUploadReply = (text) => kindOf(text) === "uploadReply";

/**
 * The beginning of a certificate in DER, in hexadecimal: two sequences, then the version or, in version 1, the serial number;
 * a signing request has the integer 0 there.
 */
const DER = /^30(81..|82....)30(81..|82....)(a003|02(?!0100))/;

/**
 * Returns the kind of a text if it is certain, from its beginning or the members of its JSON.
 *
 * @param {string | Uint8Array} given
 * @returns {Kind | undefined}
 */
function kindOf(given) {
  if (typeof given !== "string")
    return DER.test(Buffer.from(given.subarray(0, 16)).toString("hex")) ? "certificate" : undefined;
  const text = given.replace(/^\ufeff/, "").trim();
  if (/^openReq=/.test(text)) return "openReq";
  if (/^payExInfoStr=(\{|%7b)/i.test(text) && !text.includes("&EData=")) return "upload";
  if (/^(EData|payExInfoStr)=/.test(text)) return "form";
  const pem = text.match(/^-----BEGIN (CERTIFICATE|(?:RSA )?PUBLIC KEY)-----/m)?.[1];
  if (pem) return pem === "CERTIFICATE" ? "certificate" : "publicKey";
  if (DER.test(Buffer.from(text.slice(0, 24), "base64").toString("hex"))) return "certificate";
  const value = parsed(text);
  if (typeof value === "object" && value !== null) {
    const has = (/** @type {string[]} */ ...names) =>
      names.every((name) => Object.hasOwn(value, name));
    if (has("eData", "payExInfo")) return "request";
    if (has("status") && (has("signValue") || has("msg"))) return "reply";
    if (has("sessionID", "payExchangeInfoHead")) return has("signValue") ? "upload" : "payExInfo";
    if (has("orderNo", "sessionID")) return "openReq";
    const { code } = /** @type {{ code?: unknown }} */ (value);
    return /^(10000|2\d{4})$/.test(String(code)) && has("message") ? "uploadReply" : undefined;
  }
  const lines = text.split("\n").slice(0, 2).map(parsed);
  const isBody = (/** @type {any} */ line) => typeof (line?.body ?? line) === "string";
  return lines.length === 2 && lines.every(isBody) ? "jsonl" : undefined;
}

/** @param {string} text @returns {unknown} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
