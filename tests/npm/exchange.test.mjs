// The exchange with customs through the package: customs' request, the signing text, and customs' reply to the upload.

import assert from "node:assert/strict";
import { createSign, createVerify, generateKeyPairSync } from "node:crypto";
import { after, test } from "node:test";
import { makeProject, validRequest } from "./project.mjs";

const project = await makeProject();
after(() => project.remove());
/** @type {any} its arguments here include wrong types */
const cbt179 = await project.load();

const codes = (/** @type {any[]} */ findings) => findings.map(({ code }) => code);

const SERVICE_TIME = "1533282603450";
const OPEN_REQ = { orderNo: "ord1", sessionID: "fe2374", serviceTime: 1533271903898 };

test("a signature of the text holds for what was sent and for the upload", () => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
  const { eData, payExInfo } = validRequest();
  const text = JSON.stringify(payExInfo, null, 2);
  const sent = cbt179.signingText(text, SERVICE_TIME);
  const { sessionID, payExchangeInfoHead: head, payExchangeInfoLists: lists } = payExInfo;
  assert.equal(
    sent.text,
    `"sessionID":"${sessionID}"||"payExchangeInfoHead":"${JSON.stringify(head)}"` +
      `||"payExchangeInfoLists":"${JSON.stringify(lists)}"||"serviceTime":"${SERVICE_TIME}"`,
  );
  // The escaped quotes of `initalResponse`.
  assert.deepEqual(codes(sent.findings), ["signing.escape"]);
  const signValue = createSign("RSA-SHA1").update(sent.text, "utf8").sign(privateKey, "base64");
  const reply = {
    status: "success",
    serialNumber: eData.serialNumber,
    serviceTime: SERVICE_TIME,
    certNo: "01691fe9",
    signValue,
  };
  const { json } = cbt179.composeUpload(text, reply);
  for (const upload of [json, Buffer.from(json)]) {
    const read = cbt179.signingText(upload);
    assert.ok(read.ok);
    assert.ok(createVerify("RSA-SHA1").update(read.text).verify(publicKey, signValue, "base64"));
  }
  assert.deepEqual(
    codes(cbt179.signingText(json, "1533282603451").findings)[0],
    "signing.service-time",
  );
});

test("the time of signing may be a number", () => {
  const text = '{"sessionID":"1","payExchangeInfoHead":{},"payExchangeInfoLists":[{}]}';
  const expected = cbt179.signingText(text, SERVICE_TIME);
  assert.ok(expected.ok);
  for (const time of [Number(SERVICE_TIME), BigInt(SERVICE_TIME)])
    assert.deepEqual(cbt179.signingText(text, time), expected);
  for (const time of [1533282603, 1.5, Number.NaN, -1, "", "2018-08-03"]) {
    const { ok, text: none, findings } = cbt179.signingText(text, time);
    assert.deepEqual([ok, none, codes(findings)], [false, undefined, ["time.milliseconds"]]);
  }
  assert.deepEqual(codes(cbt179.signingText(text).findings), ["field.missing"]);
});

test("offsets count in the units of the input", () => {
  const text = '{"sessionID":"😀","payExchangeInfoHead":{"a":1.0},"payExchangeInfoLists":[{}]}';
  for (const given of [text, Buffer.from(text)]) {
    const [{ at }] = cbt179.signingText(given, SERVICE_TIME).findings;
    assert.equal(String(given.slice(at.json.start, at.json.end)), "1.0");
  }
  const body = `openReq=${encodeURIComponent(JSON.stringify({ ...OPEN_REQ, orderNo: "😀", serviceTime: 12 }))}`;
  for (const given of [`😀=1&${body}`, Buffer.from(`😀=1&${body}`)]) {
    const [{ at }] = cbt179.checkOpenReq(given).findings;
    assert.equal(String(given.slice(at.form.start, at.form.end)), "12");
  }
});

test("customs' request is read as frameworks pass it on", () => {
  const json = JSON.stringify(OPEN_REQ);
  const openReq = { ...OPEN_REQ, serviceTime: "1533271903898" };
  for (const body of [
    new URLSearchParams({ openReq: json }).toString(),
    json,
    Buffer.from(json),
    JSON.stringify({ openReq: json }),
    JSON.stringify({ openReq: OPEN_REQ }),
    JSON.stringify(openReq),
  ])
    assert.deepEqual(cbt179.checkOpenReq(body), { ok: true, findings: [], openReq });
  for (const body of [
    json.replaceAll('"', "&quot;"),
    json.replaceAll('"', '\\"'),
    JSON.stringify(json),
  ]) {
    const checked = cbt179.checkOpenReq(body, { locale: "en" });
    assert.deepEqual([checked.ok, checked.openReq], [true, openReq]);
    assert.deepEqual(codes(checked.findings), ["open-req.encoded"]);
  }
  const { ok, findings, ...others } = cbt179.checkOpenReq("");
  assert.deepEqual([ok, codes(findings), others], [false, ["open-req.missing"], {}]);
  const { openReq: read } = cbt179.checkOpenReq('{"sessionID":"fe2374"}');
  assert.deepEqual(read, { sessionID: "fe2374" });
});

test("the answer to customs' request is the document's", () => {
  const before = Date.now();
  const { serviceTime, ...answer } = JSON.parse(cbt179.openReqAnswer());
  assert.deepEqual(answer, { code: "10000", message: "" });
  assert.ok(before <= serviceTime && serviceTime <= Date.now());
  assert.equal(
    cbt179.openReqAnswer({ code: "20000", message: "没有这个订单", serviceTime: 1 }),
    '{"code":"20000","message":"没有这个订单","serviceTime":1}',
  );
});

test("customs' reply is explained", () => {
  const reply = { code: "10000", message: "上传成功", total: 0, serviceTime: 1689166903449 };
  const { ok, reply: read, findings } = cbt179.checkUploadReply(JSON.stringify(reply));
  assert.deepEqual([ok, codes(findings)], [true, ["upload-reply.received"]]);
  assert.deepEqual(read, { ...reply, total: "0", serviceTime: "1689166903449" });
  const used = cbt179.checkUploadReply('{"code":"20000","message":"上传失败，入库失败"}', {
    sessionID: "fe2374",
    locale: "en",
  });
  assert.equal(used.ok, false);
  assert.match(used.findings[0].message, /`fe2374`/);
  const empty = cbt179.checkUploadReply("");
  assert.deepEqual([codes(empty.findings), "reply" in empty], [["reply.empty"], false]);
});

test("wrong arguments are named", () => {
  for (const [run, message] of /** @type {[() => unknown, RegExp][]} */ ([
    [() => cbt179.signingText({}, "1"), /`payExInfo` must be a string/],
    [() => cbt179.signingText("", {}), /`serviceTime` must be a string/],
    [() => cbt179.signingText("", null), /`serviceTime` must be a string/],
    [() => cbt179.signingText("", "1", { local: "en" }), /there is no `local`/],
    [() => cbt179.checkOpenReq({}), /`body` must be a string/],
    [() => cbt179.openReqAnswer("10000"), /`answer` must be an object/],
    [() => cbt179.openReqAnswer({ code: 10000 }), /`answer.code` must be a string/],
    [() => cbt179.openReqAnswer({ message: 1 }), /`answer.message` must be a string/],
    [
      () => cbt179.openReqAnswer({ serviceTime: "1" }),
      /`answer.serviceTime` must be a whole number/,
    ],
    [() => cbt179.checkUploadReply(1), /`reply` must be a string/],
    [() => cbt179.checkUploadReply("", { sessionID: 1 }), /`options.sessionID` must be a string/],
    [() => cbt179.checkUploadReply("", { request: {} }), /there is no `request`/],
  ]))
    assert.throws(run, { name: "TypeError", message });
});
