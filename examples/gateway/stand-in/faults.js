// Answers of CBT, or of a proxy in front of it, that its document does not describe.

import { CODES } from "./read.js";
import { makeSigner } from "./signer.js";

/** @typedef {import("node:http").ServerResponse} ServerResponse */

/**
 * Replaces the answer that is due.
 * @typedef {(response: ServerResponse, due: Record<string, string>, received: Received, signer: Signer) => void} Fault
 */
/** @typedef {import("./cbt.js").Received} Received */
/** @typedef {ReturnType<typeof makeSigner>} Signer */

/** @param {keyof typeof CODES} code @param {string} [serialNumber] @returns {Record<string, string>} */
export const failure = (code, serialNumber = "") => ({
  status: "failure",
  code,
  serialNumber,
  msg: CODES[code],
});

/** @param {ServerResponse} response @param {string | Buffer} body */
export function answer(response, body, status = 200, type = "application/json;charset=UTF-8") {
  response.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(body) });
  response.end(body);
}

/** @param {ServerResponse} response @param {string} text sent as it is, HTTP or not, before the connection ends */
const raw = (response, text) => response.socket?.end(text);

/** @param {Record<string, unknown>} changes to the reply that is due; undefined removes a field @returns {Fault} */
const changed = (changes) => (response, due) =>
  answer(response, JSON.stringify({ ...due, ...changes }));

/** @param {number} status @returns {Fault} a page that quotes the request, as a helpful proxy may */
const page =
  (status) =>
  (response, _, { body }) =>
    answer(response, `<html><h1>${status}</h1><pre>${body}</pre></html>`, status, "text/html");

/** Complete answers without a valid signature. */
export const NO_SIGNATURE = {
  "an HTML error page": page(502),
  "an HTML page that claims success": page(200),
  "nothing, successfully": /** @type {Fault} */ ((response) => answer(response, "")),
  "no content": /** @type {Fault} */ ((response) => response.writeHead(204).end()),
  "a redirection": /** @type {Fault} */ (
    (response) => response.writeHead(307, { location: "/sign" }).end()
  ),
  "JSON cut short": /** @type {Fault} */ (
    (response, due) => answer(response, JSON.stringify(due).slice(0, 150))
  ),
  "JSON cut short by the connection's end": /** @type {Fault} */ (
    (response, due) => raw(response, `HTTP/1.1 200 OK\r\n\r\n${JSON.stringify(due).slice(0, 150)}`)
  ),
  "a list": /** @type {Fault} */ ((response, due) => answer(response, JSON.stringify([due]))),
  "bytes that are not UTF-8": /** @type {Fault} */ (
    (response) => answer(response, Buffer.from([0x7b, 0xff, 0xfe, 0x7d]))
  ),
  "a signature with status 500": /** @type {Fault} */ (
    (response, due) => answer(response, JSON.stringify(due), 500)
  ),
  "another's serial number": changed({ serialNumber: "20119182839304" }),
  "no serial number": changed({ serialNumber: undefined }),
  "no signature": changed({ signValue: undefined }),
  "an empty signature": changed({ signValue: "" }),
  "null for a signature": changed({ signValue: null }),
  "a signature cut short": changed({ signValue: "JANJXKMQ8WYk" }),
  "a signature that is not Base64": changed({ signValue: "JANJ*KMQ8WYkhuCDZC2PwhtS" }),
  "no time of signing": changed({ serviceTime: undefined }),
  "no certificate number": changed({ certNo: undefined }),
  "no status": changed({ status: undefined }),
  "success with an error code": changed({ code: "SYSTEM_ERROR" }),
};

/** @param {(text: string, signer: Signer) => string} sign returns another signature for the signed text @returns {Fault} */
const signed =
  (sign) =>
  (response, due, { signed = "" }, signer) =>
    answer(response, JSON.stringify({ ...due, signValue: sign(signed, signer) }));

/** Complete answers with a signature that does not verify. */
export const WRONG_SIGNATURE = {
  "a signature of another order": signed((text, signer) => signer.sign(`${text}!`)),
  "a signature of a text with rewritten numbers": signed((text, signer) =>
    signer.sign(text.replace(/("totalAmount":\d+\.\d)/, "$10")),
  ),
  "a signature with another key": signed((text, { algorithm }) => makeSigner(algorithm).sign(text)),
  "a signature with a character changed": /** @type {Fault} */ (
    (response, due) => {
      const signValue = due.signValue?.replace(/^./, (first) => (first === "A" ? "B" : "A"));
      answer(response, JSON.stringify({ ...due, signValue }));
    }
  ),
  "the number of another certificate": changed({ certNo: "0123456789abcdef" }),
};

/** Signs the text with a line feed, as some of CBT's real signatures do. */
export const LINE_FEED = signed((text, signer) => signer.sign(`${text}\n`));

/** Answers that end too early, or are not HTTP. */
export const BROKEN = {
  "closed at once": /** @type {Fault} */ ((response) => response.socket?.destroy()),
  "reset at once": /** @type {Fault} */ ((response) => response.socket?.resetAndDestroy()),
  "closed within the head": /** @type {Fault} */ (
    (response) => raw(response, "HTTP/1.1 200 OK\r\nContent-Le")
  ),
  "closed within the body": /** @type {Fault} */ (
    (response, due) =>
      raw(
        response,
        `HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n${JSON.stringify(due).slice(0, 99)}`,
      )
  ),
  "closed before the length it gave": /** @type {Fault} */ (
    (response, due) =>
      raw(response, `HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n${JSON.stringify(due)}`)
  ),
  "closed within a chunk": /** @type {Fault} */ (
    (response) =>
      raw(response, 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{"status":')
  ),
  "not HTTP": /** @type {Fault} */ ((response) => raw(response, "SSH-2.0-OpenSSH_9.2\r\n")),
  "an upgrade": /** @type {Fault} */ (
    (response) =>
      raw(response, "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n")
  ),
  endless: /** @type {Fault} */ (
    (response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write("x".repeat(10_000)));
      };
      response.on("drain", more);
      more();
    }
  ),
};

/** Answers that take too long. */
export const SLOW = {
  silent: /** @type {Fault} */ (() => {}),
  "silent within the head": /** @type {Fault} */ (
    (response) => response.socket?.write("HTTP/1.1 200 OK\r\n")
  ),
  "a byte at a time": /** @type {Fault} */ (
    (response, due) => {
      const text = JSON.stringify(due);
      response.writeHead(200, { "content-length": text.length });
      let sent = 0;
      const timer = setInterval(() => response.write(text.charAt(sent++)), 50);
      response.on("close", () => clearInterval(timer));
    }
  ),
};

/**
 * Makes every n-th request meet a fault, each kind in turn.
 * @param {number} n
 * @param {Record<string, Fault>} [more]
 * @returns {() => Fault | undefined}
 */
export function failEvery(n, more) {
  const faults = Object.values({ ...more, ...NO_SIGNATURE, ...BROKEN, ...SLOW });
  let requests = 0;
  return () => {
    requests += 1;
    return requests % n === 0 ? faults[(requests / n) % faults.length] : undefined;
  };
}
