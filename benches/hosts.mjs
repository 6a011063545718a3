// Runs the benchmark on other hosts: a newer Node.js, from the npm package `node`, and Chromium.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { makeCases, root } from "./bodies.mjs";
import { measure } from "./measure.mjs";
import { AJV, NODE_ONLY, ORDINARY, OURS } from "./names.mjs";
import { AJV as AJV_FILE } from "./peers/ajv-build.mjs";

/** @import { Effort } from "./timing.mjs" */
/** @typedef {ReturnType<typeof makeCases>} Cases */
/** @import { Measured } from "./bars.mjs" */
/** @typedef {{ host: string, tasks: Omit<Measured, "bytes">[] }} Host */

const NODE = "node@24";

/** The most frequent tasks, which are measured. */
const TASKS = ["check", "check, with advice", "check, one error", "build"];

/** @param {Cases} cases @param {Effort} effort @returns {Promise<Host[]>} */
export async function measureHosts(cases, effort) {
  const script = "console.log(process.execPath)";
  // The package's install script puts the binary in place.
  const ask = [
    "exec",
    "--yes",
    "--ignore-scripts=false",
    `--package=${NODE}`,
    "-c",
    `node -e '${script}'`,
  ];
  const newer = execFileSync("npm", ask, { cwd: root, encoding: "utf8" }).trim();
  const child = [import.meta.filename, "--child", JSON.stringify(effort)];
  const node = JSON.parse(execFileSync(newer, child, { encoding: "utf8" }));
  return [node, await inChromium(cases, effort)];
}

/** @param {Cases} all @param {Effort} effort @returns {Promise<Host>} */
async function inChromium(all, effort) {
  const { outputFiles } = await build({
    stdin: { contents: IN_BROWSER, resolveDir: import.meta.dirname },
    bundle: true,
    format: "iife",
    globalName: "bench",
    write: false,
    logLevel: "warning",
  });
  const cases = all.map(({ size, customs, body, states, request }) => ({
    size,
    customs,
    bodies: [body, states.advice, states.one],
    request,
  }));
  const executablePath = process.env.CHROMIUM;
  const browser = await chromium.launch({ ...(executablePath && { executablePath }) });
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: String(outputFiles[0]?.text) });
    const tasks = await page.evaluate(
      ([cases, effort]) => /** @type {any} */ (globalThis).bench.run(cases, effort),
      /** @type {const} */ ([cases, effort]),
    );
    return { host: `Chromium ${browser.version()}`, tasks };
  } finally {
    await browser.close();
  }
}

/** The script of the page, whose peers use no Node.js API. */
const IN_BROWSER = `
  import { buildForm, checkForm } from ${JSON.stringify(join(root, "dist/npm/index.js"))};
  import validators from ${JSON.stringify(AJV_FILE)};
  import { measureIn } from "./in-browser.mjs";
  export const run = (cases, effort) => measureIn({ buildForm, checkForm }, validators, cases, effort);
`;

// The child process, which prints its times as JSON.
const { values } = parseArgs({
  options: { child: { type: "string" } },
  strict: false,
  allowPositionals: true,
});
if (process.argv[1] === import.meta.filename && typeof values.child === "string") {
  const [{ makeContenders }, { makeTasks }] = await Promise.all([
    import("./contenders.mjs"),
    import("./tasks.mjs"),
  ]);
  const wanted = [OURS, NODE_ONLY, ORDINARY, AJV];
  const tasks = makeTasks(makeCases(), await makeContenders())
    .filter(({ task, input }) => TASKS.includes(task) && input !== "bytes")
    .map(({ task, size, input, contenders }) => {
      const those = contenders().filter(({ name }) => wanted.includes(name));
      return { task, size, input, timings: measure(those, JSON.parse(String(values.child))) };
    });
  console.log(JSON.stringify({ host: `Node.js ${process.versions.node}`, tasks }));
}
