// biome-ignore-all format: a table, most often one case a line
// Mistakes of real programs in the JSON text. See ../cases.mjs for the form of a line.
import { at, cleanText, G0, H, json, L, put, SAME, text, value } from "../tools.mjs";

const UNSAFE = { fix: "unsafe" };

// ---------------------------------------------------------------------------------------------------------------------
// JSON that was put between quotes without escaping it.

const BARE_QUOTE = "E:json.unescaped-quote";
/** Escapes the quotes and backslashes of a text. */
const escaped = (content) => JSON.stringify(content).slice(1, -1);
/** Adds a text that stands in a string as it is, but for its escapes; the fix, if there is one, leaves `fixed`. */
function pasted(name, wrong, content, fixed, ...extras) {
  const marked = content.replace(/(?<!\\)"/g, '⟦"⟧');
  const after = fixed && `"${name}":"${fixed}"`;
  json(BARE_QUOTE, `${H}/${name}`, wrong, `"${name}":${JSON.stringify(at(`${H}/${name}`))}`, `"${name}":"${marked}"`, after, ...extras);
}

const ALIPAY = 'https://pay.example/gateway.do?biz_content={"out_trade_no":"20260115","total_amount":"100.10","subject":"小米盒子"}&method=pay';
pasted("initalRequest", "a URL with JSON, from an f-string", ALIPAY, escaped(ALIPAY));
const ANSWER = '{"code":"10000","msg":"Success","sub":{"a":[1,2],"b":"","c":["x","y"]}}';
pasted("initalResponse", "a response with objects and lists, from a concatenation", ANSWER, escaped(ANSWER));
const TWO = 'a={"x":"1"}&b=[{"y":"2"},{"y":"3"}]&c=4';
pasted("initalRequest", "two JSON values in one URL", TWO, escaped(TWO));

// The JSON has backslashes of its own; or only one quote has lost its backslash, or has another character in place of it.
const OWN = String.raw`{"text":"say \"hello\"\n","more":["C:\\temp"]}`;
pasted("initalResponse", "JSON with backslashes of its own, from a concatenation", OWN, escaped(OWN), UNSAFE);
const ONE = String.raw`{\"code\":\"10000",\"msg\":\"ok\"}`;
pasted("initalResponse", "one of the quotes in JSON has lost its backslash", ONE, ONE.replace('000"', '000\\"'), UNSAFE);
const LAST = String.raw`{\"code\":\"10000\",\"msg\":\"ok"}`;
pasted("initalResponse", "the last quote in JSON has lost its backslash", LAST, LAST.replace('ok"', 'ok\\"'), UNSAFE);

// The data are lost: PHP's stripslashes took the backslashes of `\u6210\u529f`, or those of quotes in two levels of JSON.
pasted("initalResponse", "stripslashes, with escapes of characters", '{"msg":"u6210u529f"}');
pasted("initalResponse", "stripslashes, with JSON in JSON", '{"code":"1","sub":"{"a":"b","c":"d"}","msg":"ok"}');
pasted("initalResponse", "JSON that was cut off, as it is", '{"code":"10000","sub":{"ms');

// JSON on many lines.
text(
  ["E:json.control-character", BARE_QUOTE],
  [`${H}/initalResponse`, `${H}/initalResponse`],
  "JSON on many lines, put between quotes",
  put(cleanText("payExInfo"), JSON.stringify(at(`${H}/initalResponse`)), '"{⟦\n⟧  ⟦"⟧code": "1",\n  "msg": "ok"\n}"'),
  put(cleanText("payExInfo"), JSON.stringify(at(`${H}/initalResponse`)), String.raw`"{\n  \"code\": \"1\",\n  \"msg\": \"ok\"\n}"`),
  { counts: [3, 8] },
);

// ---------------------------------------------------------------------------------------------------------------------
// One mistake is one finding, or three at most.

json("E:json.missing-value", `${H}/totalAmount`, "an empty variable, in a template", '"totalAmount":100.1', '"totalAmount":⟦⟧');
value("E:json.invalid-number", `${H}/totalAmount`, "full-width digits", "１００．１");
value("E:json.invalid-literal", `${H}/totalAmount`, "JavaScript's NaN", "NaN");
value("E:json.invalid-literal", `${H}/totalAmount`, "Python's nan", "nan");

// ---------------------------------------------------------------------------------------------------------------------
// Fixes that are not certain.

// Where all quotes or separators were replaced, those in strings were, too.
json("E:json.quotes", `${H}/initalResponse`, "all double quotes were replaced by single ones", JSON.stringify(at(`${H}/initalResponse`)), String.raw`⟦'{\'msg\':\'成功\'}'⟧`);
text(
  "E:json.separator",
  L,
  "all colons were replaced by full-width ones",
  put(put(cleanText("payExInfo"), "https://pay", "https：//pay"), '"payExchangeInfoLists":', '"payExchangeInfoLists"⟦：⟧'),
  put(cleanText("payExInfo"), "https://pay", "https：//pay"),
  UNSAFE,
);
// A tool that wraps lines has inserted the line break.
json("E:json.control-character", `${G0}/gname`, "lines of 76 characters", '"gname": "小米盒子𠮷"', `"gname": "${"a".repeat(56)}⟦\n⟧${"b".repeat(76)}\n${"c".repeat(9)}"`, `"gname": "${"a".repeat(56)}\\n${"b".repeat(76)}\\n${"c".repeat(9)}"`, UNSAFE, { counts: [2], pretty: 2 });
// Two goods may have become one.
json(
  ["E:json.duplicate-key", "E:json.duplicate-key"],
  [`${G0}/gname`, `${G0}/itemLink`],
  "an item of goods twice in one object",
  '{"gname":"小米盒子𠮷","itemLink":"https://shop.example/1?a=1&b=2"}',
  '{"gname":"小米盒子𠮷","itemLink":"https://shop.example/1?a=1&b=2",⟦"gname"⟧:"小米盒子𠮷",⟦"itemLink"⟧:"https://shop.example/1?a=1&b=2"}',
  SAME,
  UNSAFE,
);
