// `signingRequest`, a Standard Schema, by itself and as Hono and tRPC use it.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { sValidator } from "@hono/standard-validator";
import { initTRPC, TRPCError } from "@trpc/server";
import { Hono } from "hono";
import { makeProject, validRequest } from "./project.mjs";

const project = await makeProject();
after(() => project.remove());
const cbt179 = await project.load();

/** @param {unknown} value @param {Record<string, unknown>} [libraryOptions] */
const validate = (value, libraryOptions) =>
  cbt179.signingRequest["~standard"].validate(value, libraryOptions && { libraryOptions });

/** A request with two errors, and one rule of customs broken. */
function wrongRequest() {
  const { eData, payExInfo } = validRequest();
  const [order] = payExInfo.payExchangeInfoLists;
  const [goods] = order.goodsInfo;
  return {
    eData: { ...eData, token: undefined, serialNumber: 1 },
    payExInfo: {
      ...payExInfo,
      payExchangeInfoLists: [{ ...order, goodsInfo: [{ ...goods, gname: "" }] }],
    },
  };
}

test("a request without errors is the value itself", () => {
  const { version, vendor } = cbt179.signingRequest["~standard"];
  assert.deepEqual({ version, vendor }, { version: 1, vendor: "cbt179" });
  const request = validRequest();
  const result = validate(request);
  assert.equal(result.issues, undefined);
  assert.ok("value" in result && result.value === request);
  // A warning is no issue.
  assert.ok("value" in validate({ ...request, eData: { ...request.eData, channel: "x" } }));
});

test("each error is an issue with the keys that lead to it", () => {
  const request = wrongRequest();
  const { issues } = validate(request, { locale: "en" });
  assert.deepEqual(issues, [
    {
      message:
        "`serialNumber` (unique serial number of the request) must be a string, but is a number",
      path: ["eData", "serialNumber"],
    },
    { message: "missing required field `token` (authentication token)", path: ["eData", "token"] },
  ]);
  assert.match(validate(request).issues?.[1]?.message ?? "", /^缺少必填字段 `token`/);
  const strict = validate(request, { customsRules: "error" }).issues;
  assert.deepEqual(strict?.[2]?.path, [
    "payExInfo",
    "payExchangeInfoLists",
    0,
    "goodsInfo",
    0,
    "gname",
  ]);
  const names = { "a/b~c": 1, eData: undefined };
  assert.deepEqual(
    validate({ ...validRequest(), ...names }).issues?.map(({ path }) => path),
    [["eData"]],
  );
});

test("options can be set once, for frameworks that pass none", () => {
  const english = cbt179.signingRequest.with({ locale: "en" });
  const issuesOf = (/** @type {typeof english} */ schema, /** @type {any} */ libraryOptions) =>
    schema["~standard"].validate(wrongRequest(), { libraryOptions }).issues ?? [];
  assert.match(issuesOf(english, undefined)[1]?.message ?? "", /^missing required field/);
  assert.match(issuesOf(english, { locale: "zh" })[1]?.message ?? "", /^缺少必填字段/);
  const strict = english.with({ customsRules: "error" });
  assert.deepEqual(strict["~standard"].vendor, "cbt179");
  assert.ok(issuesOf(strict, undefined).length > issuesOf(english, undefined).length);
});

test("any value is a result, but wrong options throw", () => {
  /** @type {any} */
  let deep = [];
  for (let depth = 0; depth < 100_000; depth++) deep = [deep];
  for (const value of [undefined, null, 5, "{}", [], new Date(), { eData: deep }, { payExInfo: 5 }])
    assert.ok((validate(value).issues?.length ?? 0) > 0);
  for (const options of [{ locale: "fr" }, { local: "en" }])
    assert.throws(() => validate(5, options), { name: "TypeError", message: /^options: / });
});

test("Hono validates a body with it", async () => {
  const app = new Hono();
  const schema = cbt179.signingRequest.with({ locale: "en" });
  app.post("/sign", sValidator("json", schema), (context) => {
    // `valid` has the type of a request.
    const { body } = cbt179.buildForm(context.req.valid("json"));
    return context.text(body);
  });
  const post = (/** @type {unknown} */ request) =>
    app.request("/sign", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(request),
    });
  const signed = await post(validRequest());
  assert.equal(signed.status, 200);
  assert.equal(await signed.text(), cbt179.buildForm(validRequest()).body);
  const refused = await post(wrongRequest());
  assert.equal(refused.status, 400);
  const { error } = await refused.json();
  assert.deepEqual(error[1], {
    message: "missing required field `token` (authentication token)",
    path: ["eData", "token"],
  });
});

test("tRPC validates an input with it", async () => {
  const t = initTRPC.create();
  const router = t.router({
    sign: t.procedure
      .input(cbt179.signingRequest)
      .mutation(({ input }) => cbt179.buildForm(input).body),
  });
  const caller = t.createCallerFactory(router)({});
  assert.equal(await caller.sign(validRequest()), cbt179.buildForm(validRequest()).body);
  await assert.rejects(
    // @ts-expect-error the token is missing
    () => caller.sign(wrongRequest()),
    (error) => {
      assert.ok(error instanceof TRPCError);
      assert.equal(error.code, "BAD_REQUEST");
      assert.match(error.message, /`serialNumber`/);
      return true;
    },
  );
});
