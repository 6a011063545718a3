// The flow, from an order's payment data to what customs get: build, send, check the reply, compose.

import { randomUUID } from "node:crypto";
import { buildForm, CheckError, checkReply, composeUpload, maskSecrets } from "cbt179";
import { CbtError, send } from "./cbt.js";
import { Problem } from "./problem.js";

/** @typedef {import("./settings.js").Settings} Settings */

/** Only a warning to `checkReply`, as CBT may change its algorithm; here no signature of another length is taken. */
const DOUBT = "reply.sign-length";
/** From here on, JavaScript's numbers do not hold five decimals of every amount. */
const INEXACT = 1e10;

/**
 * @param {unknown} request the JSON that was POSTed
 * @param {Settings} settings
 * @param {import("fastify").FastifyBaseLogger} log
 * @throws {Problem}
 */
export async function makeUpload(request, settings, log) {
  const { serialNumber, payExInfo } = readRequest(request);
  const built = build(serialNumber, payExInfo, settings);

  // Whatever happens from here on, the log knows which serial number CBT may know.
  log.info({ serialNumber }, "sending to CBT");
  try {
    const answer = await send(built.body, settings, (err) =>
      log.warn({ serialNumber, err }, "no connection to CBT, trying once more"),
    );
    const upload = compose(built, answer, serialNumber, settings);
    log.info({ serialNumber }, "signed by CBT");
    return { serialNumber, ...upload };
  } catch (error) {
    if (error instanceof Problem) throw error;
    if (error instanceof CbtError) throw noAnswer(error, serialNumber, settings);
    const detail = "the service failed; its log says more";
    const details = { detail, serialNumber, mayHaveBeenSent: true };
    throw new Problem("service-failed", details, { cause: error });
  }
}

/** @param {unknown} request */
function readRequest(request) {
  /** @type {Record<string, unknown>} */
  const fields = typeof request === "object" && !Array.isArray(request) ? { ...request } : {};
  const { serialNumber: given, payExInfo, ...order } = fields;
  // That it is a string, and what kind of, buildForm finds out.
  const serialNumber = /** @type {string} */ (
    given === undefined ? randomUUID().replaceAll("-", "") : given
  );
  /** @param {string} detail */
  const refused = (detail) =>
    new Problem("request-refused", { detail, serialNumber, mayHaveBeenSent: false });

  if (payExInfo === undefined) {
    const head = /** @type {{ totalAmount?: unknown } | null | undefined} */ (
      order.payExchangeInfoHead
    );
    if (typeof head?.totalAmount === "number" && Math.abs(head.totalAmount) >= INEXACT) {
      throw refused("totalAmount is too large to be exact as a JSON number: send it as a string");
    }
    return { serialNumber, payExInfo: order };
  }
  if (typeof payExInfo !== "string") throw refused("payExInfo must be a string: a JSON text");
  const [other] = Object.keys(order);
  if (other) throw refused(`payExInfo is the whole text, so ${other} can't stand beside it`);
  return { serialNumber, payExInfo };
}

/**
 * @param {string} serialNumber
 * @param {unknown} payExInfo
 * @param {Settings} settings
 */
function build(serialNumber, payExInfo, { cusName, cusCode, token, locale }) {
  const eData = { cusName, cusCode, serialNumber, token };
  try {
    // Whether these are what its types say, buildForm finds out.
    return buildForm(/** @type {any} */ ({ eData, payExInfo }), { locale });
  } catch (error) {
    if (!(error instanceof CheckError)) throw error;
    const { message: detail, findings } = error;
    throw new Problem("request-refused", {
      detail,
      serialNumber,
      mayHaveBeenSent: false,
      findings,
    });
  }
}

/** @param {CbtError} error @param {string} serialNumber @param {Settings} settings */
function noAnswer({ kind, message: detail, mayHaveBeenSent, received }, serialNumber, settings) {
  const details = { detail, serialNumber, mayHaveBeenSent };
  if (received.length === 0) return new Problem(`cbt-${kind}`, details);
  const { locale, token } = settings;
  const { findings } = checkReply(received, { locale, request: { serialNumber, token } });
  return new Problem(`cbt-${kind}`, { ...details, findings, answer: excerpt(received, settings) });
}

/**
 * @param {import("cbt179").BuiltForm} built
 * @param {{ status: number, body: Buffer }} answer
 * @param {string} serialNumber
 * @param {Settings} settings
 */
function compose(built, answer, serialNumber, settings) {
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
    // Only this one may be gone in a moment, with nothing changed here.
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
    const upload = composeUpload(built.payExInfo, reply, { locale });
    return { ...upload, findings: [...built.findings, ...findings] };
  } catch (error) {
    if (!(error instanceof CheckError)) throw error;
    const { message: detail, findings } = error;
    throw new Problem("cbt-not-signed", { ...details, detail, findings });
  }
}

/**
 * CBT, or a proxy in front of it, may repeat the request. The token goes before the excerpt is cut, as half a token is hard to
 * find. A signed reply is shorter than this, and must not get lost.
 * @param {Buffer} answer @param {Settings} settings
 */
const excerpt = (answer, settings) => ({
  excerpt: masked(answer.toString("utf8", 0, 4096), settings).slice(0, 500),
});

/** @param {string} text @param {Settings} settings */
const masked = (text, { token }) => maskSecrets(text, { request: { token } });
