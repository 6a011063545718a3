// biome-ignore-all format: a table, most often one case a line
// The cases: bodies with one mistake each, and their expected findings.
//
// Most lines are: severity and code, path, the sender's mistake, then the text of the clean request, its replacement with
// ⟦marks⟧ around each place at fault, and the text after the fix (absent if there is no fix). Several marks are one
// finding with a count. A line may end in properties of the case:
//
//   UNSAFE                                 the fix is a guess
//   SPLIT                                  the JSON is on many lines
//   SWAPPED, LOWER_SWAPPED, OVER_ESCAPED   how the body is encoded, if not as in `PLAIN`
import {
  add,
  at,
  base64,
  bodyOf,
  bytes,
  carrier,
  cleanText,
  cleanTexts,
  E,
  eachPart,
  form,
  G,
  G0,
  good,
  goodSwapped,
  H,
  inserted,
  json,
  L,
  LOWER_SWAPPED,
  lowerHex,
  missing,
  must,
  O,
  OVER_ESCAPED,
  P,
  PARTS,
  PATHS,
  PLAIN,
  partOf,
  placeIn,
  put,
  range,
  rename,
  SAME,
  SECRET,
  SWAPPED,
  spliced,
  text,
  token,
  tokensOf,
  value,
  valueFor,
  whole,
} from "./tools.mjs";

/** The fix is a guess, which changes or invents data. */
const UNSAFE = { fix: "unsafe" };
/** The JSON is on many lines. */
const SPLIT = { pretty: 2 };

/** Raw JSON of the clean request that many cases change or name. */
const [CUS_NAME, CUS_CODE, NOTE, GNAME, LINK, RECP_CODE, RECP_NAME] = [
  `${E}/cusName`,
  `${E}/cusCode`,
  `${H}/note`,
  `${G0}/gname`,
  `${G0}/itemLink`,
  `${O}/recpCode`,
  `${O}/recpName`,
].map((path) => JSON.stringify(at(path)));

/** Returns a token that is sent as it is: a Base64 character, or another. */
const raw = (char) => token(char);
const PLUS = token("+", "%2B");
const PAD = token("=", "%3D");
const BLANK = token(" ", "%20");
const LF = token("\n", "%0A");
const CRLF = [token("\r", "%0D"), LF];
const BOM = "\ufeff";
/** The character that an ill-formed sequence is read as. */
const UNREADABLE = "\ufffd";

// ---------------------------------------------------------------------------------------------------------------------
// Places in a value, and changes of its tokens, for `carrier`.

const atStart = () => 0;
const atEnd = (tokens) => tokens.length;
const beforeLastGroup = (tokens) => tokens.length - 4;
/** Before the group of four that carries the start of a text. */
const near = (start) => (_, text) => Math.floor(Buffer.byteLength(text.slice(0, text.indexOf(start))) / 3) * 4;

/** Adds tokens at a place. */
const added =
  (place, ...more) =>
  (tokens, text) => {
    const at = place(tokens, text);
    return { tokens: spliced(tokens, at, 0, ...more), at: [at, at + more.length], fixed: tokens };
  };
/** Changes tokens as `tamper` does, with a result that no fix repairs. */
const unfixed = (tamper) => (tokens, text) => ({ ...tamper(tokens, text), fixed: undefined });

/** Sends the chosen tokens as `wrong` makes them, instead of `right`. */
const sentAs = (chosen, wrong, right) => (tokens) => {
  const found = chosen(tokens);
  must(found.length > 0, "no such character");
  const withEach = (make) => tokens.map((one, index) => (found.includes(index) ? make(one) : one));
  return { tokens: withEach(wrong), at: found.map((index) => [index, index + 1]), fixed: withEach(right) };
};

/** Chooses the characters that match. */
const every = (pattern) => (tokens) => tokens.flatMap(({ char }, index) => (pattern.test(char) ? [index] : []));
/** Sends the chosen `+` in another way. */
const plusAs = (spelled, chosen) => sentAs(chosen, () => token("+", spelled), () => PLUS);
const everyPlus = every(/[+]/);
/** Chooses the `+` with this index; -1 is the last. */
const plus = (index) => (tokens) => [everyPlus(tokens).at(index)];

/** Returns a clean text with blanks after it, so that its Base64 ends in `padding`. */
function padded(part, padding) {
  let text = cleanText(part);
  while (/=*$/.exec(base64(text))[0] !== padding) text += " ";
  return text;
}

// ---------------------------------------------------------------------------------------------------------------------
// Bodies without any mistake.

text([], [P], "nothing: plain", cleanText("payExInfo"));
text([], [P], "nothing: swapped", cleanText("payExInfo"), SWAPPED);
text([], [P], "nothing: escapes in lower case", cleanText("payExInfo"), LOWER_SWAPPED, { swap: false });
text([], [P], "nothing: letters and digits are escaped too", cleanText("payExInfo"), OVER_ESCAPED);
text([], [P], "nothing: on many lines, with tabs", cleanText("payExInfo", { pretty: "\t" }), OVER_ESCAPED);
text([], [E], "nothing: on many lines that end in CRLF", cleanText("eData", { pretty: 2, eol: "\r\n" }), LOWER_SWAPPED);
text([], [E], "nothing: `\\/` and `\\u6210` in EData, which is not signed", put(cleanText("eData"), "XXXX908", "X\\/\\u6210"));
json([], [P], "nothing: Gson's `\\u003d`, whose character is ASCII", "subject=", "subject\\u003d", SWAPPED);
json([], [P], "nothing: an optional field is null", `"note":${NOTE}`, '"note":null', SWAPPED);
json([], [P], "nothing: the optional code is empty", `"recpCode":${RECP_CODE}`, '"recpCode":""', OVER_ESCAPED);
json([], [P], "nothing: blanks around a text that is taken as it comes", '"备注"', '" 备注\\n"');
json([], [E], "nothing: 60 characters of two UTF-16 units", CUS_NAME, `"${"𠮷".repeat(60)}"`, LOWER_SWAPPED);
json([], [P], "nothing: ISO currency, with customs' rules off", '"142"', '"CNY"', { options: { customsRules: "off" } }, OVER_ESCAPED);
form([], [], "nothing: an extra `&` at both ends", (e, p) => `&${good(e, p)}&`);

// ---------------------------------------------------------------------------------------------------------------------
// The form.

// A body that is too large.
const MIB = 1024 * 1024;
const GOOD = good(...PARTS.map((part) => encodeURIComponent(base64(cleanText(part)))));
form("E:form.too-large", "", "the body is one byte longer than the caller allows", good, { options: { maxBodyBytes: GOOD.length - 1 } });
form("E:form.too-large", "", "the body is one byte longer than 8 MiB", () => GOOD.padEnd(8 * MIB + 1, "A"));

// A body that is not a form, or is another form.
form("E:form.not-a-form", "", "a form with other fields", () => "⟦hello=1&world=2⟧");
form("E:form.not-a-form", "", "the JSON of payExInfoStr is the body", () => `⟦${cleanText("payExInfo")}⟧`);
form("E:form.not-a-form", "", "the Base64 alone is the body, without the field's name", (_, p) => `⟦${p}⟧`);
form("E:form.not-a-form", "", "an empty JSON object, on its own line", () => "⟦{}\n⟧");
form("E:form.not-a-form", "", "the body is XML", () => '⟦<?xml version="1.0"?><EData>某某𠮷</EData>⟧');

// A field that is sent twice.
form("E:form.duplicate-field", E, "EData is sent twice, one after the other", (e, p) => `EData=${e}&⟦EData⟧=${e}&payExInfoStr=${p}`, good);
form("E:form.duplicate-field", E, "EData is sent twice, the second time at the end", (e, p) => `${good(e, p)}&⟦EData⟧=${e}`, good);
form("E:form.duplicate-field", P, "payExInfoStr is sent twice", (e, p) => `payExInfoStr=${p}&EData=${e}&⟦payExInfoStr⟧=${p}`, goodSwapped);
form("E:form.duplicate-field", E, "EData is sent twice, with different numbers", (e, p) => {
  const other = cleanText("eData").replace("20119182839304", "20119182839305");
  return `EData=${e}&⟦EData⟧=${encodeURIComponent(base64(other))}&payExInfoStr=${p}`;
});

// White space or a BOM around the name of a form field.
form("E:form.name-blanks", E, "a blank before the first name", (e, p) => `⟦+EData⟧=${e}&payExInfoStr=${p}`, good);
form("E:form.name-blanks", E, "a blank after a name", (e, p) => `payExInfoStr=${p}&⟦EData%20⟧=${e}`, goodSwapped);
form("E:form.name-blanks", P, "a line break after the `&`, as in the printed document", (e, p) => `EData=${e}&⟦\npayExInfoStr⟧=${p}`, good);
form("E:form.name-blanks", P, "an escaped tab and a blank around a name", (e, p) => `EData=${e}&⟦%09payExInfoStr+⟧=${p}`, good);
form("E:form.name-blanks", E, "a BOM before the body", (e, p) => `⟦${BOM}EData⟧=${e}&payExInfoStr=${p}`, good);

// A raw `+`, which a form parser reads as a space.
carrier("E:form.unencoded-plus", E, "the first `+` of EData is not escaped", plusAs("+", plus(0)), UNSAFE, LOWER_SWAPPED);
carrier("E:form.unencoded-plus", E, "the last `+` of EData is not escaped", plusAs("+", plus(-1)), UNSAFE);
carrier("E:form.unencoded-plus", P, "the first `+` of payExInfoStr is not escaped", plusAs("+", plus(0)), UNSAFE, OVER_ESCAPED);
carrier("E:form.unencoded-plus", P, "the last `+` of payExInfoStr is not escaped", plusAs("+", plus(-1)), UNSAFE, SWAPPED);
carrier("E:form.unencoded-plus", P, "no `+` of payExInfoStr is escaped", plusAs("+", everyPlus), SWAPPED);

// A raw `=`.
/** Sends raw `=` from one token to another, both counted from the end. */
const equals = (from, to) => (tokens) => {
  const [start, end] = [tokens.length + from, tokens.length + to];
  const swap = (one) => tokens.map((token, index) => (start <= index && index < end ? one : token));
  return { tokens: swap(raw("=")), at: [start, end], fixed: swap(PAD) };
};
carrier("I:form.unencoded-equals", P, "the `==` at the end is not escaped", equals(-2, 0), { text: padded("payExInfo", "==") }, OVER_ESCAPED);
carrier("I:form.unencoded-equals", P, "the `=` at the end is not escaped", equals(-1, 0), { text: padded("payExInfo", "=") });
carrier("I:form.unencoded-equals", E, "the `==` of EData is not escaped", equals(-2, 0), { text: padded("eData", "==") }, SWAPPED);
carrier("I:form.unencoded-equals", E, "the first of `==` is not escaped", equals(-2, -1), { text: padded("eData", "==") }, SWAPPED);
carrier("I:form.unencoded-equals", E, "the second of `==` is not escaped", equals(-1, 0), { text: padded("eData", "==") }, SWAPPED);

// A raw `&`, which ends the value for a form parser.
/** Adds a body with a raw JSON text in the place of payExInfoStr's Base64, with this many `&` in it. */
function ampersand(wrong, payExInfo, count, encoding = PLAIN) {
  must(payExInfo.split("&").length === count + 1, wrong);
  const texts = { ...cleanTexts(), payExInfo };
  const value = { text: payExInfo, tokens: [...payExInfo].map(raw) };
  const { body, starts } = bodyOf({ eData: valueFor(texts.eData), payExInfo: value }, encoding);
  const first = starts.payExInfo + payExInfo.indexOf("&");
  const findings = [
    { spec: "E:base64.not-encoded", path: P, at: placeIn(value, starts.payExInfo, body, whole(value)) },
    { spec: "E:form.unencoded-ampersand", path: P, at: { form: range(body, [first, first + 1]) }, count },
  ];
  const fixed = bodyOf(eachPart((part) => valueFor(texts[part])), encoding).body;
  add(wrong, body, findings, { ...texts, body: fixed });
}
ampersand("payExInfoStr is the raw JSON, and a link in it has an `&`", cleanText("payExInfo"), 1);
ampersand("payExInfoStr is the raw JSON on many lines, with an `&`", cleanText("payExInfo", SPLIT), 1, SWAPPED);
ampersand("payExInfoStr is the raw JSON, and its links have three `&`", put(cleanText("payExInfo"), "subject=", "a=1&c&subject="), 3, SWAPPED);

// A value that is longer than customs allow, under one or both readings of the limit.
/** Adds a value of this many Base64 characters, most of which are blanks after the JSON. */
function long(spec, characters, wrong) {
  const text = cleanText("payExInfo");
  const blanks = " ".repeat((characters / 4) * 3 - Buffer.byteLength(text));
  carrier(spec, P, wrong, (tokens) => ({ tokens, at: [0, characters] }), { text: text + blanks });
}
// Customs allow "2M" characters, which may mean either number.
const [LEAST_2M, MOST_2M] = [2_000_000, 2 * MIB];
long("E:form.value-too-long", MOST_2M + 4, "payExInfoStr has 4 characters of Base64 more than 2M");
long("E:form.value-too-long", 2_400_000, "payExInfoStr has 2,400,000 characters of Base64");
long("W:form.value-long", LEAST_2M, "payExInfoStr has 2,000,000 characters of Base64");
long("W:form.value-long", MOST_2M, "payExInfoStr has exactly 2,097,152 characters of Base64");

// A body in multipart/form-data.
/** Returns a body as browsers, curl and Java's HTTP clients write it for a form with files. */
const multipart = (parts, { eol = "\r\n", boundary = "------WebKitFormBoundary7MA4YWxkTrZu0gW", more = [] } = {}) =>
  [...parts.flatMap(([name, value]) => [boundary, `Content-Disposition: form-data; name="${name}"`, ...more, "", value]), `${boundary}--`, ""].join(eol);

const parts = [
  ["EData", base64(cleanText("eData"))],
  ["payExInfoStr", base64(cleanText("payExInfo"))],
];
form("E:form.multipart", "", "multipart/form-data, as a browser sends it", () => `⟦${multipart(parts)}⟧`, good);
form("E:form.multipart", "", "multipart/form-data with bare line feeds", () => `⟦${multipart(parts, { eol: "\n" })}⟧`, good);
const typed = { boundary: "--x", more: ["Content-Type: text/plain; charset=UTF-8", "Content-Transfer-Encoding: 8bit"] };
form("E:form.multipart", "", "multipart/form-data with a type for each part", () => `⟦${multipart(parts, typed)}⟧`, good);
form("E:form.multipart", "", "multipart/form-data, payExInfoStr first", () => `⟦${multipart(parts.toReversed())}⟧`, good);

// A JSON body.
const JSON_BODY = JSON.stringify(Object.fromEntries(parts));
form("E:form.json-body", "", "a JSON body with both Base64 texts", () => `⟦${JSON_BODY}⟧`, good);
form("E:form.json-body", "", "such a JSON body on many lines", () => `⟦${JSON.stringify(Object.fromEntries(parts), null, 2)}\n⟧`, good);
must(JSON_BODY.includes("/"), "a `/` in the Base64");
form("E:form.json-body", "", "such a JSON body, written by PHP, with `\\/`", () => `⟦${JSON_BODY.replaceAll("/", "\\/")}⟧`, good);
form("E:form.json-body", "", "a JSON body with both objects themselves", () => `⟦{"EData":${cleanText("eData")},"payExInfoStr":${cleanText("payExInfo")}}⟧`, good);
{
  const texts = {
    eData: cleanText("eData", SPLIT),
    payExInfo: cleanText("payExInfo", { pretty: "\t" }),
  };
  form("E:form.json-body", "", "a JSON body with both objects, on many lines", () => `⟦{\n"payExInfoStr" : ${texts.payExInfo} ,\n"EData" : ${texts.eData} }⟧`, good, { texts });
}
form("E:form.json-body", "", "such a JSON body, with an extra comma", () => `⟦${JSON_BODY.replace("}", ",}")}⟧`, good);
form("E:form.json-body", "", "a JSON body after a BOM", () => `⟦${BOM}${JSON_BODY}⟧`, good);
form("E:form.json-body", "", "a dict as Python prints it", () => `⟦{${parts.map(([name, value]) => `'${name}': '${value}'`).join(", ")}}⟧`, good);
form("E:form.multipart", "", "multipart/form-data with names that are not quoted", () => `⟦${multipart(parts).replace(/name="(\w+)"/g, "name=$1")}⟧`, good);
form("E:form.multipart", "", "multipart/form-data with file names, after a line break", () => `⟦\r\n${multipart(parts).replace(/name=/g, 'filename="a.txt"; name=')}⟧`, good);

// ---------------------------------------------------------------------------------------------------------------------
// Percent-encoding.

// A `%` that does not begin an escape.
/** Puts a `%` before a group near a text, where the characters that follow do not complete an escape. */
const strayPercent = (start) => (tokens, text) => {
  let at = near(start)(tokens, text);
  const hex = /^%|^[0-9A-Fa-f]{2}/;
  while (hex.test(tokens[at].spell + tokens[at + 1].spell) || tokens[at].spell.length > 1) at += 4;
  return { tokens: spliced(tokens, at, 0, raw("%")), at: [at, at + 1] };
};
/** Leaves only the start of the escape of the last `=`. */
const cutEscape = (left) => (tokens) => ({
  tokens: [...tokens.slice(0, -1), ...[...left].map(raw)],
  at: [tokens.length - 1, tokens.length],
});
carrier("E:percent.malformed", E, "a `%` got into EData", strayPercent("serialNumber"));
carrier("E:percent.malformed", P, "a `%` got into payExInfoStr", strayPercent("payTransactionId"));
carrier("E:percent.malformed", P, "a `%` got to the end", unfixed(added(atEnd, raw("%"))), SWAPPED);
carrier("E:percent.malformed", P, "the escape of the last `=` is cut off: `%`", cutEscape("%"), { text: padded("payExInfo", "==") });
carrier("E:percent.malformed", P, "the escape of the last `=` is cut off: `%3`", cutEscape("%3"), { text: padded("payExInfo", "=") });

// Percent-encoding that was applied more than once.
/** Sends all of a value in another way. */
const respelled = (spell) => (tokens) => ({
  tokens: tokens.map((one, index) => token(one.char, spell(one.char, index))),
  at: [0, tokens.length],
  fixed: tokens,
});
const twice = (char) => encodeURIComponent(encodeURIComponent(char));
carrier("E:percent.twice", E, "EData is percent-encoded twice", respelled(twice));
carrier("E:percent.twice", P, "payExInfoStr is percent-encoded twice", respelled(twice), SWAPPED);
carrier("E:percent.twice", P, "payExInfoStr is percent-encoded twice, in lower case", respelled((char) => encodeURIComponent(lowerHex(char))));
carrier("E:percent.twice", P, "payExInfoStr is percent-encoded three times", respelled((char) => encodeURIComponent(twice(char))));
carrier("E:percent.twice", E, "only one `+` is percent-encoded twice", (tokens) => ({ ...plusAs("%252B", plus(1))(tokens), at: [0, tokens.length] }));

// ---------------------------------------------------------------------------------------------------------------------
// Base64.

// White space in the Base64.
/** Breaks a value into lines of `width` characters. */
const lines =
  (width, ...eol) =>
  (tokens) => {
    const isBreak = (index) => index > 0 && index % width === 0;
    return {
      tokens: tokens.flatMap((one, index) => (isBreak(index) ? [...eol, one] : [one])),
      at: tokens.flatMap((_, index) => {
        const start = index + (index / width - 1) * eol.length;
        return isBreak(index) ? [[start, start + eol.length]] : [];
      }),
      fixed: tokens,
    };
  };
const [PEM_LINE, MIME_LINE] = [64, 76];
carrier("E:base64.white-space", E, "an escaped line break at the end", added(atEnd, LF), SWAPPED);
carrier("E:base64.white-space", P, "the body ends in a line break", added(atEnd, raw("\n")));
carrier("E:base64.white-space", P, "the body ends in CRLF", added(atEnd, raw("\r"), raw("\n")));
carrier("E:base64.white-space", E, "an escaped tab at the start", added(atStart, token("\t", "%09")), OVER_ESCAPED);
carrier("E:base64.white-space", P, "three blanks at the start", added(atStart, BLANK, raw(" "), BLANK));
carrier("E:base64.white-space", E, "lines of 64 characters, raw line feeds", lines(PEM_LINE, raw("\n")));
carrier("E:base64.white-space", E, "lines of 64 characters, as OpenSSL writes them, escaped CRLF", lines(PEM_LINE, ...CRLF));
carrier("E:base64.white-space", P, "lines of 76 characters, as MIME encoders write them", lines(MIME_LINE, ...CRLF), { text: asciiAt(cleanText("payExInfo"), (MIME_LINE / 4) * 3) }, SWAPPED);
carrier("E:base64.white-space", P, "one blank before the last group", added(beforeLastGroup, BLANK), OVER_ESCAPED);

/** Returns a text with blanks before it, so that no character crosses a multiple of `width` bytes. */
function asciiAt(text, width) {
  const across = (text) => {
    const bytes = Buffer.from(text);
    return bytes.some((byte, index) => index % width === 0 && (byte & 0xc0) === 0x80);
  };
  let out = text;
  while (across(out)) out = ` ${out}`;
  return out;
}

// The URL-safe alphabet.
const URL_SAFE = { "+": "-", "/": "_" };
/** Sends the characters that match in the URL-safe alphabet. */
const urlSafe = (pattern) => sentAs(every(pattern), ({ char }) => token(URL_SAFE[char]), ({ char }) => token(char, encodeURIComponent(char)));
carrier("E:base64.url-safe", E, "EData in the URL-safe alphabet", urlSafe(/[+/]/));
carrier("E:base64.url-safe", P, "payExInfoStr in the URL-safe alphabet", urlSafe(/[+/]/), LOWER_SWAPPED);
carrier("E:base64.url-safe", P, "`/` was replaced by `_`", urlSafe(/[/]/), OVER_ESCAPED);
carrier("E:base64.url-safe", P, "`+` was replaced by `-`", urlSafe(/[+]/), SWAPPED);

// A form parser reads a `+` that is not escaped as a space.
carrier("E:base64.space-for-plus", P, "every `+` became a space", plusAs(" ", everyPlus));
carrier("E:base64.space-for-plus", E, "every `+` became an escaped space", plusAs("%20", everyPlus), LOWER_SWAPPED);
carrier("E:base64.space-for-plus", E, "the second `+` became a space", plusAs(" ", plus(1)), UNSAFE, SWAPPED);

// A character outside the alphabet: first an extra one, then one that replaces another.
carrier("E:base64.invalid-character", E, "an extra `*`", added(near("serialNumber"), raw("*")), UNSAFE, LOWER_SWAPPED);
carrier("E:base64.invalid-character", P, "an extra `...`", added(near("payCode"), raw("."), raw("."), raw(".")), UNSAFE, SWAPPED);
carrier("E:base64.invalid-character", P, "an extra Chinese comma", added(near("tradingTime"), raw("，")), UNSAFE, LOWER_SWAPPED);
carrier("E:base64.invalid-character", P, "an extra emoji", added(near("tradingTime"), raw("😀")), UNSAFE);
carrier("E:base64.invalid-character", E, 'a `"` at the start', added(atStart, token('"', "%22")), LOWER_SWAPPED);
carrier("E:base64.invalid-character", P, "a `;` at the end", added(atEnd, raw(";")));
carrier("E:base64.invalid-character", E, "the value is in single quotes", (tokens) => ({
  tokens: [raw("'"), ...tokens, raw("'")],
  at: [0, tokens.length + 1].map((at) => [at, at + 1]),
  fixed: tokens,
}), OVER_ESCAPED);
carrier("E:base64.invalid-character", E, "an extra byte FF, which is not UTF-8", added(near("commitTime"), raw("\xff")), {
  ...UNSAFE,
  text: cleanText("eData").replace("某某电商公司𠮷", "CBT Ltd."),
  options: { units: "bytes" },
  latin1: true,
});

/** Replaces a digit that carries bits of one character only: the first or last of a group. */
const lost = (near, instead) => (tokens, text) => {
  const from = text.indexOf(near);
  for (let unit = from; unit < from + near.length; unit += 1) {
    const byte = Buffer.byteLength(text.slice(0, unit));
    const group = Math.floor(byte / 3) * 4;
    const at = [group, undefined, group + 3][byte % 3];
    if (at === undefined || text.charCodeAt(unit) > 127) continue;
    const read = text.slice(0, unit) + UNREADABLE + text.slice(unit + 1);
    const digit = token(instead, instead, true);
    return { tokens: spliced(tokens, at, 1, digit), at: [at, at + 1], json: [unit, unit + 1], read };
  }
  throw new Error(near);
};
carrier("E:base64.invalid-character", E, "a digit was replaced by `*`, in the number", lost("20119182839304", "*"));
carrier("E:base64.invalid-character", P, "a digit was replaced by `#`, in the original request", lost("https", "#"));
carrier("E:base64.invalid-character", P, "a digit was replaced by `?`, in a time", lost("0115092510", "?"), LOWER_SWAPPED);
carrier("E:base64.invalid-character", P, "a digit was replaced by `~`, in a field's name", lost("erNo", "~"));
carrier("E:base64.invalid-character", E, "a digit was replaced by a Chinese full stop", lost("XXX908", "。"), SWAPPED);

// An impossible number of Base64 characters.
carrier("E:base64.length", E, "one more character at the end of EData", unfixed(added(atEnd, raw("A"))), OVER_ESCAPED);
carrier("E:base64.length", P, "one more character at the end of payExInfoStr", unfixed(added(atEnd, raw("A"))), { text: padded("payExInfo", "") }, SWAPPED);

// Trailing bits that are not zero.
/** Sets one of the trailing bits of the last digit. */
const bits = (tokens) => {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const at = tokens.findLastIndex((one) => one.digit);
  const char = alphabet[alphabet.indexOf(tokens[at].char) + 1];
  return { tokens: spliced(tokens, at, 1, token(char)), at: [at, at + 1], fixed: tokens };
};
carrier("E:base64.trailing-bits", E, "non-zero trailing bits before `=`", bits, { text: padded("eData", "=") });
carrier("E:base64.trailing-bits", P, "non-zero trailing bits before `==`", bits, { text: padded("payExInfo", "==") });
carrier("E:base64.trailing-bits", P, "non-zero trailing bits before the next field", bits, { text: padded("payExInfo", "=") }, SWAPPED);

// Missing padding.
/** Cuts off this many `=`. */
const unpadded = (count) => (tokens) => {
  const left = tokens.slice(0, -count);
  return {
    tokens: left,
    at: [left.length, left.length],
    fixed: [...left, ...Array(count).fill(PAD)],
  };
};
carrier("E:base64.missing-padding", E, "the `=` of EData is left out", unpadded(1), { text: padded("eData", "=") }, OVER_ESCAPED);
carrier("E:base64.missing-padding", P, "the `==` of payExInfoStr is left out", unpadded(2), { text: padded("payExInfo", "==") }, SWAPPED);
carrier("E:base64.missing-padding", P, "one `=` of two is left out", unpadded(1), { text: padded("payExInfo", "==") });

// Too much padding.
carrier("E:base64.extra-padding", E, "`=` where no padding is expected", added(atEnd, PAD));
carrier("E:base64.extra-padding", P, "`===` where `==` is expected", added(atEnd, PAD), { text: padded("payExInfo", "==") });
carrier("E:base64.extra-padding", P, "`===` where `=` is expected", added(atEnd, PAD, PAD), { text: padded("payExInfo", "=") }, SWAPPED);

// Padding in the middle.
/** Encodes a text in two pieces; the first ends near a text, with `rest` bytes in its last group. */
const joined = (near, rest) => (_, text, encoding) => {
  let end = text.indexOf(near);
  while (Buffer.byteLength(text.slice(0, end)) % 3 !== rest) end += 1;
  const [first, second] = [text.slice(0, end), text.slice(end)].map((piece) => tokensOf(base64(piece), encoding));
  const at = [first.findIndex((one) => one.char === "="), first.length];
  return {
    tokens: [...first, ...second],
    at,
    json: [end, end],
    fixed: tokensOf(base64(text), encoding),
  };
};
carrier("E:base64.padding-inside", E, "EData was encoded in two pieces, `==` between", joined("serialNumber", 1));
carrier("E:base64.padding-inside", P, "payExInfoStr was encoded in two pieces, `=` between", joined("currency", 2), UNSAFE);
carrier("E:base64.padding-inside", P, "payExInfoStr was encoded in two pieces, with Chinese in the first", joined("recpAccount", 1));

// JSON where Base64 is expected.
const NO_AMPERSAND = put(cleanText("payExInfo"), "?a=1&b=2", "?a=1");
/** Sends something other than the Base64 of the text. */
const instead = (spelled) => (_, text) => {
  const value = { text, tokens: spelled(text) };
  const { tokens: at, json } = whole(value);
  return { tokens: value.tokens, at, json, fixed: tokensOf(base64(text)) };
};
const spelledAs = (spell) => (text) => [...text].map((char) => token(char, spell(char), false));
const RAW_JSON = spelledAs((char) => char);
const NOT_ENCODED = "E:base64.not-encoded";
carrier(NOT_ENCODED, E, "EData is the raw JSON", instead(RAW_JSON));
carrier(NOT_ENCODED, E, "EData is the raw JSON, at the end of the body", instead(RAW_JSON), SWAPPED);
carrier(NOT_ENCODED, E, "EData is the JSON, percent-encoded", instead(spelledAs(encodeURIComponent)));
carrier(NOT_ENCODED, P, "payExInfoStr is the JSON, percent-encoded", instead(spelledAs(encodeURIComponent)), SWAPPED);
carrier(NOT_ENCODED, E, "EData is the raw JSON, on many lines", instead(RAW_JSON), { text: cleanText("eData", SPLIT) });
const formEncoded = (char) => new URLSearchParams({ "": char }).toString().slice(1);
carrier(NOT_ENCODED, P, "payExInfoStr is the JSON on many lines, as URLSearchParams encodes it, blanks as `+`", instead(spelledAs(formEncoded)), { text: cleanText("payExInfo", SPLIT) });
carrier(NOT_ENCODED, P, "payExInfoStr is the raw JSON after a blank", instead(RAW_JSON), { text: ` ${NO_AMPERSAND}` }, SWAPPED);

// A word for a missing value, such as `undefined`, and a printed object.
form("E:base64.no-value", E, "EData is the word undefined", (_, p) => `EData=⟦undefined⟧&payExInfoStr=${p}`);
form("E:base64.not-json", P, "payExInfoStr is an object that JavaScript turned into text", (e) => `EData=${e}&payExInfoStr=⟦[object%20Object]⟧`);

// A value with the syntax of another format around it.
/** Puts text around a value; what comes before it is at fault. */
const wrapped = (before, after = "") => (tokens) => {
  const asText = (text) => [...text].map((char) => token(char, char, false));
  return { tokens: [...asText(before), ...tokens, ...asText(after)], at: [0, before.length], json: [0, 0], fixed: tokens };
};
carrier("E:base64.wrapped", P, "payExInfoStr is the text of Python's bytes", wrapped("b'", "'"));
carrier("E:base64.wrapped", E, "EData is a data: URL", wrapped("data:application/json;base64,"));

// Base64 of Base64.
const TWICE = "E:base64.twice";
const again = (text) => tokensOf(base64(base64(text)));
carrier(TWICE, E, "EData is Base64 of Base64", instead(again));
carrier(TWICE, P, "payExInfoStr is Base64 of Base64", instead(again), SWAPPED);
carrier(TWICE, P, "payExInfoStr on many lines is Base64 of Base64", instead(again), { text: cleanText("payExInfo", SPLIT) });
carrier(TWICE, E, "EData with `==` at the end is Base64 of Base64", instead(again), { text: padded("eData", "==") });

// The same mistake in both parts.
/** Adds the same mistake in both parts. */
function both(spec, wrong, spelled) {
  const texts = { ...cleanTexts(), payExInfo: NO_AMPERSAND };
  const values = eachPart((part) => ({ text: texts[part], tokens: spelled(texts[part]) }));
  const { body, starts } = bodyOf(values);
  const findings = PARTS.map((part) => ({
    spec,
    path: PATHS[part],
    at: placeIn(values[part], starts[part], body, whole(values[part])),
  }));
  const fixed = bodyOf(eachPart((part) => valueFor(texts[part]))).body;
  add(wrong, body, findings, { ...texts, body: fixed });
}
both("E:base64.not-encoded", "both parts are the raw JSON", RAW_JSON);
both("E:base64.twice", "both parts are Base64 of Base64", again);
both("E:percent.twice", "the whole body is percent-encoded twice", (text) => tokensOf(base64(text)).map((one) => token(one.char, twice(one.char))));

// ---------------------------------------------------------------------------------------------------------------------
// UTF-8. An ill-formed sequence reads as U+FFFD.

// An ill-formed sequence.
/** Adds ill-formed bytes, in hexadecimal, in the place of a piece of the clean text; they read as `count` U+FFFD. */
function unreadable(spec, path, wrong, near, hex, ...extras) {
  const { after = "", count = 1 } = Object.assign({}, ...extras);
  const text = cleanText(partOf(path));
  must(text.split(near).length === 2, near);
  const start = text.indexOf(near);
  const before = Buffer.from(text.slice(0, start) + after);
  const wrongBytes = Buffer.from(hex, "hex");
  bytes(spec, path, wrong, {
    bytes: Buffer.concat([before, wrongBytes, Buffer.from(text.slice(start + near.length))]),
    read: text.slice(0, start) + after + UNREADABLE.repeat(count) + text.slice(start + near.length),
    json: [start + after.length, start + after.length + count],
    at: [before.length, before.length + wrongBytes.length],
  }, ...extras);
}
unreadable("E:utf8.invalid", E, "the byte FF in a name", "商公司", "ff", SWAPPED);
unreadable("E:utf8.invalid", E, "`é` in Latin-1", "28393", "e9", { after: "x" }, OVER_ESCAPED);
unreadable("E:utf8.invalid", P, "a Chinese character is cut off in the middle, at the end of a value", "注", "e6b3", OVER_ESCAPED);
unreadable("E:utf8.invalid", P, "an emoji is cut off in the middle", "😀", "f09f98", LOWER_SWAPPED);
unreadable("E:utf8.invalid", P, "two bytes FE FF in a link", "shop", "feff", { count: 2 }, LOWER_SWAPPED);
unreadable("E:utf8.lone-surrogate", E, "half of `𠮷`, as Java's and Oracle's CESU-8 encode it", "𠮷", "eda182", { count: 3 }, SWAPPED);
unreadable("E:utf8.lone-surrogate", P, "the other half of an emoji", "😀", "edb880", { count: 3 }, SWAPPED);
unreadable("E:utf8.lone-surrogate", P, "half of `𠮷` at the start of a value", "小米盒子𠮷", "eda182", { count: 3 }, OVER_ESCAPED);

// A BOM.
/** Adds a BOM before a text. */
function bom(path, wrong, text, ...extras) {
  const read = BOM + text;
  bytes("E:utf8.bom", path, wrong, { bytes: Buffer.from(read), read, json: [0, BOM.length], at: [0, Buffer.byteLength(BOM)], fixed: text }, ...extras);
}
bom(E, "a BOM before EData", cleanText("eData"), LOWER_SWAPPED);
bom(P, "a BOM before payExInfoStr", cleanText("payExInfo"), OVER_ESCAPED);
bom(P, "a BOM before lines that end in CRLF, as Notepad writes them", cleanText("payExInfo", { pretty: 2, eol: "\r\n" }), OVER_ESCAPED);

// GBK.
const GBK = new Map();
for (let lead = 0x81; lead <= 0xfe; lead += 1) {
  for (let trail = 0x40; trail <= 0xfe; trail += 1) {
    const char = new TextDecoder("gbk").decode(Buffer.from([lead, trail]));
    if (char.length === 1 && char !== UNREADABLE) GBK.set(char, [lead, trail]);
  }
}
const inGbk = (text) => Buffer.from([...text].flatMap((char) => (char < "\x80" ? [char.charCodeAt(0)] : GBK.get(char))));

/** Adds a text in GBK. */
function gbk(path, wrong, text, ...extras) {
  must(!/[\ud800-\udfff]/.test(text), "not in GBK");
  const [run] = /[^\0-\x7f]+/.exec(text);
  const start = text.indexOf(run);
  const at = [start, start + run.length].map((unit) => inGbk(text.slice(0, unit)).length);
  const json = [start, start + run.length];
  bytes("E:utf8.gbk", path, wrong, { bytes: inGbk(text), read: text, json, at, fixed: text }, ...extras);
}
const bmp = (text) => text.replaceAll("𠮷", "").replaceAll("😀", "");
gbk(E, "EData is GBK", bmp(cleanText("eData")), UNSAFE, OVER_ESCAPED);
gbk(P, "payExInfoStr is GBK", bmp(cleanText("payExInfo")), UNSAFE, SWAPPED);
gbk(P, "payExInfoStr is GBK, on many lines", bmp(cleanText("payExInfo", SPLIT)), UNSAFE, LOWER_SWAPPED);
// Traditional characters are rare in GBK, so the bytes may be Big5.
gbk(E, "EData is GBK, with a traditional name and a full-width comma", bmp(cleanText("eData")).replace("某某电商公司", "電商，有限公司"), UNSAFE, OVER_ESCAPED);

// UTF-16.
/** Adds a text in UTF-16. */
function utf16(path, wrong, text, ...extras) {
  const { bom = "", big = false } = Object.assign({}, ...extras);
  const inUtf16 = Buffer.from(bom + text, "utf16le");
  if (big) inUtf16.swap16();
  bytes("E:utf8.utf16", path, wrong, {
    bytes: inUtf16,
    read: text,
    json: [0, text.length],
    at: [bom.length * 2, inUtf16.length],
    fixed: text,
  }, ...extras);
}
utf16(E, "EData is UTF-16LE, as .NET's Encoding.Unicode writes it", cleanText("eData"));
utf16(P, "payExInfoStr is UTF-16LE with a BOM, as PowerShell writes it", cleanText("payExInfo", SPLIT), { bom: BOM }, SWAPPED);
utf16(P, "payExInfoStr is UTF-16BE with a BOM, as Java's UTF-16 writes it", cleanText("payExInfo"), { bom: BOM, big: true }, OVER_ESCAPED);
utf16(E, "EData is UTF-16BE", cleanText("eData"), { big: true }, OVER_ESCAPED);

// ---------------------------------------------------------------------------------------------------------------------
// JSON.

// A text that is not JSON.
text("E:json.empty", E, "EData is the Base64 of one blank", "⟦ ⟧", SWAPPED);
text("E:json.empty", P, "payExInfoStr is the Base64 of line breaks", "⟦\r\n\r\n⟧");

// A trailing comma.
const COMMA = "E:json.trailing-comma";
inserted(COMMA, H, "a comma after the last field of the head", `${NOTE}⟦,⟧}`, SAME, SWAPPED);
inserted(COMMA, L, "a comma after the last order", `${RECP_NAME}}⟦,⟧]}`, SAME, SWAPPED);
json(COMMA, G, "a comma after the last goods", `${LINK}}]`, `${LINK}} ⟦,⟧ ]`, `${LINK}}  ]`, LOWER_SWAPPED);
inserted(COMMA, E, "a comma after the token", `${SECRET}"⟦,⟧}`, SAME);
inserted(COMMA, P, "a comma after the list of orders, on many lines, as in the printed document", "  ]⟦,⟧\n}", SAME, SPLIT, LOWER_SWAPPED);
inserted(COMMA, G0, "a comma after the link, on many lines", `${LINK}⟦,⟧\n`, SAME, SPLIT);

// An extra comma that is not trailing.
const EXTRA = "E:json.extra-comma";
inserted(EXTRA, H, "two commas", '"verDept":"3",⟦,⟧', SAME, SWAPPED);
inserted(EXTRA, O, "a comma before the first field of an order", '{⟦,⟧"orderNo"', SAME, OVER_ESCAPED);
inserted(EXTRA, L, "a comma before the first order", '[⟦,⟧{"orderNo"', SAME, UNSAFE, SWAPPED);
inserted(EXTRA, E, "two commas, one on the next line", '"1.0",\n⟦,⟧', '"1.0",\n', SPLIT, SWAPPED);

// A missing comma.
const NO_COMMA = "E:json.missing-comma";
json(NO_COMMA, H, "no comma between two fields", '79AS","payCode"', '79AS"⟦⟧"payCode"', SWAPPED);
json(NO_COMMA, E, "no comma between two fields of EData", `${CUS_CODE},`, `${CUS_CODE}⟦⟧ `, OVER_ESCAPED);
json(NO_COMMA, H, "no comma at the end of a line", '"142",\n', '"142"⟦⟧\n', SAME, SPLIT);
json(NO_COMMA, G, "no comma between two goods", `${LINK}}`, `${LINK}}⟦⟧{"gname":"遥控器","itemLink":"x"}`, `${LINK}},{"gname":"遥控器","itemLink":"x"}`);
json(NO_COMMA, P, "no comma after the head", `${NOTE}},`, `${NOTE}}⟦⟧`, SAME);
json(NO_COMMA, H, "no comma after the amount", "100.1,", "100.1⟦⟧ ", "100.1, ", SWAPPED);

// A missing colon.
const NO_COLON = "E:json.missing-colon";
json(NO_COLON, `${E}/cusCode`, "no colon", '"cusCode":', '"cusCode"⟦⟧');
json(NO_COLON, G, "no colon before the list of goods", '"goodsInfo":', '"goodsInfo"⟦⟧');
json(NO_COLON, `${H}/totalAmount`, "a blank for the colon", '"totalAmount":', '"totalAmount"⟦⟧ ', LOWER_SWAPPED);

// A missing value.
const NO_VALUE = "E:json.missing-value";
json(NO_VALUE, `${H}/note`, "no value after the last colon", `"note":${NOTE}`, '"note":⟦⟧');
json(NO_VALUE, `${E}/commitTime`, "no value after a colon", '"commitTime":"20260115092811"', '"commitTime":⟦⟧');
json(NO_VALUE, `${H}/totalAmount`, "no amount", '"totalAmount":100.1', '"totalAmount":⟦⟧', OVER_ESCAPED);
json(NO_VALUE, `${H}/note`, "neither colon nor value", `"note":${NOTE}`, '"note"⟦⟧');

// Another character for a comma or a colon.
const SEPARATOR = "E:json.separator";
json(SEPARATOR, `${H}/verDept`, "a full-width colon", '"verDept":', '"verDept"⟦：⟧', SAME);
json(SEPARATOR, H, "a full-width comma", '"payType":"1",', '"payType":"1"⟦，⟧', SAME, LOWER_SWAPPED);
json(SEPARATOR, `${E}/version`, "`=` for the colon", '"version":', '"version"⟦=⟧', SAME, OVER_ESCAPED);
json(SEPARATOR, `${O}/orderNo`, "`=>` for the colon", '"orderNo":', '"orderNo" ⟦=>⟧ ', '"orderNo" : ');
json(SEPARATOR, O, "a semicolon for the comma", `${RECP_CODE},`, `${RECP_CODE}⟦;⟧`, SAME, OVER_ESCAPED);
json(SEPARATOR, E, "a Chinese enumeration comma", `${CUS_CODE},`, `${CUS_CODE}⟦、⟧`, SAME, SWAPPED);

// White space that JSON does not allow.
const SPACE = "E:json.white-space";
inserted(SPACE, O, "an ideographic space after a brace", '{⟦\u3000⟧"orderNo"', '{ "orderNo"', SWAPPED);
inserted(SPACE, `${E}/token`, "a no-break space after a colon", '"token":⟦\u00a0⟧', '"token": ');
inserted(SPACE, P, "a zero-width space before a field", '⟦\u200b⟧"payExchangeInfoLists"', SAME);
inserted(SPACE, H, "a BOM in the middle", `⟦${BOM}⟧"payType":`, SAME);
inserted(SPACE, P, "an ideographic space at the end", '"}]}⟦\u3000⟧', '"}]} ', LOWER_SWAPPED);
json(SPACE, E, "a line indented with no-break spaces", '  "cusCode"', '⟦\u00a0\u00a0⟧"cusCode"', ' "cusCode"', SPLIT, SWAPPED);
inserted(SPACE, G, "a form feed", '[⟦\f⟧{"gname"', '[ {"gname"', LOWER_SWAPPED);

// A wrong bracket.
// The first bracket that does not match is the only finding, without a fix: another bracket may be the wrong one.
const BRACKET = "E:json.bracket";
/** Adds a bracket that is wrong in one place and found in another. */
function wrongBracket(spec, path, wrong, [right, bracket], [clean, found], ...extras) {
  const split = cleanText(partOf(path), Object.assign({}, ...extras));
  text(spec, path, wrong, put(put(split, clean, found), right, bracket), ...extras);
}
json(BRACKET, H, "the head ends in `]`", `${NOTE}}`, `${NOTE}⟦]⟧`, SWAPPED);
json(BRACKET, E, "EData ends in `]`", `${SECRET}"}`, `${SECRET}"⟦]⟧`, SWAPPED);
json(BRACKET, L, "the list of orders ends in `}`", `${RECP_NAME}}]}`, `${RECP_NAME}}⟦}⟧}`, LOWER_SWAPPED);
json(BRACKET, G, "the list of goods ends in `}`", `${LINK}}]`, `${LINK}}⟦}⟧`, SWAPPED);
// Without its `[`, the list's `]` meets the root's `{`.
wrongBracket(BRACKET, P, "the bracket that opens the list of orders is missing", ['"payExchangeInfoLists":[', '"payExchangeInfoLists":'], [`${RECP_NAME}}]}`, `${RECP_NAME}}⟦]⟧}`]);

// One wrong bracket makes others wrong, so the second is not reported.
wrongBracket(BRACKET, H, "the head ends in `]`, and the list of goods in `}`", [`${LINK}}]`, `${LINK}}}`], [`${NOTE}}`, `${NOTE}⟦]⟧`], SWAPPED);

// A key without quotes.
const BARE_KEY = "E:json.unquoted-key";
json(BARE_KEY, `${E}/cusCode`, "a key without quotes", '"cusCode":', "⟦cusCode⟧:", SAME);
json(BARE_KEY, `${H}/note`, "a key without quotes, with a blank after it", '"note":', "⟦note⟧ :", '"note" :', SWAPPED);
json(BARE_KEY, `${O}/orderNo`, "the first key without quotes", '"orderNo":', "⟦orderNo⟧:", SAME);
json(BARE_KEY, L, "a key without quotes on a line of its own", '"payExchangeInfoLists":', "⟦payExchangeInfoLists⟧:", SAME, SPLIT, SWAPPED);

// Other quotes than `"`.
const QUOTES = "E:json.quotes";
value(QUOTES, `${E}/cusCode`, "a value in single quotes", "'XXXX908'", SAME, SWAPPED);
value(QUOTES, `${G0}/gname`, "a value in Chinese quotes", "“小米盒子𠮷”", SAME, LOWER_SWAPPED);
json(QUOTES, `${H}/note`, "a key in single quotes", '"note"', "⟦'note'⟧", SAME, OVER_ESCAPED);
value(QUOTES, `${H}/note`, "single quotes around double ones", "'他说\"好\"'", '"他说\\"好\\""', OVER_ESCAPED);
value(QUOTES, `${H}/currency`, "a value in backquotes", "`142`", SAME, OVER_ESCAPED);
value(QUOTES, `${H}/verDept`, "a value in full-width quotes", "＂3＂", SAME);
value(QUOTES, `${E}/serialNumber`, "a value in single quotation marks of a word processor", "‘20119182839304’", SAME, OVER_ESCAPED);

// A missing quote.
const MISSING_QUOTE = "E:json.missing-quote";
json(MISSING_QUOTE, `${E}/cusCode`, "the quote that closes a value is missing", '"XXXX908",', '"XXXX908⟦⟧,', LOWER_SWAPPED);
json(MISSING_QUOTE, `${H}/currency`, "the quote that closes a value is missing, at the end of a line", '"142",\n', '"142⟦⟧,\n', SPLIT, OVER_ESCAPED);
json(MISSING_QUOTE, `${H}/note`, "the quote that closes the last value is missing, at the end of a line", '"备注"\n', '"备注⟦⟧\n', SPLIT, SWAPPED);
json(MISSING_QUOTE, `${O}/recpName`, "the quote that closes the very last value is missing", '公司"}]}', "公司⟦⟧}]}");
json(MISSING_QUOTE, `${E}/serialNumber`, "the quote that opens a value is missing", '"20119182839304"', '⟦⟧20119182839304"', OVER_ESCAPED);
json(MISSING_QUOTE, `${H}/guid`, "the quote that opens a value with hyphens is missing", '"9D2F', "⟦⟧9D2F", OVER_ESCAPED);
json(MISSING_QUOTE, `${G0}/gname`, "the quote that opens a Chinese value is missing", '"小米盒子𠮷"', '⟦⟧小米盒子𠮷"', LOWER_SWAPPED);
json(MISSING_QUOTE, `${H}/note`, "the quote that opens a key is missing", '"note":', '⟦⟧note":', LOWER_SWAPPED);
json(MISSING_QUOTE, `${O}/recpCode`, "the quote that closes a key is missing", '"recpCode":', '"recpCode⟦⟧:');

// A quote within a value that is not escaped.
const BARE_QUOTE = "E:json.unescaped-quote";
json(BARE_QUOTE, `${H}/initalResponse`, "JSON was put between quotes as it is", '"{\\"msg\\":\\"成功\\"}"', '"{⟦"⟧msg⟦"⟧:⟦"⟧成功⟦"⟧}"', SAME, LOWER_SWAPPED);
json(BARE_QUOTE, `${H}/note`, "quotes around a word within a value", NOTE, '"他说⟦"⟧好⟦"⟧，就这样"', SWAPPED);
json(BARE_QUOTE, `${G0}/gname`, "an inch sign within a value", GNAME, '"电视55⟦"⟧ 黑"', SWAPPED);

// An extra quote or bracket.
inserted("E:json.unexpected-character", `${H}/verDept`, "the quote that closes a value is doubled", '"verDept":"3"⟦"⟧');

wrongBracket("E:json.unexpected-character", G, "an extra bracket opens the list of goods", ['"goodsInfo":[', '"goodsInfo":[['], ['"recpAccount":', '"recpAccount"⟦:⟧'], OVER_ESCAPED);

// A comment.
const COMMENT = "E:json.comment";
json(COMMENT, E, "a comment after a field", '"1.0",\n', '"1.0", ⟦// 网关版本𠮷⟧\n', '"1.0", \n', SPLIT);
inserted(COMMENT, `${H}/currency`, "a comment before a value", '"currency":⟦/* 人民币 */⟧', SAME);
inserted(COMMENT, P, "a comment at the end", '"}]}⟦// 完⟧', SAME, LOWER_SWAPPED);
inserted(COMMENT, P, "a comment at the start", '⟦/* 179 */⟧{"sessionID"', SAME);
inserted(COMMENT, G0, "a comment over two lines", '⟦/* 链接\n地址 */⟧"itemLink":', SAME, OVER_ESCAPED);

// A word that is not a JSON value.
const LITERAL = "E:json.invalid-literal";
value(LITERAL, `${H}/note`, "Python's None", "None", "null", LOWER_SWAPPED);
value(LITERAL, `${H}/payType`, "NULL in upper case", "NULL", "null", LOWER_SWAPPED);
value(LITERAL, `${O}/recpCode`, "undefined", "undefined", "null", UNSAFE);
value(LITERAL, `${H}/note`, "nil", "nil", "null", OVER_ESCAPED);
value(LITERAL, `${H}/note`, "NaN", "NaN");
value(LITERAL, `${H}/currency`, "text without quotes", "CNY", OVER_ESCAPED);
value(LITERAL, `${G0}/gname`, "Chinese text without quotes", "小米盒子𠮷");

// A number that JSON does not allow.
const NUMBER = "E:json.invalid-number";
value(NUMBER, `${H}/totalAmount`, "a plus sign", "+100.1", "100.1");
value(NUMBER, `${H}/totalAmount`, "nothing after the point", "100.", "100", UNSAFE, OVER_ESCAPED);
value(NUMBER, `${H}/totalAmount`, "nothing before the point", ".5", "0.5", SWAPPED);
value(NUMBER, `${H}/totalAmount`, "leading zeros", "00100.1", OVER_ESCAPED);
value(NUMBER, `${H}/totalAmount`, "hexadecimal", "0x64");
value(NUMBER, `${H}/totalAmount`, "two points", "1.000.5", OVER_ESCAPED);

// A raw control character in a string.
const CONTROL = "E:json.control-character";
inserted(CONTROL, `${G0}/gname`, "a raw line break in a value", '"小米⟦\n⟧盒子𠮷"', '"小米\\n盒子𠮷"', SWAPPED);
inserted(CONTROL, `${H}/note`, "a raw line break at the end of a value", '"备注⟦\n⟧"', '"备注\\n"');
inserted(CONTROL, `${H}/note`, "a raw tab at the start of a value", '"⟦\t⟧备注"', '"\\t备注"');
inserted(CONTROL, `${E}/cusName`, "a raw tab in a name", "电⟦\t⟧商", "电\\t商", OVER_ESCAPED);
inserted(CONTROL, `${H}/initalResponse`, "a NUL", "成⟦\0⟧功", "成\\u0000功", UNSAFE, OVER_ESCAPED);
inserted(CONTROL, `${H}/initalRequest`, "the byte 01 after an emoji", "😀⟦\u0001⟧", "😀\\u0001", UNSAFE, LOWER_SWAPPED);
inserted(CONTROL, `${G0}/itemLink`, "a raw carriage return, on the first of many lines", "?a=1⟦\r⟧&b=2", "?a=1\\r&b=2", SPLIT);

// An escape that JSON does not have.
const ESCAPE = "E:json.invalid-escape";
inserted(ESCAPE, `${G0}/gname`, "`\\'`", "小米⟦\\'⟧盒子𠮷", "小米'盒子𠮷", SWAPPED);
json(ESCAPE, `${G0}/itemLink`, "a backslash of a Windows path", "https://shop.example/1", "C:⟦\\p⟧ic");
json(ESCAPE, `${H}/note`, "`\\x41`", '"备注"', '"备注⟦\\x⟧41"', SWAPPED);
json(ESCAPE, `${H}/note`, "`\\u` with too few digits", '"备注"', '"备注⟦\\u12⟧g4"', LOWER_SWAPPED);
json(ESCAPE, `${E}/cusCode`, "`\\9`", "XXXX908", "XXXX⟦\\9⟧08", OVER_ESCAPED);
json(ESCAPE, `${H}/initalRequest`, "a backslash before an emoji", "😀", "⟦\\😀⟧");
json(ESCAPE, `${H}/note`, "a backslash before Chinese", '"备注"', '"⟦\\备⟧注"', OVER_ESCAPED);

// A lone surrogate.
const HALF = "E:json.lone-surrogate";
inserted(HALF, `${H}/note`, "half of an emoji at the end of a value", '"备注⟦\\ud83d⟧"', LOWER_SWAPPED);
json(HALF, `${G0}/gname`, "the other half at the start of a value", '"小米盒子𠮷"', '"⟦\\ude00⟧小米"');
json(HALF, `${E}/cusName`, "half of `𠮷`", "公司𠮷", "公司⟦\\uD842⟧", OVER_ESCAPED);
json(HALF, `${H}/initalRequest`, "half of an emoji before other text", "😀", "⟦\\uD83D⟧&n=1", LOWER_SWAPPED);

// A truncated text.
/** Adds a text without its end; the bracket or quote at the start of `opened` is at fault. */
function cutOff(path, wrong, end, opened, ...extras) {
  const whole = cleanText(partOf(path));
  must(whole.endsWith(end), end);
  const left = whole.slice(0, -end.length);
  const at = left.lastIndexOf(opened);
  text("E:json.unclosed", path, wrong, `${left.slice(0, at)}⟦${left[at]}⟧${left.slice(at + 1)}`, ...extras);
}
cutOff(P, "the last brace is missing", "}", '{"sessionID');
cutOff(L, "the last two brackets are missing", "]}", '[{"orderNo');
cutOff(O, "the last three brackets are missing", "}]}", '{"orderNo');
cutOff(E, "EData's brace is missing", "}", '{"cusName');
cutOff(`${E}/token`, "the last quote and EData's brace are missing", '"}', `"${SECRET}`, SWAPPED);
cutOff(`${O}/recpName`, "cut off in the last text", '有限公司"}]}', '"天猫');
cutOff(O, "cut off after a comma", `"recpName":${RECP_NAME}}]}`, '{"orderNo', LOWER_SWAPPED);

// The last `}` closes the head, and the root stays open.
wrongBracket("E:json.unclosed", P, "the brace that closes the head is missing", [`${NOTE}}`, NOTE], ['{"sessionID"', '⟦{⟧"sessionID"'], LOWER_SWAPPED);

// A character that is not expected there.
const JUNK = "E:json.unexpected-character";
const STRAY = "E:json.stray-text";
inserted(STRAY, E, "a `=` before the JSON", '⟦=⟧{"cusName"', SAME, UNSAFE);
inserted(JUNK, H, "a `*` after a field", '"verDept":"3"⟦*⟧,', SWAPPED);
inserted(JUNK, H, "a parenthesis after the last field", `${NOTE}⟦)⟧}`, OVER_ESCAPED);
inserted(JUNK, O, "a `#` before a field", '⟦#⟧"recpName"', LOWER_SWAPPED);
inserted(STRAY, P, "`json=` before the JSON", '⟦json=⟧{"sessionID"', SAME, UNSAFE, SWAPPED);

// Without the right bracket before it, the first member is taken for an element, and its `:` is unexpected.
wrongBracket(JUNK, P, "the brace that opens the head is missing", ['"payExchangeInfoHead":{', '"payExchangeInfoHead":'], ['"guid":', '"guid"⟦:⟧'], OVER_ESCAPED);
wrongBracket(JUNK, G, "the brace that opens an item of goods is missing", ['{"gname"', '"gname"'], ['"gname":', '"gname"⟦:⟧'], LOWER_SWAPPED);
wrongBracket(JUNK, H, "a bracket opens the head", ['"payExchangeInfoHead":{', '"payExchangeInfoHead":['], ['"guid":', '"guid"⟦:⟧']);
wrongBracket(JUNK, G0, "a bracket opens an item of goods, on many lines", ['{\n          "gname"', '[\n          "gname"'], ['"gname":', '"gname"⟦:⟧'], SPLIT, OVER_ESCAPED);

// Text after the end of the JSON.
const TRAILING = "E:json.trailing-text";
inserted(TRAILING, P, "an extra brace at the end", '"}]}⟦}⟧', SWAPPED);
inserted(TRAILING, P, "a semicolon at the end", '"}]}⟦;⟧', SAME, SWAPPED);
inserted(TRAILING, E, "a NUL at the end, as in C", `${SECRET}"}⟦\0⟧`, SAME, LOWER_SWAPPED);
json(STRAY, P, "a word at the end", '"}]}', '"}]} ⟦null⟧\n', '"}]} \n');
inserted(TRAILING, E, "two JSON texts", `${SECRET}"}⟦{"version":"1.0"}⟧`, LOWER_SWAPPED);

// A duplicate key.
const DUPLICATE = "E:json.duplicate-key";
json(DUPLICATE, `${H}/note`, "the same field twice", NOTE, `${NOTE},⟦"note"⟧:${NOTE}`, SAME, OVER_ESCAPED);
json(DUPLICATE, `${E}/version`, "the version again at the end", `${SECRET}"}`, `${SECRET}",⟦"version"⟧:"1.0"}`, SAME, OVER_ESCAPED);
json(DUPLICATE, `${O}/orderNo`, "the order's number twice, with different numbers", '030001"', '030001",⟦"orderNo"⟧:"ord201808030002"');
json(DUPLICATE, `${H}/currency`, "the currency twice, on many lines", '"142",\n', '"142",\n    ⟦"currency"⟧: "142",\n', SAME, SPLIT);
json(DUPLICATE, `${G0}/itemLink`, "the link twice, with different links", LINK, `${LINK},⟦"itemLink"⟧:"https://shop.example/2"`, LOWER_SWAPPED);

// Lists within lists, deeper than the library reads.
const TYPE = "E:field.type";
const TOO_DEEP = "E:json.too-deep";
const MAX_DEPTH = 64;
/** Returns lists in lists, the innermost one level too deep if `outer` levels are around them. */
const tooDeep = (outer) => `${"[".repeat(MAX_DEPTH - outer)}⟦[⟧${"]".repeat(MAX_DEPTH - outer + 1)}`;
json([TOO_DEEP, "W:field.unknown"], [`${H}/extra${"/0".repeat(MAX_DEPTH - 2)}`, `${H}/extra`], "a field of lists in lists, 65 levels deep", NOTE, `${NOTE},⟦"extra"⟧:${tooDeep(2)}`, { order: [1, 0] }, SWAPPED);
text([TOO_DEEP, TYPE], [`${E}${"/0".repeat(MAX_DEPTH)}`, E], "EData is nothing but brackets", `⟦${tooDeep(0)}⟧`, { order: [1, 0] }, OVER_ESCAPED);

// More errors than the library reads.
{
  const MAX_ERRORS = 32_768;
  const commas = `[1,⟦,⟧1${",,1".repeat(MAX_ERRORS - 1)},,⟦⟧1]`;
  const specs = [EXTRA, "E:json.too-many-errors", "W:field.unknown"];
  const counts = { counts: [MAX_ERRORS + 1, 1, 1], order: [1, 2, 0], about: "json.too-many-errors" };
  json(specs, specs.map(() => `${H}/extra`), "a list of numbers with two commas after each", NOTE, `${NOTE},⟦"extra"⟧:${commas}`, counts);
}

// Escapes that change what is signed, though the value is the same.
json("I:json.escaped-slash", `${H}/initalRequest`, "slashes are escaped, as PHP does", "https://pay.example/do", "https:⟦\\/⟧⟦\\/⟧pay.example⟦\\/⟧do", SWAPPED);
json("I:json.escaped-slash", `${G0}/itemLink`, "one slash is escaped", "example/1", "example⟦\\/⟧1", SWAPPED);
json("I:json.escaped-character", `${H}/initalRequest`, "a Chinese character is escaped", "小米盒子😀", "⟦\\u5c0f⟧米盒子😀", OVER_ESCAPED);
json("I:json.escaped-character", `${H}/note`, "two Chinese characters are escaped", NOTE, '"⟦\\u5907⟧⟦\\u6CE8⟧"');
json("I:json.escaped-character", `${G0}/gname`, "`𠮷` is escaped", "小米盒子𠮷", "小米盒子⟦\\ud842\\udfb7⟧");
{
  const escaped = (char) => `⟦${char.replace(/./gs, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`)}⟧`;
  const marked = cleanText("payExInfo").replace(/[^\0-\x7f]/gu, escaped);
  text("I:json.escaped-character", `${H}/initalRequest`, "all that is not ASCII is escaped, as Python does", marked, SWAPPED);
}

// ---------------------------------------------------------------------------------------------------------------------
// Fields: there or not, and their names.

// A missing field.
missing("E:field.missing", `${E}/version`, LOWER_SWAPPED);
missing("E:field.missing", `${E}/commitTime`, OVER_ESCAPED);
missing("E:field.missing", `${E}/cusName`);
missing("E:field.missing", `${E}/cusCode`, LOWER_SWAPPED);
missing("E:field.missing", `${E}/serialNumber`, LOWER_SWAPPED);
missing("E:field.missing", `${E}/token`);
missing("E:field.missing", `${P}/sessionID`, LOWER_SWAPPED);
missing("E:field.missing", H, SWAPPED);
missing("E:field.missing", L, LOWER_SWAPPED);
missing("W:field.missing", `${H}/guid`, LOWER_SWAPPED);
missing("W:field.missing", `${H}/initalRequest`, LOWER_SWAPPED);
missing("W:field.missing", `${H}/initalResponse`, OVER_ESCAPED);
missing("W:field.missing", `${H}/ebpCode`, SWAPPED);
missing("W:field.missing", `${H}/payCode`, LOWER_SWAPPED);
missing("W:field.missing", `${H}/payTransactionId`, SWAPPED);
missing("W:field.missing", `${H}/totalAmount`, LOWER_SWAPPED);
missing("W:field.missing", `${H}/currency`, LOWER_SWAPPED);
missing("W:field.missing", `${H}/verDept`, OVER_ESCAPED);
missing("W:field.missing", `${H}/tradingTime`, SWAPPED);
missing("W:field.missing", `${O}/orderNo`, OVER_ESCAPED);
missing("W:field.missing", G, OVER_ESCAPED);
missing("W:field.missing", `${O}/recpAccount`, SWAPPED);
missing("W:field.missing", `${O}/recpName`, SWAPPED);
missing("W:field.missing", `${G0}/gname`);
missing("W:field.missing", `${G0}/itemLink`, LOWER_SWAPPED);
form("E:field.missing", E, "EData is left out", (_, p) => `payExInfoStr=${p}`);
form("E:field.missing", P, "payExInfoStr is left out", (e) => `EData=${e}&`);

// A field that is null.
value("E:field.null", `${E}/cusCode`, "null in EData", "null", OVER_ESCAPED);
value("E:field.null", `${E}/token`, "the token is null, on many lines", "null", SPLIT, SWAPPED);
value("E:field.null", `${P}/sessionID`, "the session is null", "null", SWAPPED);
value("E:field.null", H, "the head is null", "null");
value("E:field.null", L, "the list of orders is null", "null", SWAPPED);
value("W:field.null", `${H}/payCode`, "null in the head", "null");
value("W:field.null", `${H}/totalAmount`, "the amount is null", "null");
value("W:field.null", G, "the goods are null", "null", LOWER_SWAPPED);
value("W:field.null", `${G0}/itemLink`, "a link is null", "null");

// A field that is empty.
value("E:field.empty", `${E}/version`, "the version is empty", '""', LOWER_SWAPPED);
value("E:field.empty", `${E}/token`, "the token is empty", '""', SWAPPED);
value("E:field.empty", `${P}/sessionID`, "the session is nothing but blanks", '"  "');
value("E:field.empty", L, "there are no orders", "[]", LOWER_SWAPPED);
value("W:field.empty", `${H}/payTransactionId`, "the transaction is empty", '""', OVER_ESCAPED);
value("W:field.empty", `${H}/tradingTime`, "the time is empty, on many lines", '""', SPLIT, SWAPPED);
value("W:field.empty", `${O}/recpAccount`, "the account is an ideographic space", '"\u3000"', OVER_ESCAPED);
value("W:field.empty", G, "an order without goods", "[ ]", OVER_ESCAPED);
form("E:field.empty", E, "EData is empty", (_, p) => `EData=⟦⟧&payExInfoStr=${p}`);
form("E:field.empty", P, "payExInfoStr has no `=`", (e) => `EData=${e}&payExInfoStr⟦⟧`);

// A field that the interface does not have.
json("W:field.unknown", `${H}/remark`, "an unknown field", NOTE, `${NOTE},⟦"remark"⟧:"𠮷"`, OVER_ESCAPED);
json("W:field.unknown", `${E}/signature`, "a field of another interface, first in EData", '{"cusName"', '{⟦"signature"⟧:"x","cusName"', SWAPPED);
json("W:field.unknown", `${O}/amount`, "a field with a list in it", '"recpAccount"', '⟦"amount"⟧:[{"a":1}],"recpAccount"', SWAPPED);
json("W:field.unknown", `${H}/node`, "`node`, and `note` too", NOTE, `${NOTE},⟦"node"⟧:${NOTE}`);
json("W:field.unknown", `${G0}/数量`, "a Chinese field, on many lines", `${GNAME},`, `${GNAME}, ⟦"数量"⟧: 1,`, SPLIT, OVER_ESCAPED);
form("W:field.unknown", "/charset", "another field in the form", (e, p) => `${good(e, p)}&⟦charset⟧=UTF-8`);
form("W:field.unknown", "/sign_type", "another field in the form, in between", (e, p) => `EData=${e}&⟦sign%5Ftype⟧=RSA&payExInfoStr=${p}`);

// A name that the interface's document also uses.
rename("W:field.alternate-name", `${E}/coName`, "cusName", OVER_ESCAPED);
rename("W:field.alternate-name", `${E}/coCode`, "cusCode", SWAPPED);
rename("W:field.alternate-name", `${E}/Token`, "token");
rename("W:field.alternate-name", `${P}/payExchangeInfoList`, "payExchangeInfoLists", LOWER_SWAPPED);
form("W:field.alternate-name", "/Edata", "`Edata` for `EData`", (e, p) => `⟦Edata⟧=${e}&payExInfoStr=${p}`, good);
form("W:field.alternate-name", "/Edata", "`Edata` for `EData`, at the end", (e, p) => `payExInfoStr=${p}&⟦Edata⟧=${e}`, goodSwapped);

// Both names of a field at once.
const BOTH = "E:field.both-names";
json(BOTH, `${E}/coCode`, "`coCode` and `cusCode`, of the same value", CUS_CODE, `${CUS_CODE},⟦"coCode"⟧:${CUS_CODE}`, SAME);
json(BOTH, `${E}/coName`, "`coName` before `cusName`, of the same value", '{"cusName"', `{⟦"coName"⟧:${CUS_NAME},"cusName"`, SAME, LOWER_SWAPPED);
json(BOTH, `${E}/Token`, "`token` and `Token`, on many lines", `"${SECRET}"\n`, `"${SECRET}",\n  ⟦"Token"⟧: "${SECRET}"\n`, SAME, SPLIT, OVER_ESCAPED);
json(BOTH, `${E}/coName`, "`coName` and `cusName`, of different values", CUS_NAME, `${CUS_NAME},⟦"coName"⟧:"𠮷"`, LOWER_SWAPPED);
json(
  BOTH,
  `${P}/payExchangeInfoList`,
  "`payExchangeInfoList` and `…Lists`, which differ",
  '"payExchangeInfoLists"',
  '⟦"payExchangeInfoList"⟧:[{"orderNo":"1","goodsInfo":[{"gname":"x","itemLink":"y"}],"recpAccount":"1","recpName":"z"}],"payExchangeInfoLists"',
  LOWER_SWAPPED,
);
form(BOTH, "/Edata", "`EData` and `Edata`, of the same value", (e, p) => `EData=${e}&⟦Edata⟧=${e}&payExInfoStr=${p}`, good);
form(BOTH, "/Edata", "`Edata` before `EData`, of the same value", (e, p) => `⟦Edata⟧=${e}&payExInfoStr=${p}&EData=${e}`, goodSwapped);

// A misspelt name.
const MISSPELT = "field.misspelt";
rename(`E:${MISSPELT}`, `${E}/cusname`, "cusName", SWAPPED);
rename(`E:${MISSPELT}`, `${E}/cus_code`, "cusCode", LOWER_SWAPPED);
rename(`E:${MISSPELT}`, `${E}/Version`, "version", SWAPPED);
rename(`E:${MISSPELT}`, `${E}/comitTime`, "commitTime");
rename(`E:${MISSPELT}`, `${E}/serialNumer`, "serialNumber", LOWER_SWAPPED);
rename(`E:${MISSPELT}`, `${E}/tokens`, "token", UNSAFE, LOWER_SWAPPED);
rename(`E:${MISSPELT}`, `${P}/sessionId`, "sessionID");
rename(`E:${MISSPELT}`, `${P}/SessionID`, "sessionID", LOWER_SWAPPED);
rename(`E:${MISSPELT}`, `${P}/payExchangeinfohead`, "payExchangeInfoHead", SWAPPED);
rename(`E:${MISSPELT}`, `${P}/payExchageInfoLists`, "payExchangeInfoLists", SWAPPED);
rename(`W:${MISSPELT}`, `${H}/Guid`, "guid", OVER_ESCAPED);
rename(`W:${MISSPELT}`, `${H}/initialRequest`, "initalRequest", SWAPPED);
rename(`W:${MISSPELT}`, `${H}/initialResponse`, "initalResponse", OVER_ESCAPED);
rename(`W:${MISSPELT}`, `${H}/EBPCode`, "ebpCode", LOWER_SWAPPED);
rename(`W:${MISSPELT}`, `${H}/paycode`, "payCode", OVER_ESCAPED);
rename(`W:${MISSPELT}`, `${H}/payTransactionID`, "payTransactionId", LOWER_SWAPPED);
rename(`W:${MISSPELT}`, `${H}/total_amount`, "totalAmount", SWAPPED);
rename(`W:${MISSPELT}`, `${H}/totalAmout`, "totalAmount", OVER_ESCAPED);
rename(`W:${MISSPELT}`, `${H}/curreny`, "currency", LOWER_SWAPPED);
rename(`W:${MISSPELT}`, `${H}/verDpet`, "verDept", UNSAFE);
rename(`W:${MISSPELT}`, `${H}/pay-type`, "payType");
rename(`W:${MISSPELT}`, `${H}/trading_time`, "tradingTime", SWAPPED);
rename(`W:${MISSPELT}`, `${H}/node`, "note", UNSAFE);
rename(`W:${MISSPELT}`, `${O}/orderNO`, "orderNo", OVER_ESCAPED);
rename(`W:${MISSPELT}`, `${O}/goodInfo`, "goodsInfo");
rename(`W:${MISSPELT}`, `${O}/ recpAccount`, "recpAccount", OVER_ESCAPED);
rename(`W:${MISSPELT}`, `${O}/recpcode`, "recpCode", OVER_ESCAPED);
rename(`W:${MISSPELT}`, `${O}/reciName`, "recpName", UNSAFE, OVER_ESCAPED);
rename(`W:${MISSPELT}`, `${G0}/gName`, "gname", LOWER_SWAPPED);
rename(`W:${MISSPELT}`, `${G0}/itemLinks`, "itemLink", UNSAFE, OVER_ESCAPED);
rename(`W:${MISSPELT}`, `${G0}/name`, "gname", SPLIT, UNSAFE, { wrong: "`name` for `gname`, on many lines" }, LOWER_SWAPPED);
rename(`E:${MISSPELT}`, `${H}/initialRequest`, "initalRequest", { wrong: "`initialRequest`, where customs' rules are errors", options: { customsRules: "error" } }, LOWER_SWAPPED);
rename(`W:${MISSPELT}`, `${H}/node`, "note", UNSAFE, { wrong: "`node`, where customs' rules are errors, but do not ask for `note`", options: { customsRules: "error" } }, OVER_ESCAPED);
rename(`W:${MISSPELT}`, `${H}/initialResponse`, "initalResponse", { wrong: "`initialResponse`, where customs' rules are off", options: { customsRules: "off" } }, LOWER_SWAPPED);
form(`E:${MISSPELT}`, "/edata", "the form field `edata`", (e, p) => `⟦edata⟧=${e}&payExInfoStr=${p}`, good);
form(`E:${MISSPELT}`, "/EDATA", "the form field `EDATA`", (e, p) => `payExInfoStr=${p}&⟦EDATA⟧=${e}`, goodSwapped);
form(`E:${MISSPELT}`, "/payExInfo", "the form field `payExInfo`", (e, p) => `EData=${e}&⟦payExInfo⟧=${p}`, good, UNSAFE);
form(`E:${MISSPELT}`, "/payexinfostr", "the form field `payexinfostr`", (e, p) => `⟦payexinfostr⟧=${p}&EData=${e}`, goodSwapped);

// ---------------------------------------------------------------------------------------------------------------------
// Types.

// JSON within a string.
const quoted = (value) => JSON.stringify(JSON.stringify(value));
const QUOTED = "E:field.quoted-json";
value(QUOTED, H, "the head is a string of JSON", quoted(at(H)), SAME, SWAPPED);
value(QUOTED, L, "the list of orders is a string of JSON", quoted(at(L)), SAME, OVER_ESCAPED);
value(QUOTED, G, "the list of goods is a string of JSON", quoted(at(G)), SAME, LOWER_SWAPPED);
value(QUOTED, H, "the head is a string of JSON on many lines", JSON.stringify(JSON.stringify(at(H), null, 2)), JSON.stringify(at(H), null, 2), SWAPPED);
json(QUOTED, O, "an order is a string of JSON", JSON.stringify(at(O)), `⟦${quoted(at(O))}⟧`, SAME, OVER_ESCAPED);

// An object where a list of objects is expected.
value("E:field.not-a-list", L, "the list of orders is one order", JSON.stringify(at(O)), SAME, UNSAFE, OVER_ESCAPED);
value("E:field.not-a-list", G, "the list of goods is one object", JSON.stringify(at(G0)), SAME, UNSAFE, LOWER_SWAPPED);
json(
  "E:field.not-a-list",
  G,
  "the list of goods is one object, on many lines",
  `[\n        {\n          "gname": ${GNAME},\n          "itemLink": ${LINK}\n        }\n      ]`,
  `⟦{"gname": ${GNAME},\n"itemLink": "𠮷"}⟧`,
  `[{"gname": ${GNAME},\n"itemLink": "𠮷"}]`,
  SPLIT, UNSAFE,
  SWAPPED,
);

// A list where its only object is expected.
value("E:field.list-of-one", H, "the head is a list of one object", `[${JSON.stringify(at(H))}]`, SAME, UNSAFE);
text("E:field.list-of-one", E, "EData is a list of one object", `⟦[${cleanText("eData")}]⟧`, cleanText("eData"), UNSAFE, SWAPPED);
text("E:field.list-of-one", P, "payExInfoStr is a list of one object, on many lines", `⟦[${cleanText("payExInfo", SPLIT)}]⟧`, cleanText("payExInfo", SPLIT), UNSAFE, LOWER_SWAPPED);

value(TYPE, `${E}/serialNumber`, "the serial number is a number", "20119182839304", SAME, SWAPPED);
value(TYPE, `${E}/version`, "the version is a number", "1.0", SAME, OVER_ESCAPED);
value(TYPE, `${E}/commitTime`, "the time is a number of 14 digits", "20260115092811", SAME, SWAPPED);
value("E:field.digits-lost", `${E}/token`, "the token is a number", "12345678901234567890123456789012");
value(TYPE, `${E}/cusName`, "the name is a boolean", "true", SWAPPED);
value(TYPE, `${H}/currency`, "the currency is a number", "142", SAME, LOWER_SWAPPED);
value(TYPE, `${H}/verDept`, "the institution is a number, on many lines", "3", SAME, SPLIT, OVER_ESCAPED);
value(TYPE, `${H}/payType`, "the kind of payment is a number", "1", SAME, SWAPPED);
value(TYPE, `${H}/tradingTime`, "the time of payment is a number of 14 digits", "20260115092510", SAME);
value(TYPE, `${H}/payTransactionId`, "the transaction is a number", "2018080110835", SAME, OVER_ESCAPED);
value("E:field.not-text", `${H}/initalResponse`, "the original response is an object", '{"msg":"成功"}', SAME, UNSAFE, OVER_ESCAPED);
value(TYPE, `${H}/totalAmount`, "the amount is a boolean", "false", OVER_ESCAPED);
value(TYPE, `${O}/orderNo`, "the order's number is a number", "201808030001", '"201808030001"', OVER_ESCAPED);
value("E:field.digits-lost", `${O}/recpAccount`, "the account is a number of 19 digits", "6217850100007893905", LOWER_SWAPPED);
value("E:field.not-text", `${O}/recpCode`, "the code is a list", `[${RECP_CODE}]`, SAME, UNSAFE, LOWER_SWAPPED);
value(TYPE, H, "the head is a text that is not JSON", '"见附件"', SWAPPED);
value(TYPE, L, "the list of orders is a number", "1", OVER_ESCAPED);
text(TYPE, E, "EData is the number 1", "⟦1⟧", LOWER_SWAPPED);
text(TYPE, E, "EData is a text", `⟦${CUS_NAME}⟧`, SWAPPED);

// A wrong type in a list.
json("E:field.item-type", `${L}/0`, "an order is the order's number alone", JSON.stringify(at(O)), '⟦"ord201808030001"⟧', LOWER_SWAPPED);
json("E:field.item-type", `${G}/1`, "one of the goods is a number", `${LINK}}`, `${LINK}},⟦2⟧`, OVER_ESCAPED);
json("E:field.item-type", `${G}/0`, "one of the goods is null", JSON.stringify(at(G0)), "⟦null⟧");

// ---------------------------------------------------------------------------------------------------------------------
// Values.

// A value that is too long.
/** Adds a value that is one character too long. */
function tooLong(severity, path, max, char, ...extras) {
  value(`${severity}:field.too-long`, path, `${max + 1} characters where ${max} are allowed`, JSON.stringify(char.repeat(max + 1)), ...extras);
}
tooLong("E", `${E}/cusName`, 60, "𠮷", SWAPPED);
tooLong("E", `${E}/cusCode`, 18, "x", LOWER_SWAPPED);
tooLong("E", `${E}/serialNumber`, 32, "0");
tooLong("E", `${E}/token`, 32, "0");
tooLong("W", `${H}/guid`, 36, "A");
tooLong("W", `${H}/initalRequest`, 8000, "x");
tooLong("W", `${H}/initalResponse`, 8000, "x");
tooLong("W", `${H}/ebpCode`, 18, "x", LOWER_SWAPPED);
tooLong("W", `${H}/payCode`, 18, "号", LOWER_SWAPPED);
tooLong("W", `${H}/payTransactionId`, 60, "0", SWAPPED);
tooLong("W", `${H}/note`, 1000, "x", SWAPPED);
tooLong("W", `${O}/orderNo`, 60, "0", SWAPPED);
tooLong("W", `${O}/recpAccount`, 60, "0", SWAPPED);
tooLong("W", `${O}/recpCode`, 18, "0", LOWER_SWAPPED);
tooLong("W", `${O}/recpName`, 100, "名", LOWER_SWAPPED);
tooLong("W", `${G0}/gname`, 250, "货", OVER_ESCAPED);
tooLong("W", `${G0}/itemLink`, 3000, "x", SWAPPED);

// White space around a value.
value("W:field.blanks", `${E}/cusName`, "a blank before a name", '" 某某电商公司𠮷"', SAME, UNSAFE, SWAPPED);
value("W:field.blanks", `${E}/token`, "a blank after the token", `"${SECRET.slice(1)} "`, `"${SECRET.slice(1)}"`, UNSAFE, LOWER_SWAPPED);
value("W:field.blanks", `${P}/sessionID`, "blanks on both sides", '" fe2374-8fnejf97-32839218  "', SAME, UNSAFE, OVER_ESCAPED);
value("W:field.blanks", `${O}/orderNo`, "a line break after a number", '"ord201808030001\\n"', SAME, UNSAFE, SWAPPED);
value("W:field.blanks", `${G0}/gname`, "an ideographic space after a name", '"小米盒子𠮷\u3000"', SAME, UNSAFE, SWAPPED);
value("W:field.blanks", `${O}/recpName`, "an escaped tab before a name, on many lines", '"\\t天猫国际有限公司"', SAME, SPLIT, UNSAFE, SWAPPED);
value("E:field.blanks", `${E}/version`, "a blank after the version", '"1.0 "', SAME, SWAPPED);
value("E:field.blanks", `${E}/commitTime`, "a blank before the time", '" 20260115092811"', SAME);
value("W:field.blanks", `${H}/tradingTime`, "a blank after the time of payment", '"20260115092510 "', SAME, OVER_ESCAPED);
value("W:field.blanks", `${H}/currency`, "a blank before the currency", '" 142"', SAME, SWAPPED);
value("W:field.blanks", `${H}/verDept`, "a blank after the institution", '"3 "', SAME, OVER_ESCAPED);

// A value that is not one of those allowed.
const CHOICE = "field.choice";
value(`E:${CHOICE}`, `${E}/version`, "another version", '"1.1"', SAME, UNSAFE, OVER_ESCAPED);
value(`E:${CHOICE}`, `${E}/version`, "a version with a `v`, on many lines", '"v1.0"', SAME, SPLIT);
value(`W:${CHOICE}`, `${H}/verDept`, "银联 for 1", '"银联"', '"1"', OVER_ESCAPED);
value(`W:${CHOICE}`, `${H}/verDept`, "网联 for 2", '"网联"', '"2"', OVER_ESCAPED);
value(`W:${CHOICE}`, `${H}/verDept`, "其他 for 3", '"其他"', SAME, LOWER_SWAPPED);
value(`W:${CHOICE}`, `${H}/verDept`, "an unknown institution", '"4"', LOWER_SWAPPED);
value(`W:${CHOICE}`, `${H}/payType`, "APP for 1", '"APP"', SAME);
value(`W:${CHOICE}`, `${H}/payType`, "PC for 2", '"PC"', '"2"', LOWER_SWAPPED);
value(`W:${CHOICE}`, `${H}/payType`, "扫码 for 3", '"扫码"', '"3"', LOWER_SWAPPED);
value(`W:${CHOICE}`, `${H}/payType`, "an unknown kind of payment", '"5"', LOWER_SWAPPED);
value(`W:${CHOICE}`, `${H}/currency`, "an unknown currency", '"999"', SWAPPED);
value(`W:${CHOICE}`, `${H}/currency`, "人民币 for 142", '"人民币"', SAME, OVER_ESCAPED);

// A currency in ISO 4217, and a customs code that is not that of CNY.
const ISO = "currency.iso";
const NOT_CNY = { left: ["currency.not-cny"] };
value(`W:${ISO}`, `${H}/currency`, "CNY", '"CNY"', SAME);
value(`W:${ISO}`, `${H}/currency`, "cny in lower case, on many lines", '"cny"', SAME, SPLIT, OVER_ESCAPED);
value(`W:${ISO}`, `${H}/currency`, "RMB", '"RMB"', SAME, OVER_ESCAPED);
value(`W:${ISO}`, `${H}/currency`, "156, the number of ISO 4217", '"156"', SAME, LOWER_SWAPPED);
value(`W:${ISO}`, `${H}/currency`, "USD", '"USD"', '"502"', NOT_CNY, LOWER_SWAPPED);
value(`W:${ISO}`, `${H}/currency`, "840, the number of ISO 4217", '"840"', '"502"', NOT_CNY, LOWER_SWAPPED);
value(`W:${ISO}`, `${H}/currency`, "HKD", '"HKD"', '"110"', NOT_CNY, LOWER_SWAPPED);
value(`W:${ISO}`, `${H}/currency`, "JPY", '"JPY"', '"116"', NOT_CNY);
value(`W:${ISO}`, `${H}/currency`, "978, the number of the euro in ISO 4217", '"978"', '"300"', NOT_CNY, OVER_ESCAPED);
value(`E:${ISO}`, `${H}/currency`, "CNY, where customs' rules are errors", '"CNY"', SAME, { options: { customsRules: "error" } }, OVER_ESCAPED);
value("W:currency.not-cny", `${H}/currency`, "US dollars", '"502"');
value("W:currency.not-cny", `${H}/currency`, "Hong Kong dollars", '"110"', SWAPPED);
value("W:currency.not-cny", `${H}/currency`, "euros, on many lines", '"300"', SPLIT, SWAPPED);

// A time in another format.
const TIME = '"20260115092811"';
/** Adds a time in both fields that have one; `encodings` are those of the two bodies. */
function time(code, wrong, spelled, encodings, ...last) {
  for (const [index, [severity, path]] of [["E", `${E}/commitTime`], ["W", `${H}/tradingTime`]].entries()) {
    // CBT requires both to be strings; only customs requires a format of `tradingTime`.
    const spec = `${spelled.startsWith('"') ? severity : "E"}:${code}`;
    value(spec, path, `${path.split("/").pop()}: ${wrong}`, spelled, ...last, encodings[index]);
  }
}
time("time.unix", "Unix seconds", '"1768440491"', [PLAIN, SWAPPED], TIME);
time("time.unix", "Unix milliseconds", '"1768440491123"', [SWAPPED, PLAIN], TIME, UNSAFE);
time("time.unix", "Unix seconds as a number", "1768440491", [PLAIN, PLAIN], TIME);
time("time.unix", "Unix milliseconds as a number", "1768440491000", [PLAIN, SWAPPED], TIME);
time("time.month-first", "the month first, as in America", '"01/15/2026 09:28:11"', [SWAPPED, PLAIN], TIME);
time("time.month-first", "the month first, with minus signs", '"01-15-2026 09:28:11"', [OVER_ESCAPED, OVER_ESCAPED], TIME);
time("time.month-first", "the month first, in 14 digits", '"01152026092811"', [OVER_ESCAPED, OVER_ESCAPED], TIME);
time("time.month-first", "the month first, and it may be the day", '"01/02/2026 09:28:11"', [SWAPPED, SWAPPED]);
// In another year, so that the payment is not hours after the request.
time("time.twelve-hour", "twelve hours and PM", '"2020-01-15 03:28:11 PM"', [LOWER_SWAPPED, OVER_ESCAPED], '"20200115152811"');
time("time.twelve-hour", "an hour past midnight and AM", '"2020-01-15 12:28:11 AM"', [SWAPPED, LOWER_SWAPPED], '"20200115002811"');
time("time.twelve-hour", "half an hour past noon and PM", '"2020/01/15 12:28:11 PM"', [PLAIN, PLAIN], '"20200115122811"');
time("time.twelve-hour", "twelve hours and 下午", '"2020-01-15 下午03:28:11"', [LOWER_SWAPPED, OVER_ESCAPED], '"20200115152811"');
time("time.format", "with minus signs and colons", '"2026-01-15 09:28:11"', [PLAIN, SWAPPED], TIME);
time("time.format", "as in ISO 8601", '"2026-01-15T09:28:11"', [PLAIN, PLAIN], TIME);
time("time.format", "as in ISO 8601, with China's offset", '"2026-01-15T09:28:11+08:00"', [SWAPPED, PLAIN], TIME);
time("time.format", "as in ISO 8601, in UTC with milliseconds", '"2026-01-15T01:28:11.000Z"', [SWAPPED, LOWER_SWAPPED], TIME, UNSAFE);
time("time.format", "with slashes", '"2026/01/15 09:28:11"', [PLAIN, SWAPPED], TIME);
time("time.format", "in Chinese", '"2026年01月15日 09时28分11秒"', [LOWER_SWAPPED, PLAIN], TIME);
time("time.format", "the date alone", '"20260115"', [LOWER_SWAPPED, LOWER_SWAPPED]);
time("time.format", "not a time", '"昨天"', [SWAPPED, SWAPPED]);
time("time.nonexistent", "30 February", '"20260230092811"', [PLAIN, LOWER_SWAPPED]);
time("time.nonexistent", "month 13", '"20261315092811"', [OVER_ESCAPED, PLAIN]);
time("time.nonexistent", "24 o'clock", '"20260115240000"', [PLAIN, LOWER_SWAPPED]);

// An amount in another format.
const AMOUNT = `${H}/totalAmount`;
value("E:amount.string", AMOUNT, "the amount in quotes", '"100.1"', SAME, SWAPPED);
value("E:amount.string", AMOUNT, "the amount in quotes, on many lines", '"100.1"', SAME, SPLIT, OVER_ESCAPED);
value("E:amount.string", AMOUNT, "the amount in quotes, with a trailing zero", '"100.10"', SAME, LOWER_SWAPPED);
value("E:amount.string", AMOUNT, "a `¥` and quotes", '"¥100.1"', SAME);
value("E:amount.string", AMOUNT, "元 and quotes", '"100.1元"', SAME);
value("E:amount.string", AMOUNT, "thousands separators and quotes", '"1,000.5"', "1000.5", UNSAFE);
value("E:amount.string", AMOUNT, "an amount in words", '"一百元"', SWAPPED);
value("W:amount.exponent", AMOUNT, "an exponent", "1e2", "100", SWAPPED);
value("W:amount.exponent", AMOUNT, "a mantissa with decimals and an exponent", "1.001E+2", SAME);
value("W:amount.exponent", AMOUNT, "a negative exponent", "1001e-1", SAME, LOWER_SWAPPED);
value("W:amount.negative", AMOUNT, "a negative amount", "-100.1");
value("W:amount.range", AMOUNT, "six decimals", "0.123456", SWAPPED);
value("W:amount.range", AMOUNT, "fifteen digits before the point", "123456789012345");
value("W:amount.float-noise", AMOUNT, "0.1 + 0.2", String(0.1 + 0.2), "0.3", UNSAFE);
value("W:amount.float-noise", AMOUNT, "0.7 + 0.1", String(0.7 + 0.1), "0.8", UNSAFE, SWAPPED);
value("W:amount.float-noise", AMOUNT, "1.1 * 3", String(1.1 * 3), "3.3", UNSAFE);
value("W:amount.float-noise", AMOUNT, "4.35 * 100", String(4.35 * 100), "435", UNSAFE, OVER_ESCAPED);
value("I:amount.trailing-zeros", AMOUNT, "100.10", "100.10", SAME, SWAPPED);
value("I:amount.trailing-zeros", AMOUNT, "100.0, on many lines", "100.0", "100", SPLIT, OVER_ESCAPED);
value("I:amount.trailing-zeros", AMOUNT, "100.00", "100.00", "100", LOWER_SWAPPED);

// A guid in a form that customs does not recommend.
value("I:guid.format", `${H}/guid`, "a guid in lower case", '"9d2f3e1a-5b6c-4d7e-8f90-a1b2c3d4e5f6"', SAME);
value("I:guid.format", `${H}/guid`, "one letter in lower case", '"9D2F3E1A-5B6C-4D7E-8F90-A1B2C3D4E5f6"', SAME, SWAPPED);
value("I:guid.format", `${H}/guid`, "a guid of 24 characters, as in customs' example", '"fe2374-8fnejf97-32839218"');
value("I:guid.format", `${H}/guid`, "a guid without minus signs", '"9D2F3E1A5B6C4D7E8F90A1B2C3D4E5F6"', OVER_ESCAPED);

// ---------------------------------------------------------------------------------------------------------------------
// The same mistake again and again.

const withNote = (note) => put(cleanText("payExInfo"), NOTE, JSON.stringify(note));
{
  const long = withNote("备注，".repeat(103));
  must(Math.floor((base64(long).length - 1) / MIME_LINE) === 27, "27 line breaks");
  carrier("E:base64.white-space", P, "27 line breaks, as MIME encoders write them", lines(MIME_LINE, ...CRLF), { text: long });

  const pluses = withNote(">".repeat(30));
  must(base64(pluses).split("+").length === 14, "13 `+`");
  carrier("E:form.unencoded-plus", P, "none of 13 `+` is escaped", plusAs("+", everyPlus), { text: pluses });

  const STRING = /"((?:[^"\\]|\\.)*)"/g;
  const single = (_, inside) => `⟦'${inside.replaceAll('\\"', '"')}'⟧`;
  text(QUOTES, `${P}/sessionID`, "all strings are in single quotes, as Python writes them", cleanText("payExInfo").replace(STRING, single), cleanText("payExInfo"), LOWER_SWAPPED);

  const FIELDS = Object.keys(at(E)).length;
  const fullWidth = cleanText("eData").replace(STRING, "“$1”").replaceAll(":", "：").replaceAll(",", "，");
  text(
    [QUOTES, SEPARATOR, SEPARATOR],
    [`${E}/cusName`, `${E}/cusName`, E],
    "all punctuation is Chinese",
    fullWidth.replace("“cusName”：", "⟦“cusName”⟧⟦：⟧").replace("，", "⟦，⟧"),
    cleanText("eData"),
    { counts: [2 * FIELDS, FIELDS, FIELDS - 1] },
    OVER_ESCAPED,
  );
}

/** Returns the clean text with several orders, whose numbers `spell` writes, as it does their codes if `codes` is set. */
const orders = (count, spell, codes = false) => {
  const order = (_, index) => {
    const numbered = put(JSON.stringify(at(O)), '"ord201808030001"', spell(`20180803000${index}`, index));
    return codes ? put(numbered, RECP_CODE, spell(at(`${O}/recpCode`), index)) : numbered;
  };
  return put(cleanText("payExInfo"), JSON.stringify(at(L)), `[${Array.from({ length: count }, order).join(",")}]`);
};
const inQuotes = (digits) => `"${digits}"`;
const marked = (digits) => `⟦${digits}⟧`;
const firstMarked = (digits, index) => (index === 0 ? marked(digits) : digits);
text(TYPE, `${O}/orderNo`, "the numbers of three orders are numbers", orders(3, marked), orders(3, inQuotes), OVER_ESCAPED);
text([TYPE, TYPE], [`${O}/orderNo`, `${O}/recpCode`], "the numbers and the codes of two orders are numbers", orders(2, firstMarked, true), orders(2, inQuotes, true), { counts: [2, 2] }, SWAPPED);

text("I:json.escaped-slash", `${H}/initalRequest`, "all slashes are escaped, in two fields", cleanText("payExInfo").replaceAll("/", "⟦\\/⟧"));

{
  const goods = (item) => put(cleanText("payExInfo"), JSON.stringify(at(G)), `[${Array(103).fill(item).join(",")}]`);
  text(`W:${MISSPELT}`, `${G0}/itemlink`, "a name is misspelt 103 times", goods(`{"gname":${GNAME},⟦"itemlink"⟧:"x"}`), goods(`{"gname":${GNAME},"itemLink":"x"}`), OVER_ESCAPED);
}

{
  const value = { text: " ", tokens: [...base64(" ")].map(raw) };
  const { body, starts } = bodyOf(eachPart(() => value));
  const findings = (spec, place, fix) => PARTS.map((part) => ({ spec, path: PATHS[part], at: placeIn(value, starts[part], body, place), fix }));
  add(
    "both parts are the Base64 of one blank",
    body,
    [...findings("E:json.empty", { json: [0, 1] }, null), ...findings("I:form.unencoded-equals", { tokens: [2, 4] }, "safe")],
    { body: body.replaceAll("==", "%3D%3D"), left: ["json.empty", "json.empty"] },
  );
}

// ---------------------------------------------------------------------------------------------------------------------
// Two mistakes in one text, of which one has no fix: then the other has none either.

text(
  ["E:json.missing-quote", COMMA],
  [`${H}/note`, G],
  "a quote is missing, and there is an extra comma",
  put(put(cleanText("payExInfo", SPLIT), '"备注"\n', '"备注⟦⟧\n'), "}\n      ]", "}⟦,⟧\n      ]"),
  SWAPPED,
);
text([BRACKET, COMMA], [H, G], "the head ends in `]`, and there is an extra comma", put(put(cleanText("payExInfo"), `${NOTE}}`, `${NOTE}⟦]⟧`), `${LINK}}]`, `${LINK}}⟦,⟧]`), OVER_ESCAPED);

// ---------------------------------------------------------------------------------------------------------------------
// A safe fix and an unsafe one.

{
  const marked = `⟦[${cleanText("eData").replace("}", "⟦,⟧}")}]⟧`;
  text([COMMA, "E:field.list-of-one"], [`${E}/0`, E], "EData is a list of one object, with an extra comma", marked, cleanText("eData"), {
    order: [1, 0],
    fixes: ["safe", "unsafe"],
    safely: `[${cleanText("eData")}]`,
    leftSafely: ["field.list-of-one"],
  }, OVER_ESCAPED);
}
{
  const object = JSON.stringify(at(G0));
  const payExInfo = put(cleanText("payExInfo"), `[${object}]`, object);
  const [eData, good] = PARTS.map((part) => valueFor(cleanText(part)));
  const tokens = tokensOf(base64(payExInfo));
  const wrapped = { text: payExInfo, tokens: [...tokens, raw("\n")] };
  const { body, starts } = bodyOf({ eData, payExInfo: wrapped });
  const place = (at) => placeIn(wrapped, starts.payExInfo, body, at);
  const start = payExInfo.indexOf(object);
  add(
    "the body ends in a line break, and the list of goods is one object",
    body,
    [
      { spec: "E:base64.white-space", path: P, at: place({ tokens: [tokens.length, tokens.length + 1] }), fix: "safe" },
      { spec: "E:field.not-a-list", path: G, at: place({ json: [start, start + object.length] }), fix: "unsafe" },
    ],
    { eData: eData.text, payExInfo: good.text },
    { safely: { eData: eData.text, payExInfo, body: bodyOf({ eData, payExInfo: { tokens } }).body, left: ["field.not-a-list"] } },
  );
}

// ---------------------------------------------------------------------------------------------------------------------
// More than are listed.

{
  const LISTED = 100;
  /** Repeats an item, with marks in the listed ones only. */
  const items = (count, item) => {
    const marked = (_, index) => (index < LISTED ? item(index) : item(index).replace(/[⟦⟧]/g, ""));
    return Array.from({ length: count }, marked).join(",");
  };
  const paths = (path) => [...Array.from({ length: LISTED }, (_, index) => path(index)), ""];
  const specs = (spec) => [...Array(LISTED).fill(spec), "W:findings.more"];
  text(
    specs("W:field.unknown"),
    paths((index) => `${H}/extra${index}`),
    "103 unknown fields",
    put(cleanText("payExInfo"), NOTE, `${NOTE},${items(103, (index) => `⟦"extra${index}"⟧:"𠮷"`)}`),
    { about: "findings.more" },
    OVER_ESCAPED,
  );
  text(
    specs("W:field.null"),
    paths((index) => `${G}/${index}/itemLink`),
    "a link is null 102 times",
    put(cleanText("payExInfo"), JSON.stringify(at(G)), `[${items(102, () => '{"gname":"x","itemLink":⟦null⟧}')}]`),
    { about: "findings.more" },
    SWAPPED,
  );
}
