// The READMEs' examples, run as they stand: each prints what its comments say.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { makeProject } from "./project.mjs";

const root = join(import.meta.dirname, "../..");

/** @type {Awaited<ReturnType<typeof makeProject>>} */
let project;
before(async () => {
  project = await makeProject();
});
after(() => project.remove());

for (const { file, lang } of [
  { file: "README.md", lang: "en" },
  { file: "README.zh-CN.md", lang: "zh" },
]) {
  test(`every example of the package's ${file} runs and prints what it says`, async () => {
    const readme = await readFile(join(project.dir, "node_modules/cbt179", file), "utf8");
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
    assert.deepEqual(kinds, ["js", "cjs", "html", ...Array(9).fill("js")]);
  });

  for (const [path, name] of /** @type {const} */ ([
    [join("pkg-template", file), "body.txt"],
    [file, "examples/refused.txt"],
  ])) {
    test(`the first screen of ${path} shows what the command line prints`, async () => {
      const shown = /^```text\n\$ npx ([^\n]*)\n(.*?)^```$/ms.exec(
        await readFile(join(root, path), "utf8"),
      );
      assert.equal(shown?.[1], `cbt179 check ${name}`);
      await project.copy(join(root, "examples/refused.txt"), name);
      const printed = await new Promise((resolve) => {
        const cli = join(project.dir, "node_modules/cbt179/cli.js");
        const args = [cli, "check", name, "--lang", lang];
        // It exits with 1.
        execFile(process.execPath, args, { cwd: project.dir }, (_, stdout) => resolve(stdout));
      });
      assert.equal(printed, shown?.[2]);
    });
  }
}
