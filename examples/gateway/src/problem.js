// What went wrong, as RFC 9457 has it (application/problem+json), with the findings that say where.

import { STATUS_CODES } from "node:http";

/** @typedef {import("cbt179").Finding} Finding */

const TYPES = {
  "request-refused": { status: 422, title: "The request can't be sent to CBT as it is" },
  "cbt-unreachable": { status: 502, title: "CBT can't be reached" },
  "cbt-timeout": { status: 504, title: "CBT took too long" },
  "cbt-broken": { status: 502, title: "CBT's answer is not whole" },
  "cbt-not-signed": { status: 502, title: "CBT's answer is no signature for this request" },
  "cbt-refused": { status: 502, title: "CBT refused to sign" },
  "service-failed": { status: 500, title: "The service itself failed" },
};

/**
 * @typedef {object} Details
 * @property {string} detail
 * @property {unknown} serialNumber the request's, made here or given
 * @property {boolean} mayHaveBeenSent whether CBT may know this serial number now
 * @property {Finding[]} [findings]
 * @property {number} [status] instead of the type's own
 * @property {string} [cbtCode] CBT's error code
 * @property {string} [cbtMessage] and what it says about it
 * @property {{ status?: number, excerpt: string }} [answer] the beginning of what CBT answered
 */

/** Thrown where a request ends without an upload; {@link problemOf} writes it. */
export class Problem extends Error {
  /** @param {keyof typeof TYPES} type @param {Details} details @param {ErrorOptions} [options] */
  constructor(type, { findings = [], ...details }, options) {
    super(details.detail, options);
    const { status, title } = TYPES[type];
    this.status = details.status ?? status;
    this.body = { type: `/problems/${type}`, title, ...details, status: this.status, findings };
  }
}

/**
 * @param {Error & { statusCode?: number }} error a {@link Problem}, one of Fastify's errors, or a defect
 * @param {string} id the request's, as it is in the log
 */
export function problemOf(error, id) {
  const instance = `urn:uuid:${id}`;
  if (error instanceof Problem) return { ...error.body, instance };
  const { statusCode = 500 } = error;
  // Of a defect only the log tells more: its message was not written for strangers.
  const status = statusCode >= 400 && statusCode < 500 ? statusCode : 500;
  const detail = status < 500 ? error.message : "the service failed; its log says more";
  return { type: "about:blank", title: STATUS_CODES[status], status, detail, instance };
}
