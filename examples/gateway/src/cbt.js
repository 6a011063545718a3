// Sends one request to CBT, and knows whether CBT may have got it.
//
// Connecting and sending are two steps. Until the connection stands, nothing of the request has left, so that step may be
// tried twice. From the first byte on, nothing is ever sent again: CBT may have signed, and a serial number is used once.

import { once } from "node:events";
import http from "node:http";
import net from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import tls from "node:tls";

/** @typedef {import("./settings.js").Settings} Settings */

/** A signed reply has some 400 bytes; a page of HTML that says why there is none may be longer. */
const MAX_ANSWER_BYTES = 65_536;

/** Why there is no whole answer. */
export class CbtError extends Error {
  /**
   * @param {"unreachable" | "timeout" | "broken"} kind
   * @param {string} message
   * @param {{ mayHaveBeenSent: boolean, received?: Buffer, cause?: unknown }} more
   */
  constructor(kind, message, { mayHaveBeenSent, received, cause }) {
    super(message, { cause });
    this.kind = kind;
    this.mayHaveBeenSent = mayHaveBeenSent;
    /** As much of the answer as came. */
    this.received = received ?? Buffer.alloc(0);
  }
}

/**
 * @param {string} body a form body
 * @param {Pick<Settings, "url" | "timeout" | "connectTimeout" | "retryDelay">} settings
 * @param {(error: unknown) => void} onRetry told of a first attempt to connect that failed
 * @returns {Promise<{ status: number, body: Buffer }>} what CBT answered, whole
 * @throws {CbtError}
 */
export async function send(body, settings, onRetry) {
  const until = performance.now() + settings.timeout;
  const left = () => Math.max(0, Math.ceil(until - performance.now()));
  const attempt = () => connect(settings.url, Math.min(settings.connectTimeout, left()));

  const socket = await attempt()
    .catch(async (error) => {
      onRetry(error);
      await pause(Math.min(settings.retryDelay, left()));
      return attempt();
    })
    .catch((cause) => {
      const kind = isTimeout(cause) ? "timeout" : "unreachable";
      const why = `no connection to CBT (${nameOf(cause)}); nothing was sent`;
      throw new CbtError(kind, why, { mayHaveBeenSent: false, cause });
    });
  return exchange(socket, body, settings.url, AbortSignal.timeout(left()));
}

/**
 * @param {URL} url
 * @param {number} timeout
 * @returns {Promise<net.Socket>} a connection on which nothing of the request has been sent
 */
async function connect(url, timeout) {
  const secure = url.protocol === "https:";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const port = Number(url.port || (secure ? 443 : 80));
  const servername = net.isIP(host) ? "" : host;
  const socket = secure ? tls.connect({ host, port, servername }) : net.connect({ host, port });
  try {
    const signal = AbortSignal.timeout(timeout);
    await once(socket, secure ? "secureConnect" : "connect", { signal });
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/**
 * @param {net.Socket} socket
 * @param {string} body
 * @param {URL} url
 * @param {AbortSignal} signal
 */
async function exchange(socket, body, url, signal) {
  /** @type {Buffer[]} */
  const chunks = [];
  let size = 0;
  try {
    const response = await /** @type {Promise<http.IncomingMessage>} */ (
      new Promise((resolve, reject) => {
        const headers = {
          host: url.host,
          accept: "application/json",
          "content-type": "application/x-www-form-urlencoded",
          "content-length": Buffer.byteLength(body),
        };
        const path = url.pathname + url.search;
        const createConnection = () => socket;
        http
          .request({ method: "POST", path, headers, createConnection, signal })
          .on("response", resolve)
          .on("error", reject)
          .on("close", () => reject(new Error("closed without an answer")))
          .end(body);
      })
    );
    for await (const chunk of response) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > MAX_ANSWER_BYTES) throw new Error(`longer than ${MAX_ANSWER_BYTES} bytes`);
    }
    return { status: response.statusCode ?? 0, body: Buffer.concat(chunks) };
  } catch (cause) {
    const [kind, what] = signal.aborted
      ? /** @type {const} */ (["timeout", "CBT did not answer in time"])
      : /** @type {const} */ (["broken", `CBT's answer is not whole (${nameOf(cause)})`]);
    throw new CbtError(kind, `${what}; it may have got the request`, {
      mayHaveBeenSent: true,
      received: Buffer.concat(chunks),
      cause,
    });
  } finally {
    socket.destroy();
  }
}

/** @param {unknown} error */
const isTimeout = (error) =>
  error instanceof Error &&
  (error.name === "AbortError" || ("code" in error && error.code === "ETIMEDOUT"));

/** A system error's code says all; its message may be empty. @param {unknown} error */
function nameOf(error) {
  if (isTimeout(error)) return "timeout";
  if (!(error instanceof Error)) return String(error);
  return "code" in error && typeof error.code === "string" ? error.code : error.message;
}
