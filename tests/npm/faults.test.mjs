// Faults of the host: traps, stack overflows, too little memory, threads, a million calls. Each gives a typed error, and the next
// call is right.

import assert from "node:assert/strict";
import { once } from "node:events";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Worker } from "node:worker_threads";
import { assertAllRight, outcome, setUp } from "./calls.mjs";
import {
  allBytes,
  made,
  memoryBytes,
  replacedBytes,
  watchInstances,
  withTrap,
} from "./instances.mjs";
import { validRequest } from "./project.mjs";

const unwatch = watchInstances();
const { project, cbt179, calls, expected, body, certificate } = await setUp();
after(() => {
  unwatch();
  return project.remove();
});

/** Whether to run the tests that take minutes: all large inputs, and a million calls. */
const isLong = Boolean(process.env.LONG);

/** @param {any} error */
function assertInternal(error) {
  assert.ok(error instanceof cbt179.InternalError, String(error));
  assert.equal(error.name, "InternalError");
  assert.equal(error.code, "CBT179_INTERNAL");
}

test("every function is called here", () => {
  const isCalled = (/** @type {string} */ name) =>
    Object.keys(calls).some((call) => call.split(":")[0] === name);
  const others = ["CheckError", "InternalError", "NotReadyError", "ready"];
  const missing = Object.keys(cbt179).filter((name) => !others.includes(name) && !isCalled(name));
  assert.deepEqual(missing, []);
});

test("after a trap anywhere in a call, the next call is right", () => {
  for (const [name, call] of Object.entries(calls)) {
    let trapped = 0;
    for (let boundary = 0; ; boundary++) {
      try {
        withTrap(boundary, () => outcome(call));
        break;
      } catch (/** @type {any} */ error) {
        trapped++;
        assertInternal(error);
        assert.ok(error.cause instanceof WebAssembly.RuntimeError, name);
      }
      assert.deepEqual(outcome(call), expected[name], name);
    }
    assert.ok(trapped > 0 || name === "openReqAnswer", name);
  }
  assertAllRight(calls, expected);
});

test("a stack that overflows anywhere in a call leaves a package that works", () => {
  for (const [name, call] of Object.entries(calls)) {
    let failed = 0;
    const dive = (/** @type {unknown[]} */ ...padding) => {
      try {
        dive(...padding);
      } catch {
        // From the deepest frame up, until the stack has room for the whole call.
        let found;
        try {
          found = outcome(call);
        } catch (/** @type {any} */ error) {
          failed++;
          // The host's own error, if too little stack was left for the call or its error.
          if (error instanceof RangeError) throw error;
          if (error instanceof TypeError) assert.match(error.message, /can't be written as JSON/);
          else if (error.code !== "CBT179_NOT_READY") assertInternal(error);
          throw error;
        }
        assert.deepEqual(found, expected[name], name);
      }
    };
    for (const padding of [[], [1, 2, 3], new Array(30)]) {
      failed = 0;
      dive(...padding);
      assert.ok(failed > 0, name);
      assert.deepEqual(outcome(call), expected[name], name);
    }
  }
  assertAllRight(calls, expected);
});

test("with 4 MB of WebAssembly memory, a large input fails, and the next call is right", async () => {
  await project.copy(import.meta.dirname, "tests/npm");
  await project.copy(`${import.meta.dirname}/../data`, "tests/data");
  await project.write(
    "small.mjs",
    `import assert from "node:assert/strict";
    import * as cbt179 from "cbt179/verify";
    import { assertAllRight, callsOf, outcomes } from "./tests/npm/calls.mjs";
    const calls = await callsOf(cbt179);
    const expected = outcomes(calls);
    const large = "EData=".padEnd(3 << 20, "+");
    const options = { certificate: ${JSON.stringify(certificate)} };
    const failing = {
      checkForm: () => cbt179.checkForm(large),
      bytes: () => cbt179.decodeForm(Buffer.from(large)),
      buildForm: () => cbt179.buildForm({ eData: {}, payExInfo: large }),
      encodeForm: () => cbt179.encodeForm({ eData: large, payExInfo: large }),
      checkReply: () => cbt179.checkReply("[".repeat(3 << 20)),
      verifySignature: () => cbt179.verifySignature(large, options),
      readCertificate: () => cbt179.readCertificate(large),
    };
    let failed = 0;
    for (const [name, call] of Object.entries(failing)) {
      try {
        call();
      } catch (error) {
        if (error.code === "CBT179_CHECK") continue;
        assert.ok(error instanceof cbt179.InternalError, name + ": " + error.stack);
        assert.equal(error.code, "CBT179_INTERNAL");
        failed++;
      }
      assertAllRight(calls, expected);
    }
    console.log(failed);`,
  );
  const failed = await project.node("--wasm-max-mem-pages=64", "small.mjs");
  assert.ok(Number(failed) >= 5, failed);
});

test("32 MB of any input get a report or an InternalError, and the next call is right", () => {
  const size = 32 << 20;
  const options = { maxBodyBytes: 64 << 20 };
  const filled = (/** @type {string} */ start, /** @type {string} */ unit) =>
    start + unit.repeat((size - start.length) / unit.length);
  const large = validRequest();
  const [order] = large.payExInfo.payExchangeInfoLists;
  large.payExInfo.payExchangeInfoLists = [order, ...new Array(99_999).fill(order)];
  const quick = {
    digits: () => cbt179.checkForm(filled("EData=", "A"), options),
    pairs: () => cbt179.checkForm(filled("EData=", "&"), options),
    bytes: () => cbt179.decodeForm(Buffer.alloc(size, 0xff), options),
    object: () => cbt179.buildForm(large, options),
    signed: () => cbt179.verifySignature(filled("{", '"a":1,'), { ...options, certificate }),
    certificate: () => cbt179.readCertificate(filled("MII", "A"), options),
  };
  // These take up to a minute each.
  const slow = {
    blanks: () => cbt179.checkForm(filled("EData=", "+"), options),
    brackets: () => cbt179.checkForm(filled("payExInfoStr=", "W1tb"), options),
    quotes: () => cbt179.checkRequest({ eData: {}, payExInfo: filled("", '"') }, options),
    reply: () => cbt179.checkReply(filled("{", '"a":1,'), options),
    secrets: () => cbt179.findSecrets(filled("", "token=a&"), options),
  };
  for (const [name, call] of Object.entries(isLong ? { ...quick, ...slow } : quick)) {
    const start = performance.now();
    let given = "a report";
    try {
      outcome(call);
    } catch (error) {
      assertInternal(error);
      given = "an InternalError";
    }
    if (isLong) console.log(`${name}: ${given} in ${Math.round(performance.now() - start)} ms`);
    assert.deepEqual(
      outcome(() => cbt179.checkForm(body, { locale: "en" })),
      expected["checkForm: faulty"],
    );
    assert.ok(memoryBytes() <= 32 << 20, name);
  }
  assertAllRight(calls, expected);
});

test("an instance that one huge input made grow is not kept", () => {
  cbt179.checkForm(body);
  const before = made();
  assert.equal(cbt179.checkForm("EData=".padEnd(8 << 20, "+")).ok, false);
  assert.equal(made(), before + 1);
  assert.ok(replacedBytes() > 32 << 20);
  cbt179.checkForm(body);
  assert.equal(made(), before + 1);
  assert.ok(memoryBytes() < 8 << 20);
});

test("concurrent threads do not affect each other", async () => {
  await project.copy(import.meta.dirname, "tests/npm");
  await project.copy(`${import.meta.dirname}/../data`, "tests/data");
  await project.write(
    "thread.mjs",
    `import { parentPort, workerData } from "node:worker_threads";
    import * as cbt179 from "cbt179/verify";
    import { assertAllRight, callsOf } from "./tests/npm/calls.mjs";
    const calls = await callsOf(cbt179);
    for (let round = 0; round < 30; round++) assertAllRight(calls, workerData);
    parentPort.postMessage("right");`,
  );
  const workerData = structuredClone(expected);
  const threads = Array.from(
    { length: 6 },
    () => new Worker(pathToFileURL(`${project.dir}/thread.mjs`), { workerData }),
  );
  const answers = threads.map(async (thread) => (await once(thread, "message"))[0]);
  // This thread runs the calls too.
  for (let round = 0; round < 30; round++) assertAllRight(calls, expected);
  assert.deepEqual(
    await Promise.all(answers),
    threads.map(() => "right"),
  );
  await Promise.all(threads.map((thread) => thread.terminate()));
});

test("50000 mixed calls do not grow the memory", () => {
  const mixed = [
    ...Object.values(calls),
    () => assert.throws(() => cbt179.checkForm("", { locale: "de" }), TypeError),
  ];
  const count = isLong ? 1_000_000 : 50_000;
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  const run = (/** @type {number} */ times) => {
    for (let index = 0; index < times; index++)
      outcome(/** @type {any} */ (mixed[index % mixed.length]));
    collect();
    return process.memoryUsage().heapUsed;
  };
  run(2000);
  const heap = run(2000);
  const before = [made(), ...allBytes()];
  const grown = run(count) - heap;
  assert.deepEqual([made(), ...allBytes()], before);
  assert.ok(grown < 1 << 20, `the heap grew by ${grown} bytes`);
});
