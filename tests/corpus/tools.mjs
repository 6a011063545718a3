// The functions that the table of cases calls. They use no code of cbt179: offsets are sums of lengths, and Node does the
// encoding.

// ---------------------------------------------------------------------------------------------------------------------
// A valid request. Nearly every field comes after Chinese and a character outside the BMP, so offsets in bytes, in UTF-16
// units and in characters differ.

export const SECRET = "8d1f0b6e3c9a4725b0e4c7d2f6a95318";

const clean = () => ({
  eData: {
    cusName: "某某电商公司𠮷",
    version: "1.0",
    commitTime: "20260115092811",
    cusCode: "XXXX908",
    serialNumber: "20119182839304",
    token: SECRET,
  },
  payExInfo: {
    sessionID: "fe2374-8fnejf97-32839218",
    payExchangeInfoHead: {
      guid: "9D2F3E1A-5B6C-4D7E-8F90-A1B2C3D4E5F6",
      initalRequest: "https://pay.example/do?subject=小米盒子😀",
      initalResponse: '{"msg":"成功"}',
      ebpCode: "44069679AS",
      payCode: "4403160BUF",
      payTransactionId: "2018080110835",
      totalAmount: 100.1,
      currency: "142",
      verDept: "3",
      payType: "1",
      tradingTime: "20260115092510",
      note: "备注",
    },
    payExchangeInfoLists: [
      {
        orderNo: "ord201808030001",
        goodsInfo: [{ gname: "小米盒子𠮷", itemLink: "https://shop.example/1?a=1&b=2" }],
        recpAccount: "6217850100007893905",
        recpCode: "1105910159",
        recpName: "天猫国际有限公司",
      },
    ],
  },
});

export const E = "/EData";
export const P = "/payExInfoStr";
export const H = `${P}/payExchangeInfoHead`;
export const L = `${P}/payExchangeInfoLists`;
export const O = `${L}/0`;
export const G = `${O}/goodsInfo`;
export const G0 = `${G}/0`;

export const PARTS = ["eData", "payExInfo"];

/** Returns an object with a property for each part, made from the part's name. */
export const eachPart = (make) => Object.fromEntries(PARTS.map((part) => [part, make(part)]));

export const PATHS = { eData: E, payExInfo: P };

/** Returns the part that a path is in. */
export const partOf = (path) => (path.startsWith(E) ? "eData" : "payExInfo");

/** Returns a part's JSON text in the clean request: on one line, or with `pretty` on lines that end in `eol`. */
export const cleanText = (part, { pretty = 0, eol = "\n" } = {}) =>
  JSON.stringify(clean()[part], null, pretty).replaceAll("\n", eol);

/** Returns both JSON texts of the clean request. */
export const cleanTexts = () => eachPart((part) => cleanText(part));

/** Returns the value at a path of the clean request. */
export const at = (path) => {
  const [, , ...keys] = path.split("/");
  return keys.reduce((value, key) => value[key], clean()[partOf(path)]);
};

// ---------------------------------------------------------------------------------------------------------------------
// Texts and ranges.

/** Throws if the table contradicts itself. */
export function must(holds, what) {
  if (!holds) throw new Error(what);
}

/** Returns a range of a text as findings have it. */
export function range(text, [start, end]) {
  must(0 <= start && start <= end && end <= text.length, `${start}..${end} of ${text.length}`);
  const before = text.slice(0, start);
  const line = before.split("\n").length;
  return { start, end, line, column: start - before.lastIndexOf("\n") };
}

/** Removes the marks ⟦…⟧ from a text, and returns the ranges between them in the order in which they open. */
function unmark(marked) {
  const ranges = [];
  const open = [];
  let text = "";
  for (const piece of marked.split(/([⟦⟧])/)) {
    if (piece === "⟦") open.push(ranges.push([text.length]) - 1);
    else if (piece === "⟧") ranges[open.pop()].push(text.length);
    else text += piece;
  }
  return { text, ranges };
}

/** Replaces the only occurrence of a text. */
export function put(text, from, to) {
  must(text.split(from).length === 2, `not once: ${from}`);
  return text.replace(from, () => to);
}

const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

// ---------------------------------------------------------------------------------------------------------------------
// Values of the form: Base64 characters (tokens), each with the text that is sent for it in the body.

/** Escapes every fifth Base64 character, as some encoders escape letters and digits too. */
const overEscape = (char, index) =>
  index % 5 === 2
    ? `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`
    : encodeURIComponent(char);
export const lowerHex = (char) =>
  encodeURIComponent(char).replace(/^%.*/, (hex) => hex.toLowerCase());

// How a body is encoded: how each Base64 character is escaped, and which field comes first. A case is `PLAIN` unless it ends
// in another of these, so offsets are tested with escapes of every kind.
export const PLAIN = { percentEncode: encodeURIComponent, swap: false };
export const SWAPPED = { swap: true };
export const LOWER_SWAPPED = { percentEncode: lowerHex, swap: true };
export const OVER_ESCAPED = { percentEncode: overEscape };

export const token = (char, spell = char, digit = /[A-Za-z0-9+/_-]/.test(char)) => ({
  char,
  spell,
  digit,
});

export const tokensOf = (text, { percentEncode } = PLAIN) =>
  [...text].map((char, index) => token(char, percentEncode(char, index)));

export const base64 = (bytes) => Buffer.from(bytes).toString("base64");

/** Returns a value that carries a text; pass `bytes` if they are not the UTF-8 of the text. */
export const valueFor = (text, encoding = PLAIN, bytes = Buffer.from(text)) => ({
  text,
  tokens: tokensOf(base64(bytes), encoding),
});

/** Counts the UTF-16 units of a text before a byte; inside a character, those before it or, with `inclusive`, after it. */
function unitAt(text, byte, inclusive) {
  let [bytes, units] = [0, 0];
  for (const char of text) {
    const next = bytes + Buffer.byteLength(char);
    if (next > byte) return bytes === byte ? units : units + (inclusive ? char.length : 0);
    [bytes, units] = [next, units + char.length];
  }
  return units;
}

/** Returns the range of tokens that carry a range of the JSON text. */
function carriers(value, [start, end], bytes) {
  const [from, to] = bytes ?? [start, end].map((at) => Buffer.byteLength(value.text.slice(0, at)));
  const first = Math.floor((from * 8) / 6);
  const past = from === to ? first : Math.ceil((to * 8) / 6);
  must(
    value.tokens.slice(0, past).every((token) => token.digit),
    "not plain Base64",
  );
  return [first, past];
}

/** Returns the range of the JSON text that a range of tokens carries. */
function carried(value, [start, end]) {
  const digits = (tokens) => tokens.filter((token) => token.digit).length;
  const length = Buffer.byteLength(value.text);
  const from = digits(value.tokens.slice(0, start));
  const to = digits(value.tokens.slice(0, end));
  const first = Math.min(Math.floor((from * 6) / 8), length);
  const unit = unitAt(value.text, first, false);
  if (from === to) {
    must(unit === unitAt(value.text, first, true), `in a character: byte ${first}`);
    return [unit, unit];
  }
  const past = Math.min(Math.ceil((to * 6) / 8), length);
  return [unit, Math.max(unit, unitAt(value.text, past, true))];
}

/** Joins two values to a body, and returns where they start in it. */
export function bodyOf(values, { swap } = PLAIN) {
  const names = { eData: "EData", payExInfo: "payExInfoStr" };
  const starts = {};
  let body = "";
  for (const part of swap ? PARTS.toReversed() : PARTS) {
    body += `${body && "&"}${names[part]}=`;
    starts[part] = body.length;
    body += values[part].tokens.map((token) => token.spell).join("");
  }
  return { body, starts };
}

/** Returns the range of a place in every layer, from its range in `json` or in `tokens`; where both are given, both stay. */
export function placeIn(value, start, body, { json, tokens, bytes }) {
  const carrying = tokens ?? carriers(value, json, bytes);
  const before = (index, what) =>
    sum(value.tokens.slice(0, index).map((token) => token[what].length));
  const base64Text = value.tokens.map((token) => token.char).join("");
  return {
    form: range(
      body,
      carrying.map((index) => start + before(index, "spell")),
    ),
    base64: range(
      base64Text,
      carrying.map((index) => before(index, "char")),
    ),
    json: range(value.text, json ?? carried(value, tokens)),
  };
}

/** Returns the place of a whole value. */
export const whole = ({ text, tokens }) => ({ tokens: [0, tokens.length], json: [0, text.length] });

// ---------------------------------------------------------------------------------------------------------------------
// Cases.

export const cases = [];
const counts = new Map();

/** Splits a long text into pieces, of which a repeated one is stored once. */
function packed(text) {
  const pieces = [];
  let [plain, at] = [0, 0];
  while (at < text.length) {
    const run = [1, 2, 3, 4].map((width) => {
      const unit = text.slice(at, at + width);
      let times = 1;
      while (text.startsWith(unit, at + width * times)) times += 1;
      return { unit, times };
    });
    const { unit, times } = run.find(({ unit, times }) => unit.length * times >= 240) ?? {};
    if (!unit) {
      at += 1;
      continue;
    }
    if (at > plain) pieces.push(text.slice(plain, at));
    pieces.push([unit, times]);
    at += unit.length * times;
    plain = at;
  }
  if (pieces.length === 0) return text;
  if (at > plain) pieces.push(text.slice(plain));
  return pieces;
}

const SEVERITIES = { E: "error", W: "warning", I: "info" };

/** The layer that a fix edits, by the first word of its code; `json` for any other. */
const LAYERS = { form: "form", percent: "form", base64: "base64" };

/** The codes whose fix has no edits: the part is only re-encoded. */
const RE_ENCODED = new Set([
  "form.multipart",
  "form.json-body",
  "form.twice",
  "form.nested",
  "percent.twice",
  "base64.not-encoded",
  "base64.twice",
  "base64.hex",
  "base64.padding-inside",
  "utf8.utf16",
  "utf8.gbk",
  "utf8.big5",
  "base64.quoted",
  "json.html-escaped",
  "json.percent-encoded",
  "json.slashes-added",
  "json.backslashes-doubled",
  "json.quoted",
]);

/** Describes a fix as the corpus does, such as "safe json"; null where there is none. */
function fixOf(code, applicability, layer = LAYERS[code.split(".")[0]] ?? "json") {
  if (!applicability) return null;
  return `${applicability} ${layer}${RE_ENCODED.has(code) ? " re-encode" : ""}`;
}

/** Packs the texts of a body after its fixes. */
const packedFixed = ({ eData, payExInfo, body, left }) => ({
  ...(eData !== undefined && { eData: packed(eData), payExInfo: packed(payExInfo) }),
  ...(body !== undefined && { body: packed(body) }),
  ...(left && { left }),
});

/**
 * Adds a case.
 *
 * `findings` are `{ spec: "E:code", path, at, count, fix, layer }`. `fix` is "safe", "unsafe" or null. Its default is the
 * `fix` of the case, or "safe", if the case has a `fixed`.
 *
 * `fixed` is the result of all fixes: the texts of both parts, maybe the whole body, and in `left` the codes that are still
 * found. `safely` is the result of the safe fixes alone, where safe and unsafe ones meet.
 */
export function add(wrong, body, findings, fixed, extra = {}) {
  const { options, latin1, about, safely } = extra;
  const first = about ?? findings[0]?.spec.slice(2) ?? "clean";
  const nth = (counts.get(first) ?? 0) + 1;
  counts.set(first, nth);
  const applicability = fixed ? (extra.fix ?? "safe") : null;
  const expected = findings.map(({ spec, path, at, count = 1, fix = applicability, layer }) => {
    const [severity, code] = [SEVERITIES[spec[0]], spec.slice(2)];
    const repeats = count > 1 && { count };
    return { severity, code, path, at, ...repeats, fix: fixOf(code, fix, layer) };
  });
  const kinds = new Set(expected.flatMap(({ fix }) => fix?.split(" ")[0] ?? []));
  must(
    !fixed === (kinds.size === 0),
    `a fix without a result, or a result without a fix: ${wrong}`,
  );
  must(!safely === kinds.size < 2, `not the result of the safe fixes: ${wrong}`);
  cases.push({
    name: `${first}-${nth}`,
    wrong,
    ...(latin1
      ? { bodyBase64: Buffer.from(body, "latin1").toString("base64") }
      : { body: packed(body) }),
    ...(options && { options }),
    ok: expected.every((finding) => finding.severity !== "error"),
    findings: expected,
    ...(fixed && { fixed: packedFixed(fixed) }),
    ...(safely && { fixedSafely: packedFixed(safely) }),
  });
}

/**
 * Splits the last arguments of a case: the text or body after the fix, if there is a fix, then properties.
 *
 * `[SAME, { fix: "unsafe" }, { swap: true }]` is `{ fixed: SAME, fix: "unsafe", swap: true, … }`.
 */
function rest([first, ...others]) {
  const hasFixed = first !== undefined && typeof first !== "object";
  const extras = hasFixed ? others : [first, ...others];
  return { ...PLAIN, ...Object.assign({}, ...extras), fixed: hasFixed ? first : undefined };
}

const list = (one) => (Array.isArray(one) ? one : [one]);

/** The text of the clean request, as the text after a fix. */
export const SAME = Symbol("same");

/** Returns the findings of a case: one for all ranges, or a list with a range each. */
const findingsOf = (spec, path, ranges, extra, place) =>
  list(spec).map((one, index) => ({
    spec: one,
    path: list(path)[index],
    at: ranges[index] ? place(ranges[index]) : {},
    count: extra.counts?.[index] ?? (Array.isArray(spec) ? 1 : Math.max(ranges.length, 1)),
    fix: extra.fixes?.[index],
  }));

/** Adds mistakes in one part: places each range with `placed`, which names the layer that the range is in. */
function inPart(spec, path, wrong, value, ranges, placed, after, extra) {
  const part = partOf(list(path)[0]);
  const values = eachPart((name) => (name === part ? value : valueFor(cleanText(name), extra)));
  const { body, starts } = bodyOf(values, extra);
  const place = (range) => placeIn(value, starts[part], body, placed(range));
  add(wrong, body, findingsOf(spec, path, ranges, extra, place), after, extra);
}

/**
 * Adds a mistake in a JSON text, which has marks around each place at fault; `fixed` is the text after the fix. Several
 * marks are one finding with a count.
 *
 * For several findings, `spec` and `path` are lists, and so may be `counts` and `fixes`. Their order is that in which the
 * marks open, or the one in `order`. `safely` is the text after the safe fixes alone, and `leftSafely` the codes left then.
 */
export function text(spec, path, wrong, marked, ...last) {
  const { fixed, ...extra } = rest(last);
  const part = partOf(list(path)[0]);
  const { text, ranges: marks } = unmark(marked);
  const ranges = extra.order?.map((index) => marks[index]) ?? marks;
  const result = (text, left) => text && { ...cleanTexts(), [part]: text, left };
  const safely = result(extra.safely, extra.leftSafely);
  inPart(
    spec,
    path,
    wrong,
    valueFor(text, extra),
    ranges,
    (json) => ({ json }),
    result(fixed, extra.left),
    { ...extra, safely },
  );
}

/** Adds a mistake in a JSON text: `to`, with marks, replaces `from`; the fix leaves `fixed` there. */
export function json(spec, path, wrong, from, to, ...last) {
  const { fixed, ...extra } = rest(last);
  const good = cleanText(partOf(list(path)[0]), extra);
  const after = fixed === SAME ? good : fixed !== undefined ? put(good, from, fixed) : undefined;
  text(spec, path, wrong, put(good, from, to), after, extra);
}

/** Adds a mistake that is an extra text: without the text between its marks, `marked` is in the clean request. */
export function inserted(spec, path, wrong, marked, ...last) {
  json(spec, path, wrong, marked.replace(/⟦[^⟧]*⟧/g, ""), marked, ...last);
}

/** Adds a mistake in the value of a field: the raw JSON that the sender wrote, and the raw JSON after the fix. */
export function value(spec, path, wrong, spelled, ...last) {
  const { fixed, ...extra } = rest(last);
  const name = `"${path.split("/").pop()}":${extra.pretty ? " " : ""}`;
  const from = name + JSON.stringify(at(path));
  const after = fixed === SAME || fixed === undefined ? fixed : name + fixed;
  json(spec, path, wrong, from, `${name}⟦${spelled}⟧`, after, extra);
}

/** Adds a key that the sender spelled as the last segment of the path. */
export function rename(spec, path, real, ...last) {
  const extra = rest(last);
  const name = path.split("/").pop();
  const wrong = extra.wrong ?? `\`${name}\` for \`${real}\``;
  json(spec, path, wrong, `"${real}":`, `⟦"${name}"⟧:`, extra.fixed ?? SAME, extra);
}

/** Adds a missing field. */
export function missing(spec, path, ...last) {
  const name = path.split("/").pop();
  const without = JSON.parse(cleanText(partOf(path)), function (key, value) {
    return key === name && !Array.isArray(this) ? undefined : value;
  });
  text(spec, path, `\`${name}\` is left out`, JSON.stringify(without), ...last);
}

/**
 * Adds a mistake in the Base64 or in its percent-encoding. `tamper` takes the tokens of the clean value and returns the
 * wrong `tokens`, the ranges `at` fault (one, or a list that is one finding with a count), and the `fixed` tokens.
 */
export function carrier(spec, path, wrong, tamper, ...last) {
  const extra = rest(last);
  const part = partOf(path);
  const good = valueFor(extra.text ?? cleanText(part), extra);
  const { tokens, at, json, read = good.text, fixed } = tamper([...good.tokens], good.text, extra);
  const values = eachPart((name) =>
    name === part ? { tokens: fixed } : valueFor(cleanText(name), extra),
  );
  const after = fixed && { ...cleanTexts(), [part]: good.text, body: bodyOf(values, extra).body };
  const ranges = Array.isArray(at[0]) ? at : [at];
  const placed = (tokens) => ({ tokens, json });
  inPart(spec, path, wrong, { text: read, tokens }, ranges, placed, after, extra);
}

/** Replaces a run of tokens. */
export const spliced = (tokens, at, remove, ...insert) => tokens.toSpliced(at, remove, ...insert);

/** Adds wrong bytes in a part: `json` and `at` are their ranges in the text and in the bytes, `read` the text as decoded. */
export function bytes(spec, path, wrong, { bytes, read, json, at, fixed }, ...last) {
  const extra = rest(last);
  const after = fixed && { ...cleanTexts(), [partOf(path)]: fixed };
  const placed = (json) => ({ json, bytes: at });
  inPart(spec, path, wrong, valueFor(read, extra, bytes), [json], placed, after, extra);
}

/**
 * Adds a mistake in the form. `marked` takes both values as a correct body has them and returns the body, with marks around
 * each place at fault; `fixed` takes them and returns the body after the fix.
 */
export function form(spec, path, wrong, marked, ...last) {
  const { fixed, ...extra } = rest(last);
  const texts = extra.texts ?? cleanTexts();
  const spelled = PARTS.map((part) => encodeURIComponent(base64(texts[part])));
  const { text: body, ranges } = unmark(marked(...spelled));
  const inForm = (at) => ({ form: range(body, at) });
  const findings = findingsOf(spec, path, ranges, extra, inForm).map((one) => ({
    ...one,
    layer: "form",
  }));
  add(wrong, body, findings, fixed && { ...texts, body: fixed(...spelled) }, extra);
}

export const good = (e, p) => `EData=${e}&payExInfoStr=${p}`;
export const goodSwapped = (e, p) => `payExInfoStr=${p}&EData=${e}`;
