// Reads CBT's answer: an upload if it is a signature for this request, a problem otherwise.

import { CheckError, checkReply, maskSecrets } from "cbt179";
import { isOfSignature } from "./certificate.js";
import { Problem } from "./problem.js";

/** @typedef {import("./settings.js").Settings} Settings */

/** `checkReply` only warns about this, as CBT may change its algorithm. This service takes no signature of another length. */
const DOUBT = "reply.sign-length";

/**
 * @param {import("./cbt.js").CbtAnswer} answer
 * @param {import("cbt179").BuiltForm} built the request
 * @param {string} serialNumber
 * @param {Settings} settings
 * @param {import("./certificate.js").Certificate} certificate
 * @throws {Problem}
 */
export function uploadFrom(answer, built, serialNumber, settings, certificate) {
  const { locale } = settings;
  const { ok, reply, findings } = checkReply(answer.body, { locale, request: built });
  const details = {
    detail: findings.map(({ message }) => message).join("\n"),
    serialNumber,
    mayHaveBeenSent: true,
    findings,
    answer: { status: answer.status, ...excerpt(answer.body, settings) },
  };

  if (reply?.status === "failure") {
    const [cbtCode, cbtMessage] = [reply.code, reply.msg].map(
      (text) => text && masked(text, settings),
    );
    // CBT's only temporary error.
    const status = cbtCode === "SYSTEM_ERROR" ? 503 : 502;
    throw new Problem("cbt-refused", { ...details, status, cbtCode, cbtMessage });
  }
  if (!ok || !reply || findings.some(({ code }) => code === DOUBT)) {
    throw new Problem("cbt-not-signed", details);
  }
  if (answer.status !== 200) {
    const detail = `the answer's HTTP status is ${answer.status}, not 200`;
    throw new Problem("cbt-not-signed", { ...details, detail });
  }
  try {
    const { json, body, findings: more } = certificate.compose(built.payExInfo, reply, { locale });
    return {
      json,
      body,
      findings: [...built.findings, ...findings, ...more.filter(isOfSignature)],
    };
  } catch (error) {
    if (!(error instanceof CheckError)) throw error;
    const { message: detail, findings } = error;
    const isInvalid = findings.some(
      (finding) => finding.severity === "error" && isOfSignature(finding),
    );
    const type = isInvalid ? "cbt-signature-invalid" : "cbt-not-signed";
    throw new Problem(type, { ...details, detail, findings });
  }
}

/**
 * Describes a request to which there is no complete answer.
 * @param {import("./cbt.js").CbtError} error
 * @param {string} serialNumber
 * @param {Settings} settings
 */
export function withoutAnswer(error, serialNumber, settings) {
  const { kind, message: detail, mayHaveBeenSent, received } = error;
  const details = { detail, serialNumber, mayHaveBeenSent };
  if (received.length === 0) return new Problem(`cbt-${kind}`, details);
  const { locale, token } = settings;
  const { findings } = checkReply(received, { locale, request: { serialNumber, token } });
  return new Problem(`cbt-${kind}`, { ...details, findings, answer: excerpt(received, settings) });
}

/**
 * CBT, or a proxy in front of it, may repeat the request. The token is masked before the excerpt is cut, since half a token is
 * hard to find. A signed reply is shorter than the excerpt, and must not get lost.
 * @param {Buffer} answer @param {Settings} settings
 */
const excerpt = (answer, settings) => ({
  excerpt: masked(answer.toString("utf8", 0, 4096), settings).slice(0, 500),
});

/** @param {string} text @param {Settings} settings */
const masked = (text, { token }) => maskSecrets(text, { request: { token } });
