// biome-ignore-all format: a table, most often one case a line
// Mistakes of real programs in numbers, times and lists. See ../cases.mjs for the form of a line.
import { at, cleanText, E, G, G0, H, json, L, O, P, put, SAME, SWAPPED, text, value } from "../tools.mjs";

const UNSAFE = { fix: "unsafe" };
const [ORDER, GOODS] = [O, G0].map((path) => JSON.stringify(at(path)));

// An array whose indices became names.
const NUMBERED = "E:field.numbered-object";
value(NUMBERED, L, "PHP: JSON_FORCE_OBJECT", `{"0":${ORDER}}`, SAME, UNSAFE);
value(NUMBERED, G, "PHP: an array with gaps after array_filter", `{"1":${GOODS},"3":${GOODS}}`, `[${GOODS},${GOODS}]`, UNSAFE, SWAPPED);
value(NUMBERED, L, "PHP: an array by order number, on many lines", `{\n "201808030001" : ${ORDER},\n "201808030002":\n${ORDER}\n}`, `[\n ${ORDER},\n ${ORDER}\n]`, UNSAFE);
json([NUMBERED, "E:field.type"], [L, `${L}/7/orderNo`], "PHP: JSON_FORCE_OBJECT, and a number in it", `[${ORDER}]`, `⟦{"7":${put(ORDER, JSON.stringify(at(`${O}/orderNo`)), "⟦201808030001⟧")}}⟧`, `[${put(ORDER, JSON.stringify(at(`${O}/orderNo`)), '"201808030001"')}]`, {
  fixes: ["unsafe", "safe"],
  safely: put(cleanText("payExInfo"), `[${ORDER}]`, `{"7":${put(ORDER, JSON.stringify(at(`${O}/orderNo`)), '"201808030001"')}}`),
  leftSafely: ["field.numbered-object"],
});
{
  const both = JSON.stringify({ 0: { ...at(O), goodsInfo: { 0: at(G0) } } });
  json([NUMBERED, NUMBERED], [L, G], "PHP: JSON_FORCE_OBJECT all the way down", `[${ORDER}]`, `⟦${put(both, `{"0":${GOODS}}`, `⟦{"0":${GOODS}}⟧`)}⟧`, SAME, { fix: "unsafe" });
}
json([NUMBERED, "E:field.item-type"], [L, `${L}/1`], "PHP: an array with a count in it", `[${ORDER}]`, `⟦{"0":${ORDER},"1":⟦2⟧}⟧`, `[${ORDER},2]`, { fixes: ["unsafe", null], left: ["field.item-type"] });
value("E:field.type", L, "JavaScript: an empty Map for the list", "{}");
value("E:field.type", G, "PHP: an empty array and JSON_FORCE_OBJECT", "{}", SWAPPED);
value("E:field.not-text", `${H}/note`, "JavaScript: an empty Map for a text", "{}");
value("E:field.not-a-list", L, "Java: the orders in a map by their number", `{"ord201808030001":${ORDER}}`);
value("E:field.not-a-list", L, "XML to JSON: the orders in an element", `{"order":[${ORDER}]}`, SWAPPED);
value("E:field.not-a-list", L, "one order for the list", ORDER, SAME, UNSAFE);

// Identifiers that were numbers on the way.
const LOST = "E:field.digits-lost";
value(LOST, `${E}/serialNumber`, "JavaScript: a serial number of 28 digits, unquoted", "2.0260312220014e+27");
value(LOST, `${H}/payTransactionId`, "PHP: a transaction of 28 digits, unquoted", "2.0260312220014123e+27");
value(LOST, `${O}/orderNo`, "Go: an order of 20 digits as a float64", "31050161393600000000", SWAPPED);
value(LOST, `${O}/recpAccount`, "PHP: an account of 16 digits with `.0`", "9007199254740993.0");
value(LOST, `${E}/commitTime`, "Java: a Double for the time", "2.0260115092811E13");
value(LOST, `${H}/guid`, "a number for the guid", "123456789012345678901234567890123456");
value(LOST, `${E}/serialNumber`, "Excel: a serial number as it is displayed", '"2.02603E+27"');
value(LOST, `${H}/payTransactionId`, "Excel: a transaction as it is displayed", '"2.01808E+12"', SWAPPED);
value(LOST, `${O}/orderNo`, "Java: an order after Double.toString", '"2.01808030001E11"');
value(LOST, `${P}/sessionID`, "Python: a session after str(float)", '"2.0260312220014e+27"');
value(LOST, `${E}/cusCode`, "Excel: a code as it is displayed", '"3.10502E+19"');
value(LOST, `${H}/guid`, "Excel: a guid as it is displayed", '"1.23E+35"');
text([], [P], "nothing: a name that looks like a number with an exponent", put(cleanText("payExInfo"), JSON.stringify(at(`${G0}/gname`)), '"2.5E+10"'));
text([], [P], "nothing: an order with a point", put(cleanText("payExInfo"), JSON.stringify(at(`${O}/orderNo`)), '"1.2018080E"'));
value("E:field.type", `${H}/payTransactionId`, "Python: pandas made a float of the transaction", "2018080110835.0", SAME);
value("E:field.type", `${H}/currency`, "Python: pandas made a float of the currency", "142.0", SAME, SWAPPED);
value("E:field.type", `${H}/verDept`, "PHP: a float for the institution", "3.0", SAME);
value("E:field.type", `${H}/tradingTime`, "Python: a float for the time", "20260115092510.0", SAME);
value("E:currency.iso", `${H}/currency`, "Python: pandas made a float of the ISO number", "156.0", SAME);
value("E:field.type", `${O}/orderNo`, "a fraction for the order", "2018.5");

// Times in which something must be guessed.
const [COMMIT, TRADING] = [`${E}/commitTime`, `${H}/tradingTime`];
value("W:time.format", TRADING, "JavaScript: toISOString", '"2026-01-15T01:25:10Z"', SAME, UNSAFE);
value("W:time.format", TRADING, "a local time with `Z`: in China it would be after the request", '"2026-01-15T09:25:10Z"');
value("W:time.format", TRADING, "without seconds", '"2026-01-15 09:25"', '"20260115092500"', UNSAFE);
value("W:time.format", TRADING, "without seconds, in 12 digits", '"202601150925"', '"20260115092500"', UNSAFE, SWAPPED);
value("W:time.format", TRADING, "two digits of the year", '"26-01-15 09:25:10"');
value("E:time.format", COMMIT, "two digits of the year, in 12 digits", '"260115092811"');
value("W:time.format", TRADING, "Java: Date.toString, with an ambiguous zone", '"Thu Jan 15 09:25:10 CST 2026"', SAME, UNSAFE);
value("E:time.from-1900", COMMIT, "Java: Date.getYear", '"1260115092811"');
value("W:time.from-1900", TRADING, "Perl: localtime without 1900", '"126-01-15 09:25:10"', SWAPPED);
value("W:time.zero", TRADING, "Go: the zero time", '"0001-01-01T00:00:00Z"');
value("W:time.zero", TRADING, "Go: the zero time in the interface's format", '"00010101000000"', SWAPPED);
value("E:time.zero", COMMIT, ".NET: DateTime.MinValue", '"0001/1/1 0:00:00"');
value("W:time.zero", TRADING, "MySQL: the zero date", '"0000-00-00 00:00:00"');
value("W:time.unix", TRADING, "Unix seconds that begin like a year", '"1768440310"', SAME);
value("W:time.zero", TRADING, "the time 0 of Unix in China", '"19700101080000"');
value("W:time.nonexistent", TRADING, "1900 and two digits of the year", '"19260115092510"', SWAPPED);
value("E:time.array", TRADING, "Jackson: LocalDateTime", "[2026,1,15,9,25,10]", SAME);
value("E:time.array", COMMIT, "Jackson: LocalDateTime with nanoseconds", "[2026,1,15,9,28,11,123000000]", SAME, UNSAFE);
value("E:time.array", TRADING, "Jackson: LocalDateTime without seconds", "[2026, 1, 15, 9, 25]", '"20260115092500"', UNSAFE, SWAPPED);
value("E:time.array", TRADING, "Jackson: LocalDate", "[2026,1,15]");
value("E:field.not-text", TRADING, "a list of one text for a time", '["20260115092510"]', SAME, UNSAFE);
value("W:time.after-commit", TRADING, "the commit time is in UTC, the payment in China Standard Time", '"20260115172510"');
value("W:time.after-commit", TRADING, "one second after the request", '"20260115092812"', SWAPPED);
json(["E:field.type", "W:time.after-commit"], [TRADING, TRADING], "a number one second after the request", `"tradingTime":"${at(TRADING)}"`, '"tradingTime":⟦⟦20260115092812⟧⟧', '"tradingTime":"20260115092812"', { fixes: ["safe", null], left: ["time.after-commit"] });
json(["W:time.format", "W:time.after-commit"], [TRADING, TRADING], "another format, a second after the request", `"tradingTime":"${at(TRADING)}"`, '"tradingTime":⟦⟦"2026-01-15 09:28:12"⟧⟧', '"tradingTime":"20260115092812"', { fixes: ["safe", null], left: ["time.after-commit"] });
text([], [P], "nothing: a payment in the second of the request", put(cleanText("payExInfo"), at(TRADING), at(COMMIT)));

// Amounts that are not numbers in yuan.
const AMOUNT = `${H}/totalAmount`;
value("W:amount.single-precision", AMOUNT, "Java: a float turned into a double", "268.3999938964844", "268.4", UNSAFE);
value("W:amount.single-precision", AMOUNT, "C: printf with %f of a float", "99.989998", "99.99", UNSAFE, SWAPPED);
value("E:amount.string", AMOUNT, "an amount in 万", '"268.5万"');
value("E:amount.string", AMOUNT, "an amount in fen", '"26850分"', SWAPPED);
value("E:amount.string", AMOUNT, "Python: str(nan)", '"NaN"');
value("E:amount.string", AMOUNT, "PHP: number_format without decimals", '"1,001"', "1001", UNSAFE);
value("E:amount.string", AMOUNT, "an input method's full-width digits", '"１００．１"', SAME);
value("E:amount.string", AMOUNT, "an input method's sign and digits", '"￥１００．１元"', SAME);
value("E:json.invalid-number", AMOUNT, "a thousands separator in a number", "1,268.50");
value("E:json.invalid-number", AMOUNT, "a decimal comma in a number", "268,5", SWAPPED);
value("W:amount.range", AMOUNT, "an average with 13 decimals", "89.4666666666667");
value("W:amount.range", AMOUNT, "18 digits before the point", "123456789012345678");
text([], [P], "nothing: the largest amount", put(cleanText("payExInfo"), "100.1", "99999999999999.99999"));
text([], [P], "nothing: 17 digits, of which 5 are decimals", put(cleanText("payExInfo"), "100.1", "123456789012.00001"));

// Names that programs have for a code.
const CHOICE = "W:field.choice";
value(CHOICE, `${H}/verDept`, "an enum: OTHERS", '"OTHERS"', SAME, UNSAFE);
value(CHOICE, `${H}/verDept`, "an enum: OTHER", '"OTHER"', SAME);
value(CHOICE, `${H}/verDept`, "an enum: UNIONPAY", '"UNIONPAY"', '"1"');
value(CHOICE, `${H}/verDept`, "an enum: CUP", '"CUP"', '"1"', UNSAFE, SWAPPED);
value(CHOICE, `${H}/verDept`, "an enum: NUCC", '"NUCC"', '"2"', UNSAFE);
value(CHOICE, `${H}/payType`, "an enum: QRCODE", '"QRCODE"', '"3"', UNSAFE);
value(CHOICE, `${H}/payType`, "an enum: SCAN", '"SCAN"', '"3"', UNSAFE, SWAPPED);
value(CHOICE, `${H}/payType`, "an enum that may be anything: WAP", '"WAP"');

// All names in another style are one mistake.
{
  const snake = (name) => name.replace(/ID$/, "Id").replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const renamed = (to) => cleanText("eData").replace(/"(\w+)":/g, (key, name) => (to(name) === name ? key : `⟦"${to(name)}"⟧:`));
  const LABELS = { version: "网关版本", commitTime: "提交时间", cusName: "海关备案名称", cusCode: "海关备案代码", serialNumber: "流水号" };
  text("E:field.misspelt", `${E}/cus_name`, "Python: all names in snake_case", renamed(snake), cleanText("eData"));
  text("E:field.misspelt", `${E}/海关备案名称`, "Excel: the labels for the names", renamed((name) => LABELS[name] ?? name), cleanText("eData"), UNSAFE, SWAPPED);
}
