// biome-ignore-all format: a table, most often one case a line
// Mistakes of real programs between the Base64 and the JSON. See ../cases.mjs for the form of a line.
import { base64, bytes, carrier, cleanText, E, inserted, json, OVER_ESCAPED, P, partOf, SAME, SWAPPED, text, tokensOf, whole } from "../tools.mjs";

const UNSAFE = { fix: "unsafe" };

// ---------------------------------------------------------------------------------------------------------------------
// Layers between the Base64 and the JSON.

/** Adds a text that `wrap` made; its first and last `around` characters carry nothing. */
function layer(spec, path, wrong, wrap, { around = 0, text = cleanText(partOf(path)) } = {}, ...last) {
  const wrapped = Buffer.from(wrap(text));
  bytes(spec, path, wrong, { bytes: wrapped, read: text, json: [0, text.length], at: [around, wrapped.length - around], fixed: text }, ...last);
}
const pretty = (path) => ({ text: cleanText(partOf(path), { pretty: 2 }) });
const entities = (names) => (text) => text.replace(/[&<>"']/g, (char) => names[char] ?? char);
const PHP_HTML = entities({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#039;" });
const GO_HTML = entities({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" });
const HTML = "E:json.html-escaped";
layer(HTML, E, "PHP's htmlspecialchars around the JSON", PHP_HTML);
layer(HTML, P, "Go's html.EscapeString around the JSON", GO_HTML, {}, SWAPPED);
layer(HTML, P, "htmlspecialchars twice, on many lines", (text) => PHP_HTML(PHP_HTML(text)), pretty(P));
layer(HTML, P, "only the quotes are HTML-escaped", entities({ '"': "&quot;" }), {}, UNSAFE);

const PERCENT = "E:json.percent-encoded";
layer(PERCENT, E, "encodeURIComponent before the Base64", encodeURIComponent);
layer(PERCENT, P, "PHP's urlencode before the Base64, on many lines", (text) => encodeURIComponent(text).replaceAll("%20", "+"), pretty(P), OVER_ESCAPED);
layer(PERCENT, P, "encodeURI before the Base64, on many lines", encodeURI, pretty(P));
layer(PERCENT, P, "encodeURI before the Base64, with a `+`", encodeURI, { text: cleanText("payExInfo").replace("subject=", "subject=1+1%20") }, UNSAFE);

const SLASHES = "E:json.slashes-added";
const addslashes = (text) => text.replace(/["'\\]/g, "\\$&");
layer(SLASHES, E, "PHP's addslashes around the JSON", addslashes);
layer(SLASHES, P, "PHP's addslashes, with quotes in a value", addslashes, {}, SWAPPED);
layer(SLASHES, P, "a string of JSON without its quotes, on many lines", (text) => JSON.stringify(text).slice(1, -1), pretty(P));

const DOUBLED = "E:json.backslashes-doubled";
layer(DOUBLED, P, "every backslash is doubled", (text) => text.replaceAll("\\", "\\\\"));

const QUOTED = "E:json.quoted";
const QUOTES = { around: 1 };
layer(QUOTED, E, "EData was turned into JSON twice", JSON.stringify, QUOTES);
layer(QUOTED, P, "payExInfoStr was turned into JSON twice", JSON.stringify, QUOTES, OVER_ESCAPED);
layer(QUOTED, P, "payExInfoStr on many lines was turned into JSON twice", JSON.stringify, { ...QUOTES, ...pretty(P) });
layer(QUOTED, E, "single quotes around the JSON", (text) => `'${text}'`, QUOTES);
layer(QUOTED, P, "bare quotes around the JSON", (text) => `"${text}"`, QUOTES, SWAPPED);

const inJsonString = (path, wrong, spell) =>
  carrier("E:base64.quoted", path, wrong, (_, text) => {
    const value = { text, tokens: tokensOf(base64(spell(base64(text)))) };
    return { tokens: value.tokens, at: whole(value).tokens, json: [0, text.length], fixed: tokensOf(base64(text)) };
  });
inJsonString(E, "Go's json.Marshal of bytes", (text) => `"${text}"`);
inJsonString(P, "PHP's json_encode of Base64", (text) => `"${text.replaceAll("/", "\\/")}"`);

// Text of other programs around the JSON, and in it.
const STRAY = "E:json.stray-text";
const php = (level, text) => `<br />\n<b>${level}</b>:  ${text} in <b>/srv/pay/sign.php</b> on line <b>12</b><br />\n`;
inserted(STRAY, E, "a warning of PHP before the JSON", `⟦${php("Warning", 'Undefined array key "rate"')}⟧{"cusName"`, SAME);
inserted(STRAY, P, "a notice of PHP as plain text before the JSON", '⟦Notice: Undefined index: note in /srv/pay/sign.php on line 7\n⟧{"sessionID"', SAME, SWAPPED);
inserted(STRAY, P, "two messages of PHP before the JSON", `⟦${php("Deprecated", "strlen(): Passing null")}${php("Warning", "Undefined variable $a")}⟧{"sessionID"`, SAME);
inserted(STRAY, P, "a warning of PHP after the JSON", `"}]}⟦${php("Warning", "Cannot modify header information")}⟧`, SAME);
inserted(STRAY, `${P}/payExchangeInfoHead`, "a notice of PHP between two fields", `"verDept":"3",⟦${php("Notice", "Undefined variable: a")}⟧`, SAME, UNSAFE);
json(STRAY, `${P}/payExchangeInfoHead/note`, "a notice of PHP in a value", '"note":"备注"', `"note":"⟦${php("Notice", "Undefined variable: note")}⟧"`);
inserted(STRAY, E, "the prefix of Spring against hijacking", `⟦)]}',\n⟧{"cusName"`, SAME);
inserted(STRAY, E, "a BOM that was read as Latin-1", '⟦ï»¿⟧{"cusName"', SAME);
inserted(STRAY, P, "a line of a log before the JSON", '⟦[2026-01-15 09:28:11] DEBUG body=⟧{"sessionID"', SAME, UNSAFE);
inserted(STRAY, P, "what PHP's print returns after the JSON", '"}]}⟦1⟧', SAME);
inserted(STRAY, E, "the end of a page after the JSON", '"}⟦</body></html>⟧', SAME);
text(STRAY, P, "the function call of JSONP around the JSON", `⟦callback(⟧${cleanText("payExInfo")});`, cleanText("payExInfo"), SWAPPED);
text(STRAY, E, "an HTML tag around the JSON", `⟦<pre>⟧${cleanText("eData")}</pre>`, cleanText("eData"));

// The opening brace is missing.
for (const path of [E, P]) {
  const whole = cleanText(partOf(path));
  text("E:json.missing-brace", path, `${path.slice(1)} without its first brace`, `⟦⟧${whole.slice(1)}`, whole);
}
