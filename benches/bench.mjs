// `cargo xtask bench`: all contenders agree, then they are timed, and docs/performance.* says how it went.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, release, totalmem, type } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { agree } from "./agree.mjs";
import { judge } from "./bars.mjs";
import { makeCases, root } from "./bodies.mjs";
import { makeContenders } from "./contenders.mjs";
import { measureFirstCalls } from "./first-call.mjs";
import { measureHosts } from "./hosts.mjs";
import { measure } from "./measure.mjs";
import { measureMemory } from "./memory.mjs";
import { plot } from "./plot.mjs";
import { markdown, withGenerated } from "./report.mjs";
import { makeSignatureTasks } from "./signature.mjs";
import { makeTasks } from "./tasks.mjs";
import { spread } from "./timing.mjs";

const { values } = parseArgs({ options: { quick: { type: "boolean", default: false } } });
/** How much of everything: few rounds say how it goes, and whether it goes at all. */
const effort = values.quick
  ? { rounds: 3, batch: 5, warmUp: 50, processes: 3, loads: 1, calls: 2_000, mutations: 50 }
  : {
      rounds: 11,
      batch: 50,
      warmUp: 400,
      processes: 21,
      loads: 7,
      calls: 100_000,
      mutations: 2_000,
    };

/** @param {string} what @param {() => any} work */
async function step(what, work) {
  const start = performance.now();
  process.stdout.write(`${what} ... `);
  const done = await work();
  console.log(`${((performance.now() - start) / 1000).toFixed(1)} s`);
  return done;
}

// What the children read, and Ajv's validator.
mkdirSync(join(root, "target/bench"), { recursive: true });
const cases = makeCases();
const contenders = await makeContenders();
const agreement = await step("all agree", () => agree(contenders, cases, effort.mutations));

const tasks = [];
for (const { contenders: made, ...task } of [
  ...makeTasks(cases, contenders),
  ...makeSignatureTasks(),
]) {
  const timings = await step(`${task.task}, ${task.size}, ${task.input}`, () =>
    measure(made(), effort),
  );
  tasks.push({ ...task, timings });
}
const [small, , large] = cases.map(({ body }) => body);
if (small === undefined || large === undefined) throw new Error("no bodies");
const firstCalls = await step("first calls", () => measureFirstCalls(small, effort.processes));
const memory = await step("memory", () => measureMemory(small, large, effort.calls));

const page = await step("page", () => {
  const args = [join(root, "tests/page/measure.mjs"), String(effort.loads)];
  const { firstUse, longestTask, gzip } = JSON.parse(
    execFileSync(process.execPath, args, { encoding: "utf8" }),
  );
  return { firstUse: spread(firstUse), longestTask: spread(longestTask), gzip };
});

const hosts = await step("other hosts", () => measureHosts(cases, effort));

const gzipOf = (/** @type {string} */ file) =>
  gzipSync(readFileSync(join(root, "dist/npm", file)), { level: 9 }).length;
const zipped = {
  wasm: gzipOf("cbt179.wasm"),
  entry: gzipOf("index.js"),
  verify: gzipOf("cbt179-verify.wasm"),
};
const version = (/** @type {string} */ name) =>
  JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")).version;
const { name, version: own } = JSON.parse(
  readFileSync(join(root, "dist/npm/package.json"), "utf8"),
);

const report = {
  command: `cargo xtask bench${values.quick ? " --quick" : ""}`,
  date: new Date().toISOString().slice(0, 10),
  machine: {
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    os: `${type()} ${release().split("-")[0]}, ${process.arch}`,
  },
  versions: {
    node: process.versions.node,
    v8: process.versions.v8,
    [name]: own,
    ...Object.fromEntries(
      ["ajv", "zod", "valibot", "sm-crypto-v2"].map((name) => [name, version(name)]),
    ),
  },
  effort,
  bodies: cases.map(({ size, what, body, states }) => ({
    size,
    what,
    bytes: body.length,
    advice: states.advice.length,
    many: states.many.length,
  })),
  agreement,
  tasks,
  firstCalls,
  memory,
  zipped,
  page,
  hosts,
  bars: judge(tasks, firstCalls, memory, zipped, page),
};

// A few rounds are no result.
const folder = values.quick ? "target/bench" : "docs";
const file = (/** @type {string} */ name) => join(root, folder, name);
writeFileSync(file("performance.json"), `${JSON.stringify(report, null, 2)}\n`);
writeFileSync(file("performance.svg"), plot(report));
writeFileSync(file("performance.md"), withGenerated(file("performance.md"), markdown(report)));
for (const { what, than, measured, bar, unit, isMet } of report.bars) {
  console.log(
    `${isMet ? "met" : "NOT MET"}  ${what}, ${than}: ${measured.toFixed(2)} ${unit} (bar ${bar})`,
  );
}
