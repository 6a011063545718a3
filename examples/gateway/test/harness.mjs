// What the tests share: a stand-in for CBT, a gateway in front of it, orders, and what holds for every answer.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { verify } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before } from "node:test";
import { buildApp } from "../src/app.js";
import { DIGEST, startCbt } from "../stand-in/cbt.js";

/** @typedef {Record<string, any>} Json */
/** @typedef {import("../src/settings.js").Settings} Settings */
/** @typedef {import("../stand-in/faults.js").Fault} Fault */

export const folder = join(import.meta.dirname, "..");
/** All that JSON, Base64 and percent-encoding escape. */
export const TOKEN = 'tök"en/+&=%\\ 1234567890?>~abcdef';
/** Settings of a gateway whose stand-in doesn't answer in time. For others, even a busy machine has enough. */
export const IMPATIENT = { timeout: 1_000, connectTimeout: 250 };

/** @type {Awaited<ReturnType<typeof startCbt>>} */
export let cbt;
/** @type {Awaited<ReturnType<typeof startGateway>>} */
export let gateway;
/** Temporary, with the databases of this file's gateways. @type {string} */
export let scratch;
/** @type {string[]} */
export const logLines = [];
/** @type {Set<() => unknown>} */
const cleanUps = new Set();

before(async () => {
  scratch = await mkdtemp(join(tmpdir(), "cbt179-gateway-"));
  cbt = await startCbt(TOKEN);
  gateway = await startGateway();
});
after(async () => {
  for (const cleanUp of cleanUps) await cleanUp();
  await cbt?.stop();
  await rm(scratch, { recursive: true, force: true });
});

let databases = 0;
/** @param {Partial<Settings>} [changes] @param {import("../src/store.js").Store} [store] */
export async function startGateway(changes = {}, store) {
  const settings = {
    url: new URL(cbt.url),
    token: TOKEN,
    cusName: "上海某某电子商务有限公司",
    cusCode: "3122260XYZ",
    timeout: 10_000,
    connectTimeout: 5_000,
    retryDelay: 200,
    maxConcurrent: 500,
    storeFile: join(scratch, `${databases++}.db`),
    locale: /** @type {const} */ ("en"),
    logLevel: "trace",
    host: "127.0.0.1",
    port: 0,
  };
  Object.defineProperties(settings, Object.getOwnPropertyDescriptors(changes));
  const log = { write: (/** @type {string} */ line) => void logLines.push(line) };
  const app = await buildApp(settings, { log, ...(store && { store }) });
  const url = await app.listen({ host: settings.host, port: settings.port });
  const close = () => app.close();
  cleanUps.add(close);
  return { url, settings, close };
}

const { serialNumber: _, ...sample } = JSON.parse(
  await readFile(join(folder, "stand-in/order.json"), "utf8"),
);
let orders = 0;
/** Makes an order with a sessionID of its own. @param {string} [serialNumber] @returns {Json} */
export function newOrder(serialNumber) {
  orders += 1;
  const sessionID = `FE2374D1-8F9E-4F97-A283-${String(orders).padStart(12, "0")}`;
  return { ...structuredClone(sample), sessionID, ...(serialNumber && { serialNumber }) };
}

/** @param {unknown} body @param {string} [url] */
export const post = (body, url = gateway.url) =>
  postText(JSON.stringify(body), "application/json", url);

/** @param {string | Uint8Array<ArrayBuffer>} body @param {string} type */
export async function postText(body, type, url = gateway.url) {
  const headers = { "content-type": type };
  return read(await fetch(`${url}/upload`, { method: "POST", headers, body }));
}

/** Fetches an answer again. @param {string} serialNumber @param {string} [url] */
export const recall = async (serialNumber, url = gateway.url) =>
  read(await fetch(`${url}/upload/${encodeURIComponent(serialNumber)}`));

/** Asserts what holds for every answer. @param {Response} response */
async function read(response) {
  const { status, headers } = response;
  const isProblem = headers.get("content-type")?.startsWith("application/problem+json");
  const json = /** @type {Json} */ (await response.json());
  assert.equal(isProblem, status !== 200);
  if (isProblem) {
    assert.equal(json.status, status);
    assert.match(json.instance, /^urn:uuid:[0-9a-f-]{36}$/);
    for (const name of ["type", "title", "detail"]) assert.ok(json[name], name);
    assert.ok(!("json" in json) && !("body" in json));
  }
  return { status, headers, json, isReplay: headers.get("idempotent-replayed") === "true" };
}

/** The requests of an order that CBT received. @param {string} sessionID */
export const received = (sessionID) =>
  cbt.requests.filter((request) => request.sessionID === sessionID);

/** @param {string} sessionID the order that meets it @param {Fault} fault */
export const setFault = (sessionID, fault) =>
  cbt.setFaults((other) => (other === sessionID ? fault : undefined));

/**
 * Asserts that an upload is signed, and for what was sent.
 * @param {Json} upload
 * @param {Awaited<ReturnType<typeof startCbt>>} [by]
 * @returns {string} the text that was signed
 */
export function assertSigned({ json, body, serialNumber }, by = cbt) {
  const tail =
    /,"serviceTime":"(\d{13})","certNo":"([0-9a-f]{8})","signValue":"([A-Za-z0-9+/=]+)"(\s*\}\s*)$/;
  const [, , certNo, signValue = "", end] =
    tail.exec(json) ?? assert.fail("no signature in the text");
  const signed = json.replace(tail, "") + end;
  const signature = Buffer.from(signValue, "base64");
  assert.equal(signature.length, 128);
  assert.ok(verify(DIGEST, Buffer.from(signed), by.publicKey, signature));
  assert.equal(certNo, by.certNo);
  assert.deepEqual([...new URLSearchParams(body)], [["payExInfoStr", json]]);

  const requests = by.requests.filter((request) => request.serialNumber === serialNumber);
  assert.equal(requests.length, 1);
  const form = new URLSearchParams(requests[0]?.body);
  assert.equal(Buffer.from(String(form.get("payExInfoStr")), "base64").toString(), signed);
  return signed;
}

/**
 * Starts a TCP server in CBT's place.
 * @param {(socket: import("node:net").Socket) => void} onConnection
 */
export async function startServer(onConnection) {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    onConnection(socket);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  cleanUps.add(() => server.close());
  return /** @type {import("node:net").AddressInfo} */ (server.address()).port;
}

/**
 * Starts the service as a process of its own, and waits until it listens.
 * @param {Record<string, string>} [env]
 * @param {string[]} command
 */
export async function startProcess(env, command = [process.execPath, "src/server.js"]) {
  const [program = "", ...args] = command;
  const server = spawn(program, args, {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      CBT_URL: cbt.url,
      CBT_TOKEN: TOKEN,
      CBT_CUS_NAME: "上海某某电子商务有限公司",
      CBT_CUS_CODE: "3122260XYZ",
      STORE_FILE: join(scratch, `${databases++}.db`),
      PORT: "0",
      ...env,
    },
    stdio: ["ignore", "pipe", "inherit"],
    // A group of its own, so that signals reach what npm starts too.
    detached: true,
  });
  const exit = once(server, "exit");
  const url = await new Promise((resolve, reject) => {
    createInterface({ input: server.stdout }).on("line", (line) => {
      logLines.push(line);
      const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
      if (address) resolve(address);
    });
    exit.then(() => reject(new Error("it did not start")));
  });
  /** @param {NodeJS.Signals} signal */
  const stop = async (signal = "SIGTERM") => {
    if (server.exitCode === null && server.signalCode === null) {
      process.kill(-Number(server.pid), signal);
    }
    const [code] = await exit;
    return code;
  };
  cleanUps.add(() => stop("SIGKILL"));
  return { url, stop };
}
