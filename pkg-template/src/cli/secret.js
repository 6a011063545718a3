// What of a body is not to be seen: the token, in every layer that carries it. What is shown is listed rather than what is
// hidden, so that a token in an odd place, or in JSON that is broken, stays hidden too.

/** @import { DecodedForm, Finding } from "../../index.js" */

/** @typedef {{ start: number, end: number }[]} Hidden ranges of a text, in UTF-16 units */

/** The fields of EData that are no secret. */
const OPEN = new Set(
  ["version", "commitTime", "cusName", "cusCode", "coName", "coCode", "serialNumber"].map((name) =>
    name.toLowerCase(),
  ),
);

/** What may stand around a name or a value. */
const QUOTES = /^["'‘’“”`]|["'‘’“”`]$/g;

/** A value that is one value even in broken JSON, where a string can begin at another's end. */
const PLAIN = /^["'‘’“”`][^"'‘’“”`\\:{}]*["'‘’“”`]$/;

/** A shorter token is hidden where it stands, but not looked for elsewhere: it would be found everywhere. */
const LEAST = 6;

/**
 * What to hide in each layer of a body.
 *
 * @param {string} body
 * @param {DecodedForm} decoded
 * @returns {{ form: Hidden, eData: Hidden, payExInfo: Hidden, tokens: string[] }}
 */
export function secretsOf(body, { eData, payExInfo }) {
  const tokens = tokensIn([eData?.value, payExInfo?.value]);
  const inPayExInfo = payExInfo ? hideInText(payExInfo.text, tokens) : [];
  return {
    form: hideInForm(body, inPayExInfo.length === 0),
    eData: eData ? hideInEData(eData.text, tokens) : [],
    payExInfo: inPayExInfo,
    tokens,
  };
}

/**
 * What a reply says, with stars of the same width for the tokens that a proxy or CBT may repeat in it: those that are known,
 * in Base64 too, and what stands behind the word.
 *
 * @template {string | Uint8Array} T
 * @param {T} text
 * @param {string[]} tokens
 */
export function hideInReply(text, tokens) {
  if (typeof text !== "string") return text;
  const stars = (/** @type {string} */ secret) => "*".repeat(secret.length);
  const secrets = tokens
    .flatMap((token) => [token, ...withinBase64(token)])
    .filter((it) => it.length >= LEAST);
  const hidden = secrets.reduce(
    (text, secret) => text.replaceAll(secret, stars(secret)),
    /** @type {string} */ (text),
  );
  return hidden.replace(/(?<=token\W{1,5})\w{16,}/gi, stars);
}

/**
 * The Base64 characters that a text alone determines, as the first, second or third byte of a group.
 *
 * @param {string} text
 */
function withinBase64(text) {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
    const base64 = bytes.toString("base64");
    return base64.slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
  });
}

/**
 * Every member named `token`, however deep: a body's parts may have been mixed up.
 *
 * @param {unknown[]} values
 */
export function tokensIn(values) {
  const found = new Set();
  const left = [...values];
  while (left.length) {
    const value = left.pop();
    if (typeof value !== "object" || value === null) continue;
    for (const [name, member] of Object.entries(value)) {
      if (typeof member === "object") left.push(member);
      else if (/^token$/i.test(name) && String(member).length >= LEAST) found.add(String(member));
    }
  }
  return /** @type {string[]} */ ([...found]);
}

/**
 * All of EData's JSON but its punctuation, the names of its fields, and the values of those that are no secret. A field
 * that the interface doesn't know may be the token misspelt.
 *
 * @param {string} text
 * @param {string[]} tokens
 */
export function hideInEData(text, tokens = []) {
  const isSound = isJson(text);
  /** @type {Hidden} */
  const hidden = [];
  // What stands before: a name, and its colon behind it.
  let [name, isValue] = ["", false];
  for (const { 0: piece, index } of text.matchAll(
    /"(?:[^"\\\n]|\\.)*"|[\s{}[\],:"]|[^\s{}[\],:"]+/gu,
  )) {
    if (/^\s$/u.test(piece)) continue;
    const bare = piece.length > 1 ? piece.replace(QUOTES, "") : piece;
    const isPunctuation = !/[\p{L}\p{N}]/u.test(piece);
    const isKnown = OPEN.has(bare.toLowerCase()) || /^token$/i.test(bare);
    const isName = /^\s*:/.test(text.slice(index + piece.length, index + piece.length + 100));
    const isOpen = isValue && OPEN.has(name.toLowerCase()) && (isSound || PLAIN.test(piece));
    const isShown =
      isPunctuation || isKnown || (isName && isSound) || isOpen || /^(true|false|null)$/.test(bare);
    if (!isShown || (bare.length >= LEAST && tokens.some((token) => bare.includes(token)))) {
      const quote = /^"./.test(piece) ? 1 : 0;
      hidden.push({ start: index + quote, end: index + piece.length - quote });
    }
    isValue = piece === ":";
    if (!isPunctuation) name = bare;
  }
  return hidden;
}

/**
 * A text that should have no token, such as payExInfo: there is none to hide, unless EData stands in its place.
 *
 * @param {string} text
 * @param {string[]} tokens
 * @returns {Hidden}
 */
export function hideInText(text, tokens = []) {
  const hidden = [
    ...text.matchAll(/(?:"token"\s*:\s*|\bEData=)("(?:[^"\\]|\\.)*"?|[^\s,}&]+)/gi),
  ].map((match) => {
    const end = match.index + match[0].length;
    return { start: end - /** @type {string} */ (match[1]).length, end };
  });
  for (const token of tokens.flatMap((token) => [token, JSON.stringify(token).slice(1, -1)]))
    for (let at = text.indexOf(token); at >= 0; at = text.indexOf(token, at + 1))
      hidden.push({ start: at, end: at + token.length });
  return hidden.sort((a, b) => a.start - b.start);
}

/**
 * All of a body but the names of its two fields, and payExInfoStr where that has no secret.
 *
 * @param {string} body
 * @param {boolean} showsPayExInfo
 */
function hideInForm(body, showsPayExInfo) {
  /** @type {Hidden} */
  const hidden = [];
  for (const { 0: pair, index } of body.matchAll(/[^&]+/g)) {
    const [name = ""] = pair.match(/^(EData|payExInfoStr)=/) ?? [];
    if (name === "payExInfoStr=" && showsPayExInfo) continue;
    hidden.push({ start: index + name.length, end: index + pair.length });
  }
  return hidden;
}

/**
 * What is hidden, but for a finding's own range where it is told by the finding's words anyway, or is no letter or digit.
 *
 * @param {Hidden} hidden
 * @param {string} text
 * @param {Finding} finding
 * @param {{ start: number, end: number }} range
 * @param {boolean} isBytes whether each character stands for a byte
 * @returns {Hidden}
 */
export function butTold(hidden, text, { value }, { start, end }, isBytes = false) {
  const found = text.slice(start, end);
  const isTold =
    found.replace(/^"|"$/g, "") === value ||
    !(isBytes ? /[0-9A-Za-z]/ : /[\p{L}\p{N}]/u).test(found);
  if (!isTold) return hidden;
  return hidden
    .flatMap((range) => [
      { start: range.start, end: Math.min(range.end, start) },
      { start: Math.max(range.start, end), end: range.end },
    ])
    .filter((range) => range.start < range.end);
}

/**
 * Findings without the tokens, where one stands in a place of which the core says no secret can be there.
 *
 * @template {object} T
 * @param {readonly T[]} findings
 * @param {string[]} tokens
 * @returns {readonly T[]}
 */
export function withoutTokens(findings, tokens) {
  if (tokens.length === 0) return findings;
  const clean = (/** @type {string} */ _, /** @type {unknown} */ value) =>
    typeof value === "string"
      ? tokens.reduce((text, token) => text.replaceAll(token, "***"), value)
      : value;
  return JSON.parse(JSON.stringify(findings, clean));
}

/**
 * A text with what is hidden in it replaced by stars.
 *
 * @param {string} text
 * @param {Hidden} hidden in the text's order
 */
export function masked(text, hidden) {
  let [done, at] = ["", 0];
  for (const { start, end } of hidden) {
    done += text.slice(at, start) + "*".repeat(Math.max(end - Math.max(start, at), 0));
    at = Math.max(end, at);
  }
  return done + text.slice(at);
}

/**
 * What a part's JSON says, with stars for what is hidden in its text.
 *
 * @param {{ text: string, value?: unknown }} part
 * @param {boolean} isEData
 * @param {string[]} tokens
 */
export function starredValue({ text, value }, isEData, tokens) {
  const isSound = isJson(text);
  const hasToken = (/** @type {string} */ text) => tokens.some((token) => text.includes(token));
  const isKnown = (/** @type {string} */ name) =>
    OPEN.has(name.toLowerCase()) || /^token$/i.test(name);
  const star = (/** @type {string} */ name) =>
    hasToken(name) || (isEData && !isSound && !isKnown(name)) ? "*".repeat(name.length) : name;
  /** @param {unknown} value @param {string} name @returns {unknown} */
  const walk = (value, name) => {
    // An item has no name that could say that it is no secret.
    if (Array.isArray(value)) return value.map((item) => walk(item, ""));
    if (typeof value === "object" && value !== null)
      return Object.fromEntries(
        Object.entries(value).map(([name, item]) => [star(name), walk(item, name)]),
      );
    if (typeof value !== "string" && typeof value !== "number") return value;
    const isOpen = isEData
      ? OPEN.has(name.toLowerCase()) && (isSound || PLAIN.test(`"${value}"`))
      : !/^token$/i.test(name);
    return isOpen && !hasToken(String(value)) ? value : "*".repeat(String(value).length);
  };
  return walk(value, "");
}

/** @param {string} text */
function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
