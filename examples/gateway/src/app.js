// The service's HTTP interface: its routes, the requests it reads, the answers it writes.

import { randomUUID } from "node:crypto";
import { maskSecrets } from "cbt179";
import Fastify from "fastify";
import { connectTo } from "./cbt.js";
import { openCertificate } from "./certificate.js";
import { makeMetrics } from "./metrics.js";
import { makeOnce } from "./once.js";
import { addOpenReqRoutes } from "./open-req.js";
import { document, routes } from "./openapi.js";
import { answerOf, codesOf, Problem } from "./problem.js";
import { openStore } from "./store.js";
import { makeUpload } from "./upload.js";

/** @typedef {import("fastify").FastifyInstance} App */
/** @typedef {import("fastify").FastifyReply} Reply */

/** CBT takes 2M characters of Base64; the JSON text in them can become twice as long within a JSON string. */
const MAX_REQUEST_BYTES = 4 * 1024 * 1024;
/** A serial number has up to 32 characters, each up to 12 characters long in a URL. */
const MAX_PARAMETER_LENGTH = 400;

/**
 * @param {import("./settings.js").Settings} settings
 * @param {{ log?: { write(line: string): void }, store?: import("./store.js").Store }} [replacements] of standard output, and
 * of the SQLite database
 */
export async function buildApp(settings, { log, store = openStore(settings.storeFile) } = {}) {
  const certificate = await openCertificate(settings.certificateFile);
  const request = { token: settings.token };
  const app = Fastify({
    bodyLimit: MAX_REQUEST_BYTES,
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
    requestTimeout: 30_000,
    genReqId: () => randomUUID(),
    // Bodies are never logged. The mask is for lines that quote them by mistake.
    logger: {
      level: settings.logLevel,
      hooks: { streamWrite: (line) => maskSecrets(line, { request }) },
      ...(log && { stream: log }),
    },
  });

  /** @type {Set<Promise<unknown>>} */
  const uploads = new Set();
  const metrics = makeMetrics(() => uploads.size);
  const once = makeOnce(store, settings);
  const cbt = connectTo(settings);

  readOnlyJson(app);
  answerErrors(app, metrics);
  closeAfter(app, uploads, async () => {
    await cbt.close();
    await store.close();
  });
  await document(app);

  app.post("/upload", routes.upload, async (request, reply) => {
    if (uploads.size >= settings.maxConcurrent) {
      const detail = `${uploads.size} uploads are in progress; this one was not sent`;
      throw new Problem("too-busy", { detail, mayHaveBeenSent: false });
    }
    const upload = makeUpload(request, { settings, cbt, once, certificate, metrics });
    uploads.add(upload);
    const { answer, isReplay } = await upload.finally(() => uploads.delete(upload));
    if (isReplay) metrics.count("replayed");
    return send(reply, answer, isReplay);
  });
  app.get("/upload/:serialNumber", routes.recall, async ({ params }, reply) => {
    const { serialNumber } = /** @type {{ serialNumber: string }} */ (params);
    return send(reply, await once.recall(serialNumber), true);
  });
  await addOpenReqRoutes(app, store, metrics, settings);
  app.get("/health", routes.health, () => ({ status: "ok" }));
  app.get("/ready", routes.ready, async () => {
    certificate.check(settings.locale);
    await once.check();
    return { status: "ready" };
  });
  app.get("/metrics", routes.metrics, (_, reply) => {
    reply.type(metrics.registry.contentType);
    return metrics.registry.metrics();
  });
  return app;
}

/** @param {Reply} reply @param {import("./store.js").Answer} answer */
function send(reply, { status, text }, isReplay = false) {
  // The header's name is Stripe's.
  if (isReplay) reply.header("idempotent-replayed", "true");
  const type = status === 200 ? "application/json" : "application/problem+json";
  return reply.code(status).type(type).send(text);
}

/** @param {App} app */
function readOnlyJson(app) {
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  const parseJson = app.getDefaultJsonParser("error", "error");
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, bytes, done) => {
    let text;
    try {
      text = utf8.decode(/** @type {Buffer} */ (bytes));
    } catch {
      // Fastify's own parser replaces ill-formed sequences with U+FFFD, and CBT would sign that.
      return done(Object.assign(new Error("the body is not UTF-8"), { statusCode: 400 }));
    }
    parseJson(request, text, done);
  });
}

/** @param {App} app @param {ReturnType<typeof makeMetrics>} metrics */
function answerErrors(app, metrics) {
  app.setErrorHandler((/** @type {Error} */ error, request, reply) => {
    const answer = answerOf(error, request.id);
    const problem = error instanceof Problem ? error : undefined;
    const findings = problem?.body.findings ?? [];
    if (request.routeOptions.url === "/upload") {
      metrics.count(problem?.name ?? `http-${answer.status}`, findings);
    }

    const defect = problem ? problem.cause : answer.status === 500 && error;
    if (defect) request.log.error(defect, "failed");
    // Nothing that quotes a body: a finding's code, never its message.
    const { type, serialNumber, mayHaveBeenSent, cbtCode } = problem?.body ?? {};
    const summary = { type, status: answer.status, serialNumber, mayHaveBeenSent, cbtCode };
    request.log.warn({ problem: summary, findings: codesOf(findings) }, "no upload");

    if (problem?.retryAfter) reply.header("retry-after", problem.retryAfter);
    return send(reply, answer);
  });
  app.setNotFoundHandler(({ method, url }) => {
    throw Object.assign(new Error(`no route ${method} ${url}`), { statusCode: 404 });
  });
}

/**
 * Lets a closing service end: no connection is kept open, and uploads whose client hung up are recorded first.
 * @param {App} app @param {Set<Promise<unknown>>} uploads @param {() => Promise<void>} close
 */
function closeAfter(app, uploads, close) {
  let isClosing = false;
  app.addHook("preClose", async () => {
    isClosing = true;
  });
  app.addHook("onSend", async (_, reply) => {
    if (isClosing) reply.header("connection", "close");
  });
  app.addHook("onClose", async () => {
    await Promise.allSettled(uploads);
    await close();
  });
}
