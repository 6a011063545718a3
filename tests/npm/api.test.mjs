// What each function gives, on the interface's own example and on a request without a fault.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isExpected } from "../../xtask/verdict.mjs";
import { makeProject, sample, validRequest } from "./project.mjs";

/** @type {Awaited<ReturnType<typeof makeProject>>} */
let project;
/** @type {typeof import("../../pkg-template/index.js")} */
let cbt179;
/** @type {string} */
let body;
before(async () => {
  project = await makeProject();
  cbt179 = await project.load();
  body = await sample("sample-form-body.txt");
});
after(() => project.remove());

/** @param {import("../../pkg-template/index.js").Finding[]} findings @param {string} code */
const count = (findings, code) => findings.filter((finding) => finding.code === code).length;

test("checkForm names the faults of the interface's example, and where they are", () => {
  const { ok, findings } = cbt179.checkForm(body);
  assert.equal(ok, false);
  // `cargo xtask start` says that the build is broken otherwise.
  assert.ok(isExpected({ ok, findings }));
  assert.equal(count(findings, "form.unencoded-plus"), 1);
  assert.equal(findings.find(({ code }) => code === "form.unencoded-plus")?.count, 13);
  assert.equal(count(findings, "json.trailing-comma"), 1);
  assert.deepEqual(
    new Set(findings.filter((f) => f.severity === "error").map((f) => f.code)),
    new Set(["form.unencoded-plus", "json.trailing-comma"]),
  );
  for (const { code, path, message, at } of findings) {
    assert.ok(message);
    if (code === "form.unencoded-plus") {
      assert.equal(path, "/payExInfoStr");
      assert.ok(at.form);
      assert.equal(body.slice(at.form.start, at.form.end), "+");
      assert.ok(at.form.line === 1 && at.form.column === at.form.start + 1);
    }
  }
});

test("decodeForm gives both texts byte for byte, and their values past the trailing comma", async () => {
  const { eData, payExInfo, findings, ...rest } = cbt179.decodeForm(body);
  assert.deepEqual(rest, {});
  assert.equal(eData?.text, await sample("sample-edata.json"));
  assert.equal(payExInfo?.text, await sample("sample-payexinfo.txt"));
  assert.deepEqual(eData.value, JSON.parse(eData.text));
  const fixed = payExInfo.text.replace(/,(\s*\}\s*)$/, "$1");
  assert.notEqual(fixed, payExInfo.text);
  assert.deepEqual(payExInfo.value, JSON.parse(fixed));
  assert.deepEqual(findings, cbt179.checkForm(body).findings);
  const comma = findings.find((finding) => finding.code === "json.trailing-comma");
  assert.ok(comma?.at.json);
  assert.equal(payExInfo.text.slice(comma.at.json.start, comma.at.json.end), ",");
});

test("a string, its bytes and every view of them get the same verdict, each in its own units", () => {
  // A fault after Chinese text: characters before it are one unit or three.
  const request = validRequest();
  const text = JSON.stringify(request.payExInfo).replace(/\}$/, ",}");
  const form = cbt179.encodeForm({ eData: JSON.stringify(request.eData), payExInfo: text });
  const bytes = new TextEncoder().encode(form);
  const padded = new Uint8Array(bytes.length + 7);
  padded.set(bytes, 3);
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  const ofString = cbt179.checkForm(form);
  const ofBytes = cbt179.checkForm(bytes);
  for (const same of [bytes.buffer, Buffer.from(form), padded.subarray(3, -4), shared]) {
    assert.deepEqual(cbt179.checkForm(same), ofBytes);
  }
  assert.ok(ofString.findings.length > 0);
  for (const [i, { at: inString, fix, ...finding }] of ofString.findings.entries()) {
    const {
      at: inBytes,
      fix: fixInBytes,
      ...other
    } = /** @type {typeof ofBytes.findings[0]} */ (ofBytes.findings[i]);
    assert.deepEqual(finding, other);
    assert.equal(fix?.label, fixInBytes?.label);
    // The body is ASCII: only the JSON text has other offsets.
    if (fix?.layer !== "json") assert.deepEqual(fix, fixInBytes);
    assert.deepEqual(inString.form, inBytes.form);
    assert.deepEqual(inString.base64, inBytes.base64);
  }
  const inString = ofString.findings.find((f) => f.code === "json.trailing-comma")?.at.json;
  const inBytes = ofBytes.findings.find((f) => f.code === "json.trailing-comma")?.at.json;
  assert.ok(inString && inBytes);
  assert.equal(text.slice(inString.start, inString.end), ",");
  assert.equal(Buffer.from(text).subarray(inBytes.start, inBytes.end).toString(), ",");
  assert.ok(inBytes.start > inString.start);
  for (const [{ findings }, { start, end }] of /** @type {const} */ ([
    [ofString, inString],
    [ofBytes, inBytes],
  ])) {
    const comma = findings.find((f) => f.code === "json.trailing-comma");
    assert.deepEqual(comma?.fix?.edits, [{ start, end, text: "" }]);
  }
});

test("buildForm's body is read back by strict readers, and checks out", () => {
  const request = validRequest();
  const built = cbt179.buildForm(request);
  assert.deepEqual(built.findings, []);
  assert.match(built.body, /^EData=[\w%]+&payExInfoStr=[\w%]+$/);
  const form = new URLSearchParams(built.body);
  assert.deepEqual([...form.keys()], ["EData", "payExInfoStr"]);
  /** @type {[string, string, unknown][]} */
  const parts = [
    ["EData", built.eData, request.eData],
    ["payExInfoStr", built.payExInfo, request.payExInfo],
  ];
  for (const [name, text, value] of parts) {
    const base64 = form.get(name) ?? "";
    const bytes = Buffer.from(base64, "base64");
    // Node's decoder is lenient; what it writes is not.
    assert.equal(bytes.toString("base64"), base64);
    assert.equal(new TextDecoder("utf-8", { fatal: true }).decode(bytes), text);
    assert.deepEqual(JSON.parse(text), value);
  }
  assert.deepEqual(cbt179.checkForm(built.body), { ok: true, findings: [] });
  assert.deepEqual(cbt179.checkRequest(request), { ok: true, findings: [] });
  const decoded = cbt179.decodeForm(built.body);
  assert.equal(decoded.eData?.text, built.eData);
  assert.equal(decoded.payExInfo?.text, built.payExInfo);
});

test("buildForm writes fields in the document's order, whatever order they came in", () => {
  /** @param {any} value @returns {any} the same with every object's keys turned round */
  const reversed = (value) => {
    if (Array.isArray(value)) return value.map(reversed);
    if (typeof value !== "object") return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([k, v]) => [k, reversed(v)]),
    );
  };
  const built = cbt179.buildForm(reversed(validRequest()));
  assert.deepEqual(built, cbt179.buildForm(validRequest()));
  assert.equal(built.payExInfo, JSON.stringify(validRequest().payExInfo));
  assert.equal(built.eData, JSON.stringify(validRequest().eData));
});

test("buildForm fills in the version and the time of submission, in China Standard Time", () => {
  const { version, commitTime, ...eData } = validRequest().eData;
  const now = Date.UTC(2018, 6, 5, 16, 0, 1);
  const built = cbt179.buildForm({ ...validRequest(), eData }, { now });
  assert.equal(JSON.parse(built.eData).version, "1.0");
  assert.equal(JSON.parse(built.eData).commitTime, "20180706000001");
  const before = Date.now();
  const filled = JSON.parse(cbt179.buildForm({ ...validRequest(), eData }).eData).commitTime;
  const time = Date.parse(filled.replace(/(....)(..)(..)(..)(..)(..)/, "$1-$2-$3T$4:$5:$6+08:00"));
  assert.ok(time >= before - 1000 && time <= Date.now(), filled);
});

test("amounts keep their digits, but for trailing zeros", () => {
  for (const [amount, sent] of [
    ["100.10000", "100.1"],
    ["12345678901234.12345", "12345678901234.12345"],
    [12345678901234567n, "12345678901234567"],
    [0.1, "0.1"],
  ]) {
    const request = validRequest();
    Object.assign(request.payExInfo.payExchangeInfoHead, { totalAmount: amount });
    const { payExInfo } = cbt179.buildForm(request);
    assert.equal(payExInfo.match(/"totalAmount":([^,]*),/)?.[1], sent);
  }
});

test("payExInfo given as text is sent exactly as it is", () => {
  const request = validRequest();
  const text = `${JSON.stringify(request.payExInfo, null, "\t")}\r\n`;
  for (const payExInfo of [text, Buffer.from(text), new TextEncoder().encode(text).buffer]) {
    const built = cbt179.buildForm({ eData: request.eData, payExInfo });
    assert.equal(built.payExInfo, text);
    assert.equal(cbt179.decodeForm(built.body).payExInfo?.text, text);
    assert.equal(cbt179.checkRequest({ eData: request.eData, payExInfo }).ok, true);
  }
});

test("what is wrong with a request comes back as findings, from buildForm in a CheckError", () => {
  const request = validRequest();
  request.eData.token = "";
  request.eData.cusCode = "x".repeat(19);
  const { ok, findings } = cbt179.checkRequest(request, { locale: "en" });
  assert.equal(ok, false);
  const paths = findings.filter((f) => f.severity === "error").map((f) => f.path);
  assert.deepEqual(paths.toSorted(), ["/eData/cusCode", "/eData/token"]);
  assert.throws(
    () => cbt179.buildForm(request, { locale: "en" }),
    (error) => {
      assert.ok(error instanceof cbt179.CheckError && error instanceof Error);
      assert.equal(error.name, "CheckError");
      assert.equal(error.code, "CBT179_CHECK");
      assert.deepEqual(error.findings, findings);
      assert.match(error.message, /\/eData\/cusCode: /);
      return true;
    },
  );
  for (const nothing of [{}, { eData: 1, payExInfo: null }, { eData: {}, payExInfo: [] }]) {
    const request = /** @type {any} */ (nothing);
    assert.equal(cbt179.checkRequest(request).ok, false);
    assert.throws(() => cbt179.buildForm(request), cbt179.CheckError);
  }
});

test("what JSON has no number for is judged as a string", () => {
  for (const amount of [NaN, Infinity, -Infinity]) {
    const request = validRequest();
    request.payExInfo.payExchangeInfoHead.totalAmount = amount;
    const { ok, findings } = cbt179.checkRequest(request);
    assert.equal(ok, false);
    const [finding] = findings;
    assert.equal(finding?.path, "/payExInfo/payExchangeInfoHead/totalAmount");
    assert.match(finding.value ?? "", new RegExp(String(amount)));
  }
});

test("a value that JSON cannot represent is named, with what to pass instead", () => {
  /** @type {[name: string, value: unknown, type: string, help: RegExp][]} */
  const cases = [
    ["tradingTime", new Date(0), "Date", /14 digits/],
    ["tradingTime", new Date(Number.NaN), "Invalid Date", /14 digits/],
    ["note", new Map([["a", 1]]), "Map", /Object\.fromEntries/],
    ["note", new Set([1]), "Set", /\[\.\.\.set\]/],
    ["payCode", Promise.resolve("1"), "Promise", /await/],
    ["payCode", () => "1", "Function", /call it/],
    ["payCode", Symbol("1"), "Symbol", /plain value/],
    ["initalResponse", Buffer.from("{}"), "Uint8Array", /toString/],
    ["totalAmount", { isLosslessNumber: true, value: "1.10" }, "LosslessNumber", /String\(value\)/],
  ];
  for (const [name, value, type, help] of cases) {
    const request = /** @type {any} */ (validRequest());
    request.payExInfo.payExchangeInfoHead[name] = value;
    const { findings } = cbt179.checkRequest(request, { locale: "en" });
    const [first] = findings;
    assert.equal(findings.length, 1, JSON.stringify(findings));
    assert.equal(first?.code, "request.value");
    assert.equal(first?.path, `/payExInfo/payExchangeInfoHead/${name}`);
    assert.equal(first?.value, type);
    assert.match(first?.help ?? "", help);
  }
  for (const part of /** @type {const} */ (["eData", "payExInfo"])) {
    const request = /** @type {any} */ (validRequest());
    request[part] = new Map(Object.entries(request[part]));
    const [first] = cbt179.checkRequest(request).findings;
    assert.equal(first?.code, "request.value");
  }
  const request = /** @type {any} */ (validRequest());
  request.payExInfo = Buffer.from(JSON.stringify(request.payExInfo)).toString("base64");
  const codes = cbt179.checkRequest(request).findings.map(({ code }) => code);
  assert.deepEqual(codes, ["request.base64"]);
  // A value with a toJSON of its own is what that makes of it, and boxed values are plain.
  const decimal = /** @type {any} */ (validRequest());
  decimal.payExInfo.payExchangeInfoHead.totalAmount = { toJSON: () => "100.1" };
  decimal.payExInfo.payExchangeInfoHead.payCode = new String("4403160BUF");
  assert.deepEqual(cbt179.checkRequest(decimal), { ok: true, findings: [] });
});

test("encodeForm is the inverse of decodeForm, and judges nothing", async () => {
  const decoded = cbt179.decodeForm(body);
  assert.ok(decoded.eData && decoded.payExInfo);
  const encoded = cbt179.encodeForm({
    eData: decoded.eData.text,
    payExInfo: decoded.payExInfo.text,
  });
  assert.equal(
    encoded,
    body.trimEnd().replaceAll("+", "%2B").replaceAll("/", "%2F").replaceAll("==", "%3D%3D"),
  );
  const odd = { eData: "not JSON 好", payExInfo: Buffer.from([0x22, 0xe5, 0xa5, 0xbd, 0x22]) };
  assert.equal(
    new URLSearchParams(cbt179.encodeForm(odd)).get("EData"),
    Buffer.from(odd.eData).toString("base64"),
  );
  assert.equal(cbt179.decodeForm(cbt179.encodeForm(odd)).payExInfo?.text, '"好"');
  assert.equal(cbt179.encodeForm({ eData: "", payExInfo: "" }), "EData=&payExInfoStr=");
});

test("locate finds a range in every layer, in the units of the body", () => {
  const value = body.indexOf("payExInfoStr=") + "payExInfoStr=".length;
  const text = cbt179.decodeForm(body).payExInfo?.text ?? "";
  // 备注, six bytes of UTF-8, after other characters of more than one.
  const start = text.indexOf("备注");
  const bytes = Buffer.from(text.slice(0, start)).length;
  const base64 = { start: Math.floor((bytes * 8) / 6), end: Math.ceil(((bytes + 6) * 8) / 6) };
  const path = "/payExInfoStr";
  const found = cbt179.locate(body, { path, json: { start, end: start + 2 } });
  const offsets = (/** @type {{ start: number, end: number } | undefined} */ range) =>
    range && { start: range.start, end: range.end };
  const note = `${path}/payExchangeInfoHead/note`;
  assert.equal(found.path, note);
  assert.deepEqual(offsets(found.base64), base64);
  const form = { start: value + base64.start, end: value + base64.end };
  assert.deepEqual(offsets(found.form), form);
  assert.equal(found.json?.line, 15);

  const inBytes = cbt179.locate(Buffer.from(body), {
    path,
    json: { start: bytes, end: bytes + 6 },
  });
  assert.deepEqual(offsets(inBytes.form), form);
  // Back from the body: one bit of the quotes on both sides is carried too.
  const back = cbt179.locate(body, { form });
  assert.equal(back.path, note);
  assert.equal(text.slice(back.json?.start, back.json?.end), '"备注"');
  assert.deepEqual(cbt179.locate(body, { path: note }).json, back.json);
  const whole = cbt179.locate(body, { path });
  assert.equal(whole.path, path);
  assert.equal(body.slice(whole.form?.start, whole.form?.end), body.slice(value).trimEnd());
  assert.deepEqual(offsets(whole.json), { start: 0, end: text.length });
  assert.deepEqual(cbt179.locate(body, { path: `${note}/x` }), {});
  // A finding's range in the JSON leads to its others, unless it was found further out.
  for (const { code, path, at } of cbt179.checkForm(body).findings) {
    if (/^(form|percent|base64)\./.test(code)) continue;
    const located = cbt179.locate(body, { path, ...at });
    assert.deepEqual({ ...located, ...at }, located);
  }
  assert.deepEqual(cbt179.locate("a=b", { path: "/EData", json: { start: 0, end: 1 } }), {});
  assert.deepEqual(cbt179.locate(body, { form: { start: 0, end: 1 } }, { maxBodyBytes: 1 }), {});
  assert.deepEqual(cbt179.locate("a=b", { form: { start: 1, end: 2 ** 53 - 1 } }), {
    form: { start: 1, end: 3, line: 1, column: 2 },
  });
  for (const [at, said] of /** @type {[any, RegExp][]} */ ([
    [undefined, /`at` must be an object, not undefined/],
    [{}, /must have a `path`, or a range in `json`, `base64` or `form`/],
    [{ path: "EData" }, /`at.path` must begin with a part, such as "\/EData", not `EData`/],
    [{ json: { start: 0, end: 1 } }, /`at.path` must begin with a part/],
    [{ form: { start: -1, end: 1 } }, /offsets of at least 0, not -1/],
    [{ form: { start: 0 } }, /offsets of at least 0, not undefined/],
    [{ form: 3 }, /`at.form` must be an object, not Number/],
  ]))
    assert.throws(() => cbt179.locate(body, at), { name: "TypeError", message: said });
});

test("options choose the language and what becomes of customs' rules", () => {
  const chinese = cbt179.checkForm("");
  assert.match(chinese.findings[0]?.message ?? "", /\p{Script=Han}/u);
  assert.deepEqual(cbt179.checkForm("", { locale: "zh-CN" }), chinese);
  assert.doesNotMatch(
    cbt179.checkForm("", { locale: "en" }).findings[0]?.message ?? "",
    /\p{Script=Han}/u,
  );
  const request = validRequest();
  Object.assign(request.payExInfo.payExchangeInfoHead, { verDept: "9" });
  const verdicts = /** @type {const} */ (["warning", "error", "off"]).map((customsRules) => {
    const { ok, findings } = cbt179.checkRequest(request, { customsRules });
    return [ok, ...findings.map((finding) => finding.severity)];
  });
  assert.deepEqual(verdicts, [[true, "warning"], [false, "error"], [true]]);
  assert.deepEqual(
    cbt179.checkRequest(request, { locale: undefined }),
    cbt179.checkRequest(request, {}),
  );
});

test("a caller's mistake throws a TypeError that names it", () => {
  const call = /** @type {Record<string, (...args: any[]) => unknown>} */ (
    /** @type {unknown} */ (cbt179)
  );
  for (const name of ["checkForm", "decodeForm"]) {
    for (const [wrong, said] of [
      [undefined, "undefined"],
      [null, "null"],
      [1, "Number"],
      [["EData="], "Array"],
      [{}, "Object"],
      [new Uint16Array(2), "Uint16Array"],
      [new DataView(new ArrayBuffer(2)), "DataView"],
    ]) {
      const message = `\`body\` must be a string, a Uint8Array or an ArrayBuffer, not ${said}`;
      assert.throws(
        () => call[name]?.(wrong),
        (/** @type {any} */ error) =>
          error.name === "TypeError" && error.message.startsWith(message),
      );
    }
  }
  // What was sent to another thread is no longer there to be read; that is not the same as an empty body.
  const gone = Buffer.from(new Uint8Array(8).buffer);
  structuredClone(gone.buffer, { transfer: [gone.buffer] });
  assert.throws(() => cbt179.checkForm(gone), { name: "TypeError", message: /detached/ });
  for (const name of ["checkRequest", "buildForm"]) {
    for (const wrong of [undefined, null, "EData=", [], Buffer.from("EData=")]) {
      assert.throws(() => call[name]?.(wrong), {
        name: "TypeError",
        message: /^`request` must be an object, not /,
      });
    }
  }
  assert.throws(() => call.encodeForm?.({ eData: "" }), {
    name: "TypeError",
    message: /^`payExInfo` must be/,
  });
  const inputs = {
    checkForm: [""],
    decodeForm: [""],
    checkRequest: [validRequest()],
    buildForm: [validRequest()],
    encodeForm: [{ eData: "", payExInfo: "" }],
    applyFixes: ["", []],
    locate: ["", { form: { start: 0, end: 0 } }],
    schema: [],
  };
  for (const [options, said] of [
    [{ local: "en" }, /local/],
    [{ locale: "de" }, /de/],
    [{ locale: () => "en" }, /Function/],
    [{ customsRules: "none" }, /none/],
    [{ maxBodyBytes: -1 }, /-1/],
    [{ maxBodyBytes: Infinity }, /Infinity/],
    [{ maxBodyBytes: "1000" }, /1000/],
    ["en", /`options` must be an object, not String/],
    [null, /`options` must be an object, not null/],
    [[], /`options` must be an object, not Array/],
  ]) {
    for (const [name, input] of Object.entries(inputs)) {
      assert.throws(() => call[name]?.(...input, options), { name: "TypeError", message: said });
    }
  }
  // A refusal breaks nothing.
  assert.equal(cbt179.checkForm(body).ok, false);
});
