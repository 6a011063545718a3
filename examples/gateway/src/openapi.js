// Describes the HTTP interface as OpenAPI 3.1, whose schemas are JSON Schema 2020-12, as `schema()` of cbt179 writes it.

import swagger from "@fastify/swagger";
import { schema } from "cbt179";
import { TYPES } from "./problem.js";

/** @param {string} name */
const ref = (name) => ({ $ref: `#/components/schemas/${name}` });
/** @param {string} type @param {object} schema @param {string} description */
const content = (type, schema, description) => ({ description, content: { [type]: { schema } } });

const upload = content("application/json", ref("Upload"), "Signed by CBT");
const problem = content(
  "application/problem+json",
  ref("Problem"),
  "A problem, described by its type",
);
const status = content("application/json", { type: "object" }, "Yes");
/** @param {string} description */
const toCustoms = (description) => content("application/json", ref("OpenReqAnswer"), description);

/** Keeps requests out of the log. */
const quiet = /** @type {const} */ ("warn");

/** Options of each route: its documentation, and less logging for those that programs ask every few seconds. */
export const routes = {
  upload: {
    schema: {
      summary: "Have CBT sign an order's payment data, once per serial number",
      body: ref("Order"),
      response: { 200: upload, "4xx": problem, "5xx": problem },
    },
  },
  recall: {
    schema: {
      summary: "Fetch the answer to an earlier request, for 24 hours",
      params: { type: "object", properties: { serialNumber: { type: "string" } } },
      response: { 200: upload, "4xx": problem, "5xx": problem },
    },
  },
  openReq: {
    schema: {
      summary: "Customs' request for an order's payment data",
      consumes: ["application/x-www-form-urlencoded"],
      body: { type: "object", properties: { openReq: { type: "string" } }, required: ["openReq"] },
      response: {
        200: toCustoms("Received; or malformed, as `code` says"),
        "4xx": toCustoms("Unreadable"),
        "5xx": toCustoms("Not recorded"),
      },
    },
  },
  openSessions: {
    logLevel: quiet,
    schema: {
      summary: "The open sessions, each for 24 hours",
      response: {
        200: content(
          "application/json",
          { type: "array", items: ref("Session") },
          "The sessions in order of arrival, at most 1000",
        ),
        "5xx": problem,
      },
    },
  },
  closeSession: {
    schema: {
      summary: "Close a session: customs has its data",
      params: { type: "object", properties: { sessionID: { type: "string" } } },
      response: { 204: { description: "Closed" }, "4xx": problem, "5xx": problem },
    },
  },
  health: {
    logLevel: quiet,
    schema: { summary: "Is the process alive?", response: { 200: status } },
  },
  ready: {
    logLevel: quiet,
    schema: {
      summary:
        "Can it take requests? Writes to the store, and checks the validity of CBT's certificate",
      response: { 200: status, 503: problem },
    },
  },
  metrics: {
    logLevel: quiet,
    schema: {
      summary: "Metrics in Prometheus' text format",
      response: { 200: content("text/plain", { type: "string" }, "Metrics") },
    },
  },
};

/**
 * Registers the description as `GET /openapi.json`. Routes added later are part of it.
 * @param {import("fastify").FastifyInstance} app
 */
export async function document(app) {
  // Schemas here only document. buildForm checks requests, with findings instead of Ajv's errors, and changes no value.
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => JSON.stringify);
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "Gateway to CBT", version: "1" },
      components: { schemas: schemas() },
    },
  });
  app.get("/openapi.json", { schema: { hide: true } }, () => app.swagger());
}

/** @returns {Record<string, any>} */
function schemas() {
  const { properties } = schema({ locale: "en" });
  const payExInfo = { ...properties?.payExInfo, type: "object" };
  const serialNumber = properties?.eData?.properties?.serialNumber;
  const parts = {
    PayExInfo: payExInfo,
    Order: {
      // The data as an object, or as the JSON text that is to be signed byte for byte.
      anyOf: [
        { allOf: [ref("PayExInfo")], properties: { serialNumber } },
        {
          type: "object",
          properties: { serialNumber, payExInfo: { type: "string" } },
          required: ["payExInfo"],
          additionalProperties: false,
        },
      ],
    },
    Upload: {
      type: "object",
      required: ["serialNumber", "json", "body", "findings"],
      properties: {
        serialNumber,
        json: { type: "string", description: "The JSON text with CBT's signature" },
        body: { type: "string", description: "The form body to POST to customs" },
        findings: { type: "array", items: ref("Finding") },
      },
    },
    Session: {
      type: "object",
      required: ["orderNo", "sessionID", "serviceTime"],
      properties: {
        orderNo: { type: "string", description: "The order whose payment data customs asks for" },
        sessionID: { type: "string", description: "The sessionID of that payment data" },
        serviceTime: {
          type: "string",
          description: "The time of customs' request, in Unix milliseconds",
        },
      },
    },
    OpenReqAnswer: {
      type: "object",
      required: ["code", "message", "serviceTime"],
      properties: {
        code: { enum: ["10000", "20000"] },
        message: { type: "string" },
        serviceTime: { type: "integer" },
      },
    },
    Problem: {
      type: "object",
      required: ["type", "title", "status", "detail", "instance"],
      properties: {
        type: { enum: [...Object.keys(TYPES).map((name) => `/problems/${name}`), "about:blank"] },
        title: { type: "string" },
        status: { type: "integer" },
        detail: { type: "string" },
        instance: { type: "string", description: "The request's ID in the log" },
        serialNumber: {},
        mayHaveBeenSent: { type: "boolean", description: "Whether CBT may know serialNumber" },
        findings: { type: "array", items: ref("Finding") },
        cbtCode: { type: "string" },
        cbtMessage: { type: "string" },
        answer: { type: "object", description: "The beginning of CBT's answer" },
      },
    },
    Finding: {
      type: "object",
      required: ["severity", "code", "path", "message", "at"],
      properties: {
        severity: { enum: ["error", "warning", "info"] },
        code: { type: "string" },
        path: { type: "string" },
        message: { type: "string" },
        help: { type: "string" },
        at: { type: "object", description: "The range in each layer" },
      },
    },
  };
  // Within its own document, cbt179's schema refers to its parts from the root. Here they are components.
  const text = JSON.stringify(parts).replaceAll(
    '"#/properties/payExInfo/',
    '"#/components/schemas/PayExInfo/',
  );
  return JSON.parse(text);
}
