// cbt179/verify: its exports, and signatures by two other programs, node:crypto and sm-crypto-v2.

import assert from "node:assert/strict";
import { createSign, createVerify, generateKeyPairSync } from "node:crypto";
import { createRequire } from "node:module";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { sm2 } from "sm-crypto-v2";
import { makeProject, sample, validRequest } from "./project.mjs";

const project = await makeProject();
after(() => project.remove());
await project.write("verify.mjs", 'export * from "cbt179/verify";\n');
/** @type {any} its arguments here include wrong types */
const cbt179 = await import(pathToFileURL(`${project.dir}/verify.mjs`).href);

const pem = await sample("sm2-certificate.pem");
// Its private key is the number whose bytes are 1 to 32.
const PRIVATE = Buffer.from(Array.from({ length: 32 }, (_, index) => index + 1)).toString("hex");
const TIME = "1700000000000";

/** @param {string} text */
function signBySm2(text) {
  const hex = sm2.doSignature(Buffer.from(text), PRIVATE, {
    hash: true,
    userId: "1234567812345678",
  });
  return Buffer.from(hex, "hex").toString("base64");
}

const rsa = generateKeyPairSync("rsa", { modulusLength: 1024 });
const rsaKey = /** @type {string} */ (rsa.publicKey.export({ type: "spki", format: "pem" }));
const signByRsa = (/** @type {string} */ text) =>
  createSign("SHA1").update(text).sign(rsa.privateKey, "base64");

/** @param {string} payExInfo @param {(text: string) => string} sign @param {string} certNo */
function replyTo(payExInfo, sign, certNo = "0300000000abcdef") {
  const { text } = cbt179.signingText(payExInfo, TIME);
  return { status: "success", serviceTime: TIME, certNo, signValue: sign(text) };
}

test("it has all of cbt179, with the same errors and one instance", async () => {
  const main = await project.load();
  const own = ["composeUpload", "ready"];
  for (const [name, value] of Object.entries(main))
    assert.ok(name in cbt179 && (own.includes(name) || cbt179[name] === value), name);
  assert.throws(() => cbt179.composeUpload("{}", "{}"), main.CheckError);
});

test("import and require agree", async () => {
  const required = createRequire(`${project.dir}/`)("cbt179/verify");
  assert.deepEqual(Object.keys(required).sort(), Object.keys(cbt179).sort());
  const options = { certificate: pem };
  assert.deepEqual(required.verifySignature("{}", options), cbt179.verifySignature("{}", options));
});

test("a thousand signatures by each of two other programs verify, and with one character changed don't", () => {
  const random = seeded(179);
  for (const [sign, key, algorithm, rounds] of /** @type {const} */ ([
    [signBySm2, { certificate: pem }, "SM3withSM2", 1000],
    [signByRsa, { publicKey: rsaKey }, "SHA1withRSA", 1000],
  ])) {
    for (let round = 0; round < rounds; round++) {
      const payExInfo = randomText(random);
      const reply = replyTo(payExInfo, sign);
      const verified = cbt179.verifySignature({ payExInfo, reply }, key);
      assert.deepEqual(verified, { ok: true, algorithm, findings: [] }, payExInfo);
      // A search for what was signed takes milliseconds, so not every round has one.
      if (round % 250) continue;
      const other = { ...reply, serviceTime: "1800000000000" };
      assert.equal(cbt179.verifySignature({ payExInfo, reply: other }, key).ok, false);
    }
  }
});

test("node:crypto agrees with the verifier", () => {
  const { payExInfo } = cbt179.buildForm(validRequest());
  const { text } = cbt179.signingText(payExInfo, TIME);
  const { signValue } = replyTo(payExInfo, signByRsa);
  assert.ok(createVerify("SHA1").update(text).verify(rsaKey, signValue, "base64"));
  assert.ok(
    sm2.doVerifySignature(Buffer.from(text), hexOf(signBySm2(text)), publicPoint(), { hash: true }),
  );
});

test("composeUpload verifies with a key, and throws the findings", () => {
  const built = cbt179.buildForm(validRequest());
  const reply = replyTo(built.payExInfo, signBySm2);
  const upload = cbt179.composeUpload(built.payExInfo, reply, { certificate: pem });
  assert.equal(upload.algorithm, "SM3withSM2");
  assert.deepEqual(upload.findings, []);
  assert.deepEqual(cbt179.verifySignature(upload.json, { certificate: pem }).findings, []);
  assert.deepEqual(cbt179.verifySignature(upload.body, { certificate: pem }).findings, []);

  const { algorithm, ...plain } = cbt179.composeUpload(built.payExInfo, reply);
  assert.equal(algorithm, undefined);
  assert.equal(plain.json, upload.json);

  // Each finding is in the text that its value came from.
  const odd = { ...reply, certNo: "1a2b3c4d" };
  const spaced = signBySm2(cbt179.signingText(built.payExInfo, TIME).text.replaceAll("/", "\\/"));
  for (const [changed, code, path, hasRange] of /** @type {const} */ ([
    [odd, "signature.cert-no", "/reply/certNo", false],
    [
      { ...reply, signValue: spaced },
      "signature.rewritten",
      "/payExInfoStr/payExchangeInfoHead/",
      true,
    ],
  ])) {
    for (const payExInfo of [built.payExInfo, new TextEncoder().encode(built.payExInfo)])
      assert.throws(
        () => cbt179.composeUpload(payExInfo, changed, { certificate: pem }),
        (/** @type {any} */ { findings: [finding] }) => {
          assert.equal(finding.code, code);
          assert.ok(finding.path.startsWith(path), finding.path);
          assert.equal(finding.at.json !== undefined, hasRange);
          return true;
        },
      );
  }

  const other = { ...reply, signValue: signBySm2("another text") };
  assert.throws(
    () => cbt179.composeUpload(built.payExInfo, other, { certificate: pem }),
    (/** @type {any} */ error) =>
      error instanceof cbt179.CheckError && error.findings[0].code === "signature.unverified",
  );
});

test("an RSA signature with its bytes reversed is named, whatever was signed", () => {
  const { payExInfo } = cbt179.buildForm(validRequest());
  const { text } = cbt179.signingText(payExInfo, TIME);
  for (const [signed, codes] of /** @type {const} */ ([
    [text, ["signature.byte-order"]],
    [`${text}\n`, ["signature.byte-order", "signature.line-feed"]],
    ["another text", ["signature.byte-order", "signature.other-text"]],
  ])) {
    const reversed = Buffer.from(signByRsa(signed), "base64").reverse().toString("base64");
    const reply = replyTo(payExInfo, () => reversed);
    const { ok, findings } = cbt179.verifySignature({ payExInfo, reply }, { publicKey: rsaKey });
    assert.equal(ok, false);
    assert.deepEqual(
      findings.map((/** @type {any} */ { code }) => code),
      codes,
    );
  }
});

test("a certificate is read from text and bytes; its subject is returned only on request", () => {
  const der = Buffer.from(pem.replaceAll(/-----.*-----|\n/g, ""), "base64");
  const { ok, certificate, findings } = cbt179.readCertificate(pem, { now: Date.UTC(2026, 0) });
  assert.deepEqual([ok, findings, certificate.subject], [true, [], undefined]);
  assert.equal(certificate.certNo, "0300000000abcdef");
  for (const other of [der, der.toString("base64"), new Uint8Array(der).buffer])
    assert.deepEqual(cbt179.readCertificate(other).certificate, certificate);
  const { subject } = cbt179.readCertificate(pem, { subject: true }).certificate;
  assert.equal(subject, "CN=cbt179 test,O=Example,C=CN");
});

test("wrong arguments throw a TypeError that says what to pass", () => {
  for (const [call, message] of /** @type {[() => unknown, RegExp][]} */ ([
    [() => cbt179.verifySignature("{}"), /must have a `certificate` or a `publicKey`/],
    [() => cbt179.verifySignature("{}", {}), /must have a `certificate` or a `publicKey`/],
    [
      () => cbt179.verifySignature("{}", { certificate: 1 }),
      /`options.certificate` must be a string/,
    ],
    [() => cbt179.verifySignature("{}", { certificate: pem, publicKey: pem }), /both/],
    [
      () => cbt179.verifySignature("{}", { certificate: pem, local: "en" }),
      /there is no `local`, only `certificate`, `publicKey`, `locale`/,
    ],
    [
      () => cbt179.composeUpload("{}", "{}", { certifcate: pem }),
      /there is no `certifcate`, only `request`, `certificate`, `publicKey`, `locale`/,
    ],
    [() => cbt179.readCertificate(pem, { subjet: true }), /no `subjet`, only `subject`, `locale`/],
    [
      () => cbt179.checkUploadReply("{}", { sessionId: "1" }),
      /no `sessionId`, only `sessionID`, `locale`/,
    ],
    [() => cbt179.checkReply("{}", { reqest: {} }), /no `reqest`, only `request`, `locale`/],
    [
      () => cbt179.openReqAnswer({ msg: "" }),
      /there is no `msg`, only `code`, `message`, `serviceTime`/,
    ],
    [() => cbt179.verifySignature(1, { certificate: pem }), /`upload` must be/],
    [() => cbt179.verifySignature({}, { certificate: pem }), /`upload\.payExInfo` must be/],
    [
      () => cbt179.verifySignature({ payExInfo: "{}" }, { certificate: pem }),
      /`upload\.reply` must be/,
    ],
    [() => cbt179.readCertificate(Promise.resolve(pem)), /await it first/],
    [
      () => cbt179.readCertificate(pem, { subject: "yes" }),
      /`options.subject` must be true or false/,
    ],
  ]))
    assert.throws(call, { name: "TypeError", message });
});

/** @param {string} base64 */
const hexOf = (base64) => Buffer.from(base64, "base64").toString("hex");

function publicPoint() {
  const { publicKey } = cbt179.readCertificate(pem).certificate;
  const der = Buffer.from(publicKey.replaceAll(/-----.*-----|\n/g, ""), "base64");
  return der.subarray(-65).toString("hex");
}

/** Returns numbers below a bound, the same in every run (a linear congruential generator). @param {number} seed */
function seeded(seed) {
  let state = seed;
  return (/** @type {number} */ below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Returns payment data with texts and numbers of all kinds. @param {(below: number) => number} random */
function randomText(random) {
  const chars = ["a", "Z", "0", "/", "<", "&", "=", "'", " ", "好", "é", "😀", "|", "+", "%"];
  const text = () => Array.from({ length: random(30) }, () => chars[random(chars.length)]).join("");
  const head = { note: text(), guid: text(), totalAmount: random(1e6) / 100 };
  const lists = Array.from({ length: 1 + random(3) }, () => ({ orderNo: text(), gname: text() }));
  return JSON.stringify({
    sessionID: `s${random(1e9)}`,
    payExchangeInfoHead: head,
    payExchangeInfoLists: lists,
  });
}
