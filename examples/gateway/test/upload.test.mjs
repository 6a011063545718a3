// Uploads and refused requests, over real connections: a success has a signature that holds.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertSigned, newOrder, post, postText } from "./client.mjs";
import { cbt, gateway } from "./harness.mjs";

/** @typedef {import("./client.mjs").Json} Json */

test("an order comes back signed, with a serial number made for it", async () => {
  const order = newOrder();
  const { status, json } = await post(order);
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(json), ["serialNumber", "json", "body", "findings"]);
  assert.match(json.serialNumber, /^[0-9a-f]{32}$/);
  assert.deepEqual(JSON.parse(assertSigned(json)), order);
  assert.deepEqual(json.findings, []);
});

test("a serial number that is given is kept", async () => {
  const { status, json } = await post({ serialNumber: "20119182839304", ...newOrder() });
  assert.equal(status, 200);
  assert.equal(json.serialNumber, "20119182839304");
  assertSigned(json);
});

test("amounts past 2^53 and odd Unicode come through", async () => {
  const order = newOrder();
  const odd = '𠮷 e\u0301 👩‍👩‍👧 \u2028 \u0000 \u007f \ufeff \uffff " \\ / +&=% </script>';
  order.payExchangeInfoHead.note = odd;
  for (const totalAmount of ["9007199254740993", "12345678901234.12345", "0.1"]) {
    order.payExchangeInfoHead.totalAmount = totalAmount;
    const { status, json } = await post(order);
    assert.equal(status, 200);
    const signed = assertSigned(json);
    assert.ok(signed.includes(`"totalAmount":${totalAmount},`), signed);
    assert.equal(JSON.parse(signed).payExchangeInfoHead.note, odd);
  }
});

test("a JSON text is signed byte for byte", async () => {
  const { payExchangeInfoHead, payExchangeInfoLists, sessionID } = newOrder();
  const text = `\n{ "payExchangeInfoLists" :\t${JSON.stringify(payExchangeInfoLists, null, 3)},
    "sessionID": "\\u0046${sessionID.slice(1)}", "payExchangeInfoHead": ${JSON.stringify(
      payExchangeInfoHead,
    )
      .replace("https://", "https:\\/\\/")
      .replace("100.1", "100.10")}\r\n}\n`;
  const { status, json } = await post({ payExInfo: text });
  assert.equal(status, 200, JSON.stringify(json));
  assert.equal(assertSigned(json), text);
});

test("a list of two megabytes comes through", async () => {
  const order = newOrder();
  const [first] = order.payExchangeInfoLists;
  const recpName = "某".repeat(100);
  order.payExchangeInfoLists = Array.from({ length: 2_900 }, (_, i) => ({
    ...first,
    orderNo: `${i}`,
    recpName,
  }));
  const { status, json } = await post(order);
  assert.equal(status, 200, JSON.stringify(json).slice(0, 500));
  assert.ok(Buffer.byteLength(assertSigned(json)) > 1_400_000);
});

test("a request that CBT would refuse: refused with findings, and not sent", async () => {
  const order = newOrder();
  const { payExchangeInfoHead: head } = order;
  const withHead = (/** @type {Json} */ changes) => ({
    ...order,
    payExchangeInfoHead: { ...head, ...changes },
  });
  const sent = cbt.requests.length;
  /** @type {[unknown, string | undefined][]} */
  const refused = [
    [{}, "field.missing"],
    [{ ...order, serialNumber: "9".repeat(33) }, "field.too-long"],
    [{ ...order, serialNumber: 20119182839304 }, "field.type"],
    [{ ...order, serialNumber: null }, "field.null"],
    [{ ...order, serialNumber: "" }, "field.empty"],
    [{ ...order, payExchangeInfoLists: [] }, undefined],
    [withHead({ totalAmount: "1,000.00" }), undefined],
    [withHead({ note: "\ud83d" }), "json.lone-surrogate"],
    [{ payExInfo: '{"sessionID":"1",}' }, "json.trailing-comma"],
    [{ payExInfo: "" }, undefined],
  ];
  for (const [body, code] of refused) {
    const { status, json } = await post(body);
    const what = JSON.stringify([body, json]).slice(0, 1_000);
    assert.equal(status, 422, what);
    assert.equal(json.type, "/problems/request-refused");
    assert.equal(json.mayHaveBeenSent, false);
    const { serialNumber } = /** @type {Json} */ (body);
    if (serialNumber === undefined) assert.match(json.serialNumber, /^[0-9a-f]{32}$/);
    else assert.equal(json.serialNumber, serialNumber);
    const errors = json.findings.filter((/** @type {Json} */ f) => f.severity === "error");
    assert.ok(errors.length > 0, what);
    if (code)
      assert.ok(
        errors.some((/** @type {Json} */ f) => f.code === code),
        what,
      );
  }
  // Refused before there is anything to check.
  const text = JSON.stringify(order);
  const unchecked = [
    { ...order, serialNumber: ".." },
    [order],
    null,
    "x",
    1,
    { payExInfo: order },
    { payExInfo: text, ...order },
  ];
  for (const body of [...unchecked, withHead({ totalAmount: 12345678901234.5 })]) {
    const { status, json } = await post(body);
    assert.equal(status, 422, JSON.stringify([body, json]));
    assert.equal(json.mayHaveBeenSent, false);
  }
  assert.equal(cbt.requests.length, sent);
});

test("a body that is not a readable request: a problem, and not sent", async () => {
  const sent = cbt.requests.length;
  const json = "application/json";
  const gbk = Buffer.concat([
    Buffer.from('{"sessionID":"'),
    Buffer.from([0xc9, 0xcf]),
    Buffer.from('"}'),
  ]);
  const statuses = [
    await postText("{", json),
    await postText("", json),
    await postText(gbk, json),
    await postText('{"__proto__":{}}', json),
    await postText("payExInfoStr=e30%3D", "application/x-www-form-urlencoded"),
    await postText("{}", "text/plain"),
    await postText(`"${"x".repeat(5_000_000)}"`, json),
  ].map(({ status }) => status);
  assert.deepEqual(statuses, [400, 400, 400, 400, 415, 415, 413]);
  assert.equal((await postText("{}", json, `${gateway.url}/no`)).status, 404);
  assert.equal(cbt.requests.length, sent);
});

test("/health answers", async () => {
  const response = await fetch(`${gateway.url}/health`);
  assert.deepEqual([response.status, await response.json()], [200, { status: "ok" }]);
});
