// Connections to CBT: kept alive, tried twice until one stands, and never a second request after the first byte.

import assert from "node:assert/strict";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { connectTo } from "../src/cbt.js";
import { answer } from "../stand-in/faults.js";
import { assertSigned, newOrder, post, received, setFault } from "./client.mjs";
import { cbt, gateway, logLines, startGateway, startServer } from "./harness.mjs";

test("CBT is down: two attempts, nothing sent, and the serial number still good", async () => {
  const order = newOrder("still good");
  await cbt.stop();
  const lines = logLines.length;
  const { status, json } = await post(order).finally(cbt.start);
  assert.equal(status, 502);
  assert.equal(json.type, "/problems/cbt-unreachable");
  assert.equal(json.mayHaveBeenSent, false);
  assert.match(json.detail, /ECONNREFUSED/);
  assert.equal(logLines.slice(lines).filter((line) => line.includes("trying once more")).length, 1);
  const again = await post(order);
  assert.equal(again.status, 200);
  assertSigned(again.json);
});

test("CBT comes back before the second attempt: signed, and sent once", async () => {
  const order = newOrder();
  const patient = await startGateway({ retryDelay: 1_000 });
  await cbt.stop();
  const retried = setInterval(() => {
    if (logLines.at(-1)?.includes("trying once more")) cbt.start();
  }, 10);
  const { status, json } = await post(order, patient.url).finally(cbt.start);
  clearInterval(retried);
  assert.equal(status, 200, JSON.stringify(json));
  assertSigned(json);
  assert.equal(received(order.sessionID).length, 1);
});

test("a connection that is never ready: two attempts, nothing sent", async () => {
  let connections = 0;
  let bytes = "";
  const port = await startServer((socket) => {
    connections += 1;
    socket.on("data", (data) => {
      bytes += data.toString("latin1");
    });
  });
  // It never answers TLS.
  const url = new URL(`https://127.0.0.1:${port}`);
  const waiting = await startGateway({ url, connectTimeout: 1_000 });
  const { status, json } = await post(newOrder(), waiting.url);
  assert.equal(status, 504);
  assert.equal(json.type, "/problems/cbt-timeout");
  assert.equal(json.mayHaveBeenSent, false);
  assert.equal(connections, 2);
  assert.ok(bytes && !bytes.includes("EData"));
});

test("time runs out while connecting: nothing was sent, and nothing is sent later", async () => {
  let bytes = "";
  const port = await startServer((socket) => {
    socket.on("data", (data) => {
      bytes += data.toString("latin1");
    });
  });
  const url = new URL(`https://127.0.0.1:${port}`);
  const waiting = await startGateway({ url, timeout: 100, connectTimeout: 5_000 });
  const { status, json } = await post(newOrder(), waiting.url);
  assert.deepEqual([status, json.type], [504, "/problems/cbt-timeout"]);
  assert.equal(json.mayHaveBeenSent, false);
  assert.ok(!bytes.includes("EData"));
});

test("an answer before the request was read is no reason to send again", async () => {
  let connections = 0;
  const port = await startServer((socket) => {
    connections += 1;
    socket.end("HTTP/1.1 413 Content Too Large\r\nContent-Length: 9\r\n\r\ntoo large");
    setTimeout(() => socket.resetAndDestroy(), 20);
  });
  const sender = await startGateway({ url: new URL(`http://127.0.0.1:${port}`) });
  const order = newOrder();
  order.payExchangeInfoLists = Array(4_500).fill(order.payExchangeInfoLists[0]);
  const { status, json } = await post(order, sender.url);
  assert.equal(status, 502);
  assert.equal(json.mayHaveBeenSent, true);
  assert.equal(connections, 1);
});

test("one connection is enough for one order after the other", async () => {
  const keeping = await startGateway();
  const connections = cbt.connections();
  for (let i = 0; i < 5; i++) assert.equal((await post(newOrder(), keeping.url)).status, 200);
  assert.equal(cbt.connections(), connections + 1);
});

test("a kept connection that CBT closed while idle: a new one, and sent once", async () => {
  const keeping = await startGateway();
  const [first, second] = [newOrder(), newOrder()];
  const closed = new Promise((resolve) => {
    setFault(first.sessionID, (response, due) => {
      const { socket } = response;
      response.on("finish", () => setTimeout(() => socket?.destroy(), 20));
      socket?.on("close", resolve);
      answer(response, JSON.stringify(due));
    });
  });
  assert.equal((await post(first, keeping.url)).status, 200);
  await closed;
  await pause(50);
  const { status, json } = await post(second, keeping.url);
  assert.equal(status, 200, JSON.stringify(json));
  assert.equal(received(second.sessionID).length, 1);
});

test("a kept connection that CBT closes when it has the request: may have been sent, not again", async () => {
  const keeping = await startGateway();
  assert.equal((await post(newOrder(), keeping.url)).status, 200);
  const connections = cbt.connections();
  const order = newOrder();
  setFault(order.sessionID, (response) => response.socket?.destroy());
  const { status, json } = await post(order, keeping.url);
  assert.equal(cbt.connections(), connections, "the connection was kept");
  assert.deepEqual([status, json.type], [502, "/problems/cbt-broken"]);
  assert.equal(json.mayHaveBeenSent, true);
  assert.equal(received(order.sessionID).length, 1);
});

for (const close of ["destroy", "resetAndDestroy"]) {
  test(`a kept connection that CBT closes just before, or as, it is written to: ${close}`, async (t) => {
    const [requests, closed] = [new SharedArrayBuffer(4), new SharedArrayBuffer(4)].map(
      (buffer) => new Int32Array(buffer),
    );
    assert.ok(requests && closed);
    const file = new URL("closing-server.mjs", import.meta.url);
    const server = new Worker(file, { workerData: { requests, closed } });
    t.after(() => server.terminate());
    const [{ port }] = await once(server, "message");
    const url = new URL(`http://127.0.0.1:${port}`);
    const connection = connectTo({ ...gateway.settings, url });
    t.after(() => connection.close());
    const send = () => connection.send("a=1", assert.ifError);
    // While this thread waits, it can't notice that the connection is gone.
    const closeUnnoticed = () => {
      server.postMessage(close);
      // Not for ever, should there be no connection.
      Atomics.wait(closed, 0, 0, 10_000);
      Atomics.store(closed, 0, 0);
    };

    await send();
    closeUnnoticed();
    // undici looks at an idle connection before it writes, and takes a new one.
    assert.equal((await send()).status, 200);
    assert.equal(requests[0], 2);

    subscribe("undici:client:sendHeaders", function closeOnce(_, name) {
      unsubscribe(name, closeOnce);
      closeUnnoticed();
    });
    await assert.rejects(send(), { kind: "broken", mayHaveBeenSent: true });
    assert.equal(requests[0], 2);
  });
}
