// The token stands in a hundred odd places, and no function and no command shows six characters of it in a row, in any
// spelling. Exempt are decodeForm's text and value, buildForm's texts, and checkReply's `reply`: they are the caller's data.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { after, test } from "node:test";
import { makeProject, REPLY, validRequest } from "./project.mjs";

const TOKEN = "Qz7Wk9Xv3Jp5Hy2Gd8Fs4Lm6Nc1Rb0Tt";

const project = await makeProject();
after(() => project.remove());
const cbt179 = await project.load();

/** The Base64 characters that bytes determine alone, as the first, second or third byte of a group. @param {Buffer} bytes */
const withinBase64 = (bytes) =>
  [0, 1, 2].map((before) => {
    const base64 = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    const end = Math.floor(((before + bytes.length) * 8) / 6);
    return base64.slice(Math.ceil((before * 8) / 6), end);
  });

/** All pieces of this length. @param {string[]} texts @param {number} length */
const pieces = (texts, length) =>
  texts.flatMap((text) =>
    Array.from({ length: text.length - length + 1 }, (_, at) => text.slice(at, at + length)),
  );

const plain = Buffer.from(TOKEN);
const wide = Buffer.from(TOKEN, "utf16le");
const inBase64 = [...withinBase64(plain), ...withinBase64(wide)];
const twice = withinBase64(plain).flatMap((base64) => withinBase64(Buffer.from(base64)));
/** Six characters of the token as they are, in Base64, and in Base64 of Base64. */
const SECRET = new Set([...pieces([TOKEN], 6), ...pieces(inBase64, 7), ...pieces(twice, 9)]);

/** The text with one layer of escapes undone. @param {string} text */
const unescaped = (text) =>
  text
    .replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\+u\{?([0-9a-f]{1,4})\}?/gi, (_, hex) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    )
    .replace(/&#x([0-9a-f]+);/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replaceAll("\0", "");

/** The beginnings of the pieces. */
const BEGINNINGS = new Set([...SECRET].map((piece) => piece.slice(0, 6)));

/** The first piece of the token in a text, in any spelling. @param {string} text */
function pieceIn(text) {
  const first = unescaped(text);
  for (const view of new Set([text, first, unescaped(first), first.replace(/\s|\\+[nrt/]/g, "")]))
    for (let at = 0; at < view.length; at++) {
      if (!BEGINNINGS.has(view.slice(at, at + 6))) continue;
      const piece = [6, 7, 9].map((length) => view.slice(at, at + length));
      const found = piece.find((piece) => SECRET.has(piece));
      if (found) return found;
    }
  return undefined;
}

const LOCALES = /** @type {const} */ (["zh-CN", "en"]);

function request() {
  const { eData, payExInfo } = validRequest();
  return { eData: { ...eData, token: TOKEN }, payExInfo };
}
const line = JSON.stringify(request().eData);
const payExInfoLine = JSON.stringify(request().payExInfo);
const base64 = (/** @type {string | Buffer} */ text) => Buffer.from(text).toString("base64");
/** A body of these values, percent-encoded. @param {string} eData @param {string} payExInfo */
const formOf = (eData, payExInfo = base64(payExInfoLine)) =>
  `EData=${encodeURIComponent(eData)}&payExInfoStr=${encodeURIComponent(payExInfo)}`;
/** A body of these texts. @param {string | Buffer} eData @param {string | Buffer} payExInfo */
const bodyOf = (eData, payExInfo = payExInfoLine) => formOf(base64(eData), base64(payExInfo));
/** `EData` with more or other fields. @param {object} fields */
const eDataWith = (fields) => JSON.stringify({ ...request().eData, ...fields });
/** `EData` without `token`. @param {object} fields */
const eDataWithout = (fields) => {
  const { token: _, ...others } = request().eData;
  return JSON.stringify({ ...others, ...fields });
};
const allEscaped = [...TOKEN].map((c) => `\\u00${c.charCodeAt(0).toString(16)}`).join("");
const allPercent = [...TOKEN].map((c) => `%${c.charCodeAt(0).toString(16)}`).join("");
/** GBK of `EData`. */
const gbk = Buffer.concat(
  line
    .split(/(上海某某电子商务有限公司)/)
    .map((text) =>
      text.startsWith("上")
        ? Buffer.from("c9cfbaa3c4b3c4b3b5e7d7d3c9ccceffd3d0cfdeb9abcbbe", "hex")
        : Buffer.from(text),
    ),
);
const utf16be = (/** @type {string} */ text) => Buffer.from(text, "utf16le").swap16();
/** payExInfo with fields in its head. @param {object} fields */
const payExInfoWith = (fields) => {
  const { payExInfo } = request();
  Object.assign(payExInfo.payExchangeInfoHead, fields);
  return JSON.stringify(payExInfo);
};

/** `EData`'s JSON text, sound and broken. @type {Record<string, string>} */
const E_DATA = {
  sound: line,
  pretty: JSON.stringify(request().eData, null, 2),
  "escaped letter": line.replace(TOKEN, `\\u0051${TOKEN.slice(1)}`),
  "escaped letter in the middle": line.replace("5Hy", "5\\u0048y"),
  "all escaped": line.replace(TOKEN, allEscaped),
  "percent-encoded value": line.replace(TOKEN, allPercent),
  "control character after": line.replace(TOKEN, `${TOKEN}\u0001`),
  "control character within": line.replace("5Hy", "5\u0001Hy"),
  "line break within": line.replace("5Hy", "5\nHy"),
  "blanks around": line.replace(TOKEN, ` ${TOKEN} `),
  "wrong escape within": line.replace("5Hy", "5\\Hy"),
  "quote within": line.replace("5Hy", '5"Hy'),
  "escaped quote within": line.replace("5Hy", '5\\"Hy'),
  "brace within": line.replace("5Hy", "5}Hy"),
  "comma within": line.replace("5Hy", '5","Hy'),
  "no-break space within": line.replace("5Hy", "5\u00a0Hy"),
  "lone surrogate after": line.replace(TOKEN, `${TOKEN}\\ud800`),
  "twice as long": line.replace(TOKEN, TOKEN + TOKEN),
  "Bearer before": line.replace(TOKEN, `Bearer ${TOKEN}`),
  "token= before": line.replace(TOKEN, `token=${TOKEN}`),
  "a list": eDataWith({ token: [TOKEN] }),
  "a list of pieces": eDataWith({ token: [TOKEN.slice(0, 16), TOKEN.slice(16)] }),
  "an object": eDataWith({ token: { value: TOKEN } }),
  "a nested object": eDataWithout({ auth: { token: { value: [TOKEN] } } }),
  "nested as JSON": eDataWithout({ data: line }),
  "nested in an object": JSON.stringify({ eData: request().eData }),
  "nested in a list": JSON.stringify([request().eData]),
  "a list of names and values": JSON.stringify(Object.entries(request().eData).flat()),
  "a list of pairs": JSON.stringify(
    Object.entries(request().eData).map(([name, value]) => ({ name, value })),
  ),
  "JSON twice": JSON.stringify(line),
  "JSON three times": JSON.stringify(JSON.stringify(line)),
  "token twice": line.replace('"token"', `"token":"${TOKEN}","token"`),
  "token twice, of which one is another": line.replace(/\}$/, ',"token":"another"}'),
  "the name is the token": eDataWith({ [TOKEN]: "" }),
  "the name has the token": eDataWith({ [`x-${TOKEN}`]: 1 }),
  "Base64 of the token as a name": eDataWith({ [base64(TOKEN)]: 1 }),
  "Base64 of the token": eDataWith({ sign: base64(TOKEN) }),
  "Base64 of the whole": eDataWith({ raw: base64(line) }),
  "bare value": line.replace(`"${TOKEN}"`, TOKEN),
  "bare name": line.replace('"token"', "token"),
  "single quotes": line.replaceAll('"', "'"),
  "curly quotes": line.replace(/"(.*?)"/g, "“$1”"),
  backticks: line.replaceAll('"', "`"),
  "full-width quotes": line.replaceAll('"', "＂"),
  "full-width colon": line.replaceAll(":", "："),
  "escaped quotes": line.replaceAll('"', '\\"'),
  "HTML's quotes": line.replaceAll('"', "&quot;"),
  "no quotes": line.replaceAll('"', ""),
  "missing colon": line.replace('"token":', '"token"'),
  "equals for a colon": line.replaceAll(":", "="),
  "arrow for a colon": line.replaceAll(":", " => "),
  "missing quote before": line.replace(`"${TOKEN}`, TOKEN),
  "missing quote after": line.replace(`${TOKEN}"`, TOKEN),
  "missing quote of the version": line.replace('"1.0"', '"1.0'),
  "missing quote of the name": line.replace('"token"', '"token'),
  "missing comma": line.replace(',"token"', '"token"'),
  "trailing comma": line.replace(/\}$/, ",}"),
  "missing brace": line.slice(0, -1),
  "truncated in the token": line.slice(0, -8),
  "the end only": line.slice(line.indexOf('"serial')),
  "the token only": TOKEN,
  "the token only, in quotes": `"${TOKEN}"`,
  "text after": `${line} token ${TOKEN}`,
  "text before": `token ${TOKEN} ${line}`,
  "a comment": line.replace("{", `{ // token is ${TOKEN}\n`),
  Python: line.replaceAll('"', "'").replaceAll(",", ", ").replaceAll(":", ": "),
  Java: `{version=1.0, token=${TOKEN}, cusCode=1}`,
  PHP: `Array ( [version] => 1.0 [token] => ${TOKEN} )`,
  YAML: `version: "1.0"\ntoken: ${TOKEN}\n`,
  XML: `<EData><version>1.0</version><token>${TOKEN}</token></EData>`,
  query: `version=1.0&token=${TOKEN}`,
  ...Object.fromEntries(
    ["tokenn", "to ken", "co_token", "Token", "TOKEN", "tokne", "toekn", "tok", "accessToken"]
      .concat("secret", "password", "key", "sign", "appKey", "令牌", "token ", "\u200btoken")
      .concat("t-o-k-e-n", "tоken", "ｔｏｋｅｎ", "", "eData", "1", "token\0")
      .map((name) => [`misspelt ${JSON.stringify(name)}`, eDataWithout({ [name]: TOKEN })]),
  ),
  ...Object.fromEntries(
    [
      String.raw`\u0074oken`,
      String.raw`t\u006fken`,
      String.raw`to\u006Ben`,
      String.raw`tok\u0065\u006e`,
    ]
      .concat(String.raw`\u0074\u006f\u006b\u0065\u006e`, String.raw`to\ken`, "%74oken")
      .map((name) => [`escaped ${name}`, line.replace('"token"', `"${name}"`)]),
  ),
  ...Object.fromEntries(
    ["version", "commitTime", "cusName", "cusCode", "serialNumber"].flatMap((name) => [
      [`echoed in ${name}`, eDataWith({ [name]: TOKEN })],
      [`echoed in ${name}, broken`, eDataWith({ [name]: TOKEN }).replace(/\}$/, ",]")],
      [`half echoed in ${name}`, eDataWith({ [name]: `x${TOKEN.slice(3, 25)}y` })],
    ]),
  ),
  "commitTime in ruins": line.replace('"20180705133325"', TOKEN),
};

/** payExInfo's JSON text, with the token in it. @type {Record<string, string>} */
const PAY_EX_INFO = {
  ...Object.fromEntries(
    Object.keys(request().payExInfo.payExchangeInfoHead).map((name) => [
      `echoed in ${name}`,
      payExInfoWith({ [name]: TOKEN }),
    ]),
  ),
  "echoed in a note that is too long": payExInfoWith({ note: TOKEN.repeat(40) }),
  "echoed in a note, in Base64": payExInfoWith({ note: `x${base64(`x${TOKEN}`)}`.repeat(30) }),
  "echoed in a note, escaped": payExInfoWith({ note: "N" }).replace('"N"', `"${allEscaped}\u0001"`),
  "echoed in a note, percent-encoded": payExInfoWith({ currency: encodeURIComponent(TOKEN) }),
  "echoed in the currency, in Base64": payExInfoWith({ currency: base64(`xx${TOKEN}`) }),
  "echoed in a name": payExInfoWith({ [TOKEN]: 1 }),
  "echoed in a broken text": payExInfoWith({ note: TOKEN }).replace('"note":', '"note"'),
  "echoed as a bare word": payExInfoWith({ note: 1 }).replace('"note":1', `"note":${TOKEN}`),
  "echoed after the text": `${payExInfoLine}${TOKEN}`,
  "token in the head": payExInfoWith({ token: TOKEN, currency: `token=${TOKEN}` }),
  "EData in its place": line,
  "EData in its place, broken": line.replace(/\}$/, ",]"),
  "EData within": JSON.stringify({ eData: request().eData, payExInfo: request().payExInfo }),
};

/** Whole texts: forms, broken forms, and no forms at all. @type {Record<string, string | Buffer>} */
const TEXTS = {
  ...Object.fromEntries(
    Object.entries(E_DATA).map(([name, text]) => [`EData: ${name}`, bodyOf(text)]),
  ),
  ...Object.fromEntries(
    Object.entries(PAY_EX_INFO).map(([name, text]) => [`payExInfo: ${name}`, bodyOf(line, text)]),
  ),
  "parts swapped": bodyOf(payExInfoLine, line),
  "parts swapped, without serialNumber": bodyOf(
    payExInfoLine,
    JSON.stringify({ version: "1.0", token: TOKEN }),
  ),
  "parts swapped, broken": bodyOf(
    payExInfoLine,
    line.replace(/\}$/, ",]").replace('"token":', '"token"'),
  ),
  "EData in both": bodyOf(line, line),
  "EData twice": `${bodyOf(line)}&EData=${encodeURIComponent(base64(line))}`,
  "no payExInfoStr": `EData=${encodeURIComponent(base64(line))}`,
  "only the Base64": base64(line),
  "EData quoted": formOf(`"${base64(line)}"`),
  "EData in single quotes": `EData='${base64(line)}'&payExInfoStr='e30='`,
  "EData as JSON": formOf(line),
  "EData as JSON, unencoded": `EData=${line}&payExInfoStr=${payExInfoLine}`,
  "EData as JSON, broken": formOf(line.replace('"token":', '"token" ')),
  "EData as JSON, misspelt": formOf(eDataWithout({ tokne: TOKEN })),
  "not percent-encoded": `EData=${base64(line)}&payExInfoStr=${base64(payExInfoLine)}`,
  "percent-encoded twice": formOf(encodeURIComponent(base64(line))),
  "percent-encoded as a whole": encodeURIComponent(bodyOf(line)),
  "percent-encoded as a whole, twice": encodeURIComponent(encodeURIComponent(bodyOf(line))),
  "percent-encoded letter by letter": `EData=${[...base64(line)].map((c) => `%${c.charCodeAt(0).toString(16)}`).join("")}&payExInfoStr=e30%3D`,
  ...Object.fromEntries(
    [1, 2, 3].flatMap((by) => [
      [`Base64 less ${by} characters`, formOf(base64(line).slice(by))],
      [`Base64 with ${by} more before`, formOf("ABC".slice(0, by) + base64(line))],
      [`Base64 with ${by} blanks before`, formOf(" ".repeat(by) + base64(line))],
      [
        `Base64 less ${by} characters at its end`,
        formOf(base64(line).replace(/=*$/, "").slice(0, -by)),
      ],
      [
        `Base64 shifted by ${by} in the middle`,
        formOf(base64(line).slice(0, 40) + base64(line).slice(40 + by)),
      ],
      [`Base64 with ${by} dots`, formOf(base64(line).replace(/.{30}/g, `$&${".".repeat(by)}`))],
      [`bare Base64 less ${by} characters`, base64(line).slice(by)],
    ]),
  ),
  "Base64 twice": formOf(base64(base64(line))),
  "Base64 three times": formOf(base64(base64(base64(line)))),
  "Base64 of the percent-encoded": bodyOf(encodeURIComponent(line)),
  Base64url: formOf(Buffer.from(line).toString("base64url")),
  "Base64 of MIME": formOf(base64(line).replace(/.{76}/g, "$&\r\n")),
  "Base64 after data:": formOf(`data:application/json;base64,${base64(line)}`),
  "Base64 reversed in case": formOf(base64(line).replace(/^e/, "E")),
  hexadecimal: formOf(Buffer.from(line).toString("hex").slice(0, 40)),
  "UTF-16": bodyOf(Buffer.from(line, "utf16le")),
  "UTF-16 with a BOM": bodyOf(Buffer.from(`\ufeff${line}`, "utf16le")),
  "UTF-16BE": bodyOf(utf16be(line)),
  "UTF-16BE with a BOM": bodyOf(utf16be(`\ufeff${line}`)),
  "a body in UTF-16": Buffer.from(bodyOf(line), "utf16le"),
  "JSON in UTF-16": Buffer.from(line, "utf16le"),
  GBK: bodyOf(gbk),
  "GBK as JSON": Buffer.concat([Buffer.from("EData="), gbk, Buffer.from("&payExInfoStr=e30%3D")]),
  "GBK alone": gbk,
  BOM: bodyOf(`\ufeff${line}`),
  "BOM before the body": `\ufeff${bodyOf(line)}`,
  latin1: bodyOf(Buffer.from(line, "latin1")),
  "a NUL after": bodyOf(`${line}\0`),
  ...Object.fromEntries(
    [
      "edata",
      "EDATA",
      "Edata",
      "eData",
      " EData",
      "EData[]",
      "E_Data",
      "EDate",
      "data",
      "EData%20",
    ].map((name) => [`field ${name}`, bodyOf(line).replace("EData", name)]),
  ),
  semicolons: bodyOf(line).replace("&", ";"),
  "line break between": bodyOf(line).replace("&", "\n"),
  "escaped ampersand": bodyOf(line).replace("&", "&amp;"),
  "colons for equals": bodyOf(line).replaceAll("=", ":"),
  "a field token too": `${bodyOf(line)}&token=${TOKEN}`,
  "a field token only": `version=1.0&token=${TOKEN}&payExInfoStr=e30%3D`,
  "a field named as the token": `${bodyOf(line)}&${TOKEN}=1`,
  "a field with the token": `${bodyOf(line)}&x=${TOKEN}`,
  multipart: `--b\r\nContent-Disposition: form-data; name="EData"\r\n\r\n${base64(line)}\r\n--b--\r\n`,
  "multipart of JSON": `--b\r\nContent-Disposition: form-data; name="EData"\r\n\r\n${line}\r\n--b--\r\n`,
  "multipart of token": `--b\r\nContent-Disposition: form-data; name="token"\r\n\r\n${TOKEN}\r\n--b--\r\n`,
  "JSON body": JSON.stringify({ EData: base64(line), payExInfoStr: base64(payExInfoLine) }),
  "JSON body of texts": JSON.stringify({ EData: line, payExInfoStr: payExInfoLine }),
  "JSON body of objects": JSON.stringify({ EData: request().eData, payExInfoStr: {} }),
  "JSON body, pretty": JSON.stringify({ EData: request().eData, payExInfoStr: {} }, null, 2),
  "JSON request": JSON.stringify(request()),
  "JSON EData": line,
  "JSON EData, broken": line.replace(/\}$/, ",]"),
  "JSON EData, misspelt": eDataWithout({ tokne: TOKEN }),
  "a JSON string of the body": JSON.stringify(bodyOf(line)),
  URL: `https://cbt.example/sign?${bodyOf(line)}`,
  "URL with token": `GET https://cbt.example/sign?version=1.0&token=${TOKEN}&cusCode=1 HTTP/1.1`,
  "URL with token, percent-encoded": `https://a.example/?to=${encodeURIComponent(`https://cbt.example/?token=${TOKEN}`)}`,
  XML: `<request><token>${TOKEN}</token></request>`,
  "XML attribute": `<request token="${TOKEN}"/>`,
  "XML CDATA": `<token><![CDATA[${TOKEN}]]></token>`,
  "XML of EData": `<EData>${base64(line)}</EData>`,
  SOAP: `<ns:token xsi:type="xsd:string">${TOKEN}</ns:token>`,
  "log line": `2018-07-05 13:33:25 INFO sign - token=${TOKEN}, cusCode=3122260XYZ`,
  "log line in words": `2018-07-05 13:33:25 WARN the token is ${TOKEN} here`,
  "log line in Chinese": `2018-07-05 13:33:25 令牌 token：${TOKEN}，重试`,
  "log line of the body": `2018-07-05 13:33:25 INFO POST /sign ${bodyOf(line)} 200`,
  "log line of JSON": JSON.stringify({ level: 30, msg: `sent ${line}` }),
  "log line of Java": `EData(version=1.0, token=${TOKEN}, cusCode=1)`,
  "log line of Go": `{Version:1.0 Token:${TOKEN} CusCode:1}`,
  "log line of PHP": `array(2) { ["token"]=> string(32) "${TOKEN}" }`,
  "log line of Python": `{'version': '1.0', 'token': '${TOKEN}'}`,
  "log line of Ruby": `{:token=>"${TOKEN}"}`,
  "log line of C": `token[32] = ${TOKEN}`,
  header: `POST / HTTP/1.1\r\ntoken: ${TOKEN}\r\nX-Token: ${TOKEN}\r\n\r\n`,
  "header of Authorization": `POST /?token=x HTTP/1.1\r\nAuthorization: Token ${TOKEN}\r\n`,
  curl: `curl -X POST -d 'EData=${base64(line)}&payExInfoStr=e30=' https://cbt.example`,
  "curl of JSON": `curl --data-raw '${line}' https://cbt.example`,
  "curl of urlencode": `curl --data-urlencode "EData=${base64(line)}" https://cbt.example`,
  SQL: `UPDATE cbt SET token = '${TOKEN}' WHERE id = 1`,
  properties: `cbt.version=1.0\ncbt.token=${TOKEN}\n`,
  HTML: `<html><input name="token" value="${TOKEN}"></html>`,
  "HTML with attributes": `<input name="token" type="hidden" autocomplete="off" value="${TOKEN}">`,
  "HTML with a word of eight letters": `<input name='token' placeholder='x' value='${TOKEN}'/>`,
  "XML escaped": `<token>${TOKEN.slice(0, 9)}&amp;${TOKEN.slice(9)}</token>`,
  "HTML of EData": `<html><body><h1>502</h1><p>EData=${base64(line)}</p></body></html>`,
  "HTML of EData, escaped": `<html>${line.replaceAll('"', "&quot;")}</html>`,
  "empty name": `=${encodeURIComponent(base64(line))}`,
};

for (const text of [
  `{"version":"${TOKEN}","token":"${TOKEN}"}`,
  `Array ( [version] => 1.0 [token] => ${TOKEN} )`,
  `token=${TOKEN}&x=${TOKEN}`,
  `<token>${TOKEN}</token><x>${TOKEN}</x>`,
  `[token]:${TOKEN}`,
  `"token"   :   "${TOKEN}"`,
  `token  -> ${TOKEN}`,
  `token => ${TOKEN}`,
  `token - ${TOKEN}`,
  `/token/${TOKEN}/x`,
  `token,${TOKEN}`,
  `"token","${TOKEN}"`,
  `token;${TOKEN}`,
  `token: [${TOKEN}]`,
  `my token was: ${TOKEN}.`,
  `token (32 chars): ${TOKEN}`,
  `token <${TOKEN}>`,
  `{"name":"token","value":"${TOKEN}"}`,
  `Authorization: Token token="${TOKEN}"`,
  `sign --token ${TOKEN}`,
  `java -Dcbt.token=${TOKEN}`,
  `CBT_TOKEN=${TOKEN}`,
])
  TEXTS[text] = text;

const FAILURE = { ...REPLY, status: "failure", code: "SYSTEM_ERROR" };

/** Replies that repeat the token. @type {Record<string, string>} */
const REPLIES = {
  ...Object.fromEntries(
    Object.keys(REPLY).flatMap((name) => [
      [`in ${name}`, JSON.stringify({ ...REPLY, [name]: TOKEN })],
      [`in ${name} of a failure`, JSON.stringify({ ...FAILURE, [name]: TOKEN })],
      [`in Base64, in ${name}`, JSON.stringify({ ...FAILURE, [name]: base64(`x${TOKEN}`) })],
      [`the body in ${name}`, JSON.stringify({ ...FAILURE, [name]: bodyOf(line) })],
    ]),
  ),
  "in msg, in words": JSON.stringify({ ...FAILURE, msg: `no such token ${TOKEN}` }),
  "in msg, escaped": JSON.stringify({ ...FAILURE, msg: "M" }).replace('"M"', `"${allEscaped}"`),
  "in msg, half": JSON.stringify({ ...FAILURE, msg: `…${TOKEN.slice(4, 14)}…` }),
  "in a name": JSON.stringify({ ...FAILURE, [TOKEN]: 1 }),
  "in a field of its own": JSON.stringify({ ...FAILURE, token: TOKEN }),
  "in broken JSON": `{"status":"failure","msg":"${TOKEN}`,
  "as a bare word": `{"status":${TOKEN}}`,
  "behind the JSON": `${JSON.stringify(REPLY)}${TOKEN}`,
  "in HTML": `<html><title>502</title>${line}</html>`,
  "in HTML, alone": `<html><title>${TOKEN}</title></html>`,
  alone: TOKEN,
};

/** Runs the program many times in one process: standard input is a list of `[args, input in Base64]`. */
const MANY = `
  import { Readable } from "node:stream";

  const cli = new URL("./node_modules/cbt179/cli.js", import.meta.url).href;
  process.stdout.setMaxListeners(0);
  process.stderr.setMaxListeners(0);
  let given = "";
  for await (const chunk of process.stdin) given += chunk;
  const write = process.stdout.write.bind(process.stdout);
  const printed = [];
  for (const [index, [args, input]] of JSON.parse(given).entries()) {
    const result = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"])
      process[name].write = (text) => {
        result[name] += text;
        return true;
      };
    Object.defineProperty(process, "stdin", {
      value: Readable.from([Buffer.from(input, "base64")]),
      configurable: true,
    });
    process.argv.splice(2, Infinity, ...args);
    await import(cli + "?" + index);
    printed.push(result);
  }
  process.exitCode = 0;
  write(JSON.stringify(printed));
`;

/** @param {[string[], string | Uint8Array][]} jobs @returns {Promise<{ stdout: string, stderr: string }[]>} */
async function runMany(jobs) {
  await project.write("many.mjs", MANY);
  const child = spawn(process.execPath, ["many.mjs"], {
    cwd: project.dir,
    env: { PATH: process.env.PATH ?? "", LANG: "en", COLUMNS: "400" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  /** @type {Buffer[]} */
  const out = [];
  child.stdout.on("data", (chunk) => out.push(chunk));
  child.stdin.end(JSON.stringify(jobs.map(([args, input]) => [args, base64(Buffer.from(input))])));
  await once(child, "close");
  return JSON.parse(String(Buffer.concat(out)));
}

/** Collects what is shown, and fails at the end with every piece of the token in it. */
function watch() {
  /** @type {string[]} */
  const leaks = [];
  return {
    /** @param {unknown} shown @param {string} what */
    see(shown, what) {
      const text = typeof shown === "string" ? shown : JSON.stringify(shown);
      const piece = pieceIn(text);
      if (piece) leaks.push(`${what}: ${piece} in ${text.slice(0, 1500)}`);
    },
    end: () => assert.equal(leaks.length, 0, `${leaks.length} leaks:\n${leaks.join("\n")}`),
  };
}

/** The error that a call throws, as it may be logged. @param {() => unknown} call */
function thrownBy(call) {
  try {
    call();
    return "";
  } catch (error) {
    const { stack = "", findings } = /** @type {Error & { findings?: unknown }} */ (error);
    return stack + JSON.stringify(findings ?? []);
  }
}

/** A text with a star for each unit of these ranges. @param {string} text @param {{ start: number, end: number }[]} ranges */
function starred(text, ranges) {
  let done = text;
  for (const { start, end } of ranges)
    done = done.slice(0, start) + "*".repeat(end - start) + done.slice(end);
  return done;
}

test("the places are many, and the token would be seen in them", () => {
  assert.ok(Object.keys(TEXTS).length + Object.keys(REPLIES).length > 250);
  for (const [name, text] of Object.entries(E_DATA))
    assert.ok(pieceIn(text) ?? name === "a list of pieces", name);
  const seen = Object.values(TEXTS).filter((text) => pieceIn(String(text)));
  assert.ok(seen.length > 0.9 * Object.keys(TEXTS).length, String(seen.length));
});

for (const locale of LOCALES)
  test(`checkForm and decodeForm report no token, ${locale}`, () => {
    const { see, end } = watch();
    for (const [name, text] of Object.entries(TEXTS))
      for (const given of typeof text === "string" ? [text, Buffer.from(text)] : [text]) {
        see(cbt179.checkForm(given, { locale, customsRules: "error" }), `checkForm, ${name}`);
        see(cbt179.decodeForm(given, { locale }).findings, `decodeForm, ${name}`);
      }
    end();
  });

test("checkRequest and buildForm report no token", () => {
  const { see, end } = watch();
  const { eData, payExInfo } = request();
  /** @type {[string, any][]} */
  const requests = [
    ["swapped", { eData: payExInfo, payExInfo: eData }],
    ["in another case", { EData: eData, PayExInfo: payExInfo }],
    ["EData itself", eData],
    ["a name beside", { eData, payExInfo, [TOKEN]: 1 }],
    ["the token beside", { eData: { ...eData, token: undefined }, payExInfo, token: TOKEN }],
    ["a token that is too long", { eData: { ...eData, token: TOKEN + TOKEN }, payExInfo }],
  ];
  for (const [name, text] of Object.entries({ ...E_DATA, ...PAY_EX_INFO, ...TEXTS }))
    requests.push(
      [`${name}, as eData`, { eData: String(text), payExInfo }],
      [`${name}, as payExInfo`, { eData, payExInfo: text }],
      [`${name}, beside`, { eData, payExInfo, x: String(text) }],
    );
  for (const text of Object.values({ ...E_DATA, ...PAY_EX_INFO })) {
    try {
      const value = JSON.parse(text);
      if (typeof value !== "object") continue;
      requests.push(
        [`parsed ${text}`, { eData: value, payExInfo }],
        [`parsed ${text}`, { eData, payExInfo: value }],
      );
    } catch {}
  }
  for (const [name, given] of requests)
    for (const locale of LOCALES) {
      see(cbt179.checkRequest(given, { locale, customsRules: "error" }), `checkRequest, ${name}`);
      see(
        thrownBy(() => cbt179.buildForm(given, { locale, customsRules: "error" })),
        `buildForm, ${name}`,
      );
    }
  end();
});

test("checkReply and composeUpload report no token of the request that is given", () => {
  const { see, end } = watch();
  const built = cbt179.buildForm(request());
  for (const sent of [built, request(), request().eData, { eData: built.eData }, { token: TOKEN }])
    for (const locale of sent === built ? LOCALES : LOCALES.slice(1)) {
      const options = { locale, request: sent };
      for (const [name, text] of Object.entries({ ...REPLIES, ...TEXTS })) {
        see(cbt179.checkReply(text, options).findings, `checkReply, ${name}`);
        see(
          thrownBy(() => cbt179.composeUpload(built.payExInfo, text, options)),
          `composeUpload, ${name}`,
        );
      }
      for (const [name, text] of Object.entries({ ...PAY_EX_INFO, ...E_DATA }))
        see(
          thrownBy(() => cbt179.composeUpload(text, JSON.stringify(REPLY), options)),
          `composeUpload of ${name}`,
        );
    }
  end();
});

for (const locale of LOCALES)
  test(`signingText, checkOpenReq and checkUploadReply report no token, ${locale}`, () => {
    const { see, end } = watch();
    // Nothing tells the token alone from any other word, and no request is passed that has it.
    const known = Object.entries({ ...TEXTS, ...E_DATA }).filter(
      ([name]) => !name.startsWith("the token only"),
    );
    for (const [name, text] of known) {
      see(cbt179.signingText(text, 1533271903898, { locale }).findings, `signingText, ${name}`);
      see(cbt179.checkOpenReq(text, { locale }).findings, `checkOpenReq, ${name}`);
      see(cbt179.checkUploadReply(text, { locale }).findings, `checkUploadReply, ${name}`);
    }
    end();
  });

test("findSecrets covers the token in every text; of EData by itself, in any by the request", () => {
  const { see, end } = watch();
  const built = cbt179.buildForm(request());
  for (const [name, given] of Object.entries(TEXTS)) {
    const text = typeof given === "string" ? given : given.toString("latin1");
    see(cbt179.maskSecrets(text), `maskSecrets, ${name}`);
    for (const known of [
      built.body,
      request(),
      request().eData,
      built.eData,
      Buffer.from(built.body),
    ])
      see(cbt179.maskSecrets(text, { request: known }), `maskSecrets with the request, ${name}`);
    for (const bytes of [Buffer.from(given)])
      see(starred(bytes.toString("latin1"), cbt179.findSecrets(bytes).text), `bytes, ${name}`);
    const { eData, payExInfo } = cbt179.decodeForm(text);
    const ranges = cbt179.findSecrets(text);
    if (eData) see(starred(eData.text, ranges.eData), `eData, ${name}`);
    if (payExInfo) see(starred(payExInfo.text, ranges.payExInfo), `payExInfo, ${name}`);
  }
  for (const [name, text] of Object.entries({ ...REPLIES, ...E_DATA, ...PAY_EX_INFO }))
    for (const known of [built.body, request()])
      see(cbt179.maskSecrets(text, { request: known }), `maskSecrets with the request, ${name}`);
  end();
});

test("the command line prints no token", async () => {
  const { see, end } = watch();
  const { body, payExInfo } = cbt179.buildForm(request());
  await project.write("sent.txt", body);
  await project.write("reply.json", JSON.stringify(REPLY));
  await project.write("signed.json", payExInfo);
  /** @type {[name: string, args: string[], input: string | Uint8Array][]} */
  const jobs = [];
  /** @param {[string, string | Uint8Array][]} texts @param {string[]} lines command lines, with blanks */
  const add = (texts, ...lines) => {
    for (const [name, text] of texts)
      for (const args of lines) jobs.push([name, args.split(" "), text]);
  };
  const texts = Object.entries(TEXTS);
  add(
    texts,
    "check",
    "check --json --lang=zh",
    "decode",
    "decode --json",
    "fix --unsafe --lang=zh",
  );
  // Without the request, only its place tells the token.
  const others = texts.filter(([name]) => !/^(EData|payExInfo): /.test(name));
  add(
    [...Object.entries(REPLIES), ...others],
    "reply --request=sent.txt",
    "reply --json --request=sent.txt",
  );
  add(others, "reply", "compose --json signed.json -");
  const known = Object.entries(E_DATA).filter(([name]) => !/^the token only/.test(name));
  add(known, "compose - reply.json", "compose --json - reply.json");
  const requests = Object.entries({ ...E_DATA, ...PAY_EX_INFO }).map(
    ([name, text]) =>
      /** @type {[string, string]} */ ([name, JSON.stringify({ ...request(), payExInfo: text })]),
  );
  add(requests, "build", "build --json");
  add(
    requests.map(([name, text]) => [name, text.slice(0, -1)]),
    "build",
  );
  const broken = Object.entries(E_DATA).map(
    ([name, text]) =>
      /** @type {[string, string]} */ ([name, `{"eData":${text},"payExInfo":"{\\"a\\":1,}"}`]),
  );
  add(broken, "build", "build --json");
  const printed = await runMany(jobs.map(([_, args, input]) => [args, input]));
  for (const [index, [name, args]] of jobs.entries()) {
    const { stdout, stderr } = printed[index] ?? assert.fail();
    see(stderr, `${args}, ${name}, on standard error`);
    see(withoutData(args, stdout), `${args}, ${name}`);
  }
  end();
});

/** What is printed, without the bodies and texts that go to CBT and customs. @param {string[]} args @param {string} stdout */
function withoutData([command, ...args], stdout) {
  if (!["build", "fix", "compose"].includes(command ?? "")) return stdout;
  if (!args.includes("--json") || stdout === "") return "";
  const { body: _, payExInfo: __, text: ___, json: ____, ...others } = JSON.parse(stdout);
  return others;
}

test("text without a secret stays as it is, and of a sound body only the token is covered", () => {
  const { body, eData, payExInfo } = cbt179.buildForm(request());
  const log = { level: 30, reqId: crypto.randomUUID(), serialNumber: "1", msg: "sending to CBT" };
  for (const text of [JSON.stringify(REPLY), JSON.stringify(log), payExInfo, "", "no such order"])
    for (const options of [{}, { request: body }, { request: request() }])
      assert.equal(cbt179.maskSecrets(text, options), text);
  assert.equal(cbt179.maskSecrets(eData), eData.replace(TOKEN, "*".repeat(32)));
  const { eData: ranges, payExInfo: none, text } = cbt179.findSecrets(body);
  const start = eData.indexOf(TOKEN);
  assert.deepEqual(ranges, [{ start, end: start + TOKEN.length }]);
  assert.deepEqual(none, []);
  const { form } = cbt179.locate(body, { path: "/EData", json: ranges[0] });
  assert.deepEqual(text, [{ start: form?.start, end: form?.end }]);
});
