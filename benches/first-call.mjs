// The first call in a fresh process: from before the import to behind the first verdict, without the start of Node.

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { root } from "./bodies.mjs";
import { AJV, NODE_ONLY, ORDINARY, OURS } from "./names.mjs";
import { AJV as AJV_FILE } from "./peers/ajv-build.mjs";
import { spread } from "./timing.mjs";

const folder = join(root, "target/bench");

/** What each loads: of the peers one file, minified, as whoever minds the start would ship it. */
const PEERS = {
  [NODE_ONLY]: 'export { check } from "./peers/node-only.mjs";',
  [ORDINARY]: 'export { check } from "./peers/ordinary.mjs";',
  [AJV]: `import validators from ${JSON.stringify(AJV_FILE)};
    import { checkWith } from "./peers/form.mjs";
    export const check = checkWith(validators);`,
  zod: 'export { check } from "./peers/zod.mjs";',
  valibot: 'export { check } from "./peers/valibot.mjs";',
};

/** Milliseconds. @param {string} body @param {number} processes of each */
export async function measureFirstCalls(body, processes) {
  const files = new Map([[OURS, join(root, "dist/npm/node.js")]]);
  for (const [index, [name, contents]] of Object.entries(PEERS).entries()) {
    const outfile = join(folder, `first-${index}.mjs`);
    const stdin = { contents, resolveDir: import.meta.dirname };
    const how = /** @type {const} */ ({ format: "esm", platform: "node", logLevel: "warning" });
    await build({ stdin, outfile, bundle: true, minify: true, ...how });
    files.set(name, outfile);
  }
  const input = join(folder, "body.txt");
  writeFileSync(input, body);
  /** @type {Map<string, number[]>} */
  const times = new Map([...files.keys()].map((name) => [name, []]));
  for (let turn = 0; turn < processes; turn += 1) {
    for (const [name, file] of files) {
      const said = execFileSync(process.execPath, [import.meta.filename, file, input]);
      times.get(name)?.push(Number(said));
    }
  }
  return [...times].map(([name, times]) => ({ name, ...spread(times) }));
}

// The child.
const [, script, file, input] = process.argv;
if (script === import.meta.filename && file && input) {
  const url = pathToFileURL(file).href;
  const body = readFileSync(input, "utf8");
  const start = process.hrtime.bigint();
  const { check, checkForm } = await import(url);
  const ok = check ? check(body) : checkForm(body, { customsRules: "error" }).ok;
  const end = process.hrtime.bigint();
  if (ok !== true) throw new Error(`${file} refuses the body`);
  console.log(Number(end - start) / 1e6);
}
