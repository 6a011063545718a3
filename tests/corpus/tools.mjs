// What the table of cases is made with. Nothing of cbt179 is used here: offsets are sums of lengths, and the rest is
// Node's own.

// ---------------------------------------------------------------------------------------------------------------------
// A request with nothing wrong in it. Chinese and a character outside of the BMP stand before nearly everything.

export const SECRET = "12345678901234567890123456789012";

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

/** The part that a path is in. */
export const partOf = (path) => (path.startsWith(E) ? "eData" : "payExInfo");

/** A part's clean JSON text: on one line, or on many with `pretty`, ended by `eol`. */
export const cleanText = (part, { pretty = 0, eol = "\n" } = {}) =>
  JSON.stringify(clean()[part], null, pretty).replaceAll("\n", eol);

/** The value at a path of the clean request. */
export const at = (path) => {
  const [, , ...keys] = path.split("/");
  return keys.reduce((value, key) => value[key], clean()[partOf(path)]);
};

// ---------------------------------------------------------------------------------------------------------------------
// Texts and ranges.

/** Says that something is so, or else that the table is wrong. */
export function must(holds, what) {
  if (!holds) throw new Error(what);
}

/** A range of a text as findings tell it. */
export function range(text, [start, end]) {
  must(0 <= start && start <= end && end <= text.length, `${start}..${end} of ${text.length}`);
  const before = text.slice(0, start);
  const line = before.split("\n").length;
  return { start, end, line, column: start - before.lastIndexOf("\n") };
}

/** Takes the marks ⟦…⟧ out of a text, and says what stood between them. */
function unmark(marked) {
  const pieces = marked.split(/[⟦⟧]/);
  const ranges = [];
  let length = 0;
  pieces.forEach((piece, index) => {
    if (index % 2) ranges.push([length, length + piece.length]);
    length += piece.length;
  });
  return { text: pieces.join(""), ranges };
}

/** Puts something in the place of the only occurrence of a text. */
export function put(text, from, to) {
  must(text.split(from).length === 2, `not once: ${from}`);
  return text.replace(from, () => to);
}

const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

// ---------------------------------------------------------------------------------------------------------------------
// Values of the form: Base64 characters (tokens), each with its spelling in the body.

/** How the characters of a value are spelled in a body; which one, a case's sentence decides. */
const SPELLINGS = [
  (char) => encodeURIComponent(char),
  (char) => encodeURIComponent(char),
  (char) => encodeURIComponent(char).replace(/^%.*/, (hex) => hex.toLowerCase()),
  // Some encoders escape what needs no escape.
  (char, index) => (index % 5 === 2 ? escaped(char) : encodeURIComponent(char)),
];
export const PLAIN = { spelling: 0, swap: false };

const escaped = (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;

function styleOf(sentence) {
  const hash = [...sentence].reduce((hash, char) => (hash * 31 + char.codePointAt(0)) % 9973, 7);
  return { spelling: hash % 4, swap: hash % 4 === 1 || hash % 4 === 2 };
}

export const token = (char, spell = char, digit = /[A-Za-z0-9+/_-]/.test(char)) => ({
  char,
  spell,
  digit,
});

export const tokensOf = (text, { spelling }) =>
  [...text].map((char, index) => token(char, SPELLINGS[spelling](char, index)));

export const base64 = (bytes) => Buffer.from(bytes).toString("base64");

/** A value that carries a text; `bytes` where it is not the UTF-8 of the text. */
export const valueFor = (text, style, bytes = Buffer.from(text)) => ({
  text,
  bytes,
  tokens: tokensOf(base64(bytes), style),
});

/** How many bytes and UTF-16 units of a text come before a byte; inside of a character: before or behind it. */
function unitAt(text, byte, behind) {
  let [bytes, units] = [0, 0];
  for (const char of text) {
    const next = bytes + Buffer.byteLength(char);
    if (next > byte) return bytes === byte ? units : units + (behind ? char.length : 0);
    [bytes, units] = [next, units + char.length];
  }
  return units;
}

/** The tokens that carry a range of the JSON text. */
function carriers(value, [start, end], bytes) {
  const [from, to] = bytes ?? [start, end].map((at) => Buffer.byteLength(value.text.slice(0, at)));
  const first = Math.floor((from * 8) / 6);
  const behind = from === to ? first : Math.ceil((to * 8) / 6);
  must(
    value.tokens.slice(0, behind).every((token) => token.digit),
    "not plain Base64",
  );
  return [first, behind];
}

/** What some tokens carry of the JSON text. */
function carried(value, [start, end]) {
  const digits = (tokens) => tokens.filter((token) => token.digit).length;
  const length = Buffer.byteLength(value.text);
  const from = digits(value.tokens.slice(0, start));
  const to = digits(value.tokens.slice(0, end));
  const first = Math.min(Math.floor((from * 6) / 8), length);
  if (from === to) {
    const unit = unitAt(value.text, first, false);
    must(unit === unitAt(value.text, first, true), `in a character: byte ${first}`);
    return [unit, unit];
  }
  const behind = Math.min(Math.ceil((to * 6) / 8), length);
  const from_unit = unitAt(value.text, first, false);
  return [from_unit, Math.max(from_unit, unitAt(value.text, behind, true))];
}

/** Puts two values into a body; says where they begin. */
export function bodyOf(values, { swap }) {
  const names = { eData: "EData", payExInfo: "payExInfoStr" };
  const starts = {};
  let body = "";
  for (const part of swap ? ["payExInfo", "eData"] : ["eData", "payExInfo"]) {
    body += `${body && "&"}${names[part]}=`;
    starts[part] = body.length;
    body += values[part].tokens.map((token) => token.spell).join("");
  }
  return { body, starts };
}

/** A place in a value, in all layers. It is known in `json`, or in `tokens`; what is given of the others, stays. */
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

// ---------------------------------------------------------------------------------------------------------------------
// Cases.

export const cases = [];
const counts = new Map();

/** A long text as pieces, so that a run of the same characters takes no room. */
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

/**
 * Adds a case.
 *
 * `findings` are `{ spec: "E:code", path, at, fix }`; `fixed` is what is there after all fixes: the texts of both parts,
 * maybe the whole body, and in `left` the codes that are found then.
 */
export function add(wrong, body, findings, fixed, { options, latin1, about } = {}) {
  const first = about ?? findings[0]?.spec.slice(2) ?? "clean";
  const count = (counts.get(first) ?? 0) + 1;
  counts.set(first, count);
  const told = findings.map(({ spec, path, at, fix = fixed !== undefined }) => {
    const [severity, code] = [SEVERITIES[spec[0]], spec.slice(2)];
    return { severity, code, path, at, fix };
  });
  cases.push({
    name: `${first}-${count}`,
    wrong,
    ...(latin1
      ? { bodyBase64: Buffer.from(body, "latin1").toString("base64") }
      : { body: packed(body) }),
    ...(options && { options }),
    ok: told.every((finding) => finding.severity !== "error"),
    findings: told,
    ...(fixed && {
      fixed: {
        eData: packed(fixed.eData),
        payExInfo: packed(fixed.payExInfo),
        ...(fixed.body !== undefined && { body: packed(fixed.body) }),
        ...(fixed.left && { left: fixed.left }),
      },
    }),
  });
}

const list = (one) => (Array.isArray(one) ? one : [one]);

/** What stands for "as it is in the clean request". */
export const SAME = Symbol("same");

/**
 * A mistake in a JSON text, which is given with marks around what is at fault; `fixed` is the text after the fix.
 * More than one finding: `spec` and `path` are lists, in the order of the marks, or as `order` or `ranges` say.
 */
export function text(spec, path, wrong, marked, fixed, extra = {}) {
  const style = styleOf(wrong);
  const part = partOf(list(path)[0]);
  const { text, ranges: marks } = unmark(marked);
  const ranges = extra.ranges ?? extra.order?.map((index) => marks[index]) ?? marks;
  const values = {};
  for (const name of ["eData", "payExInfo"]) values[name] = valueFor(cleanText(name), style);
  values[part] = valueFor(text, style);
  const { body, starts } = bodyOf(values, style);
  const findings = list(spec).map((spec, index) => ({
    spec,
    path: list(path)[index],
    at: ranges[index] ? placeIn(values[part], starts[part], body, { json: ranges[index] }) : {},
    fix: extra.fixes?.[index],
  }));
  const texts = { eData: values.eData.text, payExInfo: values.payExInfo.text };
  const after = fixed !== undefined && { ...texts, [part]: fixed, left: extra.left };
  add(wrong, body, findings, after || undefined, extra);
}

/** A mistake in a JSON text: `to`, with marks, in the place of `from`, and what is there instead after the fix. */
export function json(spec, path, wrong, from, to, fixed, extra = {}) {
  const good = cleanText(partOf(list(path)[0]), extra);
  const after = fixed === SAME ? good : fixed !== undefined ? put(good, from, fixed) : undefined;
  text(spec, path, wrong, put(good, from, to), after, extra);
}

/** A mistake in the value of a field: what stands there instead, as JSON spells it, and what does after the fix. */
export function value(spec, path, wrong, spelled, fixed, extra = {}) {
  const name = `"${path.split("/").pop()}":${extra.pretty ? " " : ""}`;
  const from = name + JSON.stringify(at(path));
  const after = fixed === SAME || fixed === undefined ? fixed : name + fixed;
  json(spec, path, wrong, from, `${name}⟦${spelled}⟧`, after, extra);
}

/** A key that is spelled as the last segment of the path says, and not as the interface does. */
export function rename(spec, path, real, extra = {}) {
  const name = path.split("/").pop();
  const wrong = extra.wrong ?? `\`${name}\` for \`${real}\``;
  json(spec, path, wrong, `"${real}":`, `⟦"${name}"⟧:`, extra.fixed ?? SAME, extra);
}

/** A field that is not there. */
export function missing(spec, path) {
  const name = path.split("/").pop();
  const without = JSON.parse(cleanText(partOf(path)), function (key, value) {
    return key === name && !Array.isArray(this) ? undefined : value;
  });
  text(spec, path, `\`${name}\` is left out`, JSON.stringify(without), undefined);
}

/**
 * A mistake in the Base64 or in its percent-encoding. `tamper` gets the tokens of the clean value and gives the wrong
 * `tokens`, where among them the faults are (`at`, one range or a list), and the `fixed` tokens.
 */
export function carrier(spec, path, wrong, tamper, extra = {}) {
  const style = extra.style ?? styleOf(wrong);
  const part = partOf(path);
  const values = {};
  for (const name of ["eData", "payExInfo"]) values[name] = valueFor(cleanText(name), style);
  if (extra.text !== undefined) values[part] = valueFor(extra.text, style);
  const good = values[part];
  const { tokens, at, json, read = good.text, fixed } = tamper([...good.tokens], good.text, style);
  values[part] = { ...good, text: read, tokens };
  const { body, starts } = bodyOf(values, style);
  const ranges = Array.isArray(at[0]) ? at : [at];
  const findings = ranges.map((tokens) => ({
    spec,
    path,
    at: placeIn(values[part], starts[part], body, { tokens, json }),
  }));
  const texts = { eData: values.eData.text, payExInfo: values.payExInfo.text };
  const after = fixed && {
    ...texts,
    body: bodyOf({ ...values, [part]: { tokens: fixed } }, style).body,
  };
  add(wrong, body, findings, after, extra);
}

/** Puts tokens in the place of some. */
export const spliced = (tokens, at, remove, ...insert) => tokens.toSpliced(at, remove, ...insert);

/** Bytes in a part that are not what they should be: `json` and `bytes` say where, `read` what the text reads as. */
export function bytes(spec, path, wrong, { bytes, read, json, at, fixed }) {
  const style = styleOf(wrong);
  const part = partOf(path);
  const values = {};
  for (const name of ["eData", "payExInfo"]) values[name] = valueFor(cleanText(name), style);
  values[part] = valueFor(read, style, bytes);
  const { body, starts } = bodyOf(values, style);
  const place = placeIn(values[part], starts[part], body, { json, bytes: at });
  const after = fixed && {
    eData: values.eData.text,
    payExInfo: values.payExInfo.text,
    [part]: fixed,
  };
  add(wrong, body, [{ spec, path, at: place }], after);
}

/**
 * A mistake in the body: it is made of both values as they stand in a good one, with marks around what is at fault, and
 * so is the body after the fix.
 */
export function form(spec, path, wrong, marked, fixed, extra = {}) {
  const texts = extra.texts ?? { eData: cleanText("eData"), payExInfo: cleanText("payExInfo") };
  const spelled = ["eData", "payExInfo"].map((part) => encodeURIComponent(base64(texts[part])));
  const { text: body, ranges } = unmark(marked(...spelled));
  const findings = list(spec).map((spec, index) => ({
    spec,
    path: list(path)[index],
    at: ranges[index] ? { form: range(body, ranges[index]) } : {},
  }));
  add(wrong, body, findings, fixed && { ...texts, body: fixed(...spelled) }, extra);
}

export const good = (e, p) => `EData=${e}&payExInfoStr=${p}`;
export const goodSwapped = (e, p) => `payExInfoStr=${p}&EData=${e}`;
