// The service as others see it: its routes, what it takes and how it answers.

import { randomUUID } from "node:crypto";
import { maskSecrets } from "cbt179";
import Fastify from "fastify";
import { problemOf } from "./problem.js";
import { makeUpload } from "./upload.js";

/** CBT takes 2M characters of Base64; the JSON text in them can become twice as long within a JSON string. */
const MAX_REQUEST_BYTES = 4 * 1024 * 1024;

/**
 * @param {import("./settings.js").Settings} settings
 * @param {{ write(line: string): void }} [log] where log lines go instead of standard output
 */
export function buildApp(settings, log) {
  const request = { token: settings.token };
  const app = Fastify({
    bodyLimit: MAX_REQUEST_BYTES,
    requestTimeout: 30_000,
    genReqId: () => randomUUID(),
    // Bodies are never logged; the mask is for the line that nobody thought of.
    logger: {
      level: settings.logLevel,
      hooks: { streamWrite: (line) => maskSecrets(line, { request }) },
      ...(log && { stream: log }),
    },
  });

  const utf8 = new TextDecoder("utf-8", { fatal: true });
  const parseJson = app.getDefaultJsonParser("error", "error");
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, bytes, done) => {
    let text;
    try {
      text = utf8.decode(/** @type {Buffer} */ (bytes));
    } catch {
      // Fastify by itself would put U+FFFD there, and CBT would sign that.
      return done(Object.assign(new Error("the body is not UTF-8"), { statusCode: 400 }));
    }
    parseJson(request, text, done);
  });

  app.setErrorHandler((/** @type {Error} */ error, request, reply) => {
    const problem = problemOf(error, request.id);
    if (problem.status === 500) request.log.error(error.cause ?? error, "failed");
    else request.log.warn({ problem: summary(problem) }, "no upload");
    const text = JSON.stringify(problem);
    return reply.code(problem.status).type("application/problem+json").send(text);
  });
  app.setNotFoundHandler(({ method, url }) => {
    throw Object.assign(new Error(`there is no ${method} ${url}`), { statusCode: 404 });
  });

  // A connection that stays open after its last answer would keep a service that stops from ending.
  let stopping = false;
  app.addHook("preClose", async () => {
    stopping = true;
  });
  app.addHook("onSend", async (_, reply) => {
    if (stopping) reply.header("connection", "close");
  });

  app.get("/health", () => ({ status: "ok" }));
  app.post("/upload", ({ body, log }) => makeUpload(body, settings, log));
  return app;
}

/** What of a problem is logged: nothing that quotes a body. @param {Record<string, unknown>} problem */
const summary = ({ type, status, serialNumber, mayHaveBeenSent, cbtCode }) => ({
  type,
  status,
  serialNumber,
  mayHaveBeenSent,
  cbtCode,
});
