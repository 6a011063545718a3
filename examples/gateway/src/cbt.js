// Sends requests to CBT over kept-alive connections, and knows for each whether CBT may have received it.
//
// undici calls `onRequestStart` just before it writes the first byte to an established connection. Before that call nothing was
// sent, and a second attempt is safe. After it, a request is never sent again, because CBT may have signed it.

import { setTimeout as pause } from "node:timers/promises";
import { Pool } from "undici";

/** @typedef {import("./settings.js").Settings} Settings */
/** @typedef {{ status: number, body: Buffer }} CbtAnswer a complete HTTP response */

/** A signed reply has about 400 bytes. An HTML error page may be longer. */
const MAX_ANSWER_BYTES = 65_536;
const TIMEOUTS = ["UND_ERR_CONNECT_TIMEOUT", "ETIMEDOUT"];

/** Says why there is no complete answer. */
export class CbtError extends Error {
  /**
   * @param {"unreachable" | "timeout" | "broken"} kind
   * @param {string} message
   * @param {{ mayHaveBeenSent: boolean, received: Buffer, cause?: unknown }} details
   */
  constructor(kind, message, { mayHaveBeenSent, received, cause }) {
    super(message, { cause });
    this.kind = kind;
    this.mayHaveBeenSent = mayHaveBeenSent;
    /** The part of the answer that arrived. */
    this.received = received;
  }
}

/** @param {Settings} settings */
export function connectTo({ url, timeout, connectTimeout, retryDelay, maxConcurrent }) {
  const pool = new Pool(url.origin, {
    connections: maxConcurrent,
    pipelining: 1,
    connect: { timeout: connectTimeout },
    // The deadline in `attempt` covers the headers and the body.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const request = /** @type {const} */ ({
    method: "POST",
    path: url.pathname + url.search,
    headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
    // undici may retry requests that are idempotent. POST isn't one; this says so whatever its default becomes.
    idempotent: false,
  });

  /** @param {string} body @param {number} until @returns {Promise<CbtAnswer>} */
  const attempt = (body, until) =>
    new Promise((resolve, reject) => {
      const exchange = new Exchange(until - performance.now(), resolve, reject);
      pool.dispatch({ ...request, body }, exchange);
    });

  return {
    /**
     * Sends a form body, and tries once more if the connection can't be established.
     * @param {string} body
     * @param {(error: unknown) => void} onRetry called with the first attempt's error
     * @throws {CbtError}
     */
    async send(body, onRetry) {
      const until = performance.now() + timeout;
      try {
        return await attempt(body, until);
      } catch (error) {
        const { mayHaveBeenSent, cause } = /** @type {CbtError} */ (error);
        if (mayHaveBeenSent || performance.now() >= until) throw error;
        onRetry(cause);
        await pause(retryDelay);
        return attempt(body, until);
      }
    },
    /** Ends all connections. */
    close: () => pool.destroy(),
  };
}

/** Collects one answer: undici's handler for one attempt. */
class Exchange {
  /** @type {import("undici").Dispatcher.DispatchController | undefined} set when sending begins */
  #controller;
  #isOver = false;
  #status = 0;
  /** @type {Buffer[]} */
  #chunks = [];
  #size = 0;
  #timer;
  #resolve;
  #reject;

  /**
   * @param {number} timeout milliseconds
   * @param {(answer: CbtAnswer) => void} resolve
   * @param {(error: CbtError) => void} reject
   */
  constructor(timeout, resolve, reject) {
    this.#resolve = resolve;
    this.#reject = reject;
    this.#timer = setTimeout(() => this.#fail("timeout", "out of time"), timeout);
  }

  /** @param {import("undici").Dispatcher.DispatchController} controller */
  onRequestStart(controller) {
    // Aborted here, undici writes nothing: a request that was reported as unsent stays unsent.
    if (this.#isOver) controller.abort(new Error("out of time"));
    else this.#controller = controller;
  }

  /** @param {unknown} _ @param {number} status */
  onResponseStart(_, status) {
    this.#status = status;
  }

  /** @param {unknown} _ @param {Buffer} chunk */
  onResponseData(_, chunk) {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size > MAX_ANSWER_BYTES) {
      this.#fail("broken", `longer than ${MAX_ANSWER_BYTES} bytes`);
    }
  }

  onResponseEnd() {
    clearTimeout(this.#timer);
    this.#isOver = true;
    this.#resolve({ status: this.#status, body: Buffer.concat(this.#chunks) });
  }

  /** @param {unknown} _ @param {Error & { code?: string }} error */
  onResponseError(_, error) {
    // The system's and OpenSSL's codes say everything, and their messages may be empty. undici's own codes say less.
    const reason = error.code && !error.code.startsWith("UND_ERR_") ? error.code : error.message;
    if (this.#controller) this.#fail("broken", reason, error);
    else if (TIMEOUTS.includes(error.code ?? "")) this.#fail("timeout", "timeout", error);
    else this.#fail("unreachable", reason, error);
  }

  /** @param {CbtError["kind"]} kind @param {string} reason @param {Error} [cause] */
  #fail(kind, reason, cause = new Error(reason)) {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    const mayHaveBeenSent = this.#controller !== undefined;
    const message = mayHaveBeenSent
      ? `no complete answer from CBT (${reason}); it may have received the request`
      : `no connection to CBT (${reason}); nothing was sent`;
    const received = Buffer.concat(this.#chunks);
    this.#reject(new CbtError(kind, message, { mayHaveBeenSent, received, cause }));
    this.#controller?.abort(cause);
  }
}
