// What a pasted text is taken for.

import assert from "node:assert/strict";
import { test } from "node:test";
import { bodyOfCurl } from "../../www/curl.js";
import { recognise } from "../../www/recognise.js";
import { base64, CLEAN, EXAMPLE, form } from "./cases.mjs";

const body = form(CLEAN);
const [e, p] = [CLEAN.eData, CLEAN.payExInfo].map((text) => encodeURIComponent(base64(text)));

test("a whole body, as it is", () => {
  for (const text of [
    body,
    EXAMPLE.body,
    `${body}\n`,
    `  ${body}`,
    `payExInfoStr=${p}&EData=${e}`,
    `a=1&${body}&b=2`,
    "EData=",
    encodeURIComponent(body),
    JSON.stringify({ EData: e, payExInfoStr: p }),
  ])
    assert.deepEqual(recognise(text), { kind: "body", body: text }, text.slice(0, 40));
});

test("a body out of a log", () => {
  for (const [text, expected] of [
    [`2026-01-15 09:28:11.123 INFO [http-1] c.e.Cbt - POST body: ${body}`, body],
    [`2026-01-15 request="${body}" status=500`, body],
    [`POST /sign HTTP/1.1\r\nHost: x\r\n\r\n${body}`, body],
    [JSON.stringify({ level: "info", msg: `sending ${body}` }), body],
    [JSON.stringify({ code: 500, message: `sent ${body}`, orderNo: "A1", sessionID: "S-1" }), body],
    // Go writes an & so in JSON.
    [`{"body":"EData=${e}\\u0026payExInfoStr=${p}"}`, body],
    [`params: {EData=${e}, payExInfoStr=${p}}`, body],
    [`EData: ${e}\npayExInfoStr: ${p}\n`, body],
    [`{"data":{"EData":"${e}","payExInfoStr":"${p}"}}`, body],
    [`params {payExInfoStr=[${p}], EData=[${e}]}`, `payExInfoStr=${p}&EData=${e}`],
    [`first ${body} again ${body}`, body],
    [`sent EData=${e} only`, `EData=${e}`],
    // A plus that became a blank stays one, to be found.
    [
      `body: EData=${e.slice(0, 40)} ${e.slice(41)}&payExInfoStr=${p} took 3 ms`,
      `EData=${e.slice(0, 40)} ${e.slice(41)}&payExInfoStr=${p}`,
    ],
  ])
    assert.deepEqual(recognise(text), { kind: "log", body: expected }, text.slice(0, 60));
});

test("a curl command", () => {
  const url = "'https://cbt.example/sign'";
  for (const [command, expected] of [
    [`curl ${url} --data-raw '${body}'`, body],
    [
      `curl -X POST ${url} \\\n  -H 'content-type: application/x-www-form-urlencoded' \\\n  -d '${body}' \\\n  --compressed`,
      body,
    ],
    [`curl ${url} -d 'EData=${e}' --data payExInfoStr=${p}`, body],
    [`curl ${url} --data="${body}"`, body],
    [`$ curl ${url} -d'${body}' | jq .`, body],
    [
      `curl.exe "https://cbt.example/" ^\n  --data-raw "EData=${e.replaceAll("%", "^%")}^&payExInfoStr=${p.replaceAll("%", "^%")}"`,
      body,
    ],
    [`curl ${url} --data-raw $'EData=a\\'b\\u0026c'`, "EData=a'b&c"],
    [
      `curl ${url} --data-urlencode 'EData=a+b/=' --data-urlencode 'x y'`,
      "EData=a%2Bb%2F%3D&x%20y",
    ],
    [`curl ${url} -d "EData=a\\"b\\\\c"`, 'EData=a"b\\c'],
    [`curl ${url} -d EData=a\\ b -d ''`, "EData=a b&"],
    [`curl ${url} --data-urlencode $'EData=\\ud800'`, "EData=%EF%BF%BD"],
    [`curl ${url} -d 'EData=a';echo done`, "EData=a"],
    [`curl ${url} -d 'EData=a'|jq`, "EData=a"],
    [`curl ${url} -d EData=a&payExInfoStr=b>out.txt`, "EData=a&payExInfoStr=b"],
    [`curl ${url} -d 'EData=a'\ncurl ${url} -d 'EData=b'`, "EData=a"],
    [`curl -sSLd 'EData=a' ${url}`, "EData=a"],
    [`curl ${url} -F EData=a+b -F 'payExInfoStr=c'`, "EData=a%2Bb&payExInfoStr=c"],
  ]) {
    assert.equal(bodyOfCurl(command.replace(/^\$ /, "")), expected, command.slice(0, 80));
    assert.deepEqual(recognise(command), { kind: "curl", body: expected });
  }
  for (const command of [
    `curl ${url}`,
    `curl ${url} -d @body.txt`,
    `curl ${url} -d`,
    `curl ${url} --data-urlencode EData@file`,
    "curl '",
  ])
    assert.deepEqual(recognise(`${command} `), { kind: "unknown", body: `${command} ` });
});

test("a Base64 value alone", () => {
  for (const [part, text] of [
    ["eData", CLEAN.eData],
    ["payExInfo", CLEAN.payExInfo],
  ]) {
    const plain = base64(text);
    for (const [value, expected] of [
      [plain, encodeURIComponent(plain)],
      [encodeURIComponent(plain), encodeURIComponent(plain)],
      [` ${plain}\n`, encodeURIComponent(plain)],
      [plain.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, ""), undefined],
      [plain.replace(/(.{76})/g, "$1\n"), undefined],
    ]) {
      const { kind, part: taken, value: given } = recognise(value);
      assert.deepEqual([kind, taken], ["base64", part], value.slice(0, 50));
      if (expected) assert.equal(given, expected);
    }
  }
  assert.equal(recognise("abcdefghijklmnopqrstuvwxyz").kind, "unknown");
});

test("the JSON alone", () => {
  for (const [text, part] of [
    [CLEAN.eData, "eData"],
    [CLEAN.payExInfo, "payExInfo"],
    [EXAMPLE.payExInfo, "payExInfo"],
    [`\n  {"Token": "x"`, "eData"],
    ["{'sessionID': 'x'}", "payExInfo"],
  ])
    assert.deepEqual(recognise(text), { kind: "json", part, text });
});

test("a reply of CBT", () => {
  for (const text of [
    '{"status":"failure","code":"ILLEGAL_ARGUMENT"}',
    '{"status":"success","serialNumber":"1","signValue":"AA=="}',
    "<!DOCTYPE html><title>502</title>",
    "<html><body>Bad gateway",
  ])
    assert.deepEqual(recognise(text), { kind: "step", step: "reply", text });
});

test("an upload for customs", () => {
  const signed = {
    ...JSON.parse(CLEAN.payExInfo),
    serviceTime: "1",
    certNo: "y",
    signValue: "a+/=",
  };
  const json = JSON.stringify(signed);
  for (const text of [json, ` ${json}\n`, `payExInfoStr=${encodeURIComponent(json)}`])
    assert.deepEqual(recognise(text), { kind: "step", step: "upload", text: json }, text);
  // A payment company's answer may have a signature, too.
  const answered = { ...JSON.parse(CLEAN.payExInfo), note: '{"signValue":"x"}' };
  assert.equal(recognise(JSON.stringify(answered)).kind, "json");
  assert.equal(recognise(`payExInfoStr=${encodeURIComponent(CLEAN.payExInfo)}`).kind, "body");
});

test("a request from customs", () => {
  const json = '{"orderNo":"A1","sessionID":"S-1","serviceTime":"1768440483000"}';
  for (const text of [
    json,
    `openReq=${encodeURIComponent(json)}`,
    `openReq=${json}`,
    "openReq=",
    json.replaceAll('"', "&quot;"),
    json.replaceAll('"', '\\"'),
    JSON.stringify(json),
    JSON.stringify({ openReq: json }),
  ])
    assert.deepEqual(recognise(text), { kind: "step", step: "openReq", text }, text);
});

test("a reply from customs", () => {
  for (const text of [
    '{"code":"10000","message":"上传成功","total":1,"serviceTime":1768440483000}',
    '{"message":"x","code":20000}',
  ])
    assert.deepEqual(recognise(text), { kind: "step", step: "uploadReply", text }, text);
  assert.equal(recognise('{"status":"failure","code":"X","message":"x"}').step, "reply");
});

test("certificates and keys", () => {
  const base64 = "MII".padEnd(400, "AbC+/9");
  const pem = `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----`;
  const key = pem.replaceAll("CERTIFICATE", "PUBLIC KEY");
  for (const [text, taken = text] of [
    [pem],
    [key],
    [`subject=CN = x\n${pem}\nissuer=CN = y\n${pem}\n`, `${pem}\n${pem}`],
    [pem.slice(0, 200)],
    [base64],
    [base64.replace(/(.{64})/g, "$1\n")],
    ["04".padEnd(130, "9aF")],
  ])
    assert.deepEqual(recognise(text), { kind: "step", step: "signature", text: taken }, text);
  assert.equal(recognise("MII").kind, "unknown");
});

test("anything else is left as it is", () => {
  for (const text of [
    "hello",
    "",
    "  ",
    "a=b&c=d",
    '{"a":1}',
    "<xml/>",
    "EData",
    "curling",
    "\ud800",
  ])
    assert.deepEqual(recognise(text), { kind: "unknown", body: text });
});

// Where these took more than moments, the work would grow with the square of the text, and the test would not end.
test("megabytes of anything are gone through", () => {
  for (const text of [
    `x${"'".repeat(1e6)}x`,
    "a ".repeat(2e6),
    "=".repeat(4e6),
    "EData=".repeat(5e5),
    `x EData=${"A".repeat(4e6)}`,
    '"'.repeat(4e6),
    `curl '${"a".repeat(4e6)}`,
    "{".repeat(4e6),
    "[ ".repeat(2e6),
    `{${"orderNo sessionID ".repeat(2e5)}payExchangeInfo`,
    "-----BEGIN A-----".repeat(2e5),
    `MII${"A".repeat(4e6)}`,
  ]) {
    assert.ok(recognise(text).kind, text.slice(0, 10));
  }
});

test("values out of what is no form are escaped, and JSON's escapes read", () => {
  for (const [text, expected] of [
    [
      "{'EData': 'eyJh+A==AAAA', 'payExInfoStr': 'eyJz/Q==AAAA'}",
      "EData=eyJh%2BA%3D%3DAAAA&payExInfoStr=eyJz%2FQ%3D%3DAAAA",
    ],
    ['x {"EData":"eyJh\\/abcdefg"}', "EData=eyJh%2Fabcdefg"],
    ["EData：eyJhabcdefgh", "EData=eyJhabcdefgh"],
    [
      '{"status":200,"token":"x","msg":"sent EData=eyJhabcd\\u003d\\u0026payExInfoStr=eyJzabcd"}',
      "EData=eyJhabcd=&payExInfoStr=eyJzabcd",
    ],
  ])
    assert.deepEqual(recognise(text), { kind: "log", body: expected });
});
