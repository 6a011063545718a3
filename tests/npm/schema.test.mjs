// The JSON Schema beside the rules themselves: what checkRequest lets pass, a validator lets pass with it, in every form of
// the schema.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Validator as OpenApiValidator } from "@seriousme/openapi-schema-validator";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import fastify from "fastify";
import { makeProject, validRequest } from "./project.mjs";

/** @type {Awaited<ReturnType<typeof makeProject>>} */
let project;
/** @type {typeof import("../../pkg-template/index.js")} */
let cbt179;
/** @type {import("ajv").ValidateFunction[]} */
let validators;
before(async () => {
  project = await makeProject();
  cbt179 = await project.load();
  const { schema } = cbt179;
  validators = [
    new Ajv2020({ strict: false }).compile(schema()),
    new Ajv({ strict: false }).compile(schema({ target: "draft-07" })),
    // With a throw for whatever it would otherwise pass over in silence.
    new Ajv2020({ strict: true }).compile(schema({ annotations: false })),
    new Ajv({ strict: true }).compile(schema({ target: "draft-07", annotations: false })),
    ...[true, false].map((annotations) =>
      new Ajv2020({ strict: false })
        .addSchema(schema({ target: "openapi-3.1", annotations }), "api")
        .compile({ $ref: "api#/components/schemas/SigningRequest" }),
    ),
  ];
});
after(() => project.remove());

/** Asks all validators, which must agree. @param {unknown} request */
function validate(request) {
  const [first, ...others] = validators.map((one) => one(request));
  for (const [index, other] of others.entries())
    assert.equal(other, first, `${index + 1}: ${JSON.stringify(validators[index + 1]?.errors)}`);
  return first;
}

const errors = () => JSON.stringify(validators[0]?.errors);

const isOk = (/** @type {any} */ request) =>
  cbt179.checkRequest(request, { customsRules: "error" }).ok;

/** A request with other values at some paths; undefined takes out. @param {Record<string, unknown>} values */
function requestWith(values) {
  const request = validRequest();
  for (const [path, value] of Object.entries(values)) {
    const keys = path.split("/");
    const last = /** @type {string} */ (keys.pop());
    /** @type {any} */
    let object = request;
    for (const key of keys) object = object[key];
    object[last] = value;
  }
  // As it is written: without what is undefined.
  return JSON.parse(JSON.stringify(request));
}

const HEAD = "payExInfo/payExchangeInfoHead";
const ORDER = "payExInfo/payExchangeInfoLists/0";

test("what is well in the corpus is well by the schema", async () => {
  const lines = await readFile(join(import.meta.dirname, "../corpus/bodies.jsonl"), "utf8");
  let count = 0;
  for (const line of lines.trim().split("\n")) {
    const { name, body } = JSON.parse(line);
    if (typeof body !== "string") continue;
    const { eData, payExInfo } = cbt179.decodeForm(body);
    const request = { eData: eData?.value, payExInfo: payExInfo?.value };
    if (!isOk(request)) continue;
    assert.ok(validate(request), `${name}: ${errors()}`);
    assert.ok(validate({ ...request, payExInfo: payExInfo?.text }), name);
    count++;
  }
  assert.ok(count > 100, String(count));
});

test("what may be otherwise is well by both", () => {
  for (const values of [
    {},
    { "eData/version": undefined, "eData/commitTime": undefined },
    { "eData/cusName": undefined, "eData/coName": "某某" },
    { "eData/cusCode": undefined, "eData/coCode": "3122260XYZ" },
    {
      "eData/cusName": undefined,
      "eData/coName": "某",
      "eData/cusCode": undefined,
      "eData/coCode": "1",
    },
    { "eData/token": undefined, "eData/Token": "x" },
    { "eData/cusName": "😀".repeat(60) },
    {
      "payExInfo/payExchangeInfoLists": undefined,
      "payExInfo/payExchangeInfoList": validRequest().payExInfo.payExchangeInfoLists,
    },
    {
      [`${HEAD}/payType`]: undefined,
      [`${HEAD}/note`]: undefined,
      [`${ORDER}/recpCode`]: undefined,
    },
    { [`${HEAD}/payType`]: null, [`${HEAD}/note`]: null, [`${ORDER}/recpCode`]: null },
    { [`${HEAD}/payType`]: "", [`${HEAD}/note`]: "", [`${ORDER}/recpCode`]: " " },
    { [`${HEAD}/remark`]: 1, "eData/x": null },
    { [`${HEAD}/guid`]: "9d55ba71" },
    { payExInfo: JSON.stringify(validRequest().payExInfo) },
  ]) {
    const request = requestWith(values);
    assert.ok(isOk(request), JSON.stringify(values));
    assert.ok(validate(request), `${JSON.stringify(values)}: ${errors()}`);
  }
});

test("faults are faults by both", () => {
  const path = `${HEAD}/totalAmount`;
  for (const values of [
    { eData: undefined },
    { eData: "{}" },
    { eData: [] },
    { payExInfo: undefined },
    { payExInfo: [] },
    { "eData/version": "2.0" },
    { "eData/version": 1 },
    { "eData/commitTime": "2018-07-05 13:33:25" },
    { "eData/commitTime": "20180705133325 " },
    { "eData/cusName": undefined },
    { "eData/cusName": "😀".repeat(61) },
    { "eData/cusName": undefined, "eData/coName": "x".repeat(61) },
    { "eData/coName": "某某" },
    { "eData/cusCode": 3122260 },
    { "eData/serialNumber": "" },
    { "eData/serialNumber": null },
    { "eData/token": "x".repeat(33) },
    { "eData/token": undefined, "eData/Token": "x".repeat(33) },
    { "payExInfo/sessionID": undefined },
    { "payExInfo/payExchangeInfoHead": null },
    { "payExInfo/payExchangeInfoHead": [validRequest().payExInfo.payExchangeInfoHead] },
    { "payExInfo/payExchangeInfoLists": [] },
    { "payExInfo/payExchangeInfoLists": validRequest().payExInfo.payExchangeInfoLists[0] },
    { "payExInfo/payExchangeInfoLists": [null] },
    { [`${HEAD}/guid`]: "x".repeat(37) },
    { [`${HEAD}/initalRequest`]: undefined, [`${HEAD}/initialRequest`]: "x" },
    { [`${HEAD}/currency`]: "CNY" },
    { [`${HEAD}/verDept`]: "银联" },
    { [`${HEAD}/payType`]: "5" },
    { [`${HEAD}/payType`]: 1 },
    { [`${HEAD}/tradingTime`]: undefined },
    { [`${HEAD}/note`]: "x".repeat(1001) },
    { [`${ORDER}/goodsInfo`]: [] },
    { [`${ORDER}/goodsInfo/0/gname`]: "" },
    { [`${ORDER}/goodsInfo/0/itemLink`]: undefined },
    ...[
      null,
      true,
      "",
      " 1",
      "¥1",
      "1,000",
      "007",
      ".5",
      "1.",
      "-1",
      -1,
      1e14,
      "100000000000000",
      "0.000001",
    ].map((value) => ({ [path]: value })),
  ]) {
    const request = requestWith(values);
    assert.equal(isOk(request), false, JSON.stringify(values));
    assert.equal(validate(request), false, JSON.stringify(values));
  }
});

test("no value of a field is well but for the schema", () => {
  const odd = [
    ...[
      null,
      true,
      0,
      -0,
      1,
      0.1,
      1e-5,
      123456789012345,
      99999999999999.98,
      [],
      {},
      "",
      " ",
      "\t",
      "x",
      "好",
    ],
    ...[
      "0",
      "-0",
      "-0.00",
      "1",
      "1.0",
      "100.1000000",
      "0.12345",
      "12345678901234.5",
      "1e3",
      "1E+2",
      "-0e5",
      "1e-5",
    ],
    ...[
      "1.0",
      "142",
      "502",
      "3",
      "20180705133325",
      "20181305133325",
      "x".repeat(18),
      "x".repeat(36),
      "x".repeat(60),
    ],
    ...["x".repeat(1000), "😀".repeat(32), "é".repeat(250)],
  ];
  /** @type {string[]} */
  const paths = [];
  const walk = (/** @type {any} */ object, /** @type {string} */ at) => {
    for (const [key, value] of Object.entries(object)) {
      paths.push(`${at}${key}`);
      if (typeof value === "object") walk(value, `${at}${key}/`);
    }
  };
  walk(validRequest(), "");
  let count = 0;
  for (const path of paths)
    for (const value of odd) {
      const request = requestWith({ [path]: value });
      if (!isOk(request)) continue;
      assert.ok(validate(request), `${path} ${JSON.stringify(value)}: ${errors()}`);
      count++;
    }
  assert.ok(count > 200, String(count));
});

test("each field has its meaning, and says who asks for it", () => {
  const { eData, payExInfo } = cbt179.schema().properties ?? {};
  assert.deepEqual(Object.keys(eData?.properties ?? {}), Object.keys(validRequest().eData));
  assert.deepEqual(eData?.required, ["serialNumber"]);
  assert.deepEqual(eData?.properties?.token, {
    title: "公服认证 token",
    "x-authority": "cbt",
    "x-clause": "3.1.2.2",
    "x-required": true,
    "x-also": ["Token"],
    writeOnly: true,
    type: "string",
    maxLength: 32,
    minLength: 1,
  });
  const { payExchangeInfoHead: head, payExchangeInfoLists: lists } = payExInfo?.properties ?? {};
  assert.equal(lists?.items?.properties?.goodsInfo?.items?.properties?.gname?.maxLength, 250);
  const { payType, currency } =
    cbt179.schema({ locale: "en" }).properties?.payExInfo?.properties?.payExchangeInfoHead
      ?.properties ?? {};
  assert.equal(head?.properties?.payType?.title, "支付类型");
  assert.equal(payType?.title, "payment type");
  assert.equal(payType?.["x-required"], false);
  assert.equal(payType?.["x-clause"], "GACC 179/2018, 1.6.3");
  assert.deepEqual(currency?.oneOf?.[0], { const: "142", title: "CNY" });
  assert.notEqual(cbt179.schema(), cbt179.schema());
  assert.throws(() => cbt179.schema(/** @type {any} */ ({ locale: "fr" })), TypeError);
});

test("without annotations it has only keywords that validate", () => {
  const text = JSON.stringify(cbt179.schema({ annotations: false }));
  assert.doesNotMatch(text, /"(x-|title|writeOnly|contentMediaType)/);
  assert.equal(cbt179.schema({ annotations: false, target: "draft-07" }).title, undefined);
});

test("it is a valid part of an OpenAPI 3.1 document", async () => {
  for (const annotations of [true, false]) {
    const body = { schema: { $ref: "#/components/schemas/SigningRequest" } };
    const document = {
      openapi: "3.1.0",
      info: { title: "signing", version: "1" },
      paths: {
        "/sign": {
          post: {
            requestBody: { content: { "application/json": body } },
            responses: { 200: { description: "the form body" } },
          },
        },
      },
      ...cbt179.schema({ target: "openapi-3.1", annotations }),
    };
    const validator = new OpenApiValidator({ strict: false });
    const { valid, errors } = await validator.validate(structuredClone(document));
    assert.ok(valid, JSON.stringify(errors));
    assert.equal(validator.version, "3.1");
    // The references within it lead somewhere.
    assert.doesNotThrow(() => validator.resolveRefs());
  }
});

test("Fastify takes it as it is, and keeps the digits of an amount", async () => {
  const app = fastify();
  const body = cbt179.schema({ target: "draft-07", annotations: false });
  app.post("/sign", { schema: { body } }, ({ body }) => body);
  const post = async (/** @type {unknown} */ request) => {
    const { statusCode, payload } = await app.inject({
      method: "POST",
      url: "/sign",
      headers: { "content-type": "application/json" },
      payload: JSON.stringify(request),
    });
    return { statusCode, ...JSON.parse(payload) };
  };
  try {
    const request = requestWith({ [`${HEAD}/totalAmount`]: "12345678901234.12345" });
    const { statusCode, ...received } = await post(request);
    assert.equal(statusCode, 200);
    assert.deepEqual(received, request);
    const text = { ...request, payExInfo: JSON.stringify(request.payExInfo) };
    assert.equal((await post(text)).payExInfo, text.payExInfo);
    const refused = await post(requestWith({ [`${HEAD}/verDept`]: "4" }));
    assert.equal(refused.statusCode, 400);
    assert.match(refused.message, /verDept/);
  } finally {
    await app.close();
  }
});

test("an unknown form is refused, with those that there are", () => {
  for (const [options, message] of /** @type {const} */ ([
    [
      { target: "draft-04" },
      /`target` must be `2020-12`, `draft-07` or `openapi-3.1`, not `"draft-04"`/,
    ],
    [{ target: 7 }, /`target` must be .*, not `7`/],
    [{ annotations: "no" }, /`annotations` must be `true` or `false`, not `"no"`/],
    [{ targets: "draft-07" }, /there is no `targets`, only .*`target`, `annotations`/],
  ]))
    assert.throws(() => cbt179.schema(/** @type {any} */ (options)), {
      name: "TypeError",
      message,
    });
});
