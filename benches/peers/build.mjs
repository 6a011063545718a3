// Building by hand. JSON.stringify writes the text, as nothing in JavaScript is faster: of an object that is in order as it
// is, of any other by way of a copy. Tried and slower: always a copy; the list of names that JSON.stringify takes, which
// puts them in order too; a text put together of strings, whether each is escaped or only where a regular expression says so.

import { E_DATA, MOST_BASE64, PAY_EX_INFO } from "./fields.mjs";
import { isEData, isPayExInfo, isSigned } from "./rules.mjs";

/** @import { Field } from "./fields.mjs" */
/** @typedef {{ body: string, eData: string, payExInfo: string }} Built */
/** @typedef {(text: string) => string} Encode to Base64, percent-encoded */

/** A builder that encodes so. @param {Encode} encode */
const buildWith =
  (encode) =>
  /** @param {{ eData: any, payExInfo: any }} request @param {number} [now] @returns {Built} */
  (request, customs = true, now) => {
    const given = request.eData;
    const { version, commitTime } = given;
    const e = version !== undefined && commitTime !== undefined ? given : filledIn(given, now);
    const eData = JSON.stringify(isInOrder(e, E_DATA) ? e : ordered(e, E_DATA));
    if (!isEData(e, eData)) throw new Error("no EData");

    const [p, payExInfo] = written(request.payExInfo);
    if (!(customs ? isPayExInfo : isSigned)(p, payExInfo)) throw new Error("no payExInfo");
    const value = encode(payExInfo);
    // Three characters where there was one, at most.
    if (value.length > MOST_BASE64 && decodeURIComponent(value).length > MOST_BASE64)
      throw new Error("too long");
    return { body: `EData=${encode(eData)}&payExInfoStr=${value}`, eData, payExInfo };
  };

/** What to check, and its text. @param {any} payExInfo */
function written(payExInfo) {
  const text = JSON.stringify(
    isInOrder(payExInfo, PAY_EX_INFO) ? payExInfo : ordered(payExInfo, PAY_EX_INFO),
  );
  const head = payExInfo?.payExchangeInfoHead;
  if (typeof head?.totalAmount !== "string") return [payExInfo, text];
  const digits = plainAmount(head.totalAmount);
  // A decimal string is sent as a number. Quotes within a string would be escaped, so this is no other.
  const spelled = `"totalAmount":${JSON.stringify(head.totalAmount)}`;
  const payExchangeInfoHead = { ...head, totalAmount: Number(digits) };
  return [{ ...payExInfo, payExchangeInfoHead }, text.replace(spelled, `"totalAmount":${digits}`)];
}

/** @param {string} amount */
function plainAmount(amount) {
  if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(amount)) throw new Error("no amount");
  if (/[eE]/.test(amount)) return String(Number(amount));
  return amount.includes(".") ? amount.replace(/\.?0+$/, "") : amount;
}

/** @param {any} eData @param {number} [now] */
function filledIn(eData, now = Date.now()) {
  const china = new Date(now + 8 * 3_600_000).toISOString().replace(/\D/g, "").slice(0, 14);
  const { version = "1.0", commitTime = china } = eData;
  return { ...eData, version, commitTime };
}

/** Whether an object has nothing but these fields, in this order, and so has all within it. @param {any} value @param {Field[]} fields */
function isInOrder(value, fields) {
  let at = 0;
  for (const name in value) {
    while (fields[at]?.name !== name) {
      if (at === fields.length) return false;
      at += 1;
    }
    const { kind, fields: inner = [] } = /** @type {Field} */ (fields[at]);
    if (kind === "object" && !isInOrder(value[name], inner)) return false;
    if (kind === "list") {
      if (!Array.isArray(value[name])) return false;
      for (const item of value[name]) if (!isInOrder(item, inner)) return false;
    }
    at += 1;
  }
  return true;
}

/** A copy in order, what is unknown behind it. @param {any} value @param {Field[]} fields @returns {any} */
function ordered(value, fields) {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => ordered(item, fields));
  const { ...rest } = value;
  /** @type {any} */
  const copy = {};
  for (const { name, also = name, fields: inner } of fields) {
    const own = rest[name] === undefined ? rest[also] : rest[name];
    if (own !== undefined) copy[name] = inner ? ordered(own, inner) : own;
    delete rest[name];
    delete rest[also];
  }
  return Object.assign(copy, rest);
}

/** With ordinary APIs. Tried and slower: encodeURIComponent; one regular expression with a function; URLSearchParams. */
export const ordinaryBuild = buildWith((text) =>
  Buffer.from(text)
    .toString("base64")
    .replace(/\+/g, "%2B")
    .replace(/\//g, "%2F")
    .replace(/=/g, "%3D"),
);

/** @typedef {Buffer & { latin1Write(text: string, at: number): number, utf8Write(text: string, at: number): number, latin1Slice(start: number, end: number): string, base64Slice(start: number, end: number): string }} Scratch */
/** @type {Scratch} */
let scratch = /** @type {any} */ (Buffer.allocUnsafeSlow(65_536));
/** @type {Scratch} */
let escaped = /** @type {any} */ (Buffer.allocUnsafeSlow(65_536));

const [PERCENT, TWO, PLUS, SLASH] = [37, 50, 43, 47];

/** With what only Node has: memory that is used again, in which what stands between escapes is moved as a block. */
export const nodeOnlyBuild = buildWith((text) => {
  // At most three bytes a unit, and four characters for three.
  if (scratch.length < text.length * 4 + 16) {
    scratch = /** @type {any} */ (Buffer.allocUnsafeSlow(text.length * 6));
    escaped = /** @type {any} */ (Buffer.allocUnsafeSlow(text.length * 18));
  }
  const base64 = scratch.base64Slice(0, scratch.utf8Write(text, 0));
  const padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
  const end = scratch.latin1Write(base64, 0) - padding;
  // Where both searches end.
  scratch[end] = PLUS;
  scratch[end + 1] = SLASH;
  let [at, to] = [0, 0];
  let [plus, slash] = [scratch.indexOf(PLUS), scratch.indexOf(SLASH)];
  for (;;) {
    const next = Math.min(plus, slash, end);
    scratch.copy(escaped, to, at, next);
    to += next - at;
    if (next === end) break;
    escaped[to] = PERCENT;
    escaped[to + 1] = TWO;
    // B or F.
    escaped[to + 2] = next === plus ? 66 : 70;
    to += 3;
    at = next + 1;
    if (next === plus) plus = scratch.indexOf(PLUS, at);
    else slash = scratch.indexOf(SLASH, at);
  }
  return escaped.latin1Slice(0, to) + "%3D".repeat(padding);
});
