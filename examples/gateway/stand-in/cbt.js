// A stand-in for CBT. It reads as strictly as CBT's interface document allows, refuses as the table in clause 4.1 says, and signs
// with a key of its own.

import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import { signingText } from "cbt179";
import { answer, failure } from "./faults.js";
import { check, Refusal, read } from "./read.js";
import { makeSigner } from "./signer.js";

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("./faults.js").Fault} Fault */

/**
 * One request that arrived completely.
 * @typedef {import("./read.js").Seen & { body: string, signed?: string | undefined, fault?: Fault | undefined }} Received
 * `signed` is the text that was signed
 */

/**
 * @param {string} token
 * @param {object} [options]
 * @param {number} [options.port]
 * @param {{ key: string, cert: string }} [options.tls] makes it an HTTPS server
 * @param {ReturnType<typeof makeSigner>} [options.signer]
 */
export async function startCbt(token, { port = 0, tls, signer = makeSigner("SM3withSM2") } = {}) {
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
    const received = { body: bytes.toString() };
    requests.push(received);
    const due = replyTo(request, bytes, received);
    received.fault = faultFor(received.sessionID);
    if (received.fault) received.fault(response, due, received, signer);
    else answer(response, JSON.stringify(due));
  };

  /** @param {IncomingMessage} request @param {Buffer} bytes @param {Received} received */
  const replyTo = (request, bytes, received) => {
    try {
      const text = read(request, bytes, token, received);
      const { serialNumber = "" } = received;
      check(!usedSerialNumbers.has(serialNumber), "serialNumber is not unique");
      usedSerialNumbers.add(serialNumber);
      const serviceTime = String(Date.now());
      const { ok, text: toSign = "" } = signingText(text, serviceTime);
      check(ok, "has no signing text");
      received.signed = toSign;
      const signed = { serviceTime, certNo: signer.certNo, signValue: signer.sign(toSign) };
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
    certNo: signer.certNo,
    certificate: signer.certificate,
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
