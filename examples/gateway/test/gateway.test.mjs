// The service against a stand-in for CBT, over real connections: every request is answered, a success has a signature that
// holds, and whatever CBT does, it never gets a request twice.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { verify } from "node:crypto";
import { once } from "node:events";
import { cp, mkdir, readFile, symlink } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { makeProject, validRequest } from "../../../tests/npm/project.mjs";
import { answer, BROKEN, CODES, DIGEST, failure, NO_SIGNATURE, SLOW, startCbt } from "./cbt.mjs";
import { makeCertificate } from "./certificate.mjs";

/** @typedef {Record<string, any>} Json */
/** @typedef {import("../src/settings.js").Settings} Settings */

const example = join(import.meta.dirname, "..");
const root = join(example, "../..");
// All that JSON, Base64 and percent-encoding write differently.
const TOKEN = 'tök"en/+&=%\\ 1234567890?>~abcdef';
const TIMEOUT = 1_000;

/** @type {Awaited<ReturnType<typeof makeProject>>} */
let project;
/** @type {typeof import("../src/app.js")} */
let app;
/** @type {Awaited<ReturnType<typeof startCbt>>} */
let cbt;
/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
/** @type {string[]} */
const logLines = [];
/** @type {import("node:child_process").ChildProcess[]} */
const servers = [];
/** @type {(line: string) => void} */
let onLogLine = () => {};

before(async () => {
  // As a user has it: the service's files in a project of their own, with both packages installed.
  project = await makeProject();
  await cp(join(example, "src"), join(project.dir, "src"), { recursive: true });
  await project.write("src/package.json", '{ "type": "module" }\n');
  await mkdir(join(project.dir, "node_modules"), { recursive: true });
  await symlink(
    join(root, "node_modules/fastify"),
    join(project.dir, "node_modules/fastify"),
    "dir",
  );
  app = await import(pathToFileURL(join(project.dir, "src/app.js")).href);
  cbt = await startCbt(TOKEN);
  gateway = await startGateway();
});
after(async () => {
  // Of a test that failed, something may still run.
  for (const server of servers) server.kill("SIGKILL");
  await gateway?.close();
  await cbt?.stop();
  await project?.remove();
});

/** @param {Partial<Settings>} changes */
async function startGateway(changes = {}) {
  const settings = {
    url: new URL(cbt.url),
    token: TOKEN,
    cusName: "上海某某电子商务有限公司",
    cusCode: "3122260XYZ",
    timeout: TIMEOUT,
    connectTimeout: TIMEOUT / 4,
    retryDelay: 200,
    locale: /** @type {const} */ ("en"),
    logLevel: "trace",
    host: "127.0.0.1",
    port: 0,
  };
  Object.defineProperties(settings, Object.getOwnPropertyDescriptors(changes));
  const write = (/** @type {string} */ line) => {
    logLines.push(line);
    onLogLine(line);
  };
  const service = app.buildApp(settings, { write });
  const url = await service.listen({ host: settings.host, port: settings.port });
  return { url, close: () => service.close() };
}

let orders = 0;
/** An order with a sessionID of its own. */
function newOrder() {
  const order = /** @type {Json} */ (validRequest().payExInfo);
  orders += 1;
  order.sessionID = `FE2374D1-8F9E-4F97-A283-${String(orders).padStart(12, "0")}`;
  return order;
}

/** @param {unknown} body @param {string} [url] */
const post = (body, url = gateway.url) => postText(JSON.stringify(body), "application/json", url);

/** @param {string | Uint8Array<ArrayBuffer>} body @param {string} type */
async function postText(body, type, url = gateway.url) {
  const headers = { "content-type": type };
  const response = await fetch(`${url}/upload`, { method: "POST", headers, body });
  const isProblem = response.headers.get("content-type")?.startsWith("application/problem+json");
  const json = /** @type {Json} */ (await response.json());
  // What holds for every answer, come what may.
  assert.equal(isProblem, response.status !== 200);
  if (isProblem) {
    assert.equal(json.status, response.status);
    assert.match(json.instance, /^urn:uuid:[0-9a-f-]{36}$/);
    for (const name of ["type", "title", "detail"]) assert.ok(json[name], name);
    assert.ok(!("json" in json) && !("body" in json));
  }
  return { status: response.status, json };
}

/** The requests of an order that CBT got. @param {string} sessionID */
const gotten = (sessionID) => cbt.requests.filter((request) => request.sessionID === sessionID);

/**
 * That an upload is signed, and for what was sent.
 * @param {Json} upload
 * @returns {string} the text that was signed
 */
function assertSigned({ json, body, serialNumber }) {
  const tail =
    /,"serviceTime":"(\d{13})","certNo":"([0-9a-f]{8})","signValue":"([A-Za-z0-9+/=]+)"(\s*\}\s*)$/;
  const [, , certNo, signValue = "", end] =
    tail.exec(json) ?? assert.fail("no signature in the text");
  const signed = json.replace(tail, "") + end;
  const signature = Buffer.from(signValue, "base64");
  assert.equal(signature.length, 128);
  assert.ok(verify(DIGEST, Buffer.from(signed), cbt.publicKey, signature));
  assert.equal(certNo, cbt.certNo);
  assert.deepEqual([...new URLSearchParams(body)], [["payExInfoStr", json]]);

  const requests = cbt.requests.filter((request) => request.serialNumber === serialNumber);
  assert.equal(requests.length, 1);
  const form = new URLSearchParams(requests[0]?.body);
  assert.equal(Buffer.from(String(form.get("payExInfoStr")), "base64").toString(), signed);
  return signed;
}

/** Has CBT answer one order so. @param {string} sessionID @param {import("./cbt.mjs").Fault} fault */
const setFault = (sessionID, fault) =>
  cbt.setFaults((other) => (other === sessionID ? fault : undefined));

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

test("what CBT would refuse is refused with findings, and not sent", async () => {
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
  // What is refused before there is anything to check.
  const text = JSON.stringify(order);
  const unchecked = [[order], null, "x", 1, { payExInfo: order }, { payExInfo: text, ...order }];
  for (const body of [...unchecked, withHead({ totalAmount: 12345678901234.5 })]) {
    const { status, json } = await post(body);
    assert.equal(status, 422, JSON.stringify([body, json]));
    assert.equal(json.mayHaveBeenSent, false);
  }
  assert.equal(cbt.requests.length, sent);
});

test("what is no request at all is a problem too, and not sent", async () => {
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

for (const [faults, type, status] of /** @type {const} */ ([
  [NO_SIGNATURE, "cbt-not-signed", 502],
  [BROKEN, "cbt-broken", 502],
  [SLOW, "cbt-timeout", 504],
])) {
  for (const [name, fault] of Object.entries(faults)) {
    test(`CBT answers: ${name}`, async () => {
      const order = newOrder();
      setFault(order.sessionID, fault);
      const connections = cbt.connections();
      const { status: got, json } = await post(order);
      assert.equal(got, status, JSON.stringify(json));
      assert.equal(json.type, `/problems/${type}`);
      assert.equal(json.mayHaveBeenSent, true);
      if (type === "cbt-not-signed") {
        assert.ok(json.findings.length > 0 || json.detail.includes("HTTP status"));
        assert.ok(json.answer.excerpt.length <= 500);
        assert.ok(json.answer.status >= 200);
      }
      // Once, and with the serial number that the problem tells.
      const serialNumbers = gotten(order.sessionID).map((request) => request.serialNumber);
      assert.deepEqual(serialNumbers, [json.serialNumber]);
      assert.equal(cbt.connections(), connections + 1);
    });
  }
}

test("each of CBT's error codes comes with what to do about it", async () => {
  for (const code of /** @type {(keyof typeof CODES)[]} */ (Object.keys(CODES))) {
    const order = newOrder();
    setFault(order.sessionID, (response, { serialNumber }) =>
      answer(response, JSON.stringify(failure(code, serialNumber))),
    );
    const { status, json } = await post(order);
    assert.equal(status, code === "SYSTEM_ERROR" ? 503 : 502);
    assert.equal(json.type, "/problems/cbt-refused");
    assert.equal(json.cbtCode, code);
    assert.equal(json.cbtMessage, CODES[code]);
    assert.ok(json.findings.every((/** @type {Json} */ finding) => finding.help));
    assert.ok(json.detail.includes(code));
    assert.equal(gotten(order.sessionID).length, 1);
  }
});

test("CBT refuses by its own rules: a serial number used before, a wrong token", async () => {
  const order = newOrder();
  cbt.setFaults(() => undefined);
  const first = await post({ serialNumber: "once", ...order });
  const second = await post({ serialNumber: "once", ...order });
  assert.deepEqual([first.status, second.status], [200, 502]);
  assert.equal(second.json.cbtCode, "ILLEGAL_ARGUMENT");

  const stranger = await startGateway({ token: `${TOKEN.slice(0, -1)}!` });
  const { status, json } = await post(newOrder(), stranger.url);
  await stranger.close();
  assert.deepEqual([status, json.cbtCode], [502, "HASH_NO_PRIVILEGE"]);
});

test("CBT is down: two attempts, nothing sent, and the serial number still good", async () => {
  const order = newOrder();
  await cbt.stop();
  const lines = logLines.length;
  const { status, json } = await post({ serialNumber: "still good", ...order }).finally(cbt.start);
  assert.equal(status, 502);
  assert.equal(json.type, "/problems/cbt-unreachable");
  assert.equal(json.mayHaveBeenSent, false);
  assert.match(json.detail, /ECONNREFUSED/);
  assert.equal(logLines.slice(lines).filter((line) => line.includes("trying once more")).length, 1);
  const again = await post({ serialNumber: json.serialNumber, ...order });
  assert.equal(again.status, 200);
  assertSigned(again.json);
});

test("CBT comes back before the second attempt: signed, and sent once", async () => {
  const order = newOrder();
  await cbt.stop();
  onLogLine = (line) => {
    if (line.includes("trying once more")) cbt.start();
  };
  const { status, json } = await post(order).finally(cbt.start);
  onLogLine = () => {};
  assert.equal(status, 200, JSON.stringify(json));
  assertSigned(json);
  assert.equal(gotten(order.sessionID).length, 1);
});

test("a connection that is never ready: two attempts, nothing sent", async () => {
  let connections = 0;
  let received = "";
  const deaf = createServer((socket) => {
    connections += 1;
    socket.on("data", (data) => {
      received += data.toString("latin1");
    });
    socket.on("error", () => {});
  }).listen(0, "127.0.0.1");
  await once(deaf, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (deaf.address());
  // TLS is what it never answers to.
  const waiting = await startGateway({ url: new URL(`https://127.0.0.1:${port}`) });
  const { status, json } = await post(newOrder(), waiting.url);
  await waiting.close();
  deaf.close();
  assert.equal(status, 504);
  assert.equal(json.type, "/problems/cbt-timeout");
  assert.equal(json.mayHaveBeenSent, false);
  assert.equal(connections, 2);
  assert.ok(received && !received.includes("EData"));
});

test("an answer before the request was read is an answer, or none, but no reason to send again", async () => {
  let connections = 0;
  const hasty = createServer((socket) => {
    connections += 1;
    socket.on("error", () => {});
    socket.end("HTTP/1.1 413 Content Too Large\r\nContent-Length: 9\r\n\r\ntoo large");
    setTimeout(() => socket.resetAndDestroy(), 20);
  }).listen(0, "127.0.0.1");
  await once(hasty, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (hasty.address());
  const sender = await startGateway({ url: new URL(`http://127.0.0.1:${port}`) });
  const order = newOrder();
  order.payExchangeInfoLists = Array(4_500).fill(order.payExchangeInfoLists[0]);
  const { status, json } = await post(order, sender.url);
  await sender.close();
  hasty.close();
  assert.equal(status, 502);
  assert.equal(json.mayHaveBeenSent, true);
  assert.equal(connections, 1);
});

test("many at once, most of them ill-fated: none is lost, sent twice, or taken for signed", async () => {
  const faults = Object.values({ ...NO_SIGNATURE, ...BROKEN, ...SLOW });
  /** @type {Map<string | undefined, import("./cbt.mjs").Fault>} */
  const fates = new Map();
  cbt.setFaults((sessionID) => fates.get(sessionID));
  const all = Array.from({ length: 200 }, async (_, i) => {
    const order = newOrder();
    const fault = faults[i % (2 * faults.length)];
    if (fault) fates.set(order.sessionID, fault);
    const { status, json } = await post(order);
    if (fault) assert.ok(status === 502 || status === 504, `${status}`);
    else assert.deepEqual(JSON.parse(assertSigned(json)), order);
    const serialNumbers = gotten(order.sessionID).map((request) => request.serialNumber);
    assert.deepEqual(serialNumbers, [json.serialNumber]);
    return json.serialNumber;
  });
  const serialNumbers = await Promise.all(all);
  assert.equal(new Set(serialNumbers).size, all.length);
});

test("a defect of the service tells what CBT may know, and nothing of itself", async () => {
  for (const [good, type] of [
    [0, "about:blank"],
    [1, "/problems/service-failed"],
  ]) {
    let asked = 0;
    // buildForm throws at it, or checkReply does.
    const defect = /** @type {Partial<Settings>} */ ({
      get locale() {
        return asked++ < Number(good) ? "en" : TOKEN;
      },
    });
    const defective = await startGateway(defect);
    const order = newOrder();
    const { status, json } = await post(order, defective.url);
    await defective.close();
    assert.equal(status, 500);
    assert.equal(json.type, type);
    assert.equal(json.detail, "the service failed; its log says more");
    assert.equal(json.mayHaveBeenSent, good ? true : undefined);
    assert.deepEqual(
      gotten(order.sessionID).map((request) => request.serialNumber),
      good ? [json.serialNumber] : [],
    );
    const { level, err } = JSON.parse(logLines.findLast((line) => line.includes('"failed"')) ?? "");
    assert.equal(level, 50);
    assert.equal(err.type, "TypeError");
    assert.match(err.message, /\*\*\*/);
  }
});

/** Starts src/server.js as a process of its own. @param {Record<string, string>} env */
async function startServer(env) {
  const server = spawn(process.execPath, [join(project.dir, "src/server.js")], {
    env: {
      PATH: process.env.PATH,
      CBT_TOKEN: TOKEN,
      CBT_CUS_NAME: "上海某某电子商务有限公司",
      CBT_CUS_CODE: "3122260XYZ",
      PORT: "0",
      ...env,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  servers.push(server);
  const exit = once(server, "exit");
  const url = await new Promise((resolve, reject) => {
    createInterface({ input: server.stdout }).on("line", (line) => {
      logLines.push(line);
      const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
      if (address) resolve(address);
    });
    exit.then(() => reject(new Error("it did not start")));
  });
  const stop = async () => {
    server.kill("SIGTERM");
    const [code] = await exit;
    return code;
  };
  return { url, stop };
}

test("the service starts with its environment, and answers what has begun before it stops", async () => {
  const server = await startServer({ CBT_URL: cbt.url });
  const order = newOrder();
  const stopped = new Promise((resolve) => {
    setFault(order.sessionID, (response, due) => {
      resolve(server.stop());
      setTimeout(() => answer(response, JSON.stringify(due)), 300);
    });
  });
  const { status, json } = await post(order, server.url);
  assert.equal(status, 200);
  assertSigned(json);
  const answered = performance.now();
  assert.equal(await stopped, 0);
  assert.ok(performance.now() - answered < 10_000, "it waited for a connection to be left");
});

test("HTTPS: signed where the certificate is trusted, and nothing sent where it is not", async () => {
  const certificate = makeCertificate();
  await project.write("ca.pem", certificate.cert);
  const plain = cbt;
  cbt = await startCbt(TOKEN, certificate);
  try {
    const trusting = await startServer({
      CBT_URL: cbt.url,
      NODE_EXTRA_CA_CERTS: join(project.dir, "ca.pem"),
    });
    const signed = await post(newOrder(), trusting.url);
    await trusting.stop();
    assert.equal(signed.status, 200, JSON.stringify(signed.json));
    assertSigned(signed.json);

    const wary = await startServer({ CBT_URL: cbt.url });
    const { status, json } = await post(newOrder(), wary.url);
    await wary.stop();
    assert.equal(status, 502);
    assert.equal(json.type, "/problems/cbt-unreachable");
    assert.match(json.detail, /SELF_SIGNED/);
    assert.equal(json.mayHaveBeenSent, false);
    assert.equal(cbt.requests.length, 1);
  } finally {
    await cbt.stop();
    cbt = plain;
  }
});

test("what the environment lacks is said, a sentence each, before anything starts", async () => {
  /** @param {Record<string, string>} env */
  const start = async (env) => {
    const server = spawn(process.execPath, [join(project.dir, "src/server.js")], {
      env: { PATH: process.env.PATH, ...env },
      stdio: ["ignore", "inherit", "pipe"],
    });
    const lines = [];
    for await (const line of createInterface({ input: server.stderr })) lines.push(line);
    if (server.exitCode === null) await once(server, "exit");
    assert.equal(server.exitCode, 1);
    return lines;
  };
  const names = ["CBT_URL", "CBT_TOKEN", "CBT_CUS_NAME", "CBT_CUS_CODE"];
  assert.deepEqual(
    (await start({})).map((line) => line.split(" is missing: ")[0]),
    names,
  );
  const wrong = await start({
    CBT_URL: "http://cbt.example/sign",
    CBT_TOKEN: `${TOKEN}!`,
    CBT_CUS_NAME: "某",
    CBT_CUS_CODE: "3",
    CBT_TIMEOUT_MS: "soon",
    LOCALE: "fr",
    PORT: "99999",
  });
  for (const [i, name] of ["CBT_URL", "CBT_TIMEOUT_MS", "LOCALE", "PORT", "`token`"].entries()) {
    assert.ok(
      wrong.some((line) => line.startsWith(name)),
      `${i} ${name}: ${wrong.join("\n")}`,
    );
  }
  assert.equal(wrong.length, 5);
  assert.ok(!wrong.join().includes(TOKEN));
});

test("the token is in no log line and in no problem", async () => {
  const asJson = JSON.stringify(TOKEN).slice(1, -1);
  const twice = JSON.stringify(asJson).slice(1, -1);
  const secrets = [TOKEN, asJson, twice, encodeURIComponent(TOKEN)];
  for (const text of [TOKEN, asJson]) {
    for (const [before, shared] of /** @type {const} */ ([
      ["", 0],
      ["x", 2],
      ["xx", 3],
    ])) {
      // Cut to the characters that come of the token alone.
      const base64 = Buffer.from(before + text)
        .toString("base64")
        .slice(shared, -4);
      secrets.push(base64, encodeURIComponent(base64));
    }
  }
  const holds = (/** @type {string} */ text) => secrets.some((secret) => text.includes(secret));
  // That they are what would be seen: in what CBT got they are.
  assert.ok(cbt.requests.every(({ body, refusal }) => holds(body) || refusal));

  const order = newOrder();
  setFault(order.sessionID, (response, due) =>
    answer(response, JSON.stringify({ ...due, status: "failure", msg: `no such token ${TOKEN}` })),
  );
  const told = await post(order);
  assert.match(told.json.cbtMessage, /^no such token \*+$/);
  setFault(order.sessionID, NO_SIGNATURE["an HTML error page"]);
  const quoted = await post(order);
  assert.match(quoted.json.answer.excerpt, /EData=[\w%]*\*{6}/);
  assert.ok(!holds(JSON.stringify([told, quoted])));
  // What is cut must not be cut within the token, as the rest of it would pass for something else.
  for (const before of [20, 35, 470, 485]) {
    const text = `<html>${"x".repeat(before)}${TOKEN}`;
    setFault(order.sessionID, (response) => answer(response, text, 502, "text/html"));
    const { json } = await post(order);
    assert.ok(!JSON.stringify(json).includes(TOKEN.slice(0, 3)), json.answer.excerpt);
  }

  assert.ok(logLines.length > 1_000);
  assert.ok(!logLines.some(holds));
  assert.ok(!logLines.some((line) => line.includes("payExchangeInfoHead")), "a body was logged");
});

test("the example asks for the Fastify that it is tested with", async () => {
  const read = async (/** @type {string} */ file) => JSON.parse(await readFile(file, "utf8"));
  const { dependencies } = await read(join(example, "package.json"));
  const { devDependencies } = await read(join(root, "package.json"));
  assert.equal(dependencies.fastify, devDependencies.fastify);
});
