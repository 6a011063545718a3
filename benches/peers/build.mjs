// Building by hand. JSON.stringify writes the text, as nothing in JavaScript is faster: of an object that is in order as it
// is, of any other by way of a copy. Tried and no faster: always a copy; slower: the list of names that JSON.stringify takes,
// which puts them in order too; a text put together of strings, each escaped, or only where a regular expression says so.

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

/**
 * With ordinary APIs. Tried and slower: encodeURIComponent, which takes twice as long; a regular expression with a function;
 * regular expressions, or split and join, one after the other; URLSearchParams; all that in pieces.
 */
export const ordinaryBuild = buildWith((text) => {
  const base64 = Buffer.from(text).toString("base64");
  const pieces = base64.split("/");
  for (let index = 0; index < pieces.length; index += 1) {
    const piece = /** @type {string} */ (pieces[index]);
    if (piece.includes("+")) pieces[index] = piece.replaceAll("+", "%2B");
  }
  const escaped = pieces.join("%2F");
  return escaped.endsWith("=") ? escaped.replaceAll("=", "%3D") : escaped;
});

/** @typedef {Buffer & { latin1Write(text: string, at: number): number, utf8Write(text: string, at: number): number, latin1Slice(start: number, end: number): string, base64Slice(start: number, end: number): string }} Scratch */
/** @returns {Scratch} */
const memory = (/** @type {number} */ bytes) => /** @type {any} */ (Buffer.allocUnsafeSlow(bytes));

let [scratch, base64, escaped] = [memory(65_536), memory(131_072), memory(262_144)];

const [PERCENT, TWO, PLUS, SLASH, EQUALS] = [37, 50, 43, 47, 61];
/** A multiple of three. */
const CHUNK = 49_152;

/**
 * With what only Node has: memory that is used again, in which what stands between escapes is moved as a block. Base64
 * comes as a string; as short ones it costs half as much.
 */
export const nodeOnlyBuild = buildWith((text) => {
  // At most three bytes a unit, four characters for three bytes, and three for a character.
  if (scratch.length < text.length * 3) {
    scratch = memory(text.length * 4);
    base64 = memory(text.length * 6);
    escaped = memory(text.length * 18);
  }
  const bytes = scratch.utf8Write(text, 0);
  let end = 0;
  for (let at = 0; at < bytes; at += CHUNK)
    end += base64.latin1Write(scratch.base64Slice(at, Math.min(at + CHUNK, bytes)), end);
  let padding = 0;
  while (base64[end - 1] === EQUALS) {
    padding += 1;
    end -= 1;
  }
  // Where both searches end.
  base64[end] = PLUS;
  base64[end + 1] = SLASH;
  let [at, to] = [0, 0];
  let [plus, slash] = [base64.indexOf(PLUS), base64.indexOf(SLASH)];
  for (;;) {
    const next = Math.min(plus, slash, end);
    base64.copy(escaped, to, at, next);
    to += next - at;
    if (next === end) break;
    escaped[to] = PERCENT;
    escaped[to + 1] = TWO;
    // B or F.
    escaped[to + 2] = next === plus ? 66 : 70;
    to += 3;
    at = next + 1;
    if (next === plus) plus = base64.indexOf(PLUS, at);
    else slash = base64.indexOf(SLASH, at);
  }
  return escaped.latin1Slice(0, to) + "%3D".repeat(padding);
});
