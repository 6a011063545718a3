// Has each serial number signed once, and gives every later request for it the first one's answer.
//
// A claim is recorded before anything is sent, and the answer when it is known. A process that dies in between leaves a claim
// without an answer: once its time is over, CBT may have signed or not, and only a person can find out.

import { createHash, randomUUID } from "node:crypto";
import { answerOf, Problem } from "./problem.js";

/** @typedef {import("./store.js").Answer} Answer */
/** @typedef {import("./store.js").Entry} Entry */

/** Milliseconds that a claim outlasts CBT's timeout, for connecting again and for recording the answer. */
const MARGIN = 2_000;

/** @param {import("./store.js").Store} store @param {import("./settings.js").Settings} settings */
export function makeOnce(store, { timeout }) {
  return {
    /**
     * Runs `work`, unless this serial number was used before.
     * @param {string} serialNumber
     * @param {string} data what is to be signed
     * @param {import("fastify").FastifyRequest} request
     * @param {() => Promise<object>} work returns the upload, or throws a {@link Problem}
     * @returns {Promise<{ answer: Answer, isReplay: boolean }>}
     */
    async run(serialNumber, data, request, work) {
      const fingerprint = createHash("sha256").update(data).digest("base64");
      const entry = { fingerprint, claimedUntil: Date.now() + timeout + MARGIN };
      const known = await store.claim(serialNumber, entry).catch((error) => {
        throw unwritable(error, serialNumber);
      });
      if (known) {
        if (known.fingerprint === fingerprint) {
          request.log.info({ serialNumber }, "known, so not sent again");
          return { answer: replay(serialNumber, known), isReplay: true };
        }
        const detail = "this serial number was used for other data; use a new one";
        throw new Problem("serial-number-reused", { detail, serialNumber, mayHaveBeenSent: true });
      }

      /** @param {() => Promise<void>} write */
      const record = async (write) => {
        // The caller gets the answer all the same. To others the outcome stays unknown, which is safe.
        await write().catch((err) => request.log.error({ serialNumber, err }, "not recorded"));
      };
      try {
        const answer = { status: 200, text: JSON.stringify({ serialNumber, ...(await work()) }) };
        await record(() => store.finish(serialNumber, answer));
        return { answer, isReplay: false };
      } catch (error) {
        const unsent = error instanceof Problem && !error.body.mayHaveBeenSent;
        if (unsent) await record(() => store.release(serialNumber));
        else await record(() => store.finish(serialNumber, answerOf(error, request.id)));
        throw error;
      }
    },

    /** @param {string} serialNumber */
    async recall(serialNumber) {
      const known = await store.get(serialNumber);
      if (known) return replay(serialNumber, known);
      throw Object.assign(new Error("no request with this serial number within the last day"), {
        statusCode: 404,
      });
    },

    /** Throws a {@link Problem} if the store can't be written. */
    async check() {
      // Longer than a serial number can be, so it is never one.
      const name = `readiness check ${randomUUID()}`;
      try {
        await store.claim(name, { fingerprint: "", claimedUntil: 0 });
        await store.release(name);
      } catch (error) {
        throw unwritable(error);
      }
    },
  };
}

/** @param {unknown} cause @param {string} [serialNumber] */
function unwritable(cause, serialNumber) {
  const detail = "the store can't be written, so nothing was sent";
  const details = { status: 503, detail, serialNumber, mayHaveBeenSent: false };
  return new Problem("service-failed", details, { cause });
}

/** @param {string} serialNumber @param {Entry} known */
function replay(serialNumber, { answer, claimedUntil }) {
  if (answer) return answer;
  const details = { serialNumber, mayHaveBeenSent: true };
  if (Date.now() < claimedUntil) {
    const detail = "this serial number is being signed; ask again later";
    throw new Problem("in-progress", { ...details, detail });
  }
  const detail =
    "CBT's answer was not recorded, because the service stopped or its store was full; CBT may have signed this serial number";
  throw new Problem("outcome-unknown", { ...details, detail });
}
