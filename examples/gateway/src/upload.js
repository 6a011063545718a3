// Makes an upload for customs from an order's payment data: builds the request, has CBT sign it once, composes the body.

import { randomUUID } from "node:crypto";
import { buildForm, CheckError } from "cbt179";
import { uploadFrom, withoutAnswer } from "./answer.js";
import { CbtError } from "./cbt.js";
import { codesOf, Problem } from "./problem.js";

/** @typedef {import("./settings.js").Settings} Settings */
/** @typedef {import("fastify").FastifyRequest} Request */

/**
 * @typedef {object} Services
 * @property {Settings} settings
 * @property {ReturnType<typeof import("./cbt.js").connectTo>} cbt
 * @property {ReturnType<typeof import("./once.js").makeOnce>} once
 * @property {import("./certificate.js").Certificate} certificate
 * @property {ReturnType<typeof import("./metrics.js").makeMetrics>} metrics
 */

/** From here on, a JavaScript number can't hold five decimals of every amount. */
const INEXACT = 1e10;
/** Path segments that clients resolve, even percent-encoded. */
const NOT_IN_A_PATH = [".", ".."];

/**
 * @param {Request} request its body is the JSON that was sent
 * @param {Services} services
 * @throws {Problem}
 */
export async function makeUpload(request, services) {
  const { serialNumber, payExInfo } = read(request.body);
  if (NOT_IN_A_PATH.includes(serialNumber)) {
    const detail = "serialNumber must not be . or .., which can't be part of the answer's URL";
    throw refused(detail, serialNumber);
  }
  const built = build(serialNumber, payExInfo, services.settings);
  // It would be signed, stored, and sent to customs.
  const token = JSON.stringify(services.settings.token).slice(1, -1);
  if (built.payExInfo.includes(token))
    throw refused("the payment data contains CBT_TOKEN", serialNumber);
  return services.once.run(serialNumber, built.payExInfo, request, () =>
    sign(built, serialNumber, request.log, services),
  );
}

/** @param {string} detail @param {string} serialNumber */
const refused = (detail, serialNumber) =>
  new Problem("request-refused", { detail, serialNumber, mayHaveBeenSent: false });

/** @param {unknown} body */
function read(body) {
  /** @type {Record<string, unknown>} */
  const fields = typeof body === "object" && !Array.isArray(body) ? { ...body } : {};
  const { serialNumber: given, payExInfo, ...order } = fields;
  // buildForm rejects one that is not a string.
  const serialNumber = /** @type {string} */ (
    given === undefined ? randomUUID().replaceAll("-", "") : given
  );
  if (payExInfo === undefined) {
    const { totalAmount } = Object(order.payExchangeInfoHead);
    if (typeof totalAmount === "number" && Math.abs(totalAmount) >= INEXACT) {
      const detail = "totalAmount is too large to be exact as a JSON number; send it as a string";
      throw refused(detail, serialNumber);
    }
    return { serialNumber, payExInfo: order };
  }
  if (typeof payExInfo !== "string")
    throw refused("payExInfo must be a string with the JSON text", serialNumber);
  const [other] = Object.keys(order);
  if (other)
    throw refused(
      `payExInfo is the whole JSON text, so ${other} must not be present`,
      serialNumber,
    );
  return { serialNumber, payExInfo };
}

/** @param {string} serialNumber @param {unknown} payExInfo @param {Settings} settings */
function build(serialNumber, payExInfo, { cusName, cusCode, token, locale }) {
  const eData = { cusName, cusCode, serialNumber, token };
  try {
    // Its types are unknown until here; buildForm checks them.
    return buildForm(/** @type {any} */ ({ eData, payExInfo }), { locale });
  } catch (error) {
    if (!(error instanceof CheckError)) throw error;
    const { message: detail, findings } = error;
    const details = { detail, serialNumber, mayHaveBeenSent: false, findings };
    throw new Problem("request-refused", details);
  }
}

/**
 * @param {import("cbt179").BuiltForm} built
 * @param {string} serialNumber
 * @param {import("fastify").FastifyBaseLogger} log
 * @param {Services} services
 */
async function sign(built, serialNumber, log, { cbt, settings, certificate, metrics }) {
  // From here on, the log has the serial number that CBT may know.
  log.info({ serialNumber }, "sending to CBT");
  const stopTimer = metrics.cbtSeconds.startTimer();
  try {
    const answer = await cbt.send(built.body, (err) =>
      log.warn({ serialNumber, err }, "no connection to CBT, trying once more"),
    );
    stopTimer({ result: "answered" });
    const upload = uploadFrom(answer, built, serialNumber, settings, certificate);
    log.info({ serialNumber, findings: codesOf(upload.findings) }, "signed by CBT");
    metrics.count("signed", upload.findings);
    return upload;
  } catch (error) {
    if (error instanceof Problem) throw error;
    if (error instanceof CbtError) {
      stopTimer({ result: error.kind });
      throw withoutAnswer(error, serialNumber, settings);
    }
    const detail = "the service failed; see its log";
    const details = { detail, serialNumber, mayHaveBeenSent: true };
    throw new Problem("service-failed", details, { cause: error });
  }
}
