// Measures verifying signatures, and searching for a text that no rewriting explains. `node benches/signature.mjs` measures this alone.

import assert from "node:assert/strict";
import { createPublicKey, createSign, createVerify, generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sm2 } from "sm-crypto-v2";
import { root } from "./bodies.mjs";
import { NODE_CRYPTO, OURS, SM_CRYPTO } from "./names.mjs";

/** @import { Contender } from "./timing.mjs" */
/** @typedef {{ certificate: string } | { publicKey: string }} Key */

/**
 * A key that signs, and the peer that verifies with it.
 *
 * @typedef {object} Algorithm
 * @property {"SM2" | "RSA"} name
 * @property {Key} key
 * @property {string} certNo
 * @property {string} peer
 * @property {(text: string) => string} sign
 * @property {(text: string, signValue: string) => boolean} verify
 */

/** @type {typeof import("../pkg-template/verify.js")} */
const cbt179 = await import(new URL("../dist/npm/verify.js", import.meta.url).href);

const SERVICE_TIME = "1700000000000";

/** The sizes of the JSON, and how long a search in it may take, in milliseconds. */
export const SEARCHES = /** @type {const} */ ([
  { size: "2 KB", bytes: 2_000, bar: 50 },
  { size: "1.5 MB", bytes: 1_500_000, bar: 1_000 },
]);

export function makeSignatureTasks() {
  return [makeSm2(), makeRsa()].flatMap((algorithm) => {
    const { name, key, peer, sign, verify } = algorithm;
    const [payExInfo] = SEARCHES.map(({ bytes }) => jsonOf(bytes));
    const text = cbt179.signingText(String(payExInfo), SERVICE_TIME).text ?? "";
    const signValue = sign(text);
    const upload = uploadOf(String(payExInfo), algorithm, signValue);
    assert(cbt179.verifySignature(upload, key).ok && verify(text, signValue));
    const changed = upload.replace("totalAmount", "totalamount");
    const changedText = text.replace("totalAmount", "totalamount");
    assert(!cbt179.verifySignature(changed, key).ok && !verify(changedText, signValue));
    const verifies = {
      task: `verify, ${name}`,
      size: SEARCHES[0].size,
      input: "string",
      bytes: Buffer.byteLength(upload),
      contenders: () => [
        { name: OURS, run: () => cbt179.verifySignature(upload, key).ok },
        { name: peer, run: () => verify(text, signValue) },
      ],
    };
    const searches = SEARCHES.map(({ size, bytes }) => {
      const unexplained = uploadOf(jsonOf(bytes), algorithm, sign("another text"));
      const { ok, variant } = cbt179.verifySignature(unexplained, key);
      assert(!ok && variant === undefined);
      return {
        task: `search for the signed text, ${name}`,
        size,
        input: "string",
        bytes: Buffer.byteLength(unexplained),
        contenders: () => [{ name: OURS, run: () => cbt179.verifySignature(unexplained, key).ok }],
      };
    });
    return /** @type {{ task: string, size: string, input: "string", bytes: number, contenders: () => Contender[] }[]} */ ([
      verifies,
      ...searches,
    ]);
  });
}

/** Makes a text of about `bytes` bytes, with characters that programs escape and numbers that they rewrite. @param {number} bytes */
function jsonOf(bytes) {
  const request = 'a/b=好&c"<x>';
  const payExchangeInfoHead = { initalRequest: "", initalResponse: "", totalAmount: 100.1 };
  const payExchangeInfoLists = [{ orderNo: "1", goodsInfo: [{ itemLink: "http://x/y?z=1" }] }];
  const json = (/** @type {number} */ count) => {
    payExchangeInfoHead.initalRequest = request.repeat(count);
    return JSON.stringify({ sessionID: "1", payExchangeInfoHead, payExchangeInfoLists });
  };
  const [empty, one] = [json(0), json(1)].map((text) => Buffer.byteLength(text));
  return json(Math.round((bytes - Number(empty)) / (Number(one) - Number(empty))));
}

/** @param {string} payExInfo @param {Algorithm} algorithm @param {string} signValue */
function uploadOf(payExInfo, { certNo }, signValue) {
  const reply = { status: "success", serialNumber: "1", serviceTime: SERVICE_TIME, certNo };
  return cbt179.composeUpload(payExInfo, { ...reply, signValue }, { customsRules: "off" }).json;
}

/** @returns {Algorithm} */
function makeSm2() {
  const pem = readFileSync(join(root, "tests/data/sm2-certificate.pem"), "utf8");
  const { certificate } = cbt179.readCertificate(pem);
  assert(certificate);
  // The bytes of its private key are 1 to 32.
  const numbers = Array.from({ length: 32 }, (_, index) => index + 1);
  const privateKey = Buffer.from(numbers).toString("hex");
  const spki = certificate.publicKey.replaceAll(/-----.*-----|\n/g, "");
  const publicKey = Buffer.from(spki, "base64").subarray(-65).toString("hex");
  const precomputed = sm2.precomputePublicKey(publicKey);
  const options = { hash: true, userId: "1234567812345678", publicKey };
  return {
    name: "SM2",
    key: { certificate: pem },
    certNo: certificate.certNo,
    peer: SM_CRYPTO,
    sign: (text) => {
      const hex = sm2.doSignature(Buffer.from(text), privateKey, options);
      return Buffer.from(hex, "hex").toString("base64");
    },
    verify: (text, signValue) => {
      const hex = Buffer.from(signValue, "base64").toString("hex");
      return sm2.doVerifySignature(Buffer.from(text), hex, precomputed, options);
    },
  };
}

/** @returns {Algorithm} */
function makeRsa() {
  const pair = generateKeyPairSync("rsa", { modulusLength: 1024 });
  const publicKey = String(pair.publicKey.export({ type: "spki", format: "pem" }));
  const key = createPublicKey(publicKey);
  return {
    name: "RSA",
    key: { publicKey },
    certNo: "01691fe9",
    peer: NODE_CRYPTO,
    sign: (text) => createSign("SHA1").update(text).sign(pair.privateKey, "base64"),
    verify: (text, signValue) => createVerify("SHA1").update(text).verify(key, signValue, "base64"),
  };
}

if (process.argv[1] === import.meta.filename) {
  const { measure } = await import("./measure.mjs");
  for (const { task, size, contenders } of makeSignatureTasks()) {
    const timings = measure(contenders(), { rounds: 11, batch: 50, warmUp: 400 });
    const times = timings.map(({ name, median }) => `${name} ${(median / 1000).toFixed(3)} ms`);
    console.log(`${task}, ${size}: ${times.join("; ")}`);
  }
}
