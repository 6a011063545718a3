// The service as a process: how it starts, what it says about its settings, how it stops.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { answer } from "../stand-in/faults.js";
import { makeTlsCertificate } from "./certificate.mjs";
import { assertSigned, newOrder, post, recall, received, setFault } from "./client.mjs";
import {
  cbt,
  folder,
  saveCertificate,
  scratch,
  startProcess,
  startServer,
  startStandIn,
  TOKEN,
} from "./harness.mjs";

test("the service starts with its environment, and answers what has begun before it stops", async () => {
  const server = await startProcess();
  const order = newOrder();
  const stopped = new Promise((resolve) => {
    setFault(order.sessionID, (response, due) => {
      resolve(server.stop());
      setTimeout(() => answer(response, JSON.stringify(due)), 300);
    });
  });
  const { status, json } = await post(order, server.url);
  assert.equal(status, 200);
  assertSigned(json);
  assert.equal(await stopped, 0);
});

test("SIGTERM: an upload whose client hung up is recorded before the process ends", async () => {
  const env = { STORE_FILE: join(scratch, "kept.db") };
  const server = await startProcess(env);
  const order = newOrder("hung up");
  const leave = new AbortController();
  const stopped = new Promise((resolve) => {
    setFault(order.sessionID, (response, due) => {
      leave.abort();
      resolve(server.stop());
      setTimeout(() => answer(response, JSON.stringify(due)), 300);
    });
  });
  const body = JSON.stringify(order);
  const headers = { "content-type": "application/json" };
  const request = { method: "POST", headers, body, signal: leave.signal };
  await assert.rejects(fetch(`${server.url}/upload`, request), { name: "AbortError" });
  assert.equal(await stopped, 0);
  // The payment data in it are for nobody else to read.
  if (process.platform !== "win32") assert.equal((await stat(env.STORE_FILE)).mode & 0o077, 0);

  const next = await startProcess(env);
  const { status, json } = await recall("hung up", next.url);
  assert.equal(status, 200, JSON.stringify(json));
  assertSigned(json);
  await next.stop();
});

test("kill -9 between sending and recording: unknown, and never sent again", async () => {
  const env = { STORE_FILE: join(scratch, "killed.db"), CBT_TIMEOUT_MS: "3000" };
  const server = await startProcess(env);
  const order = newOrder("killed");
  const killed = new Promise((resolve) => {
    setFault(order.sessionID, () => resolve(server.stop("SIGKILL")));
  });
  await assert.rejects(post(order, server.url));
  await killed;

  const next = await startProcess(env);
  cbt.setFaults(() => undefined);
  // Until the dead process would have given up, it may be at it still.
  let answers = await Promise.all([post(order, next.url), recall("killed", next.url)]);
  while (answers.some(({ json }) => json.type === "/problems/in-progress")) {
    await pause(100);
    answers = await Promise.all([post(order, next.url), recall("killed", next.url)]);
  }
  for (const { status, json } of answers) {
    assert.deepEqual([status, json.type], [500, "/problems/outcome-unknown"]);
    assert.equal(json.mayHaveBeenSent, true);
  }
  assert.equal(received(order.sessionID).length, 1);
  await next.stop();
});

test("npm start, and npm run cbt", async () => {
  const env = {
    CBT_CERTIFICATE: join(scratch, "npm.pem"),
    CBT_TOKEN: "8d1f0b6e3c9a4725b0e4c7d2f6a95318",
  };
  const standIn = await startProcess(env, ["npm", "run", "cbt"]);
  const CBT_URL = `${standIn.url}/sign`;
  const service = await startProcess({ ...env, CBT_URL }, ["npm", "start"]);
  const { status, json } = await post(newOrder(), service.url);
  assert.equal(status, 200, JSON.stringify(json));
  await service.stop();
  await standIn.stop();
});

test("HTTPS: signed if the certificate is trusted, nothing sent otherwise", async () => {
  const tls = makeTlsCertificate();
  const ca = join(scratch, "ca.pem");
  await writeFile(ca, tls.cert);
  const secure = await startStandIn({ tls });
  const env = { CBT_URL: secure.url, CBT_CERTIFICATE: await saveCertificate(secure) };
  const trusting = await startProcess({ ...env, NODE_EXTRA_CA_CERTS: ca });
  const signed = await post(newOrder(), trusting.url);
  await trusting.stop();
  assert.equal(signed.status, 200, JSON.stringify(signed.json));
  assertSigned(signed.json, secure);

  const wary = await startProcess(env);
  const { status, json } = await post(newOrder(), wary.url);
  await wary.stop();
  assert.equal(status, 502);
  assert.equal(json.type, "/problems/cbt-unreachable");
  assert.match(json.detail, /SELF_SIGNED/);
  assert.equal(json.mayHaveBeenSent, false);
  assert.equal(secure.requests.length, 1);
});

test("missing and wrong settings: one sentence each, before anything starts", async () => {
  /** @param {Record<string, string>} env */
  const start = async (env) => {
    const server = spawn(process.execPath, [join(folder, "src/server.js")], {
      env: { PATH: process.env.PATH, ...env },
      stdio: ["ignore", "inherit", "pipe"],
    });
    const lines = [];
    for await (const line of createInterface({ input: server.stderr })) lines.push(line);
    if (server.exitCode === null) await once(server, "exit");
    assert.equal(server.exitCode, 1);
    return lines;
  };
  const names = ["CBT_URL", "CBT_TOKEN", "CBT_CUS_NAME", "CBT_CUS_CODE"];
  assert.deepEqual(
    (await start({})).map((line) => line.split(" is missing: ")[0]),
    names,
  );
  const wrong = await start({
    CBT_URL: "http://cbt.example/sign",
    CBT_TOKEN: `${TOKEN}!`,
    CBT_CUS_NAME: "某",
    CBT_CUS_CODE: "3",
    CBT_TIMEOUT_MS: "soon",
    LOCALE: "fr",
    PORT: "99999",
  });
  for (const [i, name] of ["CBT_URL", "CBT_TIMEOUT_MS", "LOCALE", "PORT", "`token`"].entries()) {
    assert.ok(
      wrong.some((line) => line.startsWith(name)),
      `${i} ${name}: ${wrong.join("\n")}`,
    );
  }
  assert.equal(wrong.length, 5);
  const notADatabase = join(scratch, "settings.env");
  await writeFile(notADatabase, "CBT_TOKEN=\n".repeat(100));
  const needed = {
    CBT_URL: cbt.url,
    CBT_TOKEN: TOKEN,
    CBT_CUS_NAME: "某",
    CBT_CUS_CODE: "3",
    STORE_FILE: join(scratch, "settings.db"),
  };
  const missing = join(scratch, "no folder", "uploads.db");
  const withName = new URL(cbt.url);
  withName.username = "somebody";
  withName.password = TOKEN;
  const port = String(await startServer(() => {}));
  /** @type {[Record<string, string>, string][]} */
  const unusable = [
    [{ CBT_URL: withName.href }, "CBT_URL must not have a user name or password: "],
    [{ PORT: port }, `HOST and PORT can't be used (127.0.0.1, ${port}): `],
    [{ HOST: "192.0.2.1", PORT: "0" }, "HOST and PORT can't be used (192.0.2.1, 0): "],
  ];
  for (const name of ["STORE_FILE", "CBT_CERTIFICATE"]) {
    for (const file of [notADatabase, missing, scratch]) {
      unusable.push([{ [name]: file }, `${name} can't be used (${file}): `]);
    }
  }
  for (const [env, sentence] of unusable) {
    const lines = await start({ ...needed, ...env });
    assert.equal(lines.length, 1, lines.join("\n"));
    assert.ok(lines[0]?.startsWith(sentence), lines[0]);
    assert.ok(!lines.join().includes(TOKEN) && !lines.join().includes(encodeURIComponent(TOKEN)));
  }
  assert.ok(!wrong.join().includes(TOKEN));
});
