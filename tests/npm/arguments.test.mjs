// Hostile arguments of every function: proxies, getters, huge names, buffers that are detached, shared, resized or changed by
// another thread. Each gives a report or a TypeError, and the next call is right.

import assert from "node:assert/strict";
import { once } from "node:events";
import { after, test } from "node:test";
import { Worker } from "node:worker_threads";
import { assertAllRight, outcome, setUp } from "./calls.mjs";
import { validRequest } from "./project.mjs";

const { project, cbt179, calls, expected, body, certificate } = await setUp();
after(() => project.remove());

/** A view of a buffer that is detached. */
function detached() {
  const bytes = new TextEncoder().encode(body);
  structuredClone(bytes, { transfer: [bytes.buffer] });
  return bytes;
}

/** Calls every function with one value as each argument. @param {any} value @returns {(() => unknown)[]} */
const callsWith = (value) => [
  () => cbt179.checkForm(value),
  () => cbt179.decodeForm(value),
  () => cbt179.checkRequest(value),
  () => cbt179.checkRequest({ ...validRequest(), payExInfo: value }),
  () => cbt179.buildForm(value),
  () => cbt179.buildForm({ ...validRequest(), eData: value }),
  () => cbt179.encodeForm(value),
  () => cbt179.encodeForm({ eData: value, payExInfo: value }),
  () => cbt179.checkReply(value),
  () => cbt179.checkReply("{}", { request: value }),
  () => cbt179.composeUpload(value, "{}"),
  () => cbt179.composeUpload("{}", value),
  () => cbt179.composeUpload("{}", "{}", { certificate: value }),
  () => cbt179.signingText(value, "1"),
  () => cbt179.signingText("{}", value),
  () => cbt179.checkOpenReq(value),
  () => cbt179.openReqAnswer(value),
  () => cbt179.openReqAnswer({ code: value }),
  () => cbt179.checkUploadReply(value),
  () => cbt179.checkUploadReply("{}", { sessionID: value }),
  () => cbt179.locate(value, { path: "/EData" }),
  () => cbt179.locate("", value),
  () => cbt179.locate("", { path: value }),
  () => cbt179.locate("", { form: { start: value, end: value } }),
  () => cbt179.applyFixes(value, []),
  () => cbt179.applyFixes("", value),
  () => cbt179.applyFixes("", [value]),
  () => cbt179.applyFixes("", [{ code: value, path: value, at: {}, fix: {} }]),
  () => cbt179.findSecrets(value),
  () => cbt179.findSecrets("", { request: value }),
  () => cbt179.maskSecrets(value),
  () => cbt179.schema(value),
  () => cbt179.schema({ target: value }),
  () => cbt179.signingRequest["~standard"].validate(value),
  () => cbt179.signingRequest["~standard"].validate({}, { libraryOptions: value }),
  () => cbt179.checkForm("", value),
  () => cbt179.checkForm("", { locale: value }),
  () => cbt179.checkForm("", { [String(Object.prototype.toString.call(value))]: 1 }),
  () => cbt179.verifySignature(value, { certificate }),
  () => cbt179.verifySignature({ payExInfo: value, reply: value }, { certificate }),
  () => cbt179.verifySignature("{}", value),
  () => cbt179.verifySignature("{}", { publicKey: value }),
  () => cbt179.readCertificate(value),
  () => cbt179.readCertificate("", { subject: value }),
];

test("hostile objects and detached buffers get a TypeError, and the next call is right", () => {
  const mine = new Error("mine");
  const thrower = new Proxy(
    {},
    {
      get() {
        throw mine;
      },
      ownKeys() {
        throw mine;
      },
      getPrototypeOf() {
        throw mine;
      },
    },
  );
  const revocable = Proxy.revocable({}, {});
  revocable.revoke();
  const endless = new Proxy({}, { get: () => endless });
  const long = "〇".repeat(10_000);
  const cyclic = /** @type {any} */ ({});
  cyclic[long] = cyclic;
  for (const value of [
    thrower,
    revocable.proxy,
    endless,
    detached(),
    detached().buffer,
    new SharedArrayBuffer(8),
    cyclic,
    [cyclic],
    long,
    { [long]: long },
    { [Symbol.toStringTag]: long },
    { code: long, path: long, at: {}, fix: {} },
    Symbol(long),
    10n ** 5000n,
    { toJSON: () => cyclic },
    { toString: () => long, valueOf: () => long },
    // biome-ignore lint/suspicious/noThenProperty: a thenable that is not a promise
    { then: long, [Symbol.iterator]: 1, length: -1 },
    new (class {
      get eData() {
        throw mine;
      }
    })(),
    () => long,
    Number.NaN,
    null,
  ])
    for (const call of callsWith(value)) {
      try {
        outcome(call);
      } catch (/** @type {any} */ error) {
        if (error === mine) continue;
        assert.ok(error instanceof TypeError, `${call}: ${error?.stack}`);
        assert.ok(error.message.split("〇").length <= 201, `${call}: ${error.message}`);
        assert.ok(error.message.length < 500, `${call}: ${error.message}`);
      }
    }
  assertAllRight(calls, expected);
});

test("a getter that detaches or shrinks a buffer can't pass an empty body for it", () => {
  const make = () => new TextEncoder().encode(body);
  const detaching = (/** @type {Uint8Array} */ bytes) => ({
    get locale() {
      structuredClone(0, { transfer: [/** @type {ArrayBuffer} */ (bytes.buffer)] });
      return "en";
    },
  });
  const given = make();
  assert.throws(() => cbt179.checkForm(given, detaching(given)), TypeError);
  const held = make();
  assert.throws(() => cbt179.decodeForm(held.buffer, detaching(held)), TypeError);
  const findings = cbt179.checkForm(body).findings;
  const fixed = make();
  assert.throws(() => cbt179.applyFixes(fixed, findings, detaching(fixed)), TypeError);
  const payExInfo = new TextEncoder().encode("{}");
  const request = {
    eData: {
      get token() {
        return detaching(payExInfo).locale;
      },
    },
    payExInfo,
  };
  assert.throws(() => cbt179.checkRequest(request), TypeError);
  assertAllRight(calls, expected);
});

test("shared and resizable buffers are read like any other", () => {
  const bytes = new TextEncoder().encode(body);
  const own = cbt179.checkForm(bytes);
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  assert.deepEqual(cbt179.checkForm(shared), own);
  assert.equal(cbt179.applyFixes(shared, own.findings), cbt179.applyFixes(bytes, own.findings));
  const Resizable = /** @type {any} */ (ArrayBuffer);
  const buffer = new Resizable(bytes.length + 5, { maxByteLength: 1 << 16 });
  new Uint8Array(buffer).set(bytes);
  const tracking = new Uint8Array(buffer);
  const fixed = new Uint8Array(buffer, 0, bytes.length + 5);
  buffer.resize(bytes.length);
  // The view of fixed length is out of bounds now.
  assert.throws(() => cbt179.checkForm(fixed), TypeError);
  for (const text of [buffer, tracking]) assert.deepEqual(cbt179.checkForm(text), own);
  buffer.resize(0);
  for (const text of [buffer, tracking])
    assert.deepEqual(cbt179.checkForm(text), cbt179.checkForm(new Uint8Array()));
});

test("a buffer that another thread changes during a call gets some report", async () => {
  const { body } = cbt179.buildForm(validRequest());
  const bytes = new TextEncoder().encode(body);
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  const worker = new Worker(
    `const { workerData, parentPort } = require("node:worker_threads");
    parentPort.postMessage("started");
    for (let at = 0; ; at = (at + 7) % workerData.length) {
      const byte = workerData[at];
      workerData[at] = at % 256;
      workerData[at] = byte;
    }`,
    { eval: true, workerData: shared },
  );
  await once(worker, "message");
  const codes = new Set();
  // On a busy machine, the other thread may not run for a while.
  for (let round = 0; round < 3000 || (codes.size === 0 && round < 300_000); round++) {
    for (const { code } of cbt179.checkForm(shared).findings) codes.add(code);
    cbt179.decodeForm(shared);
    if (round % 10 === 0) outcome(() => cbt179.composeUpload(shared, "{}"));
  }
  await worker.terminate();
  assert.ok(codes.size > 0);
  assertAllRight(calls, expected);
});
