// A serial number is signed once, and everyone who asks again gets the same answer.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { openStore } from "../src/store.js";
import { answer, BROKEN, SLOW } from "../stand-in/faults.js";
import { assertSigned, newOrder, post, recall, received, setFault } from "./client.mjs";
import { cbt, gateway, IMPATIENT, logLines, scratch, startGateway } from "./harness.mjs";

test("the same again: the same answer, not sent again", async () => {
  const order = newOrder("again");
  const first = await post(order);
  assert.equal(first.status, 200);
  assert.equal(first.isReplay, false);
  // The same members in another order are the same data.
  const turned = Object.fromEntries(Object.entries(order).reverse());
  for (const next of [await post(order), await post(turned), await recall("again")]) {
    assert.equal(next.status, 200);
    assert.equal(next.isReplay, true);
    assert.deepEqual(next.json, first.json);
  }
  assertSigned(first.json);
});

test("a failure after sending is answered the same again, too", async () => {
  const { url } = await startGateway(IMPATIENT);
  for (const [name, fault] of Object.entries({ ...SLOW, ...BROKEN })) {
    const order = newOrder(name.slice(0, 32));
    setFault(order.sessionID, fault);
    const first = await post(order, url);
    cbt.setFaults(() => undefined);
    for (const next of [await post(order, url), await recall(order.serialNumber, url)]) {
      assert.equal(next.status, first.status);
      assert.deepEqual(next.json, first.json);
      assert.equal(next.isReplay, true);
    }
    assert.equal(received(order.sessionID).length, 1);
  }
});

test("other data with the same serial number are refused", async () => {
  const order = newOrder("other data");
  assert.equal((await post(order)).status, 200);
  const { status, json } = await post({ ...order, sessionID: "another" });
  assert.deepEqual([status, json.type], [422, "/problems/serial-number-reused"]);
  assert.equal(received("another").length, 0);
});

test("ten at the same time: signed once, and nine are asked to wait", async () => {
  const order = newOrder("at once");
  /** @type {Promise<() => void>} */
  const arrived = new Promise((resolve) => {
    setFault(order.sessionID, (response, due) => {
      resolve(() => answer(response, JSON.stringify(due)));
    });
  });
  /** @type {Awaited<ReturnType<typeof post>>[]} */
  const answers = [];
  const posts = Array.from({ length: 10 }, async () => {
    answers.push(await post(order));
    if (answers.length === 9) (await arrived)();
  });
  await Promise.all(posts);
  for (const { status, json, headers } of answers.slice(0, 9)) {
    assert.deepEqual([status, json.type], [409, "/problems/in-progress"]);
    assert.equal(json.mayHaveBeenSent, true);
    assert.equal(headers.get("retry-after"), "1");
  }
  assertSigned(answers[9]?.json ?? {});
});

test("two services that share a store sign once", async () => {
  const storeFile = join(scratch, "shared.db");
  const both = [await startGateway({ storeFile }), await startGateway({ storeFile })];
  const orders = Array.from({ length: 20 }, (_, i) => newOrder(`shared ${i}`));
  await Promise.all(orders.flatMap((order) => both.map(({ url }) => post(order, url))));
  for (const order of orders) assert.equal(received(order.sessionID).length, 1);
});

test("an answer can be fetched after the client hung up", async () => {
  const order = newOrder("某/?#% hung up");
  const leave = new AbortController();
  setFault(order.sessionID, (response, due) => {
    leave.abort();
    setTimeout(() => answer(response, JSON.stringify(due)), 100);
  });
  const request = fetch(`${gateway.url}/upload`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(order),
    signal: leave.signal,
  });
  await assert.rejects(request, { name: "AbortError" });
  let later = await recall(order.serialNumber);
  while (later.status === 409) {
    await pause(20);
    later = await recall(order.serialNumber);
  }
  assert.equal(later.status, 200);
  assertSigned(later.json);
});

test("nothing was sent: the serial number is free again", async () => {
  const order = newOrder("free");
  await cbt.stop();
  const { status } = await post(order).finally(cbt.start);
  assert.equal(status, 502);
  assert.equal((await recall("free")).status, 404);
  assert.equal((await post({ ...order, sessionID: "changed" })).status, 200);
});

test("a store that can't be written: not sent, and not ready", async () => {
  const store = openStore(join(scratch, "full.db"));
  const full = async () => {
    throw new Error("disk full");
  };
  const { url } = await startGateway({}, { ...store, claim: full });
  const order = newOrder();
  const { status, json } = await post(order, url);
  assert.deepEqual([status, json.type], [503, "/problems/service-failed"]);
  assert.equal(json.mayHaveBeenSent, false);
  assert.equal(received(order.sessionID).length, 0);
  assert.equal((await fetch(`${url}/ready`)).status, 503);
});

test("an answer that can't be recorded is given all the same, and then unknown", async () => {
  const store = openStore(join(scratch, "fills.db"));
  const full = async () => {
    throw new Error("disk full");
  };
  const { url } = await startGateway({}, { ...store, finish: full });
  const order = newOrder("not recorded");
  const first = await post(order, url);
  assertSigned(first.json);
  assert.ok(logLines.some((line) => line.includes('"not recorded"') && line.includes("disk full")));
  assert.equal((await post(order, url)).json.type, "/problems/in-progress");
  assert.equal(received(order.sessionID).length, 1);
});

test("the store keeps claims and answers for a day, also when it is opened again", async () => {
  const file = join(scratch, "day.db");
  let time = Date.now();
  const entry = { fingerprint: "f", claimedUntil: time + 1_000 };
  const signed = { status: 200, text: "{}" };

  let store = openStore(file, () => time);
  assert.equal(await store.claim("1", entry), undefined);
  assert.deepEqual(await store.claim("1", { ...entry, fingerprint: "g" }), entry);
  await store.finish("1", signed);
  assert.equal(await store.claim("2", entry), undefined);
  await store.release("2");
  assert.equal(await store.get("2"), undefined);
  await store.close();

  store = openStore(file, () => time);
  time += 24 * 60 * 60 * 1000 - 1;
  assert.deepEqual(await store.get("1"), { ...entry, answer: signed });
  time += 1;
  assert.equal(await store.get("1"), undefined);
  assert.equal(await store.claim("1", entry), undefined);
  await store.close();
});
