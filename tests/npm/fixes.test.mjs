// The findings' fixes, and applyFixes, which makes them.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { makeProject, sample, validRequest } from "./project.mjs";

/** @typedef {import("../../pkg-template/index.js").Finding} Finding */
/** @typedef {import("../../pkg-template/index.js").Edit} Edit */

/** @type {Awaited<ReturnType<typeof makeProject>>} */
let project;
/** @type {typeof import("../../pkg-template/index.js")} */
let cbt179;
/** @type {string} the interface's example */
let body;
/** @type {string} a faulty body with characters of two and more bytes in its JSON */
let chinese;
before(async () => {
  project = await makeProject();
  cbt179 = await project.load();
  body = await sample("sample-form-body.txt");
  const { eData, payExInfo } = validRequest();
  chinese = decodeURIComponent(
    cbt179.encodeForm({
      eData: JSON.stringify(eData).replace('"cusName"', '"coName"'),
      payExInfo: `${JSON.stringify(payExInfo, null, 2).slice(0, -2)},\n}`,
    }),
  );
});
after(() => project.remove());

/** @param {Finding[]} findings @param {string[]} codes */
const only = (findings, ...codes) => findings.filter(({ code }) => codes.includes(code));

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** The text with edits made by hand. @param {string | Buffer} text @param {readonly Edit[]} edits @returns {string} */
function edited(text, edits) {
  const pieces = [];
  let at = 0;
  for (const edit of edits) {
    pieces.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  pieces.push(text.slice(at));
  return typeof text === "string"
    ? pieces.join("")
    : utf8.decode(Buffer.concat(pieces.map((piece) => Buffer.from(piece))));
}

/** The value of a part, percent-decoded. @param {string} body @param {Finding} finding */
function base64Of(body, { path }) {
  const name = path.split("/")[1];
  return decodeURIComponent(new RegExp(`(?:^|&)${name}=([^&]*)`).exec(body)?.[1] ?? "");
}

/**
 * Checks that a body without this finding has in the layer of its fix what the fix's edits make of that layer by hand.
 *
 * @param {string | Buffer} body
 * @param {string} fixed
 * @param {Finding} finding
 */
function assertByHand(body, fixed, finding) {
  const { layer, edits } = finding.fix ?? assert.fail();
  const isBytes = typeof body !== "string";
  const given = (/** @type {string | undefined} */ text = "") =>
    isBytes ? Buffer.from(text) : text;
  if (layer === "form") return assert.equal(fixed, edited(body, edits), finding.code);
  if (layer === "base64") {
    const base64 = edited(given(base64Of(String(body), finding)), edits);
    return assert.equal(base64Of(fixed, finding), base64, finding.code);
  }
  const part = finding.path.startsWith("/EData") ? "eData" : "payExInfo";
  const json = edited(given(cbt179.decodeForm(body)[part]?.text), edits);
  return assert.equal(cbt179.decodeForm(fixed)[part]?.text, json, finding.code);
}

/** What the parts of a body say to who reads strictly what it is made of. @param {string} body */
function strictly(body) {
  assert.match(body, /^EData=[\w%/]+&payExInfoStr=[\w%/]+$/);
  const form = new URLSearchParams(body);
  return ["EData", "payExInfoStr"].map((name) => {
    const base64 = form.get(name) ?? "";
    const bytes = Buffer.from(base64, "base64");
    assert.equal(bytes.toString("base64"), base64);
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  });
}

test("the interface's example is fixed, and strict readers read it", async () => {
  const fixed = cbt179.applyFixes(body, cbt179.checkForm(body).findings);
  const { ok, findings } = cbt179.checkForm(fixed);
  assert.ok(ok, JSON.stringify(findings));
  assert.deepEqual(only(findings, "field.alternate-name"), []);
  const [eData, payExInfo] = strictly(fixed);
  const names = ["version", "commitTime", "cusName", "cusCode", "serialNumber", "token"];
  assert.deepEqual(Object.keys(eData), names);
  assert.deepEqual(
    Object.values(eData),
    Object.values(JSON.parse(await sample("sample-edata.json"))),
  );
  // What was sent, but for the comma, to the byte.
  const sent = (await sample("sample-payexinfo.txt")).replace(/,(\s*\}\s*)$/, "$1");
  assert.deepEqual(Object.keys(payExInfo), Object.keys(JSON.parse(sent)));
  assert.deepEqual(payExInfo.payExchangeInfoLists, JSON.parse(sent).payExchangeInfoLists);
  const comma = only(cbt179.checkForm(body).findings, "json.trailing-comma");
  assert.equal(cbt179.decodeForm(cbt179.applyFixes(body, comma)).payExInfo?.text, sent);
});

test("a string, and its bytes in every view, are fixed alike", () => {
  for (const text of [body, chinese]) {
    const fixed = cbt179.applyFixes(text, cbt179.checkForm(text).findings);
    assert.ok(cbt179.checkForm(fixed).ok);
    const bytes = new TextEncoder().encode(text);
    const padded = new Uint8Array(bytes.length + 7);
    padded.set(bytes, 3);
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
    shared.set(bytes);
    const { findings } = cbt179.checkForm(bytes);
    for (const same of [bytes, bytes.buffer, Buffer.from(text), padded.subarray(3, -4), shared])
      assert.equal(cbt179.applyFixes(same, findings), fixed);
    assert.deepEqual(bytes, new TextEncoder().encode(text));
  }
});

/** Faulty bodies, of each layer some. @type {Record<string, () => string | Buffer>} */
const FAULTY = {
  "the example": () => body,
  "Chinese text": () => chinese,
  "a parameter escaped": () => `x=1&amp;${body}`,
  "Base64 of MIME": () => formOf(base64(eDataText()).replace(/.{60}/g, "$&\r\n")),
  Base64url: () => formOf(Buffer.from(eDataText()).toString("base64url")),
  "no padding": () => formOf(base64(`${eDataText()}  `).replace(/=+$/, "").slice(0)),
  "spaces for pluses": () => body.replaceAll("+", " "),
  "a character that is not Base64": () => formOf(base64(eDataText()).replace(/.{40}/, "$&*")),
  "GBK-like": () => formOf(base64(`\ufeff${eDataText()}`)),
  "names, quotes and literals": () =>
    formOf(base64(eDataText().replace('"version"', "version").replaceAll('"1.0"', "'1.0'"))),
  "a guess": () => {
    const { eData, payExInfo } = validRequest();
    payExInfo.payExchangeInfoHead.tradingTime = "201807051333";
    return cbt179.encodeForm({
      eData: JSON.stringify(eData),
      payExInfo: JSON.stringify(payExInfo),
    });
  },
};
const eDataText = () => JSON.stringify(validRequest().eData);
const base64 = (/** @type {string} */ text) => Buffer.from(text).toString("base64");
/** A body whose `EData` is this value. @param {string} eData */
const formOf = (eData) =>
  `EData=${encodeURIComponent(eData)}&payExInfoStr=${encodeURIComponent(base64(JSON.stringify(validRequest().payExInfo)))}`;

test("each fix has a label in both languages; its edits in their layer are what applyFixes does", () => {
  /** @type {Set<string>} */
  const layers = new Set();
  /** @type {Set<string>} */
  const kinds = new Set();
  for (const [name, make] of Object.entries(FAULTY))
    for (const text of [make(), Buffer.from(make())]) {
      const { findings } = cbt179.checkForm(text);
      const english = cbt179.checkForm(text, { locale: "en" }).findings;
      const fixable = findings.filter(({ fix }) => fix);
      assert.ok(fixable.length >= 1, name);
      for (const finding of fixable) {
        const { label, layer, applicability, edits } = finding.fix ?? assert.fail();
        layers.add(layer);
        kinds.add(applicability);
        assert.match(label, /\p{Script=Han}/u);
        const words = english[findings.indexOf(finding)]?.fix?.label ?? "";
        assert.doesNotMatch(words, /\p{Script=Han}/u);
        assert.ok(finding.at[layer], name);
        let at = 0;
        for (const { start, end, text: put, ...rest } of edits) {
          assert.deepEqual(rest, {});
          assert.equal(typeof put, "string");
          assert.ok(at <= start && start <= end);
          at = end;
        }
        const fixed = cbt179.applyFixes(text, [finding], { unsafe: true });
        if (edits.length > 0) assertByHand(text, fixed, finding);
        else assert.match(words, /^re-encode/);
        assert.notEqual(fixed, String(text));
        // One finding less of that kind, and none that was not there before.
        const count = (/** @type {Finding[]} */ list) => only(list, finding.code).length;
        const left = cbt179.checkForm(fixed).findings;
        assert.ok(count(left) < count(findings), `${name}: ${finding.code}`);
        assert.ok(left.length < findings.length, `${name}: ${finding.code}`);
      }
    }
  assert.deepEqual([...layers].sort(), ["base64", "form", "json"]);
  assert.deepEqual([...kinds].sort(), ["safe", "unsafe"]);
});

test("a guess is applied only if it is asked for, whichever findings are given", () => {
  const text = String(FAULTY["a guess"]?.());
  const { findings } = cbt179.checkForm(text);
  const guesses = findings.filter(({ fix }) => fix?.applicability === "unsafe");
  assert.equal(guesses.length, 1);
  assert.equal(cbt179.applyFixes(text, guesses), text);
  assert.equal(cbt179.applyFixes(text, guesses, { unsafe: false }), text);
  const fixed = cbt179.applyFixes(text, findings, { unsafe: true });
  assert.match(cbt179.decodeForm(fixed).payExInfo?.text ?? "", /"20180705133300"/);
  assert.ok(cbt179.checkForm(fixed).ok);
  const unsafe = /** @type {any} */ ("yes");
  assert.throws(() => cbt179.applyFixes(text, findings, { unsafe }), { name: "TypeError" });
});

test("more than a hundred findings of one code are fixed by its own findings", () => {
  const { eData, payExInfo } = validRequest();
  const [order] = payExInfo.payExchangeInfoLists;
  const lists = Array.from({ length: 150 }, (_, index) => ({ ...order, orderNo: index }));
  const texts = {
    "a number for a text": JSON.stringify({ ...payExInfo, payExchangeInfoLists: lists }),
    "trailing commas": JSON.stringify({
      ...payExInfo,
      payExchangeInfoLists: lists.map(() => order),
    }).replaceAll("}]", "},]"),
    blanks: JSON.stringify({
      ...payExInfo,
      payExchangeInfoLists: lists.map((_, index) => ({ ...order, orderNo: ` ${index}` })),
    }),
    "misspelt names": JSON.stringify({
      ...payExInfo,
      payExchangeInfoLists: lists.map(() => order),
    }).replaceAll('"recpName"', '"recpNmae"'),
  };
  for (const [name, text] of Object.entries(texts)) {
    const many = cbt179.encodeForm({ eData: JSON.stringify(eData), payExInfo: text });
    for (const given of [many, Buffer.from(many)]) {
      const { findings } = cbt179.checkForm(given);
      assert.equal(
        findings.find(({ fix }) => fix)?.count,
        name === "trailing commas" ? 151 : 150,
        name,
      );
      const fixed = cbt179.applyFixes(given, findings, { unsafe: true });
      assert.deepEqual(
        cbt179.checkForm(fixed).findings.filter(({ fix }) => fix),
        [],
        name,
      );
    }
  }
});

test("findings under any options are applied with the default ones", () => {
  for (const make of Object.values(FAULTY)) {
    const text = make();
    const expected = cbt179.applyFixes(text, cbt179.checkForm(text).findings);
    for (const customsRules of /** @type {const} */ (["warning", "error", "off"]))
      for (const locale of /** @type {const} */ (["zh-CN", "en"])) {
        const { findings } = cbt179.checkForm(text, { customsRules, locale });
        const fixed = cbt179.applyFixes(text, findings);
        if (customsRules !== "off") assert.equal(fixed, expected);
        assert.equal(cbt179.applyFixes(text, findings, { customsRules, locale }), fixed);
      }
  }
});

test("the example's report is small, and no part of the token is in it", async () => {
  const { token } = JSON.parse(await sample("sample-edata.json"));
  const { findings } = cbt179.checkForm(body);
  const report = JSON.stringify(findings);
  assert.ok(Buffer.byteLength(report) < 8192, String(report.length));
  const coded = [0, 1, 2].map((before) =>
    Buffer.from(" ".repeat(before) + token)
      .toString("base64")
      .slice(before && 4, -4),
  );
  // Six characters of it, as they are and in Base64.
  for (const [text, length] of [[token, 6], ...coded.map((text) => [text, 8])])
    for (let at = 0; at + length <= text.length; at++)
      assert.ok(!report.includes(text.slice(at, at + length)), text.slice(at, at + length));
});

test("findings may be fewer, in any order, from JSON, and without those that have no fix", () => {
  const { findings } = cbt179.checkForm(body);
  const all = cbt179.applyFixes(body, findings);
  assert.equal(cbt179.applyFixes(body, JSON.parse(JSON.stringify(findings))), all);
  assert.equal(cbt179.applyFixes(body, findings.toReversed()), all);
  assert.equal(
    cbt179.applyFixes(
      body,
      findings.filter(({ fix }) => fix),
    ),
    all,
  );
  assert.equal(cbt179.applyFixes(body, [...findings, ...findings]), all);
  assert.equal(
    cbt179.applyFixes(body, cbt179.checkForm(body, { locale: "en" }).findings, { locale: "en" }),
    all,
  );
  const pluses = only(findings, "form.unencoded-plus");
  assert.equal(cbt179.applyFixes(body, pluses), body.replaceAll("+", "%2B"));
  assert.equal(cbt179.applyFixes(body, []), body);
  assert.equal(cbt179.applyFixes("", []), "");
});

test("what the fixes are not about stays as it is", () => {
  const comma = (/** @type {string} */ text) =>
    only(cbt179.checkForm(text).findings, "json.trailing-comma");
  const fixed = cbt179.applyFixes(body, comma(body));
  for (const odd of ["\ud800", "\udfff\ud800x", "\r\n", "\u{20bb7}", "好\0"])
    for (const around of [`note=${odd}&BODY`, `BODY&note=${odd}`]) {
      const text = around.replace("BODY", body);
      assert.equal(cbt179.applyFixes(text, comma(text)), around.replace("BODY", fixed));
    }
  // Bytes that are no UTF-8 can't be in a string; a byte order mark can.
  const bytes = Buffer.concat([Buffer.from("\ufeffnote="), Buffer.from([0xc4, 0xff])]);
  const text = Buffer.concat([bytes, Buffer.from(`&${body}`)]);
  const pluses = only(cbt179.checkForm(text).findings, "form.unencoded-plus");
  assert.equal(
    cbt179.applyFixes(text, pluses),
    `\ufeffnote=\ufffd\ufffd&${body.replaceAll("+", "%2B")}`,
  );
  assert.equal(cbt179.applyFixes(bytes, []), "\ufeffnote=\ufffd\ufffd");
});

test("payExInfo's own JSON text is fixed too, from the findings of checkRequest and buildForm", () => {
  const { eData, payExInfo } = validRequest();
  const good = JSON.stringify(payExInfo, null, "\t");
  const text = good.replace("备注", "备注\\n\u{1f600}").replace(/\n\}$/, ",\n}");
  const expected = text.replace(/,\n\}$/, "\n}");
  assert.notEqual(text, expected);
  for (const given of [text, Buffer.from(text)]) {
    const request = { eData, payExInfo: given };
    const { ok, findings } = cbt179.checkRequest(request);
    assert.equal(ok, false);
    const fixed = cbt179.applyFixes(given, findings);
    assert.equal(fixed, expected);
    for (const finding of findings.filter(({ fix }) => fix)) {
      assert.equal(finding.fix?.layer, "json");
      assert.equal(cbt179.applyFixes(given, [finding]), edited(given, finding.fix.edits));
    }
    assert.equal(cbt179.checkRequest({ eData, payExInfo: fixed }).ok, true);
    assert.throws(
      () => cbt179.buildForm(request),
      (error) => {
        assert.ok(error instanceof cbt179.CheckError);
        assert.equal(cbt179.applyFixes(given, error.findings), fixed);
        return true;
      },
    );
  }
  // A lone surrogate is lost data: the text is not JSON even without the comma, so nothing has a fix.
  const lone = text.replace("\u{1f600}", "\ud83d");
  const { findings } = cbt179.checkRequest({ eData, payExInfo: lone });
  assert.equal(only(findings, "json.trailing-comma").length, 1);
  assert.ok(findings.every(({ fix }) => !fix));
  assert.equal(cbt179.applyFixes(lone, findings), lone);
});

test("a fix of another text is refused; a finding without one is passed over", () => {
  const { findings } = cbt179.checkForm(body);
  const fixed = cbt179.applyFixes(body, findings);
  const mendable = findings.filter(({ fix }) => fix);
  for (const finding of mendable)
    assert.throws(() => cbt179.applyFixes(fixed, [finding]), { name: "TypeError" }, finding.code);
  const { fix, ...without } = /** @type {Finding} */ (mendable[0]);
  assert.equal(cbt179.applyFixes(fixed, [without]), fixed);
  const [finding] = /** @type {[Finding]} */ (mendable);
  for (const other of [
    { ...finding, code: /** @type {any} */ ("json.trailing-commas") },
    { ...finding, path: "/EData/\ud800" },
    { ...finding, at: { form: { start: 0, end: 1, line: 1, column: 1 } } },
    { ...finding, at: { form: { start: 2 ** 53 - 2, end: 2 ** 53 - 1, line: 1, column: 1 } } },
  ])
    assert.throws(() => cbt179.applyFixes(body, [other]), { name: "TypeError" });
  // The units of a string are not those of its bytes, where the two differ.
  const text = `note=好&${body}`;
  const ofString = cbt179.checkForm(text).findings;
  assert.throws(() => cbt179.applyFixes(Buffer.from(text), ofString), { name: "TypeError" });
  // A refusal breaks nothing.
  assert.equal(cbt179.applyFixes(body, findings), fixed);
});

test("a text over the cap comes back as it is", () => {
  const { findings } = cbt179.checkForm(body);
  const maxBodyBytes = body.length - 1;
  assert.equal(cbt179.applyFixes(body, findings, { maxBodyBytes }), body);
  assert.equal(cbt179.applyFixes(Buffer.from(body), findings, { maxBodyBytes }), body);
  assert.notEqual(cbt179.applyFixes(body, findings, { maxBodyBytes: body.length }), body);
});

test("a caller's mistake throws a TypeError that names it", () => {
  const apply = /** @type {(...args: any[]) => string} */ (cbt179.applyFixes);
  const [finding] = /** @type {[Finding]} */ (cbt179.checkForm(body).findings);
  const { at } = finding;
  for (const [findings, said] of /** @type {[any, string][]} */ ([
    [undefined, "`findings` must be an array, not undefined"],
    [null, "`findings` must be an array, not null"],
    [cbt179.checkForm(body), "`findings` must be an array, not Object"],
    [new Set([finding]), "`findings` must be an array, not Set"],
    [JSON.stringify([finding]), "`findings` must be an array, not String"],
    [[finding, finding, null], "`findings[2]` must be an object, not null"],
    [[finding, "json.trailing-comma"], "`findings[1]` must be an object, not String"],
    [[[finding]], "`findings[0]` must be an object, not Array"],
    [new Array(1), "`findings[0]` must be an object, not undefined"],
    [[{}], "`findings[0].at` must be an object, not undefined"],
    [[{ ...finding, code: 1 }], "`findings[0].code` must be a string, not Number"],
    [[{ ...finding, path: undefined }], "`findings[0].path` must be a string, not undefined"],
    [[{ ...finding, at: [] }], "`findings[0].at` must be an object, not Array"],
    [[{ ...finding, at: { form: 3 } }], "`findings[0].at.form` must be an object, not Number"],
    [
      [finding, { ...finding, at: { ...at, json: { start: 0, end: -1 } } }],
      "`findings[1].at.json` must have offsets of at least 0, not -1",
    ],
    [
      [{ ...finding, at: { form: { ...at.form, end: 1n } } }],
      "`findings[0].at.form` must have offsets of at least 0, not 1",
    ],
  ]))
    assert.throws(() => apply(body, findings), { name: "TypeError", message: said });
  for (const [text, said] of [
    [undefined, "undefined"],
    [{}, "Object"],
    [new Uint16Array(2), "Uint16Array"],
  ])
    assert.throws(() => apply(text, []), {
      name: "TypeError",
      message: `\`text\` must be a string, a Uint8Array or an ArrayBuffer, not ${said}`,
    });
  assert.throws(() => apply(body, [], "en"), { name: "TypeError", message: /^`options` must be/ });
});
