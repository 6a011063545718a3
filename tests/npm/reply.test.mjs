// From a request to the text for customs, through what CBT answers; and back through readers that are not ours.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createSign, createVerify, generateKeyPairSync, randomInt } from "node:crypto";
import { after, test } from "node:test";
import { makeProject, sample, validRequest } from "./project.mjs";

const project = await makeProject();
after(() => project.remove());
/** @type {any} its arguments here include wrong types */
const cbt179 = await project.load();

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
const sign = (/** @type {string} */ text) =>
  createSign("RSA-SHA1").update(text, "utf8").sign(privateKey, "base64");

/** What CBT answers where it has signed. */
const success = (/** @type {string} */ text, /** @type {string} */ serialNumber) =>
  JSON.stringify({
    status: "success",
    code: "",
    msg: "",
    serialNumber,
    serviceTime: String(Date.UTC(2018, 6, 5, 5, 33, 26)),
    certNo: "01691fe9",
    signValue: sign(text),
  });

test("a request becomes a body, its reply an upload, and the signature holds", () => {
  const request = validRequest();
  const built = cbt179.buildForm(request);
  const { eData } = request;
  const text = success(built.payExInfo, request.eData.serialNumber);
  for (const reply of [text, Buffer.from(text), JSON.parse(text)]) {
    if (reply === text || Buffer.isBuffer(reply)) {
      for (const known of [eData, request, built]) {
        assert.deepEqual(cbt179.checkReply(reply, { request: known }).findings, []);
        const { findings } = cbt179.checkReply(text.replace("20180705000001", "2"), {
          request: known,
        });
        assert.deepEqual(only(findings), ["reply.serial-number"]);
      }
      const checked = cbt179.checkReply(reply);
      assert.ok(checked.ok);
      assert.deepEqual(checked.reply, JSON.parse(text));
    }
    const upload = cbt179.composeUpload(built.payExInfo, reply, { request: built });
    const other = { ...eData, serialNumber: "2" };
    assert.throws(() => cbt179.composeUpload(built.payExInfo, reply, { request: other }), /流水号/);
    assert.deepEqual(upload.findings, []);
    assert.equal(new URLSearchParams(upload.body).get("payExInfoStr"), upload.json);
    const { serviceTime, certNo, signValue, ...signed } = JSON.parse(upload.json);
    assert.deepEqual(signed, JSON.parse(built.payExInfo));
    assert.deepEqual({ serviceTime, certNo, signValue }, pick(JSON.parse(text)));
    // What was signed is what is left when the signature is taken out of the text.
    const tail = `,"serviceTime":"${serviceTime}","certNo":"${certNo}","signValue":"${signValue}"}`;
    assert.ok(upload.json.endsWith(tail));
    const bytes = `${upload.json.slice(0, -tail.length)}}`;
    assert.ok(createVerify("RSA-SHA1").update(bytes).verify(publicKey, signValue, "base64"));
  }
});

const only = (/** @type {any[]} */ findings) => findings.map(({ code }) => code);

const pick = (/** @type {any} */ { serviceTime, certNo, signValue }) => ({
  serviceTime,
  certNo,
  signValue,
});

test("the document's replies", async () => {
  const [signed = "", refused] = (await sample("sample-replies.jsonl")).trim().split("\n");
  const { ok, reply, findings } = cbt179.checkReply(signed, { locale: "en" });
  assert.ok(ok);
  assert.equal(reply.certNo, "1111100");
  assert.deepEqual(
    findings.map((/** @type {any} */ { code, path }) => [code, path]),
    [["reply.cert-no", "/certNo"]],
  );
  const { start, end } = findings[0].at.json;
  assert.equal(signed.slice(start, end), '"1111100"');
  const failure = cbt179.checkReply(refused, { request: { serialNumber: "20119182839304" } });
  assert.deepEqual(
    failure.findings.map((/** @type {any} */ finding) => finding.code),
    ["reply.system-error"],
  );
  assert.equal(failure.reply.msg, "系统错误");
});

test("wrong arguments are named", () => {
  for (const [run, message] of /** @type {[() => unknown, RegExp][]} */ ([
    [() => cbt179.checkReply(1), /`reply` must be a string/],
    [() => cbt179.checkReply("", { request: "1" }), /`options.request` must be an object/],
    [
      () => cbt179.checkReply("", { request: { serialNumber: 1 } }),
      /serialNumber` must be a string, not Number/,
    ],
    [() => cbt179.checkReply("", { requests: {} }), /there is no `requests`/],
    [() => cbt179.composeUpload({}, "{}"), /`payExInfo` must be a string/],
    [() => cbt179.composeUpload("{}", 1), /`reply` must be an object/],
  ]))
    assert.throws(run, { name: "TypeError", message });
  assert.throws(
    () => cbt179.composeUpload("{}", "", { locale: "en" }),
    (/** @type {any} */ error) => {
      assert.ok(error instanceof cbt179.CheckError);
      assert.ok(
        error.findings.some(
          (/** @type {any} */ { code, path }) => code === "reply.empty" && path === "/reply",
        ),
      );
      return true;
    },
  );
});

test("the names that are asked for are written", () => {
  const { eData, payExInfo } = validRequest();
  const built = cbt179.buildForm({ eData, payExInfo }, { names: "co" });
  const { coName, coCode, cusName } = JSON.parse(built.eData);
  assert.deepEqual([coName, coCode, cusName], [eData.cusName, eData.cusCode, undefined]);
});

/** Characters that tools get wrong. */
const ODD = [
  "+",
  "&",
  "=",
  "%",
  "%2B",
  "\u0000",
  "\u001f",
  "\u007f",
  "\u2028",
  "\ufeff",
  '"',
  "\\",
  "/",
  "𠮷",
  "😀",
  "\u00e9",
  "e\u0301",
  "中",
  "\r\n",
  "\t",
];
const oddText = (/** @type {number} */ length) =>
  Array.from({ length }, () => ODD[randomInt(ODD.length)]).join("");

/** @param {number} orders */
function oddRequest(orders) {
  const request = /** @type {any} */ (validRequest());
  const head = request.payExInfo.payExchangeInfoHead;
  const cents = `${randomInt(2 ** 47)}${randomInt(10 ** 5)}`.slice(0, 13);
  head.totalAmount = [`${cents}.${randomInt(1, 99999)}`, BigInt(cents), Number(cents) / 100][
    randomInt(3)
  ];
  head.note = oddText(randomInt(1, 300));
  head.initalRequest = oddText(1000);
  const [order] = request.payExInfo.payExchangeInfoLists;
  request.payExInfo.payExchangeInfoLists = Array.from({ length: orders }, (_, index) => ({
    ...order,
    orderNo: `ord${index}`,
    goodsInfo: [
      { gname: `货${oddText(20)}`, itemLink: `https://shop.example/?a=1&b=${index}+%20` },
    ],
  }));
  return request;
}

/** What a reader of the form finds in a body, as JSON lines: both parts. */
const PYTHON = `
import base64, json, sys, urllib.parse
for line in sys.stdin:
    form = urllib.parse.parse_qs(json.loads(line), strict_parsing=True, keep_blank_values=True)
    parts = [base64.b64decode(form[name][0], validate=True).decode("utf-8") for name in ("EData", "payExInfoStr")]
    [json.loads(part, parse_float=str) for part in parts]
    print(json.dumps(parts))
`;

test("random requests come back whole through Node's and Python's own readers", () => {
  /** @type {any[]} */
  const requests = [
    ...Array.from({ length: 60 }, () => oddRequest(randomInt(1, 4))),
    oddRequest(4500),
  ];
  const built = requests.map((request) => cbt179.buildForm(request, { customsRules: "off" }));
  assert.ok(built[built.length - 1].body.length > 1_000_000);
  const input = built.map(({ body }) => JSON.stringify(body)).join("\n");
  const options = { input, encoding: /** @type {const} */ ("utf8"), maxBuffer: 1 << 28 };
  const byPython = execFileSync("python3", ["-c", PYTHON], options).trim().split("\n");
  for (const [index, { body, eData, payExInfo }] of built.entries()) {
    assert.deepEqual(JSON.parse(byPython[index] ?? ""), [eData, payExInfo]);
    const form = new URLSearchParams(body);
    const bytes = Buffer.from(form.get("payExInfoStr") ?? "", "base64");
    assert.equal(
      new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes),
      payExInfo,
    );
    const { payExInfo: sent } = requests[index];
    const { totalAmount, ...head } = sent.payExchangeInfoHead;
    const read = JSON.parse(payExInfo);
    delete read.payExchangeInfoHead.totalAmount;
    assert.deepEqual(read, { ...sent, payExchangeInfoHead: head });
    // The amount's digits, never through a float of ours.
    const [, spelled] = /"totalAmount":([-0-9.]+)/.exec(payExInfo) ?? [];
    const plain = String(totalAmount).includes(".")
      ? String(totalAmount).replace(/\.?0+$/, "")
      : String(totalAmount);
    assert.equal(spelled, plain);
    const upload = cbt179.composeUpload(payExInfo, success(payExInfo, "1"), {
      customsRules: "off",
    });
    assert.equal(upload.json.slice(0, payExInfo.length - 1), payExInfo.slice(0, -1));
  }
});
