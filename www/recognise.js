// Recognises a text that was pasted, dropped or opened, and extracts the body or value in it. It knows neither the page
// nor the core, and leaves an unknown text as it is for the core to check.

import { bodyOfCurl } from "./curl.js";
import { unescaped } from "./percent.js";

// JSON nested in a string doesn't match, because its quotes follow backslashes.
const UPLOAD_HEAD = /"(sessionID|payExchangeInfoHead)"\s*:/;
const SIGNED = /"signValue"\s*:/;

const PAY_EX_INFO_KEYS =
  /["'](sessionID|payExchangeInfoHead|payExchangeInfoLists?|guid|initalRe\w+)["']\s*:/i;
const E_DATA_KEYS = /["'](token|commitTime|c(?:us|o)(?:Name|Code))["']\s*:/i;
const REPLY_KEYS = /["'](status|signValue|certNo|serviceTime)["']\s*:/i;
// The parts of a request: a log may hold them together with any other names.
const PARTS = /payExchangeInfo|payExInfoStr|EData|goodsInfo/i;
// A framework may have escaped the quotes of customs' request.
const OPEN_REQ_KEYS = /^["\s]*\{(?=.*orderNo)(?=.*sessionID)/is;
const UPLOAD_REPLY_KEYS =
  /^\{(?=.*"code"\s*:)(?=.*"message"\s*:)(?!.*"(status|msg|signValue|certNo)"\s*:)/s;
// The PEM of certificates or keys, even truncated; the Base64 of their DER, a sequence of more than 88 bytes; and the
// point that is an SM2 key.
const PEM = /-----BEGIN ([A-Z0-9 ]+)-----.*?(-----END \1-----|$)/gs;
const DER = /^M(I[GHI]|Fk)[\w+/\s]{100,}={0,2}$/;
const POINT = /^(04)?[0-9a-f]{128}$/i;
// The length that suffices to recognise a text; texts can be megabytes long.
export const HEAD = 20_000;

/**
 * Returns one of:
 *
 * - `{ kind: "body", body }`: a form body, unchanged
 * - `{ kind: "curl" | "log", body }`: a form body extracted from a command or from other text
 * - `{ kind: "base64", part, value }`: the value of one field, as in a form
 * - `{ kind: "json", part, text }`: the JSON of one part
 * - `{ kind: "step", step, text }`: the text of a step of the exchange: customs' request, CBT's reply, a certificate, the
 *   upload, or customs' reply
 * - `{ kind: "unknown", body }`: none of these
 *
 * `part` is `eData` or `payExInfo`.
 */
export function recognise(text) {
  const trimmed = text.trim();
  const head = trimmed.slice(0, HEAD);
  const step = stepOf(trimmed, head);
  if (step) return { kind: "step", ...step };
  // Other fields may precede these, but after white space they belong to a line of other text.
  if (/^([^\s"'{<]*&)?(EData|payExInfoStr)(=|%3D)/i.test(head)) return { kind: "body", body: text };
  const sent = /^(\$\s*)?curl(\.exe)?\s/.test(head) && bodyOfCurl(trimmed);
  if (sent) return { kind: "curl", body: sent };
  // The core reports fields that were sent as JSON.
  if (/^\{\s*"(EData|payExInfoStr)"\s*:/i.test(head)) return { kind: "body", body: text };
  const logged = bodyOfLog(trimmed);
  if (logged) return { kind: "log", body: logged };
  if (/^[{[]/.test(head)) {
    if (PAY_EX_INFO_KEYS.test(head)) return { kind: "json", part: "payExInfo", text };
    if (E_DATA_KEYS.test(head)) return { kind: "json", part: "eData", text };
    if (REPLY_KEYS.test(head)) return { kind: "step", step: "reply", text };
  }
  if (/^<(!doctype\s+html|html)\b/i.test(head)) return { kind: "step", step: "reply", text };
  const value = trimmed.replace(/^["'`]+|(?<!["'`,;])["'`,;]+$/g, "");
  const part = partOfBase64(value);
  if (part) return { kind: "base64", part, value: asValue(value) };
  return { kind: "unknown", body: text };
}

/** Returns the step of the exchange that a text surely belongs to, and the text itself. */
function stepOf(trimmed, head) {
  const upload = uploadIn(trimmed);
  if (upload) return { step: "upload", text: upload };
  // Text around PEM, such as the output of openssl, may name a person.
  const pem = head.match(PEM);
  if (pem) return { step: "signature", text: pem.join("\n") };
  if (DER.test(head) || POINT.test(head)) return { step: "signature", text: trimmed };
  if (/^openReq(=|%3D)/i.test(head)) return { step: "openReq", text: trimmed };
  if (PARTS.test(head)) return undefined;
  if (OPEN_REQ_KEYS.test(head)) return { step: "openReq", text: trimmed };
  if (UPLOAD_REPLY_KEYS.test(head)) return { step: "uploadReply", text: trimmed };
  return undefined;
}

/** Returns the JSON of an upload, or undefined for any other text. */
function uploadIn(trimmed) {
  const [, value] = trimmed.match(/^payExInfoStr=([^&\s]*)$/) ?? [];
  const json = value === undefined ? trimmed : unescaped(value.replaceAll("+", " "));
  return json.startsWith("{") && SIGNED.test(json) && UPLOAD_HEAD.test(json) ? json : undefined;
}

// A field within other text: its name, the separator, and the value, in which a `+` may have become a space.
const LOGGED =
  /(?<![a-z])(EData|payExInfoStr)(["'\]]{0,2}\s{0,9}[=:：]>?\s{0,9}["'[]?)([\w%+/=-]+(?: [\w%+/-]{16}[\w%+/=-]*){0,999})/gi;

/** Returns the body in a log line: unchanged, or joined from two separate fields. */
function bodyOfLog(text) {
  // JSON may have escaped characters of the form.
  const plain = text
    .replaceAll("\\/", "/")
    .replace(/\\u00(3d|26|2b|2f)/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
  const fields = [...plain.matchAll(LOGGED)].filter(([, , , value]) => value.length >= 8);
  const names = new Set(fields.map(([, name]) => name.toLowerCase()));
  if (fields.length === 0) return undefined;
  // A line may repeat a request.
  const [first, second] = fields.slice(0, names.size);
  const isForm = first[2] === "=";
  if (!second) return `${first[1]}=${isForm ? first[3] : asValue(first[3])}`;
  const end = second.index + second[0].length;
  const between = plain.slice(first.index + first[0].length, second.index);
  if (isForm && second[2] === "=" && between === "&") return plain.slice(first.index, end);
  return [first, second].map(([, name, , value]) => `${name}=${asValue(value)}`).join("&");
}

/** Returns the part whose Base64 a text is, if any. */
function partOfBase64(text) {
  if (text.length < 16 || !/^[\w%+/=\s-]+$/.test(text)) return undefined;
  // The cut may split an escape.
  const start = unescaped(text.slice(0, HEAD).replace(/%.?$/, ""))
    .replace(/\s/g, "")
    .replace(/-/g, "+")
    .replace(/_/g, "/");
  let decoded;
  try {
    decoded = atob(start.slice(0, start.replace(/(?<!=)=+$/, "").length & ~3));
  } catch {
    return undefined;
  }
  if (!/^(\xef\xbb\xbf)?\s*[{[]/.test(decoded)) return undefined;
  return E_DATA_KEYS.test(decoded) && !PAY_EX_INFO_KEYS.test(decoded) ? "eData" : "payExInfo";
}

/** Percent-encodes a value for the form, unless it already is. */
const asValue = (text) => (text.includes("%") ? text : encodeURIComponent(text));
