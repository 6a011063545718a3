// Generates random form bodies (fast-check): valid ones, edited in each layer with pieces that may or may not be valid there.

import fc from "fast-check";
import { validRequest } from "./project.mjs";

/** Percent-encodes all but letters and digits. @param {string} text */
export const escaped = (text) =>
  text.replace(/[^A-Za-z0-9]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

const REQUEST = validRequest();
export const E_DATA = JSON.stringify(REQUEST.eData);
export const PAY_EX_INFO = JSON.stringify(REQUEST.payExInfo);

/** @typedef {{ at: number, cut: number, put: string }} Edit */

/**
 * Edits of a text: each removes some units at an offset, and inserts a piece there.
 *
 * @param {readonly string[]} puts
 * @param {number} unedited the number of unedited texts for each edited one
 */
const edits = (puts, unedited) => {
  const edit = fc.record({
    at: fc.nat(0xffff),
    cut: fc.constantFrom(0, 0, 1, 2),
    put: fc.constantFrom(...puts),
  });
  return fc.oneof(
    {
      weight: unedited,
      arbitrary: fc.constant(/** @type {Edit[]} */ ([])),
    },
    { weight: 1, arbitrary: fc.array(edit, { minLength: 1, maxLength: 2 }) },
  );
};

/** @param {string} text @param {Edit[]} list */
function withEdits(text, list) {
  let edited = text;
  for (const { at, cut, put } of list) {
    const start = (at * (edited.length + 1)) >> 16;
    edited = edited.slice(0, start) + put + edited.slice(start + cut);
  }
  return edited;
}

const TOKENS = /"(?:[^"\\]|\\.)*"|[-+.\w]+|\s+|./gs;

/** Applies edits whose units are JSON tokens. @param {string} text @param {Edit[]} list */
function withTokens(text, list) {
  if (list.length === 0) return text;
  const tokens = text.match(TOKENS) ?? [];
  for (const { at, cut, put } of list) tokens.splice((at * (tokens.length + 1)) >> 16, cut, put);
  return tokens.join("");
}

const pieces = (/** @type {string} */ text) => text.split("|");

/** Pieces between tokens, valid there or not. */
const JSON_TOKENS = [
  ...pieces(" |\t|\r\n|\u00a0|\u3000|\ufeff|\v|/**/|//x\n|#|,|,,|:|=|;|{|}|[|]|{}|[]|[[]]|{},|[],"),
  ...pieces(
    '"a":1,|"a":1,"a":2,|"version":"1.0",|"\\u0061":0,"a":0,|"__proto__":{},|"":"",|\'a\':1,|a:1,',
  ),
  ...pieces(
    '""|"a"|"\\u0061"|"好"|"\\/"|"\\ud83d\\ude00"|"\\ud83d"|"\\ude00"|"\\x"|"\\u12"|"a|\'a\'|“a”',
  ),
  ...pieces(
    "true|false|null|True|nul|undefined|NaN|Infinity|0|-0|1e5|1E+400|1e-400|01|+1|1.|.5|-|1e|0x1|１",
  ),
  ...pieces('"a":[[[[1]]]],|"a":{"a":{"a":[]}},|123456789012345678901234567890.10|"a":"\\u0000",'),
  `"a":${"[".repeat(63)}${"]".repeat(63)},`,
  `"a":${"[".repeat(64)}${"]".repeat(64)},`,
];

/** Pieces within a string, valid there or not. */
const JSON_CHARACTERS = [
  ...pieces(
    'a|"|\\|\\\\|\\"|\\/|\\b|\\n|\\u|\\u0|\\u0000|\\uD83D|\\uDE00|\\uD83D\\uDE00|\\uDE00\\uD83D|\\a|\\u00e9',
  ),
  ...pieces("\0|\u001f|\n|\t|\u007f|é|好|😀|\u2028|\ufeff|\ufffd|\ufffe|\u200b|'|&|&quot;|%22|+|<"),
];

/** Bytes that are UTF-8, ill-formed UTF-8 or another encoding, as Latin-1. */
const BYTES = [
  ...pieces("é|好|😀|\u{10ffff}|\ufeff|\ud7ff|\ue000").map((text) =>
    Buffer.from(text).toString("latin1"),
  ),
  ...pieces(
    "\x80|\xbf|\xc0\x80|\xc1\xbf|\xc2|\xc3(|\xe0\x9f\xbf|\xe0\xa0|\xe4\xbd|\xed\xa0\x80|\xed\xbf\xbf",
  ),
  ...pieces(
    "\xed\xa0\xbd\xed\xb8\x80|\xf0\x8f\xbf\xbf|\xf0\x9f\x98|\xf4\x90\x80\x80|\xf5\x80\x80\x80|\xfe|\xff",
  ),
  ...pieces("\xba\xc3|\xb1\xb8\xd7\xa2|\xa4\xa4|\0|\xff\xfe|\xef\xbb|\xf8\x88\x80\x80\x80"),
];

/** Pieces within Base64, digits or not. */
const BASE64 = pieces(
  "A|Q|g|=|==|===|A=|AA==|AB==|AAA=|AAB=|-|_|+|/|\n|\r\n| |\t|*|,|.|%|é|\0|YQ==|eyJ",
);

/** Pieces within a form. */
const FORM = [
  ...pieces(
    "&|&&|=|+|%|%2|%3D|%3d|%2B|%2b|%253D|%00|%zz|%E5%A5%BD|%FF|;|?|#| |\n|é|\ud800|&a=1|&EData=|&EData=e30%3D",
  ),
  ...pieces("EData=|payExInfoStr=|&edata=|A|%41|%0A|&amp;|[]|\ufeff|\xff"),
];

const part = fc.record({
  tokens: edits(JSON_TOKENS, 9),
  characters: edits(JSON_CHARACTERS, 9),
  bytes: edits(BYTES, 15),
  // The form of the text: unchanged, with whitespace between tokens, or with everything but ASCII escaped.
  layout: fc.constantFrom("as is", "as is", "indented", "escaped"),
  digits: edits(BASE64, 15),
  // The number of final Base64 digits that are replaced, and their replacement.
  tail: fc.oneof(
    { weight: 20, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.record({ cut: fc.nat(4), put: fc.constantFrom(...BASE64, "") }) },
  ),
  escapes: fc.constantFrom("all", "upper", "lower", "none of the padding", "none"),
});

/** @param {string} json @param {any} made */
function encoded(json, { tokens, characters, bytes, layout, digits, tail, escapes }) {
  let text = layout === "indented" ? JSON.stringify(JSON.parse(json), null, 1) : json;
  if (layout === "escaped")
    text = text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);
  text = withEdits(withTokens(text, tokens), characters);
  const raw = withEdits(Buffer.from(text).toString("latin1"), bytes);
  let base64 = withEdits(Buffer.from(raw, "latin1").toString("base64"), digits);
  if (tail) base64 = base64.slice(0, base64.length - tail.cut) + tail.put;
  if (escapes === "none") return base64;
  const all = escapes === "all" ? /./gs : escapes === "none of the padding" ? /[+/]/g : /[+/=]/g;
  return base64.replace(all, (unit) => {
    const code = unit.charCodeAt(0).toString(16).padStart(2, "0");
    return code.length > 2 ? unit : `%${escapes === "upper" ? code.toUpperCase() : code}`;
  });
}

export const bodies = fc
  .record({
    eData: part,
    payExInfo: part,
    turned: fc.boolean(),
    more: fc.oneof(
      { weight: 15, arbitrary: fc.constant("") },
      { weight: 1, arbitrary: fc.constantFrom("&", "&a=1", "&EData=e30%3D", "&payExInfoStr=") },
    ),
    form: edits(FORM, 9),
    isBytes: fc.boolean(),
  })
  .map(({ eData, payExInfo, turned, more, form, isBytes }) => {
    const pairs = [
      `EData=${encoded(E_DATA, eData)}`,
      `payExInfoStr=${encoded(PAY_EX_INFO, payExInfo)}`,
    ];
    if (turned) pairs.reverse();
    const body = withEdits(pairs.join("&") + more, form);
    // As Latin-1 it is ill-formed UTF-8, unless it is ASCII.
    return isBytes ? Buffer.from(body, "latin1") : body;
  });
