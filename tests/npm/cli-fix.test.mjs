// `cbt179 fix`: what it prints, what it writes, and many files.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, test } from "node:test";
import { makeCliProject, runIn } from "./cli.mjs";
import { validRequest } from "./project.mjs";

/** @typedef {import("../../pkg-template/index.js").Finding} Finding */

const { project, cbt179, example, good, run, bodyOf } = await makeCliProject();
after(() => project.remove());

test("fix prints the fixed body, the fixes, and the findings that remain", async () => {
  const { code, stdout, stderr } = await run(["fix", "example.txt"]);
  assert.equal(code, 0);
  assert.equal(stdout, cbt179.applyFixes(example, cbt179.checkForm(example).findings));
  assert.match(
    stderr,
    /^fixed form\.unencoded-plus: \/payExInfoStr: change `\+` to `%2B`, and 12 more$/m,
  );
  assert.match(stderr, /^warning\[currency\.not-cny\]/m);
  assert.match(stderr, /^ok: no errors; 1 warning, 1 info\n$/m);
  // Only some; and a line break at the end stays.
  const some = await run(["fix", "--code", "json.trailing-comma", "--code=guid.format", "--json"], {
    input: `${example}\n`,
  });
  const told = JSON.parse(some.stdout);
  assert.deepEqual([some.code, told.file, told.ok], [1, "-", false]);
  assert.deepEqual(
    told.fixed.map((/** @type {Finding} */ finding) => finding.code),
    ["json.trailing-comma"],
  );
  assert.ok(told.text.endsWith("\n"));
  assert.equal(
    told.findings.some((/** @type {Finding} */ { fix }) => fix),
    true,
  );
  const none = await run(["fix", "good.txt"]);
  assert.deepEqual([none.code, none.stdout], [0, `${good}\n`]);
  assert.match(none.stderr, /^nothing to fix\n/);
});

test("fix applies a guess only with --unsafe, and says that it is one", async () => {
  const { payExInfo } = validRequest();
  payExInfo.payExchangeInfoHead.tradingTime = "201807051333";
  const input = bodyOf(undefined, JSON.stringify(payExInfo).replace(/\}$/, ",}"));
  const checked = await run(["check"], { input });
  assert.match(checked.stdout, /^ {2}= fix \(a guess\): /m);
  assert.match(
    checked.stdout,
    /; 1 fixable with `cbt179 fix`, 1 more by guessing with `--unsafe`\n$/,
  );
  const safe = await run(["fix"], { input });
  assert.equal(safe.stdout, cbt179.applyFixes(input, cbt179.checkForm(input).findings));
  assert.match(cbt179.decodeForm(safe.stdout).payExInfo?.text ?? "", /"201807051333"/);
  assert.match(safe.stderr, /; 1 fixable by guessing with `cbt179 fix --unsafe`\n$/);
  const unsafe = await run(["fix", "--unsafe"], { input });
  assert.match(cbt179.decodeForm(unsafe.stdout).payExInfo?.text ?? "", /"20180705133300"/);
  assert.match(unsafe.stderr, /^fixed json\.trailing-comma: \/payExInfoStr: delete `,`$/m);
  assert.match(
    unsafe.stderr,
    /^fixed by a guess [\w.-]+: \/payExInfoStr\/payExchangeInfoHead\/tradingTime: /m,
  );
  const { fixed } = JSON.parse((await run(["fix", "--unsafe", "--json"], { input })).stdout);
  assert.deepEqual(
    fixed,
    cbt179.checkForm(input, { locale: "en" }).findings.filter(({ fix }) => fix),
  );
  const chinese = await run(["check", "--lang=zh"], { input });
  assert.match(chinese.stdout, /^ {2}= 修改（推测）：.*\n/m);
  assert.match(
    chinese.stdout,
    /；其中 1 项可用 `cbt179 fix` 修改，另有 1 项加 `--unsafe` 按推测修改\n$/,
  );
});

test("fix --write puts the body back into its file", async () => {
  const file = join(project.dir, "written.txt");
  await writeFile(file, `${example}\n`);
  const { code, stdout, stderr } = await run(["fix", "--write", "written.txt"]);
  assert.deepEqual([code, stdout], [0, ""]);
  assert.match(stderr, /^wrote `written\.txt`$/m);
  const fixed = cbt179.applyFixes(example, cbt179.checkForm(example).findings);
  assert.equal(await readFile(file, "utf8"), `${fixed}\n`);
});

/** The interface's example with its safe fixes. */
const fixed = cbt179.applyFixes(example, cbt179.checkForm(example).findings);

test("fix --write takes many files, writes those that change, and counts", async () => {
  const broken = "hello\n";
  const files = { "a.txt": `${example}\n`, "b.txt": `${good}\n`, "c.txt": broken };
  for (const [name, text] of Object.entries(files)) await project.write(name, text);
  const args = ["--write", "a.txt", "b.txt", "missing", "c.txt"];
  const { code, stdout, stderr } = await run(["fix", ...args]);
  assert.deepEqual([code, stdout], [2, ""]);
  assert.match(stderr, /^a\.txt: fixed json\.trailing-comma: \/payExInfoStr: delete `,`$/m);
  assert.match(stderr, /^wrote `a\.txt`$/m);
  assert.doesNotMatch(stderr, /wrote `[bc]/);
  assert.match(stderr, /^cbt179: can't read `missing`: no such file$/m);
  assert.match(stderr, /^error\[form\.not-a-form\]: .*\n --> c\.txt:1:1: the body/m);
  assert.match(
    stderr,
    /\n3 bodies: 1 fixed \(5 fixes\), 2 unchanged; 1 with errors left; 1 file could not be read or written\n$/,
  );
  const after = Object.keys(files).map((name) => readFile(join(project.dir, name), "utf8"));
  assert.deepEqual(await Promise.all(after), [`${fixed}\n`, `${good}\n`, broken]);
  const json = await run(["fix", "--json", ...args]);
  const told = json.stdout.split("\n", 4).map((line) => JSON.parse(line));
  assert.deepEqual(
    told.map(({ file, ok, text, error }) => [file, ok, text, typeof error]),
    [
      ["a.txt", true, undefined, "undefined"],
      ["b.txt", true, undefined, "undefined"],
      ["missing", false, undefined, "string"],
      ["c.txt", false, undefined, "undefined"],
    ],
  );
});

test("fix goes on after a file that can't be written", async () => {
  for (const name of ["locked.txt", "open.txt"]) await project.write(name, example);
  // A superuser may write any file, unless Node.js itself forbids it.
  const { allowedNodeEnvironmentFlags: flags } = process;
  const { code, stderr } = await runIn(project.dir, process.execPath, [
    flags.has("--permission") ? "--permission" : "--experimental-permission",
    "--no-warnings",
    "--allow-fs-read=*",
    `--allow-fs-write=${join(project.dir, "open.txt")}`,
    "node_modules/cbt179/cli.js",
    ...["fix", "--write", "locked.txt", "open.txt"],
  ]);
  assert.equal(code, 2);
  assert.match(stderr, /^cbt179: can't write `locked\.txt`: /m);
  assert.match(stderr, /^wrote `open\.txt`$/m);
  assert.match(
    stderr,
    /\n1 body: 1 fixed \(5 fixes\), 0 unchanged; 0 with errors left; 1 file could not be read or written\n$/,
  );
  assert.equal(await readFile(join(project.dir, "locked.txt"), "utf8"), example);
});

test("fix --check writes nothing, and fails where a fix is left", async () => {
  await project.write("d.txt", example);
  const { code, stdout, stderr } = await run(["fix", "--check", "d.txt", "good.txt"]);
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(stderr, /^d\.txt: would fix json\.trailing-comma: /m);
  assert.match(
    stderr,
    /\n2 bodies: 1 would be fixed \(5 fixes\), 1 unchanged; 0 with errors left\n$/,
  );
  assert.equal(await readFile(join(project.dir, "d.txt"), "utf8"), example);
  // The position is that in the file, which stays as it is.
  const [kept] = cbt179
    .checkForm(example, { locale: "en" })
    .findings.filter(({ code }) => code === "currency.not-cny");
  assert.ok(stderr.includes(`\n  --> d.txt:1:${kept?.at.form?.column}: `), stderr);
  assert.equal((await run(["fix", "--check", "good.txt"])).code, 0);
});

test("fix refuses many files where it can't tell where to write", async () => {
  const { code, stdout, stderr } = await run(["fix", "good.txt", "example.txt"]);
  assert.deepEqual([code, stdout], [2, ""]);
  assert.match(stderr, /^cbt179: several files need `--write` .* `--check`/);
});

test("a body decoded from UTF-16 is written as UTF-8, and that is said", async () => {
  const file = join(project.dir, "utf16.txt");
  await writeFile(file, Buffer.from(`\ufeff${good}\r\n`, "utf16le"));
  const checked = await run(["fix", "--check", "utf16.txt"]);
  assert.equal(checked.code, 1);
  const { code, stderr } = await run(["fix", "--write", "utf16.txt"]);
  assert.equal(code, 0);
  assert.match(stderr, /^cbt179: `utf16\.txt` is UTF-16LE with a BOM.*\nwrote `utf16\.txt`$/m);
  assert.equal(await readFile(file, "utf8"), `${good}\r\n`);
});
