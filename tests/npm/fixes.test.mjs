// The findings' fixes, and applyFixes, which makes them.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { makeProject, sample, validRequest } from "./project.mjs";

/** @typedef {import("../../pkg-template/index.js").Finding} Finding */

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

/** The text with a finding's edits made by hand. @param {string | Buffer} text @param {Finding} finding */
function byHand(text, { fix }) {
  assert.ok(fix);
  let [done, at] = ["", 0];
  if (typeof text === "string") {
    for (const edit of fix.edits) {
      done += text.slice(at, edit.start) + edit.text;
      at = edit.end;
    }
    return done + text.slice(at);
  }
  const pieces = [];
  for (const edit of fix.edits) {
    pieces.push(text.subarray(at, edit.start), Buffer.from(edit.text));
    at = edit.end;
  }
  return utf8.decode(Buffer.concat([...pieces, text.subarray(at)]));
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

test("the interface's example is mended, and strict readers read it", async () => {
  const mended = cbt179.applyFixes(body, cbt179.checkForm(body).findings);
  const { ok, findings } = cbt179.checkForm(mended);
  assert.ok(ok, JSON.stringify(findings));
  assert.deepEqual(only(findings, "field.alternate-name"), []);
  const [eData, payExInfo] = strictly(mended);
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

test("a string, and its bytes in every view, are mended alike", () => {
  for (const text of [body, chinese]) {
    const mended = cbt179.applyFixes(text, cbt179.checkForm(text).findings);
    assert.ok(cbt179.checkForm(mended).ok);
    const bytes = new TextEncoder().encode(text);
    const padded = new Uint8Array(bytes.length + 7);
    padded.set(bytes, 3);
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
    shared.set(bytes);
    const { findings } = cbt179.checkForm(bytes);
    for (const same of [bytes, bytes.buffer, Buffer.from(text), padded.subarray(3, -4), shared])
      assert.equal(cbt179.applyFixes(same, findings), mended);
    assert.deepEqual(bytes, new TextEncoder().encode(text));
  }
});

test("each fix is told in both languages, and its edits are what applyFixes does", () => {
  for (const text of [body, Buffer.from(body), chinese, Buffer.from(chinese)]) {
    const { findings } = cbt179.checkForm(text);
    const english = cbt179.checkForm(text, { locale: "en" }).findings;
    const mendable = findings.filter(({ fix }) => fix);
    assert.ok(mendable.length >= 2);
    for (const finding of mendable) {
      const { label, edits } = /** @type {NonNullable<Finding["fix"]>} */ (finding.fix);
      assert.match(label, /\p{Script=Han}/u);
      assert.doesNotMatch(english[findings.indexOf(finding)]?.fix?.label ?? "", /\p{Script=Han}/u);
      let at = 0;
      for (const { start, end, text: put, ...rest } of edits) {
        assert.deepEqual(rest, {});
        assert.equal(typeof put, "string");
        assert.ok(at <= start && start <= end && end <= text.length);
        at = end;
      }
      const mended = cbt179.applyFixes(text, [finding]);
      assert.equal(mended, byHand(text, finding), finding.code);
      assert.notEqual(mended, String(text));
      // One finding less of that kind, and none that was not there before.
      const count = (/** @type {Finding[]} */ list) => only(list, finding.code).length;
      const left = cbt179.checkForm(mended).findings;
      assert.ok(count(left) < count(findings), finding.code);
      assert.ok(left.length < findings.length, finding.code);
    }
  }
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
  const mended = cbt179.applyFixes(body, comma(body));
  for (const odd of ["\ud800", "\udfff\ud800x", "\r\n", "\u{20bb7}", "好\0"])
    for (const around of [`note=${odd}&BODY`, `BODY&note=${odd}`]) {
      const text = around.replace("BODY", body);
      assert.equal(cbt179.applyFixes(text, comma(text)), around.replace("BODY", mended));
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

test("payExInfo's own JSON text is mended too, from the findings of checkRequest and buildForm", () => {
  const { eData, payExInfo } = validRequest();
  const good = JSON.stringify(payExInfo, null, "\t");
  const text = good.replace("备注", "备注\\n\u{1f600}").replace(/\n\}$/, ",\n}");
  const expected = text.replace(/,\n\}$/, "\n}");
  assert.notEqual(text, expected);
  for (const given of [text, Buffer.from(text)]) {
    const request = { eData, payExInfo: given };
    const { ok, findings } = cbt179.checkRequest(request);
    assert.equal(ok, false);
    const mended = cbt179.applyFixes(given, findings);
    assert.equal(mended, expected);
    for (const finding of findings.filter(({ fix }) => fix))
      assert.equal(cbt179.applyFixes(given, [finding]), byHand(given, finding));
    assert.equal(cbt179.checkRequest({ eData, payExInfo: mended }).ok, true);
    assert.throws(
      () => cbt179.buildForm(request),
      (error) => {
        assert.ok(error instanceof cbt179.CheckError);
        assert.equal(cbt179.applyFixes(given, error.findings), mended);
        return true;
      },
    );
  }
  // A lone surrogate is no fault of the comma's.
  const lone = text.replace("\u{1f600}", "\ud83d");
  const commas = only(
    cbt179.checkRequest({ eData, payExInfo: lone }).findings,
    "json.trailing-comma",
  );
  assert.equal(cbt179.applyFixes(lone, commas), lone.replace(/,\n\}$/, "\n}"));
});

test("a fix of another text is refused; a finding without one is passed over", () => {
  const { findings } = cbt179.checkForm(body);
  const mended = cbt179.applyFixes(body, findings);
  const mendable = findings.filter(({ fix }) => fix);
  for (const finding of mendable)
    assert.throws(() => cbt179.applyFixes(mended, [finding]), { name: "TypeError" }, finding.code);
  const { fix, ...without } = /** @type {Finding} */ (mendable[0]);
  assert.equal(cbt179.applyFixes(mended, [without]), mended);
  const [finding] = /** @type {[Finding]} */ (mendable);
  for (const other of [
    { ...finding, code: "json.trailing-commas" },
    { ...finding, path: "/EData/\ud800" },
    { ...finding, at: { form: { start: 0, end: 1, line: 1, column: 1 } } },
    { ...finding, at: { form: { start: 2 ** 53 - 2, end: 2 ** 53 - 1, line: 1, column: 1 } } },
  ])
    assert.throws(() => cbt179.applyFixes(body, [other]), { name: "TypeError" });
  // The units of a string are not those of its bytes, where the two differ.
  const text = `note=好&${body}`;
  const ofString = cbt179.checkForm(text).findings;
  assert.throws(() => cbt179.applyFixes(Buffer.from(text), ofString), { name: "TypeError" });
  // Nothing is broken behind a refusal.
  assert.equal(cbt179.applyFixes(body, findings), mended);
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
      "`findings[1].at.json` must have offsets from 0, not -1",
    ],
    [
      [{ ...finding, at: { form: { ...at.form, end: 1n } } }],
      "`findings[0].at.form` must have offsets from 0, not 1",
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
