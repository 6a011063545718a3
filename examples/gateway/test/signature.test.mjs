// CBT's signatures, by both algorithms: a failed verification is a problem of its own, and never an upload.

import assert from "node:assert/strict";
import { test } from "node:test";
import { verifySignature } from "cbt179/verify";
import { LINE_FEED, WRONG_SIGNATURE } from "../stand-in/faults.js";
import { makeSigner } from "../stand-in/signer.js";
import { newOrder, post, recall } from "./client.mjs";
import { cbt, saveCertificate, startGateway, startStandIn } from "./harness.mjs";

/** @typedef {import("./client.mjs").Json} Json */
/** @typedef {keyof typeof WRONG_SIGNATURE} Wrong */

/** The first finding about each wrong signature. An SM2 signature shows no difference between another key and another text. */
const CODES = /** @type {const} */ ({
  SM3withSM2: {
    "a signature of another order": "signature.unverified",
    "a signature of a text with rewritten numbers": "signature.number",
    "a signature with another key": "signature.unverified",
    "a signature with a character changed": "signature.unverified",
    "the number of another certificate": "signature.cert-no",
  },
  SHA1withRSA: {
    "a signature of another order": "signature.other-text",
    "a signature of a text with rewritten numbers": "signature.number",
    "a signature with another key": "signature.other-key",
    "a signature with a character changed": "signature.other-key",
    "the number of another certificate": "signature.cert-no",
  },
});

/** @param {string} url @param {Record<string, unknown>} [changes] */
async function startWith(url, changes) {
  return startGateway({ url: new URL(url), ...changes });
}

for (const algorithm of /** @type {const} */ (["SM3withSM2", "SHA1withRSA"])) {
  test(`${algorithm}: a valid signature gives an upload`, async () => {
    const standIn = await startStandIn({ signer: makeSigner(algorithm) });
    const certificateFile = await saveCertificate(standIn);
    const { url } = await startWith(standIn.url, { certificateFile });
    const { status, json } = await post(newOrder(), url);
    assert.equal(status, 200, JSON.stringify(json));
    assert.deepEqual(json.findings, []);
    const verified = verifySignature(json.json, { certificate: standIn.certificate });
    assert.equal(verified.ok, true);
    assert.equal(verified.algorithm, algorithm);

    standIn.setFaults(() => LINE_FEED);
    const fed = await post(newOrder(), url);
    assert.equal(fed.status, 200, JSON.stringify(fed.json));
    assert.deepEqual(codes(fed.json), ["signature.line-feed"]);
  });

  for (const name of /** @type {Wrong[]} */ (Object.keys(WRONG_SIGNATURE))) {
    test(`${algorithm}: ${name} is refused, counted, and not signed again`, async () => {
      const standIn = await startStandIn({ signer: makeSigner(algorithm) });
      const certificateFile = await saveCertificate(standIn);
      const { url } = await startWith(standIn.url, { certificateFile });
      standIn.setFaults(() => WRONG_SIGNATURE[name]);
      const order = newOrder("wrong");
      const { status, json } = await post(order, url);
      assert.deepEqual([status, json.type], [502, "/problems/cbt-signature-invalid"]);
      assert.equal(json.mayHaveBeenSent, true);
      const [code] = codes(json);
      assert.equal(code, CODES[algorithm][name]);
      assert.ok(json.detail.includes(json.findings[0].message));
      // CBT's whole reply, in case the certificate was wrong.
      assert.equal(JSON.parse(json.answer.excerpt).status, "success");

      standIn.setFaults(() => undefined);
      for (const again of [await post(order, url), await recall("wrong", url)]) {
        assert.deepEqual([again.isReplay, again.json], [true, json]);
      }
      assert.equal(standIn.requests.length, 1);
      const metrics = await (await fetch(`${url}/metrics`)).text();
      assert.match(metrics, /^gateway_uploads_total\{outcome="cbt-signature-invalid"\} 1$/m);
      const counted = `gateway_findings_total{code="${code}"} 1`;
      assert.ok(metrics.split("\n").includes(counted), counted);
    });
  }
}

test("without a certificate, signatures are not verified", async () => {
  const { url } = await startGateway({ certificateFile: undefined });
  cbt.setFaults(() => WRONG_SIGNATURE["a signature with another key"]);
  const { status, json } = await post(newOrder(), url);
  cbt.setFaults(() => undefined);
  assert.equal(status, 200);
  assert.deepEqual(json.findings, []);
});

test("an expired certificate: not ready, and its signatures verify with a warning", async () => {
  const standIn = await startStandIn({ signer: makeSigner("SM3withSM2", [-2, -1]) });
  const certificateFile = await saveCertificate(standIn);
  const { url } = await startWith(standIn.url, { certificateFile });
  const response = await fetch(`${url}/ready`);
  const problem = /** @type {Json} */ (await response.json());
  assert.deepEqual([response.status, problem.type], [503, "/problems/certificate-expired"]);
  assert.deepEqual(codes(problem), ["key.expired"]);
  const { status, json } = await post(newOrder(), url);
  assert.equal(status, 200, JSON.stringify(json));
  assert.ok(codes(json).includes("signature.validity"), JSON.stringify(json.findings));
});

/** @param {Json} json @returns {string[]} */
const codes = ({ findings }) => findings.map((/** @type {Json} */ { code }) => code);
