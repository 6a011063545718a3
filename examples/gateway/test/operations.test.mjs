// The interface for operators: health, readiness, metrics, documentation, log lines; and the cap on uploads.

import assert from "node:assert/strict";
import { test } from "node:test";
import { answer, NO_SIGNATURE } from "../stand-in/faults.js";
import { newOrder, post, setFault } from "./client.mjs";
import { cbt, gateway, logLines, startGateway } from "./harness.mjs";

/** @typedef {import("./client.mjs").Json} Json */

test("/health and /ready answer", async () => {
  for (const [path, status] of [
    ["health", "ok"],
    ["ready", "ready"],
  ]) {
    const response = await fetch(`${gateway.url}/${path}`);
    assert.deepEqual([response.status, await response.json()], [200, { status }]);
  }
});

test("more uploads at once than allowed: 429, and nothing sent", async () => {
  const { url } = await startGateway({ maxConcurrent: 2 });
  /** @type {(() => void)[]} */
  const waiting = [];
  const bothWait = new Promise((resolve) => {
    cbt.setFaults(() => (response, due) => {
      waiting.push(() => answer(response, JSON.stringify(due)));
      if (waiting.length === 2) resolve(undefined);
    });
  });
  const uploads = [post(newOrder(), url), post(newOrder(), url)];
  await bothWait;
  const { status, json, headers } = await post(newOrder(), url);
  assert.deepEqual([status, json.type], [429, "/problems/too-busy"]);
  assert.equal(json.mayHaveBeenSent, false);
  assert.equal(headers.get("retry-after"), "1");
  assert.equal(waiting.length, 2);
  assert.match(await metrics(url), /^gateway_uploads_in_progress 2$/m);
  for (const go of waiting) go();
  for (const upload of uploads) assert.equal((await upload).status, 200);
  cbt.setFaults(() => undefined);
  assert.equal((await post(newOrder(), url)).status, 200);
});

/** @param {string} url */
const metrics = async (url) => (await fetch(`${url}/metrics`)).text();

test("/metrics counts outcomes, problem types and finding codes, and times CBT", async () => {
  const { url } = await startGateway();
  const order = newOrder("counted");
  await post(order, url);
  await post(order, url);
  await post({}, url);
  const unsigned = newOrder();
  setFault(unsigned.sessionID, NO_SIGNATURE["no signature"]);
  await post(unsigned, url);
  await fetch(`${url}/upload`, { method: "POST", body: "x" });

  const text = await metrics(url);
  for (const line of [
    'gateway_uploads_total{outcome="signed"} 1',
    'gateway_uploads_total{outcome="replayed"} 1',
    'gateway_uploads_total{outcome="request-refused"} 1',
    'gateway_uploads_total{outcome="cbt-not-signed"} 1',
    'gateway_uploads_total{outcome="http-415"} 1',
    'gateway_findings_total{code="field.missing"} 1',
    'gateway_cbt_duration_seconds_count{result="answered"} 2',
    "gateway_uploads_in_progress 0",
  ]) {
    assert.ok(text.split("\n").includes(line), `${line}\n${text.match(/^gateway.*$/gm)}`);
  }
  assert.match(text, /^nodejs_eventloop_lag_seconds /m);
});

test("the log has the codes of findings, not their messages", async () => {
  const lines = logLines.length;
  const { json } = await post({ ...newOrder(), payExchangeInfoLists: "某" });
  const logged = logLines.slice(lines).find((line) => line.includes('"no upload"')) ?? "";
  const codes = json.findings.map((/** @type {Json} */ finding) => finding.code);
  assert.deepEqual(JSON.parse(logged).findings, [...new Set(codes)]);
  assert.ok(codes.length > 0 && !logged.includes(json.findings[0].message));
});

test("/openapi.json describes every route, and its references resolve", async () => {
  const response = await fetch(`${gateway.url}/openapi.json`);
  const document = /** @type {Json} */ (await response.json());
  assert.equal(document.openapi, "3.1.0");
  assert.deepEqual(Object.keys(document.paths).sort(), [
    "/health",
    "/metrics",
    "/open-req",
    "/open-req/{sessionID}",
    "/ready",
    "/upload",
    "/upload/{serialNumber}",
  ]);
  const references = JSON.stringify(document).match(/"\$ref":"[^"]+"/g) ?? [];
  for (const reference of references) {
    const [root, ...keys] = JSON.parse(`{${reference}}`).$ref.split("/");
    assert.equal(root, "#");
    const target = keys.reduce(
      (/** @type {Json} */ at, /** @type {string} */ key) => at?.[key],
      document,
    );
    assert.equal(typeof target, "object", reference);
  }
  assert.ok(references.length > 5);
  const head = document.components.schemas.PayExInfo.properties.payExchangeInfoHead;
  assert.ok(head.required.includes("totalAmount"));
});
