// A stand-in for CBT, written from its interface document alone. It reads strictly, refuses as the table in clause 4.1 says, and
// signs with a real key. The document does not name the signature's digest: SHA-256 is this stand-in's choice.

import { createPublicKey, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import { answer, failure } from "./faults.js";
import { check, Refusal, read } from "./read.js";

export const DIGEST = "sha256";

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("./faults.js").Fault} Fault */

/**
 * One request that arrived completely.
 * @typedef {import("./read.js").Seen & { body: string, signed: boolean, fault?: Fault | undefined }} Received
 */

/**
 * @param {string} token
 * @param {{ port?: number, tls?: { key: string, cert: string } }} [options] `tls` makes it an HTTPS server
 */
export async function startCbt(token, { port = 0, tls } = {}) {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
  const certNo = randomBytes(4).toString("hex");
  /** @type {Set<string>} */
  const usedSerialNumbers = new Set();
  /** @type {Received[]} */
  const requests = [];
  let connections = 0;
  /** @type {(sessionID: string | undefined) => Fault | undefined} */
  let faultFor = () => undefined;

  /** @param {IncomingMessage} request @param {http.ServerResponse} response */
  const serve = async (request, response) => {
    const bytes = await wholeBody(request);
    if (!bytes) return;
    /** @type {Received} */
    const received = { body: bytes.toString(), signed: false };
    requests.push(received);
    const due = replyTo(request, bytes, received);
    received.fault = faultFor(received.sessionID);
    if (received.fault) received.fault(response, due, received.body);
    else answer(response, JSON.stringify(due));
  };

  /** @param {IncomingMessage} request @param {Buffer} bytes @param {Received} received */
  const replyTo = (request, bytes, received) => {
    try {
      const text = read(request, bytes, token, received);
      const { serialNumber = "" } = received;
      check(!usedSerialNumbers.has(serialNumber), "serialNumber is not unique");
      usedSerialNumbers.add(serialNumber);
      const signValue = sign(DIGEST, Buffer.from(text), privateKey).toString("base64");
      received.signed = true;
      const signed = { serviceTime: String(Date.now()), certNo, signValue };
      return { status: "success", code: "", msg: "", serialNumber, ...signed };
    } catch (error) {
      const code = error instanceof Refusal ? error.code : "SYSTEM_ERROR";
      return failure(code, received.serialNumber);
    }
  };

  const server = tls ? https.createServer(tls, serve) : http.createServer(serve);
  server.on("connection", () => {
    connections += 1;
  });
  const start = async () => {
    if (server.listening) return;
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    // The same port after a restart.
    port = /** @type {import("node:net").AddressInfo} */ (server.address()).port;
  };
  await start();

  return {
    url: `${tls ? "https" : "http"}://127.0.0.1:${port}/sign?v=1`,
    certNo,
    publicKey: createPublicKey(privateKey),
    requests,
    connections: () => connections,
    /** @param {typeof faultFor} choose picks the fault that a request meets, by its sessionID */
    setFaults: (choose) => {
      faultFor = choose;
    },
    start,
    stop: async () => {
      if (!server.listening) return;
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Returns nothing if the sender gave up. @param {IncomingMessage} request */
async function wholeBody(request) {
  const chunks = [];
  try {
    for await (const chunk of request) chunks.push(chunk);
    return Buffer.concat(chunks);
  } catch {
    return undefined;
  }
}
