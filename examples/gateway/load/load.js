// `npm run load`: sends orders to the gateway while every fifth request fails at CBT's stand-in, each time in another way, and
// checks that each is answered once and truthfully. It ends after the number of orders below, or after five minutes.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import autocannon from "autocannon";
import { startCbt } from "../stand-in/cbt.js";
import { failEvery } from "../stand-in/faults.js";

/** @typedef {{ status: number, json: Record<string, unknown> }} Answer */

const ORDERS = 2_000;
const CONNECTIONS = 50;
const TOKEN = "8d1f0b6e3c9a4725b0e4c7d2f6a95318";
const folder = join(import.meta.dirname, "..");

const scratch = await mkdtemp(join(tmpdir(), "cbt179-gateway-load-"));
const cbt = await startCbt(TOKEN);
cbt.setFaults(failEvery(5));
const certificateFile = join(scratch, "cbt.pem");
await writeFile(certificateFile, cbt.certificate);
const gateway = spawn(process.execPath, ["src/server.js"], {
  cwd: folder,
  env: {
    CBT_URL: cbt.url,
    CBT_TOKEN: TOKEN,
    CBT_CUS_NAME: "上海某某电子商务有限公司",
    CBT_CUS_CODE: "3122260XYZ",
    CBT_CERTIFICATE: certificateFile,
    CBT_TIMEOUT_MS: "5000",
    CBT_MAX_CONCURRENT: String(CONNECTIONS),
    STORE_FILE: join(scratch, "uploads.db"),
    PORT: "0",
  },
  stdio: ["ignore", "pipe", "inherit"],
});
try {
  const url = await listening();
  const order = JSON.parse(await readFile(join(folder, "stand-in/order.json"), "utf8"));
  /** Each answer by its serial number. @type {Map<string, Answer>} */
  const answers = new Map();
  let orders = 0;
  const result = await autocannon({
    url: `${url}/upload`,
    amount: ORDERS,
    connections: CONNECTIONS,
    duration: 300,
    timeout: 60,
    requests: [
      {
        method: "POST",
        headers: { "content-type": "application/json" },
        setupRequest: (request) => {
          orders += 1;
          const ids = { serialNumber: `load ${orders}`, sessionID: `${orders}` };
          return { ...request, body: JSON.stringify({ ...order, ...ids }) };
        },
        onResponse: (status, body) => {
          const json = JSON.parse(body);
          assert.ok(!answers.has(json.serialNumber), `${json.serialNumber} was answered twice`);
          answers.set(json.serialNumber, { status, json });
        },
      },
    ],
  });

  const failed = [...answers].filter(([serialNumber, answer]) => check(serialNumber, answer));
  const { errors, timeouts } = result;
  assert.deepEqual(
    { errors, timeouts, answers: answers.size },
    { errors: 0, timeouts: 0, answers: ORDERS },
  );
  assert.equal(cbt.requests.length, ORDERS);
  const { latency, requests } = result;
  console.log(`
| orders | connections | signed | failed at CBT | answered wrongly | sent twice | orders/s | p50 | p97.5 | p99 |
|---|---|---|---|---|---|---|---|---|---|
| ${ORDERS} | ${CONNECTIONS} | ${ORDERS - failed.length} | ${failed.length} | 0 | 0 | ${Math.round(requests.average)} | ${latency.p50} ms | ${latency.p97_5} ms | ${latency.p99} ms |

Node.js ${process.version}, ${availableParallelism()} cores, which the stand-in and the load share with the gateway.`);
} finally {
  gateway.kill("SIGTERM");
  if (gateway.exitCode === null) await once(gateway, "exit");
  await cbt.stop();
  await rm(scratch, { recursive: true });
}

/** @returns {Promise<string>} the gateway's address */
async function listening() {
  for await (const line of createInterface({ input: gateway.stdout })) {
    const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
    gateway.stdout.resume();
    if (address) return address;
  }
  throw new Error("the gateway did not start");
}

/**
 * Compares an answer with what the stand-in did.
 * @param {string} serialNumber
 * @param {Answer} answer
 * @returns {boolean} whether the order failed at CBT
 */
function check(serialNumber, { status, json }) {
  const requests = cbt.requests.filter((request) => request.serialNumber === serialNumber);
  assert.equal(requests.length, 1, `${serialNumber} was sent ${requests.length} times`);
  if (requests[0]?.fault) {
    assert.ok(status === 502 || status === 504, `${serialNumber} failed at CBT: ${status}`);
    assert.equal(json.mayHaveBeenSent, true);
    return true;
  }
  assert.equal(status, 200, JSON.stringify(json));
  return false;
}
