// Starts what the tests talk to: a stand-in for CBT, a gateway in front of it, the service as a process. Stops all of it again.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before } from "node:test";
import { buildApp } from "../src/app.js";
import { startCbt } from "../stand-in/cbt.js";
import { makeSigner } from "../stand-in/signer.js";

/** @typedef {import("../src/settings.js").Settings} Settings */

export const folder = join(import.meta.dirname, "..");
/** All that JSON, Base64 and percent-encoding escape. */
export const TOKEN = 'tök"en/+&=%\\ 1234567890?>~abcdef';
/** Settings of a gateway whose stand-in doesn't answer in time. For others, even a busy machine has enough. */
export const IMPATIENT = { timeout: 1_000, connectTimeout: 250 };

/** @type {Awaited<ReturnType<typeof startCbt>>} */
export let cbt;
/** @type {Awaited<ReturnType<typeof startGateway>>} */
export let gateway;
/** @type {string} */
let certificateFile;
/** Temporary, with the databases of this file's gateways. @type {string} */
export let scratch;
/** @type {string[]} */
export const logLines = [];
/** @type {Set<() => unknown>} */
const cleanUps = new Set();

before(async () => {
  scratch = await mkdtemp(join(tmpdir(), "cbt179-gateway-"));
  cbt = await startStandIn();
  certificateFile = await saveCertificate(cbt);
  gateway = await startGateway();
});
after(async () => {
  for (const cleanUp of [...cleanUps].reverse()) await cleanUp();
  await rm(scratch, { recursive: true, force: true });
});

/**
 * Starts a stand-in that signs by RSA, which Node can verify.
 * @param {Parameters<typeof startCbt>[1]} [options]
 */
export async function startStandIn(options) {
  const standIn = await startCbt(TOKEN, { signer: makeSigner("SHA1withRSA"), ...options });
  cleanUps.add(standIn.stop);
  return standIn;
}

/** @param {typeof cbt} standIn @returns {Promise<string>} the file's name */
export async function saveCertificate({ certNo, certificate }) {
  const file = join(scratch, `${certNo}.pem`);
  await writeFile(file, certificate);
  return file;
}

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
    certificateFile,
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
      CBT_CERTIFICATE: certificateFile,
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
