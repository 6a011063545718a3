// biome-ignore-all format: a table, most often one case a line
// Mistakes of real programs in a value of the form or the text in its Base64. See ../cases.mjs for the form of a line.
import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import {
  base64,
  bytes,
  carrier,
  cleanText,
  E,
  form,
  P,
  put,
  SWAPPED,
  token,
  tokensOf,
  whole,
} from "../tools.mjs";

// ---------------------------------------------------------------------------------------------------------------------
// Other text in place of Base64.

const UNSAFE = { fix: "unsafe" };

// Every `+` became a blank, and their number is a multiple of four, so that the length is right without them too.
const everyPlusAs = (spelled) => (tokens) => {
  const found = tokens.flatMap(({ char }, index) => (char === "+" ? [index] : []));
  const withEach = (make) => tokens.map((one) => (one.char === "+" ? make(one) : one));
  return { tokens: withEach(() => token("+", spelled)), at: found.map((index) => [index, index + 1]), fixed: tokens };
};
/** Returns a clean text with a longer name, so that its Base64 has this many `+`. */
function withPluses(part, near, count) {
  for (let length = 1; length < 400; length += 1) {
    const text = put(cleanText(part), near, `${near}${"，a".repeat(length)}`);
    for (const one of [text, ` ${text}`, `  ${text}`]) {
      if (base64(one).split("+").length === count + 1) return one;
    }
  }
  throw new Error(`${part} with ${count} +`);
}
carrier("E:base64.space-for-plus", P, "four `+` became spaces", everyPlusAs(" "), { text: withPluses("payExInfo", "备注", 4) });
carrier("E:base64.space-for-plus", P, "eight `+` became escaped spaces", everyPlusAs("%20"), { text: withPluses("payExInfo", "备注", 8) }, SWAPPED);
carrier("E:base64.space-for-plus", E, "twelve `+` became spaces", everyPlusAs(" "), { text: withPluses("eData", "某某电商公司", 12) });

// Hexadecimal.
/** Sends something other than the Base64 of the text. */
const instead = (spelled) => (_, text) => {
  const value = { text, tokens: spelled(text) };
  const { tokens: at, json } = whole(value);
  return { tokens: value.tokens, at, json, fixed: tokensOf(base64(text)) };
};
const hexOf = (text) => Buffer.from(text).toString("hex");
carrier("E:base64.hex", E, "EData is hexadecimal, as PHP's bin2hex writes it", instead((text) => tokensOf(hexOf(text))));
carrier("E:base64.hex", P, "payExInfoStr is hexadecimal in upper case, as Java's HexFormat may write it", instead((text) => tokensOf(hexOf(text).toUpperCase())), SWAPPED);
carrier("E:base64.hex", E, "EData is hexadecimal after 0x, as MySQL writes it", instead((text) => tokensOf(`0x${hexOf(text)}`)));
carrier("E:base64.hex", P, "payExInfoStr is hexadecimal with hyphens, as .NET's BitConverter writes it", instead((text) => tokensOf(hexOf(text).toUpperCase().match(/../g).join("-"))));
carrier("E:base64.hex", P, "payExInfoStr is the Base64 of hexadecimal", instead((text) => tokensOf(base64(hexOf(text)))));

// Line breaks that were escaped.
/** Inserts a spelled line break after every `width` digits. */
const wrapped = (spelled, width, isLast) => (tokens) => {
  const [out, at] = [[], []];
  for (const [index, one] of tokens.entries()) {
    out.push(one);
    if ((index + 1) % width === 0 || (isLast && index + 1 === tokens.length)) {
      at.push([out.length, out.length + spelled.length]);
      out.push(...tokensOf(spelled).map(({ char, spelled }) => token(char, spelled, false)));
    }
  }
  return { tokens: out, at, fixed: tokens };
};
carrier("E:base64.line-break", P, "Ruby's encode64 went through JSON: `\\n` every 60 characters", wrapped("\\n", 60, true));
carrier("E:base64.line-break", E, "MIME's line breaks went through JSON: `\\r\\n` every 76 characters", wrapped("\\r\\n", 76), SWAPPED);
carrier("E:base64.line-break", P, "PHP's nl2br: `<br />` every 76 characters", wrapped("<br />", 76));

// .NET's UrlTokenEncode.
const urlToken = (tokens) => {
  const digits = tokens.filter(({ char }) => char !== "=");
  const at = digits.flatMap(({ char }, index) => ("+/".includes(char) ? [[index, index + 1]] : []));
  const out = digits.map((one) => ("+/".includes(one.char) ? token(one.char === "+" ? "-" : "_") : one));
  return { tokens: [...out, token(String(tokens.length - digits.length))], at: [...at, [out.length, out.length + 1]], fixed: tokens };
};
carrier("E:base64.url-safe", E, "EData by .NET's UrlTokenEncode", urlToken);
carrier("E:base64.url-safe", P, "payExInfoStr by .NET's UrlTokenEncode, one `=`", urlToken, { text: ` ${cleanText("payExInfo")}` }, SWAPPED);
carrier("E:base64.url-safe", P, "payExInfoStr by .NET's UrlTokenEncode, two `=`", urlToken, { text: `  ${cleanText("payExInfo")}` });
carrier("E:base64.url-safe", P, "payExInfoStr by .NET's UrlTokenEncode", urlToken, { text: `   ${cleanText("payExInfo")}` });

// Encoded twice, with something between.
carrier("E:base64.twice", P, "the Base64 of percent-encoded Base64", instead((text) => tokensOf(base64(encodeURIComponent(base64(text))))));

// Formats other than JSON: one finding for the part, and no fix.
/** Adds a value of the form that is not JSON in any way. */
function other(code, path, wrong, value) {
  const spelled = encodeURIComponent(value);
  const marked = path === E ? (_, p) => `EData=⟦${spelled}⟧&payExInfoStr=${p}` : (e) => `EData=${e}&payExInfoStr=⟦${spelled}⟧`;
  form(code, path, wrong, marked);
}
/** Adds the Base64 of something that is not JSON. */
const encoded = (code, path, wrong, content) => other(code, path, wrong, base64(content));

encoded("E:base64.compressed", P, "payExInfoStr is gzip in Base64", gzipSync(cleanText("payExInfo")));
encoded("E:base64.compressed", E, "EData is zlib in Base64, as PHP's gzcompress writes it", deflateSync(cleanText("eData")));
other("E:base64.no-value", P, "payExInfoStr is Python's None", "None");
encoded("E:base64.no-value", E, "EData is the Base64 of undefined", "undefined");

const OTHER = "E:base64.not-json";
other(OTHER, E, "EData is a Java byte[] in a string", "[B@604c5de8");
other(OTHER, P, "payExInfoStr is a Java Map without a toString()", "com.example.pay.PayExInfo@1b6d3586");
other(OTHER, P, "payExInfoStr is a Go []byte printed with %v", `[${[...Buffer.from(cleanText("payExInfo"))].join(" ")}]`);
other(OTHER, E, "EData is a Promise in a template string", "[object Promise]");
other(OTHER, E, "EData is a Python coroutine", "<coroutine object encode at 0x7f3b2c1d5a40>");
other(OTHER, P, "payExInfoStr is a PHP array in a string", "Array");
other(OTHER, E, "EData is a Perl hash in a string", "HASH(0x55d0c8a3e2b8)");
other(OTHER, E, "EData is a shell variable in single quotes", "\u0024{EDATA}");
other(OTHER, P, "payExInfoStr is a Go pointer", "0xc0000b4018");
other(OTHER, P, "payExInfoStr is an MD5 of the text", "9e107d9d372bb6826bd81d3542a419d6");
other(OTHER, E, "EData is a JWT", `${Buffer.from('{"alg":"HS256","typ":"JWT"}').toString("base64url")}.${Buffer.from(cleanText("eData")).toString("base64url")}.c2lnbmF0dXJl`);
other(OTHER, E, "the middle of EData was masked in a log", `${base64(cleanText("eData")).slice(0, 40)}****${base64(cleanText("eData")).slice(-40)}`);
other(OTHER, E, "EData is Base32", "PMRHMZLSONUW63RCHIRDCLRQEJ6Q====");
other(OTHER, P, "the `%` of all escapes of payExInfoStr were lost", encodeURIComponent(base64(` ${cleanText("payExInfo")}`)).replaceAll("%", ""));
encoded(OTHER, E, "EData is the Base64 of Python's repr of bytes", `b'${cleanText("eData").replace(/[^\0-\x7f]+/g, (run) => [...Buffer.from(run)].map((byte) => `\\x${byte.toString(16)}`).join(""))}'`);
encoded(OTHER, P, "payExInfoStr is what Node's console.log prints", "{\n  sessionID: 'fe2374-8fnejf97-32839218',\n  payExchangeInfoHead: [Object],\n  payExchangeInfoLists: [ [Object] ]\n}");
encoded(OTHER, E, "EData is the Base64 of an object that JavaScript turned into text", "[object Object]");
encoded(OTHER, P, "payExInfoStr is the Base64 of a Node.js Buffer as JSON", JSON.stringify(Buffer.from(cleanText("payExInfo"))));

// Formats other than JSON. They hold the token, so nothing of them is quoted.
const fields = Object.entries(JSON.parse(cleanText("eData")));
const listed = (each, separator = "") => fields.map(([name, value]) => each(name, value)).join(separator);
const bytesIn = (text) => Buffer.byteLength(text);
encoded(OTHER, E, "EData is PHP's serialize()", `a:6:{${listed((name, value) => `s:${bytesIn(name)}:"${name}";s:${bytesIn(value)}:"${value}";`)}}`);
encoded(OTHER, E, "EData is PHP's var_dump()", `array(6) {\n${listed((name, value) => `  ["${name}"]=>\n  string(${bytesIn(value)}) "${value}"\n`)}}\n`);
encoded(OTHER, E, "EData is PHP's print_r()", `Array\n(\n${listed((name, value) => `    [${name}] => ${value}\n`)})\n`);
encoded(OTHER, E, "EData is PHP's var_export()", `array (\n${listed((name, value) => `  '${name}' => '${value}',\n`)})`);
encoded(OTHER, E, "EData is Java's Map.toString()", `{${listed((name, value) => `${name}=${value}`, ", ")}}`);
other(OTHER, E, "EData is Java's Map.toString(), without Base64", `{${listed((name, value) => `${name}=${value}`, ", ")}}`);
encoded(OTHER, E, "EData is a Java record's toString()", `EData[${listed((name, value) => `${name}=${value}`, ", ")}]`);
encoded(OTHER, E, "EData is a Go struct printed with %v", `{1.0 20260115092811 CBT XXXX908 ${JSON.parse(cleanText("eData")).token}}`);
encoded(OTHER, E, "EData is a Go struct printed with %+v", `{${listed((name, value) => `${name[0].toUpperCase()}${name.slice(1)}:${value}`, " ")}}`);
encoded(OTHER, E, "EData is a Go map printed with %v", `map[${listed((name, value) => `${name}:${value}`, " ")}]`);
encoded(OTHER, E, "EData is Ruby's inspect", `{${listed((name, value) => `"${name}"=>"${value}"`, ", ")}}`);
encoded(OTHER, E, "EData is the repr of a Python dataclass", `EData(${listed((name, value) => `${name}='${value}'`, ", ")})`);
encoded(OTHER, E, "EData is YAML", listed((name, value) => `${name}: "${value}"\n`));
encoded(OTHER, E, "EData is XML", `<?xml version="1.0" encoding="UTF-8"?><EData>${listed((name, value) => `<${name}>${value}</${name}>`)}</EData>`);
encoded(OTHER, E, "EData is a query string, as PHP's http_build_query writes it", new URLSearchParams(fields).toString());
other(OTHER, E, "EData is a query string, without Base64", new URLSearchParams(fields).toString());
encoded(OTHER, E, "EData is TOML", listed((name, value) => `${name} = "${value}"\n`));
encoded(OTHER, E, "EData is CSV", `${listed((name) => name, ",")}\n${listed((_, value) => value, ",")}\n`);
encoded(OTHER, E, "EData is Python's pickle", Buffer.from("80049524000000000000007d94288c0776657273696f6e948c03312e3094752e", "hex"));
encoded(OTHER, P, "payExInfoStr is Java's serialization", Buffer.from("aced0005737200116a6176612e7574696c2e486173684d6170", "hex"));

// UTF-32.
/** Adds a text in UTF-32. */
function utf32(path, wrong, text, { bom = "", big = false } = {}, ...extras) {
  const units = [...(bom + text)].map((char) => char.codePointAt(0));
  const out = Buffer.alloc(units.length * 4);
  for (const [index, unit] of units.entries()) {
    if (big) out.writeUInt32BE(unit, index * 4);
    else out.writeUInt32LE(unit, index * 4);
  }
  bytes("E:utf8.utf16", path, wrong, { bytes: out, read: text, json: [0, text.length], at: [bom.length * 4, out.length], fixed: text }, ...extras);
}
utf32(E, "EData is UTF-32LE with a BOM, as Python's utf-32 writes it", cleanText("eData"), { bom: "\ufeff" });
utf32(P, "payExInfoStr is UTF-32LE", cleanText("payExInfo"), {}, SWAPPED);
utf32(P, "payExInfoStr is UTF-32BE, as wchar_t in network order", cleanText("payExInfo"), { big: true });

/** Returns the pair of bytes of each character of an encoding. */
function pairsOf(encoding, first, last) {
  const pairs = new Map();
  for (let lead = first; lead <= last; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const char = new TextDecoder(encoding).decode(Buffer.from([lead, trail]));
      if (char.length === 1 && char !== "\ufffd") pairs.set(char, [lead, trail]);
    }
  }
  return pairs;
}

// GB18030, which has every character.
const GBK = pairsOf("gbk", 0x81, 0xfe);
function inGb18030(text) {
  const four = (at) => [0x90 + Math.floor(at / 12600), 0x30 + (Math.floor(at / 1260) % 10), 0x81 + (Math.floor(at / 10) % 126), 0x30 + (at % 10)];
  const spelled = (char) => GBK.get(char) ?? (char < "\x80" ? [char.charCodeAt(0)] : four(char.codePointAt(0) - 0x10000));
  return Buffer.from([...text].flatMap(spelled));
}
function gb18030(path, wrong, text, ...extras) {
  const [run] = /[^\0-\x7f]+/.exec(text);
  const json = [text.indexOf(run), text.indexOf(run) + run.length];
  const at = json.map((unit) => inGb18030(text.slice(0, unit)).length);
  bytes("E:utf8.gbk", path, wrong, { bytes: inGb18030(text), read: text, json, at, fixed: text }, ...extras);
}
gb18030(E, "EData is GB18030, with a rare character in four bytes", cleanText("eData"), UNSAFE);
gb18030(P, "payExInfoStr is GB18030, with emoji", cleanText("payExInfo"), UNSAFE);

// Bytes that are not text.
/** Adds bytes that are not text. */
function binary(path, wrong, content) {
  const read = content.toString();
  bytes("E:utf8.not-text", path, wrong, { bytes: content, read, json: [0, read.length], at: [0, content.length] });
}
binary(E, "EData is raw deflate", deflateRawSync(cleanText("eData")));
binary(E, "EData is MessagePack", Buffer.concat([Buffer.from([0x86]), ...Object.entries(JSON.parse(cleanText("eData"))).flatMap(([name, value]) => [name, value].map((text) => Buffer.concat([Buffer.from([0xd9, Buffer.byteLength(text)]), Buffer.from(text)])))]));

// Big5.
const BIG5 = pairsOf("big5", 0xa1, 0xf9);
const inBig5 = (text) => Buffer.from([...text].flatMap((char) => (char < "\x80" ? [char.charCodeAt(0)] : BIG5.get(char))));
/** Adds a text in Big5. */
function big5(path, wrong, text, ...extras) {
  const [run] = /[^\0-\x7f]+/.exec(text);
  const start = text.indexOf(run);
  const json = [start, start + run.length];
  const at = json.map((unit) => inBig5(text.slice(0, unit)).length);
  bytes("E:utf8.big5", path, wrong, { bytes: inBig5(text), read: text, json, at, fixed: text }, ...extras);
}
const traditional = (text) =>
  [["某某电商公司𠮷", "某某電商公司"], ["小米盒子😀", "小米盒子"], ["小米盒子𠮷", "小米電視盒"], ["备注", "備註"], ["天猫国际有限公司", "天貓國際有限公司"]].reduce(
    (text, [from, to]) => text.replaceAll(from, to),
    text,
  );
big5(E, "EData is Big5", traditional(cleanText("eData")), UNSAFE);
big5(P, "payExInfoStr is Big5", traditional(cleanText("payExInfo")), UNSAFE, SWAPPED);
// A single character is as common in the other encoding, so the text must not be re-encoded.
const ONE = put(cleanText("eData"), "某某电商公司𠮷", "CBT 电");
const one = [ONE.indexOf("电"), ONE.indexOf("电") + 1];
bytes("E:utf8.gbk", E, "EData is GBK with one Chinese character, or Big5", {
  bytes: Buffer.from(ONE.replace("电", "\xb5\xe7"), "latin1"),
  read: ONE,
  json: one,
  at: [one[0], one[1] + 1],
});
