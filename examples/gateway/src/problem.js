// Describes failures as problem details (RFC 9457, application/problem+json), with the findings that locate the fault.

import { STATUS_CODES } from "node:http";

/** @typedef {import("cbt179").Finding} Finding */

/** Each type's HTTP status and title; `retryAfter` is in seconds. */
export const TYPES = {
  "request-refused": { status: 422, title: "The request is invalid and was not sent to CBT" },
  "serial-number-reused": { status: 422, title: "The serial number was used for other data" },
  "in-progress": { status: 409, title: "The serial number is being signed", retryAfter: 1 },
  "outcome-unknown": { status: 500, title: "CBT may or may not have signed" },
  "too-busy": { status: 429, title: "Too many requests are in progress", retryAfter: 1 },
  "cbt-unreachable": { status: 502, title: "CBT is unreachable" },
  "cbt-timeout": { status: 504, title: "CBT took too long" },
  "cbt-broken": { status: 502, title: "CBT's answer is incomplete" },
  "cbt-not-signed": { status: 502, title: "CBT's answer has no valid signature for this request" },
  "cbt-signature-invalid": { status: 502, title: "CBT's signature does not verify" },
  "cbt-refused": { status: 502, title: "CBT refused to sign" },
  "certificate-expired": { status: 503, title: "CBT's certificate is not currently valid" },
  "service-failed": { status: 500, title: "The service failed" },
};

/**
 * @typedef {object} Details
 * @property {string} detail
 * @property {unknown} [serialNumber] the request's, generated here or given
 * @property {boolean} [mayHaveBeenSent] whether CBT may know this serial number now
 * @property {Finding[]} [findings]
 * @property {number} [status] replaces the type's own
 * @property {string} [cbtCode] CBT's error code
 * @property {string} [cbtMessage] CBT's message for it
 * @property {{ status?: number, excerpt: string }} [answer] the beginning of CBT's answer
 */

/** Ends a request without an upload. */
export class Problem extends Error {
  /** @param {keyof typeof TYPES} name @param {Details} details @param {ErrorOptions} [options] */
  constructor(name, { findings = [], ...details }, options) {
    super(details.detail, options);
    const { status, title, ...more } = TYPES[name];
    this.name = name;
    this.retryAfter = "retryAfter" in more ? more.retryAfter : undefined;
    this.body = { type: `/problems/${name}`, title, status, ...details, findings };
  }
}

/** Returns each code once. Nothing else of a finding is counted or logged. @param {Finding[]} findings */
export const codesOf = (findings) => [...new Set(findings.map(({ code }) => code))];

/**
 * Writes the answer that describes an error.
 * @param {unknown} error a {@link Problem}, one of Fastify's errors, or a defect
 * @param {string} id the request's ID in the log
 * @returns {import("./store.js").Answer}
 */
export function answerOf(error, id) {
  const body = bodyOf(error);
  return { status: body.status, text: JSON.stringify({ ...body, instance: `urn:uuid:${id}` }) };
}

/** @param {unknown} error */
export const bodyOf = (error) => (error instanceof Problem ? error.body : generic(error));

/** @param {unknown} error */
function generic(error) {
  const { statusCode = 500, message = "" } = /** @type {Error & { statusCode?: number }} */ (error);
  const status = statusCode >= 400 && statusCode < 500 ? statusCode : 500;
  // A defect's message was not written for strangers.
  const detail = status < 500 ? message : "the service failed; see its log";
  return { type: "about:blank", title: STATUS_CODES[status], status, detail };
}
