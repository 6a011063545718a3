// Rules about single values that no schema language knows; all peers use them.

const ODD_BLANKS = /^[\p{White_Space}]|[\p{White_Space}]$/u;
const NO_BLANK = /\P{White_Space}/u;

/**
 * Whether the strings that are looked at have a unit for each byte of UTF-8: then what is not ASCII is spelled by several.
 * (Only escapes of Latin-1 that happen to spell UTF-8 are taken for something else, which nobody sends.)
 */
let areBytes = false;

/** Looks at values as strings of bytes. @template T @param {() => T} work */
export function asBytes(work) {
  areBytes = true;
  try {
    return work();
  } finally {
    areBytes = false;
  }
}

/**
 * Whether a string has anything, and no white space at its ends. (Not trim(): that makes another string, and knows other
 * white space than Unicode.)
 *
 * @param {string} text
 */
export function isTidy(text) {
  const last = text.length - 1;
  if (last < 0) return false;
  const [first, end] = [text.charCodeAt(0), text.charCodeAt(last)];
  if (first <= 32 || end <= 32) return false;
  // All white space but the usual is between these, and nearly all Chinese is above.
  if (!(isOdd(first) || isOdd(end))) return true;
  return areBytes ? areTidyBytes(text) : !ODD_BLANKS.test(text);
}

const isOdd = (/** @type {number} */ unit) => unit > 126 && unit <= 0x3000;

/** @param {string} text */
function areTidyBytes(text) {
  const isPlain = (/** @type {number} */ unit) => (unit > 32 && unit < 127) || unit > 255;
  // Of characters of three bytes, those with white space among them begin lower.
  const isHan = (/** @type {number} */ unit) => unit >= 0xe4 && unit < 0xf0;
  const [first, last] = [text.charCodeAt(0), text.length - 1];
  const isSound =
    (isPlain(first) || isHan(first)) &&
    (isPlain(text.charCodeAt(last)) || isHan(text.charCodeAt(last - 2)));
  return isSound || !ODD_BLANKS.test(Buffer.from(text, "latin1").toString());
}

/** Whether a string has anything but white space. @param {string} text */
export function saysSomething(text) {
  const first = text.charCodeAt(0);
  if (first > 32 && first < 127) return true;
  return NO_BLANK.test(areBytes ? Buffer.from(text, "latin1").toString() : text);
}

/** Whether a string has no more characters (Unicode code points) than it may have. @param {string} text @param {number} max */
export const fits = (text, max) =>
  // As many units are as many characters at most.
  text.length <= max || (text.length <= 4 * max && characters(text) <= max);

/** @param {string} text */
function characters(text) {
  let others = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    // The second half of a pair, or a byte behind the first.
    if ((unit & 0xfc00) === 0xdc00 || (areBytes && (unit & 0xffc0) === 0x80)) others += 1;
  }
  return text.length - others;
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether a string is 14 digits that name a time. @param {string} text */
export function isTime(text) {
  if (text.length !== 14) return false;
  for (let at = 0; at < 14; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return false;
  }
  const year = two(text, 0) * 100 + two(text, 2);
  const [month, day] = [two(text, 4), two(text, 6)];
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  if (two(text, 8) > 23 || two(text, 10) > 59 || two(text, 12) > 59) return false;
  const isLeap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= Number(DAYS[month - 1]) + Number(isLeap);
}

const two = (/** @type {string} */ text, /** @type {number} */ at) =>
  text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528;

const AMOUNT = /^(?:(?:0|[1-9]\d{0,13})(?:\.\d{1,5}0*)?|-0(?:\.0+)?)$/;
const SPELLED = /"totalAmount"[ \t\r\n]*:[ \t\r\n]*(-?\d[\d.eE+-]*)/;

/**
 * Whether an amount fits N19,5 and is no other notation of a number, as the JSON text spells it: JSON.parse tells 1e2
 * from 100 as little as what comes after 17 digits. Nothing but a key of JSON can look like this: within a string, its
 * quotes would be escaped.
 *
 * @param {string} text JSON
 * @param {unknown} amount as it was parsed
 */
export function isAmount(text, amount) {
  const spelled = SPELLED.exec(text)?.[1] ?? "";
  // Another object's, or a key with escapes in it: then what was parsed must do.
  return AMOUNT.test(Number(spelled) === amount ? spelled : String(amount));
}

const HALF = /\\u[dD][89a-fA-F]/;

/**
 * Whether a JSON text has no halves of pairs in it. Its bytes were UTF-8, so they could only be escaped.
 *
 * @param {string} text JSON
 * @param {unknown} value what was parsed
 */
export function isWhole(text, value) {
  // A long text has few backslashes, mostly, and a short one many.
  const mayHave = text.length > 32_768 ? text.includes("\\u") && HALF.test(text) : HALF.test(text);
  // Of halves, and of nothing else, JSON.stringify writes such an escape.
  return !mayHave || !HALF.test(JSON.stringify(value).replaceAll("\\\\", ""));
}
