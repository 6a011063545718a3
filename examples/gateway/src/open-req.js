// Customs' request for an order's payment data: answered at once, and kept for your order system, which closes it when customs
// has the data.

import { checkOpenReq, openReqAnswer } from "cbt179";
import { routes } from "./openapi.js";
import { bodyOf, codesOf } from "./problem.js";

/** @typedef {import("fastify").FastifyInstance} App */
/** @typedef {import("fastify").FastifyReply} Reply */

/** Customs' request has about 200 bytes. */
const MAX_OPEN_REQ_BYTES = 16 * 1024;
/** Customs' code for every failure that has none of its own. */
const FAILURE = "20000";

/**
 * @param {App} app
 * @param {import("./store.js").Store} store
 * @param {ReturnType<typeof import("./metrics.js").makeMetrics>} metrics
 * @param {import("./settings.js").Settings} settings
 */
export async function addOpenReqRoutes(app, store, metrics, settings) {
  // A scope of its own: customs gets every answer, even an error, in the form that it expects.
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // checkOpenReq reads the form, and what proxies make of it.
    const options = /** @type {const} */ ({ parseAs: "buffer", bodyLimit: MAX_OPEN_REQ_BYTES });
    scope.addContentTypeParser("*", options, (_, bytes, done) => done(null, bytes));
    scope.setErrorHandler((error, request, reply) => {
      const { status, detail } = bodyOf(error);
      metrics.countOpenReq(status < 500 ? "malformed" : "failed");
      request.log[status < 500 ? "warn" : "error"](error, "not opened");
      return answer(reply.code(status), { code: FAILURE, message: detail });
    });

    scope.post("/open-req", routes.openReq, async ({ body, log }, reply) => {
      const given = /** @type {Buffer | undefined} */ (body) ?? "";
      const { ok, openReq, findings } = checkOpenReq(given, { locale: settings.locale });
      if (!ok) {
        metrics.countOpenReq("malformed");
        log.warn({ findings: codesOf(findings) }, "not opened");
        return answer(reply, { code: FAILURE, message: findings[0].message });
      }
      const isNew = await store.openSession(openReq);
      metrics.countOpenReq(isNew ? "opened" : "repeated");
      const { sessionID, orderNo } = openReq;
      log.info({ sessionID, orderNo, isNew, findings: codesOf(findings) }, "opened by customs");
      return answer(reply);
    });
  });

  app.get("/open-req", routes.openSessions, () => store.openSessions());
  app.delete("/open-req/:sessionID", routes.closeSession, async ({ params }, reply) => {
    const { sessionID } = /** @type {{ sessionID: string }} */ (params);
    if (await store.closeSession(sessionID)) return reply.code(204).send();
    throw Object.assign(new Error("no session with this sessionID is open"), { statusCode: 404 });
  });
}

/** @param {Reply} reply @param {import("cbt179").OpenReqAnswer} [what] */
const answer = (reply, what) => reply.type("application/json").send(openReqAnswer(what));
