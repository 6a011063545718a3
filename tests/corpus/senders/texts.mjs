// biome-ignore-all format: a table, most often one case a line
// Mistakes of real programs in the text in a field. See ../cases.mjs for the form of a line.
import { at, cleanText, E, G0, H, json, L, O, P, put, SAME, SWAPPED, text, value } from "../tools.mjs";

const UNSAFE = { fix: "unsafe" };

// ---------------------------------------------------------------------------------------------------------------------
// JSON within a string, with faults in it. Its text has marks, which stay when it becomes a string.

/** Puts a JSON text into a string, as a program that serializes twice does. */
const twice = (text) => `⟦${JSON.stringify(text)}⟧`;
/** Replaces several pieces of a JSON text. */
const changed = (text, ...pieces) => pieces.reduce((text, [from, to]) => put(text, from, to), text);
const jsonOf = (path) => JSON.stringify(at(path));
const QUOTED = "E:field.quoted-json";

const HEAD_FAULTS = [
  ['"totalAmount":100.1', '"totalAmount":⟦"100.10"⟧'],
  ['"currency":"142"', '"currency":⟦"CNY"⟧'],
  ['"payTransactionId":"2018080110835"', '"payTransactionId":⟦2018080110835⟧'],
  ['"payType":', '⟦"paytype"⟧:'],
];
json([QUOTED, "E:field.type", "E:amount.string", "W:currency.iso", "W:field.misspelt"], [H, `${H}/payTransactionId`, `${H}/totalAmount`, `${H}/currency`, `${H}/paytype`], "the head is a string of JSON, with four more faults", jsonOf(H), twice(changed(jsonOf(H), ...HEAD_FAULTS)), SAME);
json([QUOTED, "E:field.not-a-list"], [L, L], "the list of orders is a string, with one order in it", jsonOf(L), twice(`⟦${jsonOf(O)}⟧`), SAME, { fixes: ["safe", "unsafe"], safely: put(cleanText("payExInfo"), jsonOf(L), jsonOf(O)), leftSafely: ["field.not-a-list"] });
json([QUOTED, "E:json.quotes"], [H, `${H}/currency`], "the head is a string of a Python dict", jsonOf(H), twice(put(jsonOf(H), '"142"', "⟦'142'⟧")), SAME);

// ---------------------------------------------------------------------------------------------------------------------
// Another type where a text is expected.

const NOT_TEXT = "E:field.not-text";
const AS_STRING = (value) => JSON.stringify(value);
value(NOT_TEXT, `${H}/initalRequest`, "the original request is an object on two lines", '{"a": "\\"1\\"",\n\t"b": 1}', AS_STRING('{"a": "\\"1\\"",\n\t"b": 1}'), UNSAFE);
value(NOT_TEXT, `${H}/note`, "the note is a list of objects", '[{"a":1}]', AS_STRING('[{"a":1}]'), UNSAFE, SWAPPED);
value(NOT_TEXT, `${H}/initalResponse`, "the original response is a Buffer of Node's", '{"type":"Buffer","data":[123,125]}');
value(NOT_TEXT, `${H}/initalResponse`, "the original response is a promise", "{}");
value(NOT_TEXT, `${G0}/itemLink`, "the links are a list", '["https://shop.example/1", "https://shop.example/2?a=\\"1"]', '"https://shop.example/1;https://shop.example/2?a=\\"1"', UNSAFE);
value(NOT_TEXT, `${G0}/itemLink`, "the links are a list of one", '[ "https://shop.example/1" ]', '"https://shop.example/1"', UNSAFE);
value(NOT_TEXT, `${E}/serialNumber`, "a comma made a tuple", '["20119182839304"]', SAME, UNSAFE);
json([NOT_TEXT, "W:currency.iso"], [`${H}/currency`, `${H}/currency`], "a comma made a tuple, of an ISO code", '"currency":"142"', '"currency":⟦[⟦"CNY"⟧]⟧', SAME, { fixes: ["unsafe", "safe"], safely: put(cleanText("payExInfo"), '"currency":"142"', '"currency":["142"]'), leftSafely: ["field.not-text"] });

// ---------------------------------------------------------------------------------------------------------------------
// Texts that are well-formed, but not those that were meant.

const PLACEHOLDER = "field.placeholder";
for (const [path, spelled, wrong] of [
  [`${E}/token`, "{{token}}", "the token is a variable of a template"],
  [`${E}/token`, "YOUR_TOKEN", "the token is that of an example"],
  [`${E}/cusCode`, "\u0024{CUS_CODE}", "the code is a variable in single quotes"],
  [`${E}/serialNumber`, "None", "the serial number is Python's None"],
  [`${E}/serialNumber`, "ORD%s", "the serial number was not formatted"],
  [`${E}/cusName`, "<公司名称>", "the name is that of an example"],
  [`${E}/version`, "undefined", "the version is JavaScript's undefined"],
  [`${P}/sessionID`, "null", "the session is null as a text"],
]) value(`E:${PLACEHOLDER}`, path, wrong, JSON.stringify(spelled));
for (const [path, spelled, wrong] of [
  [`${H}/initalResponse`, "[object Object]", "the original response is a printed object"],
  [`${H}/initalRequest`, "map[method:alipay.trade.pay]", "the original request is a printed map of Go"],
  [`${H}/tradingTime`, "null", "the time is null as a text"],
  [`${G0}/gname`, "undefined", "the goods have no name in JavaScript"],
  [`${O}/recpCode`, "None", "the code is Python's None"],
]) value(`W:${PLACEHOLDER}`, path, wrong, JSON.stringify(spelled));

{
  const own = changed(cleanText("eData"), ['"XXXX908"', '"3122480063"'], ['"20119182839304"', '"S1"']);
  text("W:field.sample-token", `${E}/token`, "the token is that of the document's example", put(own, jsonOf(`${E}/token`), '⟦"12345678901234567890123456789012"⟧'));
}

for (const [path, spelled, wrong] of [
  [`${E}/serialNumber`, "undefined20260115092811", "JavaScript: a prefix that is undefined, and the time"],
  [`${E}/token`, "********", "the token is a masked value of a log"],
  [`${E}/token`, "your token here", "the token is still to be filled in"],
  [`${P}/sessionID`, "<%= session_id %>", "an ERB template that was not rendered"],
  [`${E}/cusName`, "海关备案名称", "the name is the field's own label"],
]) value(`E:${PLACEHOLDER}`, path, wrong, JSON.stringify(spelled));
for (const [path, spelled, wrong] of [
  [`${H}/payTransactionId`, "nan", "pandas: a missing transaction"],
  [`${O}/orderNo`, "ORDER-null", "Java: a missing number after a prefix"],
  [`${H}/payCode`, "TODO", "the code is still to do"],
  [`${H}/guid`, "[Your GUID]", "the guid is still to be filled in"],
  [`${H}/guid`, "00000000-0000-0000-0000-000000000000", ".NET: Guid.Empty"],
]) value(`W:${PLACEHOLDER}`, path, wrong, JSON.stringify(spelled));

const LOST = "field.lost-text";
value(`E:${LOST}`, `${E}/cusName`, "the name went through Latin-1", '"???????"');
value(`W:${LOST}`, `${O}/recpName`, "a part of the name went through Latin-1", '"????(HK)??"', SWAPPED);
value(`W:${LOST}`, `${G0}/gname`, "the name in GBK was read as UTF-8", '"С\u5ae4\ufffd\ufffd\ufffd\ufffd"'.replace(/\\u(....)/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))));
value(`W:${LOST}`, `${G0}/gname`, "the name in GBK was read as UTF-8, and then as GBK", '"锟斤拷锟斤拷"');

const GARBLED = "field.garbled";
/** Reads the UTF-8 of a text in another encoding. */
const misread = (text, encoding) => JSON.stringify(new TextDecoder(encoding).decode(Buffer.from(text)));
value(`E:${GARBLED}`, `${E}/cusName`, "the name in UTF-8 was read as Windows-1252", misread("某某电商公司", "windows-1252"));
value(`E:${GARBLED}`, `${E}/cusName`, "the name in UTF-8 was read as GBK", misread("某某电商公司", "gbk"), SWAPPED);
value(`W:${GARBLED}`, `${G0}/gname`, "the name in UTF-8 was read as GBK, and its end is lost", misread("小米盒", "gbk"));
value(`W:${GARBLED}`, `${O}/recpName`, "the name in GBK was read as Latin-1", '"ÌìÃ¨¹ú¼ÊÓÐÏÞ¹«Ë¾"');

value(`E:${GARBLED}`, `${E}/cusName`, "the name was percent-encoded first", JSON.stringify(encodeURIComponent("某某电商公司")));
value(`W:${GARBLED}`, `${O}/recpName`, "the name was escaped for HTML first", '"&#26576;&#x67d0;电商"', SWAPPED);
value(`W:${GARBLED}`, `${G0}/gname`, "the name was escaped for JSON twice", '"\\\\u5c0f\\\\u7c73盒子"');

const CHARACTER = "W:field.character";
const ACCOUNT = `${O}/recpAccount`;
value(CHARACTER, ACCOUNT, "pandas: a float of the account", '"6217850161393.0"', '"6217850161393"', UNSAFE);
value(CHARACTER, ACCOUNT, "Excel: an account with separators", '"6,217,850,161"', '"6217850161"', UNSAFE, SWAPPED);
value(CHARACTER, ACCOUNT, "Excel: an apostrophe marks a text", `"'${at(ACCOUNT)}"`, SAME, UNSAFE);
json(["E:field.too-long", CHARACTER], [`${E}/token`, `${E}/token`], "the token in quotes of its own", jsonOf(`${E}/token`), `⟦⟦${JSON.stringify(jsonOf(`${E}/token`))}⟧⟧`, SAME, { ...UNSAFE, fixes: [null, "unsafe"] });
value(CHARACTER, `${E}/cusCode`, "an input method's full-width digits", '"３１２２－A"', '"3122-A"', UNSAFE);
value(CHARACTER, `${H}/ebpCode`, "a Cyrillic letter", '"3122АB"', '"3122AB"', UNSAFE);
value("E:field.digits-lost", ACCOUNT, "Excel: a column that is too narrow", '"########"');
value("E:field.digits-lost", ACCOUNT, "Excel: an account of 16 digits with separators", '"6,217,850,161,393,600"');

const INVISIBLE = "field.invisible";
value(`E:${INVISIBLE}`, `${E}/serialNumber`, "a zero-width space in the serial number", '"20119\u200b182839304"'.replace("\\u200b", "\u200b"), SAME, UNSAFE);
json([`E:${INVISIBLE}`, "E:field.too-long"], [`${E}/token`, `${E}/token`], "a BOM before the token", jsonOf(`${E}/token`), `⟦⟦"\ufeff${at(`${E}/token`)}"⟧⟧`, SAME, { ...UNSAFE, fixes: ["unsafe", null] });
value(`W:${INVISIBLE}`, `${O}/orderNo`, "a mark of direction around the order number", '"\u202dord201808030001\u202c"', SAME, UNSAFE, SWAPPED);
value(`W:${INVISIBLE}`, `${G0}/gname`, "a zero-width space in the name", `"小米\u200b盒子𠮷"`, SAME, UNSAFE);

// Names and codes that only look like damage.
for (const [path, spelled] of [
  [`${E}/cusName`, "Café Müller & Søn"],
  [`${E}/cusName`, "株式会社ソニー"],
  [`${E}/cusCode`, "NULL1"],
  [`${E}/cusCode`, "ЗАКАЗ-1"],
  [`${ACCOUNT}`, "6217****0361"],
  [`${O}/recpName`, "A&amp;B 100%Cotton C:\\user"],
  [`${G0}/gname`, "What?? 手表 100%"],
  [`${G0}/gname`, "undefined 牌 <A> T 恤"],
  [`${O}/recpName`, "ООО «Ромашка»"],
  [`${G0}/itemLink`, "https://shop.example/?p=í??&q={a}"],
]) {
  const name = `"${path.split("/").pop()}":`;
  json([], [path], "nothing", name + jsonOf(path), name + JSON.stringify(spelled));
}
