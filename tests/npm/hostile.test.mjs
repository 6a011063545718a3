// Hostile input, which must not break the package: any bytes, any strings, large input, reentrant calls, wrong types.

import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { after, before, test } from "node:test";
import { made, memoryBytes, watchInstances } from "./instances.mjs";
import { makeProject, sample, validRequest } from "./project.mjs";

const unwatch = watchInstances();

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
after(() => {
  unwatch();
  return project.remove();
});

/**
 * All fixes can be made, one by one and together, and lie within the text.
 *
 * @param {string | Uint8Array} text
 * @param {import("../../pkg-template/index.js").Finding[]} findings
 */
function assertMends(text, findings) {
  const mendable = findings.filter(({ fix }) => fix);
  assert.equal(typeof cbt179.applyFixes(text, findings), "string");
  for (const finding of mendable.slice(0, 3)) {
    assert.equal(typeof cbt179.applyFixes(text, [finding]), "string");
    let at = 0;
    for (const { start, end } of finding.fix?.edits ?? []) {
      assert.ok(at <= start && start <= end && end <= text.length);
      at = end;
    }
  }
}

/** A report in full, whatever the input. @param {any} report */
function assertReport(report) {
  assert.equal(typeof report.ok, "boolean");
  assert.ok(Array.isArray(report.findings));
  assert.equal(report.ok, !report.findings.some((/** @type {any} */ f) => f.severity === "error"));
}

test("strings with lone surrogates are told apart from U+FFFD", () => {
  // In the form's text, and in a payExInfo's.
  for (const text of ["EData=\ud800", "EData=A\udfffB&payExInfoStr=好"]) {
    const report = cbt179.checkForm(text);
    assertReport(report);
    assert.notDeepEqual(report, cbt179.checkForm(text.replace(/\p{Surrogate}/gu, "\ufffd")));
  }
  const request = validRequest();
  const good = JSON.stringify(request.payExInfo);
  const lone = good.replace("备注", "x\ud83d");
  const replaced = good.replace("备注", "x\ufffd");
  assert.equal(cbt179.checkRequest({ ...request, payExInfo: good }).ok, true);
  assert.equal(cbt179.checkRequest({ ...request, payExInfo: lone }).ok, false);
  assert.throws(() => cbt179.buildForm({ ...request, payExInfo: lone }), cbt179.CheckError);
  assert.equal(cbt179.buildForm({ ...request, payExInfo: replaced }).payExInfo, replaced);
  // In an object, JSON.stringify escapes it; it is found all the same.
  request.payExInfo.payExchangeInfoHead.note = "x\ud83d";
  assert.equal(cbt179.checkRequest(request).ok, false);
  assert.equal(
    cbt179.buildForm({ ...validRequest(), payExInfo: good.replace("备注", "x\u{1f600}") }).findings
      .length,
    0,
  );
});

test("what is larger than maxBodyBytes is refused before it is copied, to the byte", () => {
  cbt179.checkForm("");
  const before = memoryBytes();
  const huge = "EData=".padEnd(64 << 20, "A");
  for (const input of [huge, Buffer.alloc(64 << 20)]) {
    const { ok, findings } = cbt179.checkForm(input);
    assert.equal(ok, false);
    assert.deepEqual(
      findings.map((finding) => finding.code),
      ["form.too-large"],
    );
    const decoded = cbt179.decodeForm(input);
    assert.deepEqual(Object.keys(decoded), ["findings"]);
  }
  assert.throws(() => cbt179.buildForm({ ...validRequest(), payExInfo: huge }), cbt179.CheckError);
  assert.throws(() => cbt179.encodeForm({ eData: huge, payExInfo: "" }), cbt179.CheckError);
  assert.equal(memoryBytes(), before);

  const isTooLarge = (
    /** @type {import("../../pkg-template/index.js").Text} */ text,
    /** @type {number} */ maxBodyBytes,
  ) =>
    cbt179
      .checkForm(text, { maxBodyBytes })
      .findings.some((finding) => finding.code === "form.too-large");
  for (const text of ["", "a", "EData=é", "好好好", "\u{20bb7}\u{20bb7}", "a\ud800b"]) {
    const { length } = new TextEncoder().encode(text);
    assert.equal(isTooLarge(text, length), false, text);
    assert.equal(isTooLarge(new TextEncoder().encode(text), length), false, text);
    if (length === 0) continue;
    assert.equal(isTooLarge(text, length - 1), true, text);
    assert.equal(isTooLarge(new TextEncoder().encode(text), length - 1), true, text);
  }
  // Of a request, its JSON text counts, and what is built of it.
  const request = validRequest();
  const { length } = Buffer.from(JSON.stringify(request));
  const built = cbt179.buildForm(request).body.length;
  for (const [maxBodyBytes, ok] of /** @type {const} */ ([
    [length - 1, false],
    [built - 1, false],
    [built, true],
  ]))
    assert.equal(cbt179.checkRequest(request, { maxBodyBytes }).ok, ok, String(maxBodyBytes));
});

test("500 mutations of the example, and bytes at random, all get a report", () => {
  // A small generator of its own (mulberry32), so that a failure can be had again.
  let seed = 179;
  const random = (/** @type {number} */ below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
  const good = cbt179.buildForm(validRequest());
  const noise = (/** @type {number} */ most) =>
    Uint8Array.from({ length: random(most) }, () => random(256));
  const mutate = (/** @type {string} */ source) => {
    let bytes = Buffer.from(source);
    for (let n = random(4); n >= 0; n--) {
      const at = random(bytes.length + 1);
      bytes = Buffer.concat([bytes.subarray(0, at), noise(3), bytes.subarray(at + random(3))]);
    }
    return random(20) ? bytes : bytes.subarray(0, random(bytes.length));
  };
  const makers = [
    () => mutate(body),
    () => mutate(good.body),
    () => cbt179.encodeForm({ eData: mutate(good.eData), payExInfo: mutate(good.payExInfo) }),
    () => Buffer.from(noise(300)).toString("latin1"),
    () => noise(300),
  ];
  let accepted = 0;
  for (let i = 0; i < 500; i++) {
    const text = /** @type {() => string} */ (makers[i % makers.length])();
    const report = cbt179.checkForm(text, { locale: random(2) ? "en" : "zh-CN" });
    assertReport(report);
    if (report.ok) accepted++;
    const decoded = cbt179.decodeForm(text);
    assert.deepEqual(
      decoded.findings.map((finding) => finding.code),
      report.findings.map((finding) => finding.code),
    );
    const size = (/** @type {string} */ part) =>
      typeof text === "string" ? part.length : Buffer.from(part).length;
    for (const { path, at } of decoded.findings) {
      assertInside(at.form, text.length);
      const part = path.startsWith("/EData") ? decoded.eData : decoded.payExInfo;
      if (part) assertInside(at.json, size(part.text));
    }
    assertMends(text, report.findings);
    const payExInfo = mutate(good.payExInfo);
    const checked = cbt179.checkRequest({ ...validRequest(), payExInfo });
    assertReport(checked);
    assertMends(payExInfo, checked.findings);
  }
  assert.ok(accepted < 100, "most mutations break the body");
  assert.equal(made(), 1, "no instance was dropped");
});

test("deep nesting is a finding, in text and in objects that JSON.stringify can write", () => {
  const deep = "[".repeat(1_000_000);
  const text = cbt179.encodeForm({ eData: deep, payExInfo: deep });
  assert.equal(cbt179.checkForm(text).ok, false);
  /** @type {any} */
  let object = {};
  for (let i = 0; i < 1000; i++) object = { object };
  assert.equal(cbt179.checkRequest({ ...validRequest(), payExInfo: object }).ok, false);
  for (let i = 0; i < 100_000; i++) object = { object };
  assert.throws(() => cbt179.checkRequest({ ...validRequest(), payExInfo: object }), {
    name: "TypeError",
    message: /^`request` can't be written as JSON/,
  });
  object = {};
  object.object = object;
  assert.throws(() => cbt179.checkRequest({ ...validRequest(), payExInfo: object }), TypeError);
});

test("a getter may call back into the package, and a getter's error is the caller's own", () => {
  const expected = cbt179.checkForm(body);
  const request = validRequest();
  const { note } = request.payExInfo.payExchangeInfoHead;
  let calls = 0;
  Object.defineProperty(request.payExInfo.payExchangeInfoHead, "note", {
    enumerable: true,
    get() {
      calls++;
      assert.deepEqual(cbt179.checkForm(body), expected);
      return note;
    },
  });
  const options = {
    get locale() {
      assert.deepEqual(cbt179.checkForm(body), expected);
      return /** @type {const} */ ("en");
    },
  };
  assert.deepEqual(cbt179.buildForm(request, options), cbt179.buildForm(validRequest()));
  assert.equal(calls, 1, "each is read once");
  const mine = new Error("mine");
  Object.defineProperty(request.eData, "token", {
    enumerable: true,
    get() {
      throw mine;
    },
  });
  assert.throws(
    () => cbt179.buildForm(request),
    (error) => error === mine,
  );
});

/**
 * @param {import("../../pkg-template/index.js").Range | undefined} range
 * @param {number} length
 */
function assertInside(range, length) {
  if (!range) return;
  assert.ok(0 <= range.start && range.start <= range.end && range.end <= length);
}

test("what only claims to be bytes is not believed", () => {
  const call = /** @type {(body: any) => unknown} */ (cbt179.checkForm);
  for (const fake of [
    new Proxy(new ArrayBuffer(3), {}),
    { [Symbol.toStringTag]: "ArrayBuffer", length: 3e9 },
    { [Symbol.toStringTag]: "Uint8Array", byteLength: 1e9 },
    new Proxy(new Uint8Array(3), {}),
  ])
    assert.throws(() => call(fake), { name: "TypeError", message: /^`body` must be a string/ });
  // Nor is a length of its own making.
  const lying = Object.defineProperty(Buffer.from(body), "byteLength", { value: 1e9 });
  assert.deepEqual(cbt179.checkForm(lying), cbt179.checkForm(Buffer.from(body)));
  const wrong = /** @type {any} */ ({ ...validRequest(), payExInfo: new Uint16Array(2) });
  assert.throws(() => cbt179.checkRequest(wrong), {
    name: "TypeError",
    message: /^`payExInfo` must be an object, or text as .*, not Uint16Array$/,
  });
});

test("a body that is not text yet: the TypeError says what to do", () => {
  const call = /** @type {(body: any) => unknown} */ (cbt179.checkForm);
  const request = new Request("https://shop.example", { method: "POST", body });
  const secret = "8d1f0b6e3c9a4725b0e4c7d2f6a95318".repeat(100);
  for (const [given, said] of /** @type {[unknown, RegExp][]} */ ([
    [
      undefined,
      /not undefined: no body parser ran; pass the raw text, for example from `express\.text/,
    ],
    [{ EData: secret }, /not Object: a body parser has already decoded it; pass the raw text/],
    [Object.assign(Object.create(null), { EData: secret }), /not Object: a body parser/],
    [new URLSearchParams(body), /not URLSearchParams: a body parser/],
    [new FormData(), /not FormData: a body parser/],
    [Promise.resolve(secret), /not Promise: await it first$/],
    [request, /not Request: pass `await body\.text\(\)`$/],
    [new Response(secret), /not Response: pass `await body\.text\(\)`$/],
    [new Blob([secret]), /not Blob: pass `await body\.text\(\)`$/],
    [Readable.from([secret]), /not Object: read the stream to its end, for example by `text\(\)`/],
    [new Response(secret).body, /not ReadableStream: pass `await new Response\(body\)\.text\(\)`$/],
    [[Buffer.from(secret)], /not Array: join its pieces first$/],
    [Object.assign(Readable.from([]), { body: secret }), /not Object: pass `body\.body`$/],
    [cbt179.buildForm(validRequest()), /not Object: pass `body\.body`$/],
    [validRequest(), /not Object: a request is checked by `checkRequest`$/],
    [{ [Symbol.toStringTag]: secret }, /not 8d1f/],
    [Symbol(secret), /not Symbol$/],
  ])) {
    assert.throws(
      () => call(given),
      (/** @type {any} */ error) => {
        assert.equal(error.name, "TypeError");
        assert.match(error.message, said);
        assert.ok(error.message.length < 250, error.message);
        return true;
      },
    );
  }
  for (const [given, said] of /** @type {[any, RegExp][]} */ ([
    [Promise.resolve({}), /must be an object, not Promise: await it first$/],
    [new Response("{}"), /must be an object, not Response: pass `await \w+\.json\(\)`$/],
    [Readable.from(["{}"]), /must be an object, not Object: read the stream .* by `json\(\)`/],
  ])) {
    assert.throws(() => cbt179.checkRequest(given), { name: "TypeError", message: said });
    assert.throws(() => cbt179.composeUpload("{}", given), { name: "TypeError", message: said });
  }
});

test("a request may be an instance of a class, with getters", () => {
  const { eData, payExInfo } = validRequest();
  class Order {
    get eData() {
      return eData;
    }
    get payExInfo() {
      return payExInfo;
    }
  }
  const options = { now: 1_768_440_491_000 };
  assert.deepEqual(
    cbt179.buildForm(new Order(), options),
    cbt179.buildForm({ eData, payExInfo }, options),
  );
});
