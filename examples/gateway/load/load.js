// `npm run load`: sends orders to the gateway while every fifth request fails at CBT's stand-in, in varying ways, and the process
// is killed and restarted. Checks that each order is answered once and truthfully, and prints latencies and memory.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { startCbt } from "../stand-in/cbt.js";
import { failEvery } from "../stand-in/faults.js";

/** @typedef {{ status: number, json: Record<string, unknown>, milliseconds: number, attempts: number }} Answer */

const TOKEN = "8d1f0b6e3c9a4725b0e4c7d2f6a95318";
const TIMEOUT = 5_000;
const folder = join(import.meta.dirname, "..");

if (process.argv[1] === import.meta.filename) {
  const { orders, connections, kills, signed, failed, unknown, seconds, latency, memory } =
    await load({ orders: 6_000, connections: 50, kills: 3 });
  const [early, late] = memory.map((bytes) => `${Math.round(bytes / 2 ** 20)} MB`);
  console.log(`
| orders | connections | kills | signed | failed at CBT | outcome unknown | answered wrongly | sent twice | orders/s | p50 | p97.5 | p99 | memory at three quarters | at the end |
|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
| ${orders} | ${connections} | ${kills} | ${signed} | ${failed} | ${unknown} | 0 | 0 | ${Math.round(orders / seconds)} | ${latency(0.5)} ms | ${latency(0.975)} ms | ${latency(0.99)} ms | ${early} | ${late} |

Node.js ${process.version}, ${availableParallelism()} cores, which the stand-in and the load share with the gateway.`);
}

/**
 * Sends the orders; the kills are spread over the first half. Throws if any answer is wrong.
 * @param {{ orders: number, connections: number, kills: number }} load
 */
export async function load({ orders, connections, kills }) {
  const scratch = await mkdtemp(join(tmpdir(), "cbt179-gateway-load-"));
  const cbt = await startCbt(TOKEN);
  cbt.setFaults(failEvery(5));
  const certificateFile = join(scratch, "cbt.pem");
  await writeFile(certificateFile, cbt.certificate);
  const storeFile = join(scratch, "uploads.db");
  const env = {
    CBT_URL: cbt.url,
    CBT_TOKEN: TOKEN,
    CBT_CUS_NAME: "上海某某电子商务有限公司",
    CBT_CUS_CODE: "3122260XYZ",
    CBT_CERTIFICATE: certificateFile,
    CBT_TIMEOUT_MS: String(TIMEOUT),
    CBT_MAX_CONCURRENT: String(connections),
    STORE_FILE: storeFile,
  };
  let gateway = await start(env);
  const order = JSON.parse(await readFile(join(folder, "stand-in/order.json"), "utf8"));
  /** @type {Map<string, Answer>} */
  const answers = new Map();
  /** @type {number[]} */
  const memory = [];
  try {
    let next = 0;
    let killed = 0;
    const worker = async () => {
      while (next < orders) {
        next += 1;
        const ids = { serialNumber: `load ${next}`, sessionID: `${next}` };
        const body = JSON.stringify({ ...order, ...ids });
        answers.set(ids.serialNumber, await ask(() => post(gateway.url, body)));
        if (killed < kills && answers.size >= (orders / 2 / kills) * (killed + 0.5)) {
          killed += 1;
          await gateway.stop("SIGKILL");
          gateway = await start({ ...env, PORT: new URL(gateway.url).port });
        }
        if (answers.size === (orders * 3) / 4 || answers.size === orders) {
          memory.push(await residentMemory(gateway.url));
        }
      }
    };
    const started = performance.now();
    await Promise.all(Array.from({ length: connections }, worker));
    const seconds = (performance.now() - started) / 1000;

    assert.equal(answers.size, orders);
    let [signed, failed, unknown] = [0, 0, 0];
    for (const [serialNumber, answer] of answers) {
      const outcome = judge(cbt, serialNumber, answer);
      signed += Number(outcome === "signed");
      failed += Number(outcome === "failed");
      unknown += Number(outcome === "unknown");
    }
    // A kill interrupts at most one order per connection.
    assert.ok(unknown <= kills * connections, `${unknown} outcomes are unknown`);
    // The store keeps every answer, even after a kill.
    for (const [serialNumber, { status, json }] of answers) {
      const again = await recall(gateway.url, serialNumber);
      assert.deepEqual(
        { status: again.status, body: again.json.body },
        { status, body: json.body },
      );
    }
    const times = [...answers.values()].map((answer) => answer.milliseconds).sort((a, b) => a - b);
    const latency = (/** @type {number} */ share) =>
      Math.round(times[Math.floor(share * times.length)] ?? 0);
    return { orders, connections, kills, signed, failed, unknown, seconds, latency, memory };
  } finally {
    await gateway.stop("SIGTERM");
    await cbt.stop();
    await rm(scratch, { recursive: true });
  }
}

/** Starts the gateway, and waits until it listens. @param {Record<string, string>} env */
async function start(env) {
  const gateway = spawn(process.execPath, ["src/server.js"], {
    cwd: folder,
    env: { PORT: "0", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exit = once(gateway, "exit");
  const stop = async (/** @type {NodeJS.Signals} */ signal) => {
    gateway.kill(signal);
    await exit;
  };
  for await (const line of createInterface({ input: gateway.stdout })) {
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
    if (!url) continue;
    gateway.stdout.resume();
    return { url, stop };
  }
  throw new Error("the gateway did not start");
}

/**
 * Retries as a careful client does: if the connection fails, if nothing was sent, and while the order is in progress.
 * @param {() => Promise<Omit<Answer, "milliseconds" | "attempts">>} send
 * @returns {Promise<Answer>}
 */
async function ask(send) {
  const started = performance.now();
  for (let attempts = 1; ; attempts += 1) {
    const answer = await send().catch((error) => {
      // A minute, with pauses of 100 ms.
      if (attempts === 600) throw error;
    });
    const isFinal =
      answer?.json.type !== "/problems/in-progress" && answer?.json.mayHaveBeenSent !== false;
    if (answer && isFinal) {
      return { ...answer, milliseconds: performance.now() - started, attempts };
    }
    await pause(100);
  }
}

/** @param {string} url @param {string} body */
async function post(url, body) {
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${url}/upload`, { method: "POST", headers, body });
  return { status: response.status, json: await response.json() };
}

/** @param {string} url @param {string} serialNumber */
async function recall(url, serialNumber) {
  const response = await fetch(`${url}/upload/${encodeURIComponent(serialNumber)}`);
  return { status: response.status, json: await response.json() };
}

/** @param {string} url @returns {Promise<number>} in bytes */
async function residentMemory(url) {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(metrics)?.[1]);
}

/**
 * Compares an answer with what the stand-in did.
 * @param {Awaited<ReturnType<typeof startCbt>>} cbt
 * @param {string} serialNumber
 * @param {Answer} answer
 */
function judge(cbt, serialNumber, { status, json, attempts }) {
  const requests = cbt.requests.filter((request) => request.serialNumber === serialNumber);
  const summary = `${serialNumber}: ${status} ${JSON.stringify(json)}`;
  assert.ok(requests.length <= 1, `${summary} was sent ${requests.length} times`);
  if (json.type === "/problems/outcome-unknown") {
    assert.ok(attempts > 1, `${summary}, though its process was not killed`);
    assert.equal(json.mayHaveBeenSent, true);
    return "unknown";
  }
  assert.equal(requests.length, 1, summary);
  // A busy machine may need longer than the time limit.
  if (requests[0]?.fault || json.type === "/problems/cbt-timeout") {
    assert.ok(status === 502 || status === 504, summary);
    assert.equal(json.mayHaveBeenSent, true);
    return "failed";
  }
  assert.equal(status, 200, summary);
  return "signed";
}
