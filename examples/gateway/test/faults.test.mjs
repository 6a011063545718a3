// CBT may answer anything: the caller gets the truth, and CBT never gets a request twice.

import assert from "node:assert/strict";
import { test } from "node:test";
import { answer, BROKEN, failure, NO_SIGNATURE, SLOW } from "../stand-in/faults.js";
import { CODES } from "../stand-in/read.js";
import { assertSigned, newOrder, post, received, setFault } from "./client.mjs";
import { cbt, gateway, IMPATIENT, logLines, startGateway, TOKEN } from "./harness.mjs";

/** @typedef {import("./client.mjs").Json} Json */
/** @typedef {import("../src/settings.js").Settings} Settings */

for (const [faults, type, status] of /** @type {const} */ ([
  [NO_SIGNATURE, "cbt-not-signed", 502],
  [BROKEN, "cbt-broken", 502],
  [SLOW, "cbt-timeout", 504],
])) {
  for (const [name, fault] of Object.entries(faults)) {
    test(`CBT answers: ${name}`, async () => {
      const { url } = faults === SLOW ? await startGateway(IMPATIENT) : gateway;
      const order = newOrder();
      setFault(order.sessionID, fault);
      const { status: got, json } = await post(order, url);
      assert.equal(got, status, JSON.stringify(json));
      assert.equal(json.type, `/problems/${type}`);
      assert.equal(json.mayHaveBeenSent, true);
      if (type === "cbt-not-signed") {
        assert.ok(json.findings.length > 0 || json.detail.includes("HTTP status"));
        assert.ok(json.answer.excerpt.length <= 500);
        assert.ok(json.answer.status >= 200);
      }
      const serialNumbers = received(order.sessionID).map((request) => request.serialNumber);
      assert.deepEqual(serialNumbers, [json.serialNumber]);
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
    assert.equal(received(order.sessionID).length, 1);
  }
});

test("CBT refuses by its own rules: a serial number used before, a wrong token", async () => {
  const order = newOrder("once");
  cbt.setFaults(() => undefined);
  const first = await post(order);
  // Another store does not know of it.
  const other = await startGateway();
  const second = await post(order, other.url);
  assert.deepEqual([first.status, second.status], [200, 502]);
  assert.equal(second.json.cbtCode, "ILLEGAL_ARGUMENT");

  const stranger = await startGateway({ token: `${TOKEN.slice(0, -1)}!` });
  const { status, json } = await post(newOrder(), stranger.url);
  assert.deepEqual([status, json.cbtCode], [502, "HASH_NO_PRIVILEGE"]);
});

test("many at once, most of them ill-fated: none is lost, sent twice, or taken for signed", async () => {
  const faults = Object.values({ ...NO_SIGNATURE, ...BROKEN, ...SLOW });
  /** @type {Map<string | undefined, import("./client.mjs").Fault>} */
  const fates = new Map();
  cbt.setFaults((sessionID) => fates.get(sessionID));
  const all = Array.from({ length: 200 }, async (_, i) => {
    const order = newOrder();
    const fault = faults[i % (2 * faults.length)];
    if (fault) fates.set(order.sessionID, fault);
    const { status, json } = await post(order);
    if (fault) assert.ok(status === 502 || status === 504, `${status}`);
    else assert.deepEqual(JSON.parse(assertSigned(json)), order);
    const serialNumbers = received(order.sessionID).map((request) => request.serialNumber);
    assert.deepEqual(serialNumbers, [json.serialNumber]);
    return json.serialNumber;
  });
  const serialNumbers = await Promise.all(all);
  assert.equal(new Set(serialNumbers).size, all.length);
});

test("a defect's answer says what CBT may know, and nothing about the defect", async () => {
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
    assert.equal(status, 500);
    assert.equal(json.type, type);
    assert.equal(json.detail, "the service failed; see its log");
    assert.equal(json.mayHaveBeenSent, good ? true : undefined);
    assert.deepEqual(
      received(order.sessionID).map((request) => request.serialNumber),
      good ? [json.serialNumber] : [],
    );
    const { level, err } = JSON.parse(
      logLines.filter((line) => line.includes('"failed"')).at(-1) ?? "",
    );
    assert.equal(level, 50);
    assert.equal(err.type, "TypeError");
    assert.match(err.message, /\*\*\*/);
  }
});
