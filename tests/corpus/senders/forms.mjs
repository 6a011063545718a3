// biome-ignore-all format: a table, most often one case a line
// Mistakes of real programs in the body as a whole. See ../cases.mjs for the form of a line.
import { base64, cleanTexts, E, form, good, goodSwapped, json, P } from "../tools.mjs";

const UNSAFE = { fix: "unsafe" };
const BOM = "\ufeff";
const texts = cleanTexts();

// No body.
form("E:form.empty", "", "the body is empty", () => "⟦⟧");
form("E:form.empty", "", "the body is a line break", () => "⟦\r\n⟧");
form("E:form.empty", "", "the body is a BOM", () => `⟦${BOM}⟧`);

// A form inside something else.
const wrapped = (wrong, marked, fixed = good, ...last) => form("E:form.wrapped", "", wrong, marked, fixed, ...last);
wrapped("a query string with its `?`", (e, p) => `⟦?⟧${good(e, p)}`);
wrapped("a URL whose query is the form", (e, p) => `⟦https://pay.example/sign?⟧${good(e, p)}`);
wrapped("a path whose query is the form, with a fragment", (e, p) => `⟦/sign?⟧${good(e, p)}#top`);
wrapped("a URL in quotes", (e, p) => `⟦"https://pay.example/sign?⟧${good(e, p)}"`);
wrapped("a request line of GET", (e, p) => `⟦GET /sign?⟧${good(e, p)} HTTP/1.1\r\nHost: pay.example\r\n\r\n`);
wrapped("a whole HTTP request", (e, p) => `⟦POST /sign?a=b HTTP/1.1\r\nHost: pay.example\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n⟧${good(e, p)}`);
wrapped("a whole HTTP request with bare line feeds, and one at the end", (e, p) => `⟦POST /sign HTTP/1.1\nHost: pay.example\n\n⟧${goodSwapped(e, p)}\n`, goodSwapped);
wrapped("the headers and the body", (e, p) => `⟦Content-Type: application/x-www-form-urlencoded\nAccept: */*\n\n⟧${good(e, p)}`);
wrapped("a curl command", (e, p) => `⟦curl -X POST https://pay.example/sign -d '⟧${good(e, p)}' -H 'Accept: */*'\n`);
wrapped("a curl command without quotes", (e, p) => `⟦$ curl -d ⟧${good(e, p)} https://pay.example/sign`);
wrapped("a curl command with an argument for each field", (e, p) => `⟦curl -d "⟧EData=${e}" -d "payExInfoStr=${p}" https://pay.example/sign`);
wrapped("a Python bytes literal", (e, p) => `⟦b'⟧${good(e, p)}'`);
wrapped("a JSON string", (e, p) => `⟦"⟧${good(e, p)}"`);
wrapped("single quotes and a line break", (e, p) => `⟦'⟧${good(e, p)}'\n`);
wrapped("the field `data`", (e, p) => `⟦data=⟧${good(e, p)}`);
wrapped("a name and a colon, in quotes", (e, p) => `⟦body: "⟧${goodSwapped(e, p)}"`, goodSwapped);
wrapped("the option of a command", (e, p) => `⟦--data-raw '⟧${good(e, p)}'`);
wrapped("a line of a log", (e, p) => `⟦2026-01-15 sent ⟧${good(e, p)}`, good, UNSAFE);

// A form that was encoded once more, as a whole or in a field.
const percent = (text) => encodeURIComponent(text);
form("E:form.twice", "", "the body is percent-encoded as a whole", (e, p) => `⟦${percent(good(e, p))}⟧`, good);
form("E:form.twice", "", "the body is percent-encoded twice more, in lower case", (e, p) => `⟦${percent(percent(goodSwapped(e, p))).replaceAll("%253D", "%253d")}⟧`, good);
form("E:form.twice", "", "the Base64 was not percent-encoded, but the body was", () => `⟦${percent(good(base64(texts.eData), base64(texts.payExInfo)))}⟧`, good);
form("E:form.twice", "", "the body is the value of `data`", (e, p) => `⟦data=${percent(good(e, p))}⟧`, good);
form("E:form.twice", "", "the Base64 of the body", (e, p) => `⟦${base64(good(e, p))}⟧`);
form("E:form.twice", "", "the Base64 of a JSON body", () => `⟦${base64(JSON.stringify({ EData: base64(texts.eData), payExInfoStr: base64(texts.payExInfo) }))}⟧`);
form("E:form.twice", "", "a form of raw JSON, percent-encoded as a whole", () => `⟦${percent(good(percent(texts.eData), percent(texts.payExInfo)))}⟧`);
form("E:form.nested", "", "the whole form is percent-encoded in EData", (e, p) => `⟦EData=${percent(good(e, p))}⟧`, good);
form("E:form.nested", "", "the Base64 of the whole form is in payExInfoStr", (e, p) => `⟦payExInfoStr=${percent(base64(good(e, p)))}⟧`);

form("E:form.nested", "", "EData begins with its own name again", (e, p) => `EData=⟦EData%3D⟧${e}&payExInfoStr=${p}`, good);

// A printed form.
wrapped("PHP's var_dump", (e, p) => `⟦string(9) "⟧${good(e, p)}"`, good, UNSAFE);

// An object around another, or in its place.
json("E:field.envelope", P, "an answer of an API", texts.payExInfo, `{⟦"data"⟧:${texts.payExInfo},"code":0}`);
json("E:field.envelope", E, "EData in EData", texts.eData, `{⟦"EData"⟧:${texts.eData}}`);
json("E:field.in-another", P, "EData in both fields", texts.payExInfo, texts.eData.replace('"cusName"', '⟦"cusName"⟧'));
json("E:field.in-another", P, "the head's members are flat", texts.payExInfo, texts.payExInfo.replace('"payExchangeInfoHead":{"guid"', '⟦"guid"⟧').replace('},"payExchangeInfoLists"', ',"payExchangeInfoLists"'));

// Other separators than `&`.
const separated = (wrong, marked, fixed = good) => form("E:form.separator", "", wrong, marked, fixed);
separated("a line break between the fields", (e, p) => `EData=${e}⟦\n⟧payExInfoStr=${p}`);
separated("CRLF between the fields", (e, p) => `payExInfoStr=${p}⟦\r\n⟧EData=${e}`, goodSwapped);
separated("a semicolon between the fields", (e, p) => `EData=${e}⟦;⟧payExInfoStr=${p}`);
separated("a comma and a blank between the fields", (e, p) => `EData=${e}⟦, ⟧payExInfoStr=${p}`);
separated("`&amp;` between the fields", (e, p) => `EData=${e}⟦&amp;⟧payExInfoStr=${p}`);
separated("`&amp;amp;` between the fields", (e, p) => `EData=${e}⟦&amp;amp;⟧payExInfoStr=${p}`);
separated("`%26` between the fields", (e, p) => `payExInfoStr=${p}⟦%26⟧EData=${e}`, goodSwapped);
separated("`\\u0026` between the fields", (e, p) => `EData=${e}⟦\\u0026⟧payExInfoStr=${p}`);

// An object as many fields.
const members = (text, name) => Object.entries(JSON.parse(text)).map(([key, value]) => [name(key), value]);
const fields = (pairs) => new URLSearchParams(pairs).toString().replace(/^([^=]+)/, "⟦$1⟧");
form("E:form.spread-object", E, "qs and jQuery: EData is an object", (_, p) => `${fields(members(texts.eData, (key) => `EData[${key}]`))}&payExInfoStr=${p}`);
form("E:form.spread-object", E, "such names, not escaped", (_, p) => `${decodeURIComponent(fields(members(texts.eData, (key) => `EData[${key}]`)))}&payExInfoStr=${p}`);
form("E:form.spread-object", E, "EData is an object, with dots", (_, p) => `payExInfoStr=${p}&${fields(members(texts.eData, (key) => `EData.${key}`))}`);
form("E:form.spread-object", E, "the fields of EData without EData", (_, p) => `payExInfoStr=${p}&${fields(members(texts.eData, (key) => key))}`);
form(["E:form.spread-object", "E:form.spread-object"], [E, P], "both are objects", () => `${fields(members(texts.eData, (key) => `EData[${key}]`))}&${fields([["payExInfoStr[sessionID]", "1"], ["payExInfoStr[payExchangeInfoHead][guid]", "2"]])}`);

// The two values are swapped.
const swapped = (wrong, marked, fixed) => form("E:form.swapped-fields", "", wrong, marked, fixed);
swapped("the values are swapped", (e, p) => `⟦EData⟧=${p}&payExInfoStr=${e}`, goodSwapped);
swapped("the values are swapped, and the fields in the other order", (e, p) => `payExInfoStr=${e}&⟦EData⟧=${p}`, good);

// Other texts.
form("E:form.not-a-form", "", "the body is a SOAP message", () => "⟦<soap:Envelope><soap:Body/></soap:Envelope>⟧");
form("E:form.not-a-form", "", "the body is a JSON array", () => "⟦[1]⟧");
form("E:form.not-a-form", "", "the body is YAML", () => "⟦---\nversion: 1\n⟧");
form("E:form.name-blanks", E, "a zero-width space before the body", (e, p) => `⟦\u200bEData⟧=${e}&payExInfoStr=${p}`, good);
