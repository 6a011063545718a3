// Customs' request for an order's payment data: answered at once, kept once, listed until it is closed.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { openStore } from "../src/store.js";
import { gateway, logLines, scratch, startGateway } from "./harness.mjs";

/** @typedef {import("./client.mjs").Json} Json */

let sessions = 0;
const newOpenReq = () => ({
  orderNo: "ord201808030001",
  sessionID: `fe2374-8fnejf97-${sessions++}`,
  serviceTime: "1533271903898",
});

/** @param {string | URLSearchParams | Uint8Array<ArrayBuffer>} body @param {Record<string, string>} [headers] */
async function postOpenReq(body, headers, url = gateway.url) {
  const response = await fetch(`${url}/open-req`, {
    method: "POST",
    body,
    ...(headers && { headers }),
  });
  assert.match(response.headers.get("content-type") ?? "", /^application\/json/);
  const json = /** @type {Json} */ (await response.json());
  assert.deepEqual(Object.keys(json), ["code", "message", "serviceTime"]);
  assert.ok(Math.abs(json.serviceTime - Date.now()) < 60_000);
  assert.equal(json.code === "10000", json.message === "");
  return { status: response.status, json };
}
/** @param {object} openReq */
const form = (openReq) => new URLSearchParams({ openReq: JSON.stringify(openReq) });

/** @returns {Promise<Json[]>} */
const list = async (url = gateway.url) =>
  /** @type {any} */ ((await fetch(`${url}/open-req`)).json());
/** @param {string} sessionID */
const close = (sessionID, url = gateway.url) =>
  fetch(`${url}/open-req/${encodeURIComponent(sessionID)}`, { method: "DELETE" });

test("customs' request: answered, listed once however often it comes, until it is closed", async () => {
  const { url } = await startGateway();
  const [first, second] = [newOpenReq(), { ...newOpenReq(), sessionID: "某/?#%" }];
  const number = { ...first, serviceTime: Number(first.serviceTime) };
  for (const openReq of [first, second, number]) {
    const { status, json } = await postOpenReq(form(openReq), undefined, url);
    assert.deepEqual([status, json.code], [200, "10000"]);
  }
  assert.deepEqual(await list(url), [first, second]);

  assert.equal((await close(second.sessionID, url)).status, 204);
  assert.equal((await postOpenReq(form(second), undefined, url)).json.code, "10000");
  assert.deepEqual(await list(url), [first]);
  const again = await close(second.sessionID, url);
  assert.equal(again.status, 404);
  assert.match(again.headers.get("content-type") ?? "", /^application\/problem\+json/);

  const metrics = await (await fetch(`${url}/metrics`)).text();
  assert.match(metrics, /^gateway_open_reqs_total\{outcome="opened"\} 2$/m);
  assert.match(metrics, /^gateway_open_reqs_total\{outcome="repeated"\} 2$/m);
});

test("customs' request is read even if a proxy rewrote it", async () => {
  for (const [type, write] of /** @type {[string | undefined, (json: string) => string][]} */ ([
    ["application/x-www-form-urlencoded; charset=UTF-8", (json) => `openReq=${json}`],
    ["text/plain", (json) => `openReq=${json.replaceAll('"', "&quot;")}`],
    ["application/json", (json) => json],
    [undefined, (json) => `openReq=${encodeURIComponent(json)}`],
  ])) {
    const openReq = newOpenReq();
    const headers = type === undefined ? undefined : { "content-type": type };
    const { json } = await postOpenReq(Buffer.from(write(JSON.stringify(openReq))), headers);
    assert.equal(json.code, "10000", `${type}: ${json.message}`);
    assert.deepEqual((await list()).at(-1), openReq);
  }
});

test("a malformed request: customs' failure with a message, and nothing listed", async () => {
  const before = await list();
  for (const body of [
    "",
    "openReq=",
    "openReq={",
    "x=1",
    form({ ...newOpenReq(), sessionID: undefined }),
    form({ ...newOpenReq(), orderNo: "" }),
    form({ ...newOpenReq(), serviceTime: "soon" }),
    new Uint8Array([0xff, 0xfe, 0]),
  ]) {
    const { status, json } = await postOpenReq(body);
    assert.deepEqual([status, json.code], [200, "20000"], String(body));
  }
  const tooLong = await postOpenReq(form({ ...newOpenReq(), orderNo: "1".repeat(20_000) }));
  assert.deepEqual([tooLong.status, tooLong.json.code], [413, "20000"]);
  assert.deepEqual(await list(), before);
});

test("a session that can't be recorded: customs gets a failure without the defect's message", async () => {
  const store = openStore(join(scratch, "full.db"));
  const openSession = async () => {
    throw new Error("disk full");
  };
  const { url } = await startGateway({}, { ...store, openSession });
  const { status, json } = await postOpenReq(form(newOpenReq()), undefined, url);
  assert.deepEqual([status, json.code], [500, "20000"]);
  assert.equal(json.message, "the service failed; see its log");
  assert.ok(logLines.some((line) => line.includes('"not opened"') && line.includes("disk full")));
});

test("the store keeps sessions for a day, even if it is reopened, and lists 1000", async () => {
  const file = join(scratch, "sessions.db");
  let time = Date.now();
  const session = newOpenReq();
  let store = openStore(file, () => time);
  assert.equal(await store.openSession(session), true);
  await store.close();

  store = openStore(file, () => time);
  time += 24 * 60 * 60 * 1000 - 1;
  assert.equal(await store.openSession({ ...session, orderNo: "another" }), false);
  assert.deepEqual(await store.openSessions(), [session]);
  time += 1;
  assert.deepEqual(await store.openSessions(), []);
  assert.equal(await store.openSession(session), true);
  await Promise.all(Array.from({ length: 1_000 }, () => store.openSession(newOpenReq())));
  assert.equal((await store.openSessions()).length, 1_000);
  await store.close();
});
