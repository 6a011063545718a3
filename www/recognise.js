// What a text is that somebody pasted, dropped or opened, and which part of it the checker is to have. It knows neither the
// page nor the core; what it can't place, it leaves as it is for the core to speak about.

import { bodyOfCurl } from "./curl.js";
import { unescaped } from "./percent.js";
import { uploadIn } from "./upload.js";

const PAY_EX_INFO_KEYS =
  /["'](sessionID|payExchangeInfoHead|payExchangeInfoLists?|guid|initalRe\w+)["']\s*:/i;
const E_DATA_KEYS = /["'](token|commitTime|c(?:us|o)(?:Name|Code))["']\s*:/i;
const REPLY_KEYS = /["'](status|signValue|certNo|serviceTime)["']\s*:/i;
// Enough of a text to tell by; texts can be megabytes long.
const HEAD = 20_000;

/**
 * One of:
 *
 * - `{ kind: "body", body }`, as it came
 * - `{ kind: "curl" | "log", body }`, taken out of a command or out of other text
 * - `{ kind: "base64", part, value }`: the value of one field, as it is spelled in a form
 * - `{ kind: "json", part, text }`: the JSON of one part
 * - `{ kind: "reply", reply }`: what CBT answered
 * - `{ kind: "upload", json }`: what goes to customs, with CBT's signature
 * - `{ kind: "unknown", body }`: none of these
 *
 * `part` is `eData` or `payExInfo`.
 */
export function recognise(text) {
  const trimmed = text.trim();
  const head = trimmed.slice(0, HEAD);
  const json = uploadIn(trimmed);
  if (json) return { kind: "upload", json };
  // Other fields may stand before these; white space in front of them is a line of something else.
  if (/^([^\s"'{<]*&)?(EData|payExInfoStr)(=|%3D)/i.test(head)) return { kind: "body", body: text };
  const sent = /^(\$\s*)?curl(\.exe)?\s/.test(head) && bodyOfCurl(trimmed);
  if (sent) return { kind: "curl", body: sent };
  // The fields in JSON: the core knows that mistake by itself.
  if (/^\{\s*"(EData|payExInfoStr)"\s*:/i.test(head)) return { kind: "body", body: text };
  const logged = bodyOfLog(trimmed);
  if (logged) return { kind: "log", body: logged };
  if (/^[{[]/.test(head)) {
    if (PAY_EX_INFO_KEYS.test(head)) return { kind: "json", part: "payExInfo", text };
    if (E_DATA_KEYS.test(head)) return { kind: "json", part: "eData", text };
    if (REPLY_KEYS.test(head)) return { kind: "reply", reply: text };
  }
  if (/^<(!doctype\s+html|html)\b/i.test(head)) return { kind: "reply", reply: text };
  const value = trimmed.replace(/^["'`]+|(?<!["'`,;])["'`,;]+$/g, "");
  const part = partOfBase64(value);
  if (part) return { kind: "base64", part, value: asValue(value) };
  return { kind: "unknown", body: text };
}

// A field within other text: its name, what joins it to its value, and the value. A `+` that became a blank stands within.
const LOGGED =
  /(?<![a-z])(EData|payExInfoStr)(["'\]]{0,2}\s{0,9}[=:：]>?\s{0,9}["'[]?)([\w%+/=-]+(?: [\w%+/-]{16}[\w%+/=-]*){0,999})/gi;

/** The body within a line of a log: as it is there, or put together where the two fields stand apart. */
function bodyOfLog(text) {
  // The ways in which JSON spells what is in a form.
  const plain = text
    .replaceAll("\\/", "/")
    .replace(/\\u00(3d|26|2b|2f)/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
  const fields = [...plain.matchAll(LOGGED)].filter(([, , , value]) => value.length >= 8);
  const names = new Set(fields.map(([, name]) => name.toLowerCase()));
  if (fields.length === 0) return undefined;
  // A line may tell of one request several times.
  const [first, second] = fields.slice(0, names.size);
  const isForm = first[2] === "=";
  if (!second) return `${first[1]}=${isForm ? first[3] : asValue(first[3])}`;
  const end = second.index + second[0].length;
  const between = plain.slice(first.index + first[0].length, second.index);
  if (isForm && second[2] === "=" && between === "&") return plain.slice(first.index, end);
  return [first, second].map(([, name, , value]) => `${name}=${asValue(value)}`).join("&");
}

/** Which part a text is the Base64 of; undefined where it is none. */
function partOfBase64(text) {
  if (text.length < 16 || !/^[\w%+/=\s-]+$/.test(text)) return undefined;
  // The cut may go through an escape.
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

/** A value taken from outside of a form must be escaped for it, unless it comes from within one. */
const asValue = (text) => (text.includes("%") ? text : encodeURIComponent(text));
