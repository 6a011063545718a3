// The README's examples, run as they stand: each prints what its comments say.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { makeProject } from "./project.mjs";

/** @type {Awaited<ReturnType<typeof makeProject>>} */
let project;
before(async () => {
  project = await makeProject();
});
after(() => project.remove());

test("every example of the README runs and prints what it says", async () => {
  const readme = await readFile(join(project.dir, "node_modules/cbt179/README.md"), "utf8");
  /** @type {string[]} */
  const kinds = [];
  for (const [, kind = "", block = ""] of readme.matchAll(/^```(js|cjs|html)\n(.*?)^```$/gms)) {
    const code = block.replace(/<\/?script.*?>/g, "");
    // `// → text` after a console.log is what it prints; without one, what it prints is left open.
    const said = [...code.matchAll(/console\.log\(.*\);(?: \/\/ → (.*))?$/gm)].map(
      (match) => match[1],
    );
    const name = `example${kinds.length}.${kind === "cjs" ? "cjs" : "mjs"}`;
    await project.write(name, code);
    const printed = (await project.node(name)).trimEnd().split("\n");
    for (const [i, line] of said.entries()) if (line) assert.equal(printed[i], line, code);
    kinds.push(kind);
  }
  assert.deepEqual(kinds, ["js", "cjs", "html", "js", "js", "js", "js", "js"]);
});
