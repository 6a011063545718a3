// Compares the package with the host's readers: URLSearchParams, TextDecoder and JSON.parse, with a Base64 decoder by RFC 4648
// between them. If the package accepts a body without an error, they accept it with the same values.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { bodies, E_DATA, escaped, PAY_EX_INFO } from "./bodies.mjs";
import { makeProject } from "./project.mjs";

const project = await makeProject();
after(() => project.remove());
const cbt179 = await project.load();

/** @typedef {{ text: string, value: unknown }} Part */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const DIGITS = new Map(Array.from(ALPHABET, (digit, index) => [digit, index]));

/**
 * Decodes Base64 by RFC 4648 §4: groups of four, padding where required, no other character, and zero padding bits (§3.5).
 * Returns undefined for any other text.
 *
 * @param {string} text
 */
function fromBase64(text) {
  const length = text.endsWith("==") ? text.length - 2 : text.length - Number(text.endsWith("="));
  if (text.length % 4) return undefined;
  const bytes = [];
  let [bits, count] = [0, 0];
  for (let index = 0; index < length; index++) {
    const digit = DIGITS.get(text.charAt(index));
    if (digit === undefined) return undefined;
    bits = (bits << 6) | digit;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push(bits >> count);
    bits &= (1 << count) - 1;
  }
  return bits === 0 ? Uint8Array.from(bytes) : undefined;
}

const fatal = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const lossy = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Reads a field of a body as the host does; undefined if it is absent, duplicate or malformed.
 *
 * @param {string | Uint8Array} body
 * @param {string} name
 * @returns {Part | undefined}
 */
function readByHost(body, name) {
  const text =
    typeof body === "string"
      ? body
      : Buffer.from(body)
          .toString("latin1")
          .replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16)}`);
  // The constructor, unlike the parser, skips a leading `?`.
  const [value, ...others] = new URLSearchParams(`&${text}`).getAll(name);
  const bytes = value === undefined || others.length > 0 ? undefined : fromBase64(value);
  if (!bytes) return undefined;
  try {
    const json = fatal.decode(bytes);
    return { text: json, value: JSON.parse(json) };
  } catch {
    return undefined;
  }
}

/** The errors of the form, of its fields and of the layers of their values; not those of the members. */
const OF_LAYERS = /^(form|percent|base64|utf8|json|findings)\./;

/** @param {import("../../pkg-template/index.js").Finding} finding */
const isLayerError = ({ severity, code, path }) =>
  severity === "error" && (OF_LAYERS.test(code) || path.lastIndexOf("/") === 0);

/** Codes of errors in bodies that the host reads: parsers disagree on them, or customs' answer is known. */
const STRICTER = new Set([
  "field.unknown",
  "form.swapped-fields",
  "form.wrapped",
  "json.duplicate-key",
  "json.lone-surrogate",
  "json.too-deep",
]);

/**
 * Asserts that the package and the host agree on a body. Returns whether the package accepts its layers.
 *
 * @param {string | Uint8Array} body
 */
function assertAgree(body) {
  const { findings, ...ours } = cbt179.decodeForm(body);
  const errors = findings.filter(isLayerError).map(({ code }) => code);
  const eData = readByHost(body, "EData");
  const payExInfo = readByHost(body, "payExInfoStr");
  if (errors.length === 0) assert.deepEqual(ours, { eData, payExInfo });
  const isRead = [eData, payExInfo].every((part) => part && isObject(part.value));
  if (isRead && errors.length > 0) {
    assert.ok(
      errors.some((code) => STRICTER.has(code)),
      `the host reads it, but ${errors}`,
    );
  }
  return errors.length === 0;
}

/** @param {unknown} value */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

const E = `EData=${escaped(Buffer.from(E_DATA).toString("base64"))}`;
const P = `payExInfoStr=${escaped(Buffer.from(PAY_EX_INFO).toString("base64"))}`;

test("the form is parsed as the WHATWG URL standard says", () => {
  const value = Buffer.from('{"a":"?>>?"}').toString("base64");
  assert.match(value, /[+/]/);
  for (const body of [
    `${E}&${P}`,
    `${P}&${E}`,
    `&&&${E}&&${P}&&`,
    // Names may be escaped; so may every character of a value, in either case.
    `%45Data${E.slice(5)}&pay%45x%49nfo%53tr${P.slice(12)}`,
    `${E}&${P}`.replaceAll(/%../g, (escaped) => escaped.toLowerCase()),
    `${E}&payExInfoStr=${value.replaceAll(/./gs, (char) => `%${char.charCodeAt(0).toString(16)}`)}`,
    // Only the first `=` of a pair separates.
    `${E}&${P}`.replaceAll("%3D", "="),
  ]) {
    for (const given of [body, Buffer.from(body)]) assert.ok(assertAgree(given), body);
  }
  for (const body of [
    "",
    "&",
    "=",
    E,
    P,
    `${E}&`,
    `${E}&${P}&${E}`,
    `${E}&${P}&${P}`,
    `${E}&EData&${P}`,
    `EData&${P}`,
    `EData=&${P}`,
    `EData=%&${P}`,
    `${E}%&${P}`,
    `${E}%3&${P}`,
    `${E}%zz&${P}`,
    `${E}%3g&${P}`,
    `${E}%%33&${P}`,
    `${E}%00&${P}`,
    `${E}+&${P}`,
    `${E}%20&${P}`,
    `+${E}&${P}`,
    `?${E}&${P}`,
    `#${E}&${P}`,
    `\ufeff${E}&${P}`,
    `%EF%BB%BF${E}&${P}`,
    `\n${E}&${P}`,
    `${E}&${P}\n`,
    `${E};${P}`,
    `${E}&amp;${P}`,
    `${E}%26${P}`,
    `EData%00${E.slice(5)}&${P}`,
    `EData+${E.slice(5)}&${P}`,
    `EData%${E.slice(5)}&${P}`,
    `edata${E.slice(5)}&${P}`,
    `EData%3D${E.slice(6)}&${P}`,
    `EData[]${E.slice(5)}&${P}`,
    `E%C3%84ata${E.slice(5)}&${P}`,
    `E%FFData${E.slice(5)}&${P}`,
    `${E}é&${P}`,
    `${E}\ud800&${P}`,
    `${E}&payExInfoStr=${value}`,
    `=${E}&${P}&EData=e30%3D`,
  ]) {
    for (const given of [body, Buffer.from(body)]) assert.ok(!assertAgree(given), body);
  }
});

test("the host accepts every accepted body of 100000 with the same values", () => {
  let accepted = 0;
  const law = fc.property(bodies, (body) => {
    if (assertAgree(body)) accepted++;
  });
  // Another seed gives other bodies.
  const seed = Number(process.env.SEED ?? 179);
  const numRuns = 100_000;
  fc.assert(law, { numRuns, seed });
  assert.ok(accepted > numRuns / 5 && accepted < (numRuns * 4) / 5, String(accepted));
});

test("the host decodes every encoded body to the same bytes", () => {
  const bytes = fc.uint8Array({ maxLength: 300 });
  const law = fc.property(bytes, bytes, (eData, payExInfo) => {
    const params = new URLSearchParams(cbt179.encodeForm({ eData, payExInfo }));
    assert.deepEqual(fromBase64(params.get("EData") ?? ""), eData);
    assert.deepEqual(fromBase64(params.get("payExInfoStr") ?? ""), payExInfo);
  });
  fc.assert(law, { numRuns: 1000, seed: 179 });
});

/** The first and last bytes of all ranges of Unicode's table 3-7, and their neighbours. */
const EDGES = [
  0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed,
  0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff,
];

/** All sequences of `length` of these bytes. @param {number[]} bytes @param {number} length @returns {number[][]} */
function sequences(bytes, length) {
  if (length === 0) return [[]];
  const shorter = sequences(bytes, length - 1);
  return bytes.flatMap((byte) => shorter.map((rest) => [byte, ...rest]));
}

/** The bytes of a text that holds these sequences; the last one keeps it from being taken for GBK. */
const textOf = (/** @type {number[][]} */ given) =>
  Buffer.from([
    ...Buffer.from('{"a":"'),
    ...given.flatMap((bytes) => [...bytes, 0x7c]),
    0xff,
    0x22,
    0x7d,
  ]);

test("ill-formed UTF-8 is replaced as TextDecoder does", () => {
  const all = Array.from({ length: 256 }, (_, byte) => byte);
  const batches = [
    ...all.map((byte) => all.map((second) => [byte, second])),
    ...EDGES.map((byte) => sequences(EDGES, 2).map((rest) => [byte, ...rest])),
    ...EDGES.map((byte) => sequences(EDGES, 3).map((rest) => [byte, ...rest])),
  ];
  for (const batch of batches) {
    const payExInfo = textOf(batch);
    const { payExInfo: found } = cbt179.decodeForm(cbt179.encodeForm({ eData: "{}", payExInfo }));
    assert.equal(found?.text, lossy.decode(payExInfo));
  }
});

test("the ranges of ill-formed UTF-8 are those of U+FFFD in the text", () => {
  for (const bytes of [...sequences(EDGES, 2), ...sequences(EDGES, 3)]) {
    const payExInfo = Buffer.from([
      ...Buffer.from('{"好好":"好好'),
      ...bytes,
      ...Buffer.from('|"}'),
    ]);
    const form = cbt179.encodeForm({ eData: "{}", payExInfo });
    const { payExInfo: part, findings } = cbt179.decodeForm(form);
    const text = part?.text ?? "";
    // Several with the same cause are one finding, at the first of them.
    let first = text.length;
    for (const { code, at } of findings) {
      if (!/^utf8\.(invalid|lone-surrogate)$/.test(code)) continue;
      const { start = 0, end = 0 } = at.json ?? {};
      assert.match(text.slice(start, end), /^\ufffd+$/, Buffer.from(bytes).toString("hex"));
      first = Math.min(first, start);
    }
    assert.equal(first, (text.indexOf("\ufffd") + text.length + 1) % (text.length + 1));
  }
});

const suite = process.env.JSON_TEST_SUITE;
test("the files of JSONTestSuite are judged as their names say", { skip: !suite }, async () => {
  const names = await readdir(String(suite));
  /** @type {string[]} */
  const wrong = [];
  for (const name of names) {
    const file = await readFile(join(String(suite), name));
    const payExInfo = Buffer.concat([Buffer.from('{"x":'), file, Buffer.from("}")]);
    const body = cbt179.encodeForm({ eData: E_DATA, payExInfo });
    assertAgree(body);
    const codes = cbt179
      .checkForm(body)
      .findings.filter(isLayerError)
      .map(({ code }) => code);
    const isRefused = codes.some((code) => code !== "json.duplicate-key");
    if (!name.startsWith("i_") && isRefused !== name.startsWith("n_"))
      wrong.push(`${name} ${codes}`);
  }
  assert.deepEqual(wrong, []);
});
