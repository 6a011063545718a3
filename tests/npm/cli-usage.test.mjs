// How the program is called: wrong usage, help, and the commands that need no body.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, test } from "node:test";
import { makeCliProject, runIn } from "./cli.mjs";

const { project, cbt179, run } = await makeCliProject();
after(() => project.remove());

const COMMANDS = [
  "check",
  "decode",
  "build",
  "reply",
  "compose",
  "verify",
  "sign-text",
  "cert",
  "open-req",
  "fix",
  "explain",
  "schema",
  "completion",
];

test("wrong usage is one line that names what is wrong, and exit code 2", async () => {
  /** @type {[string[], string][]} */
  const cases = [
    [["chek"], "unknown command `chek`; did you mean `check`?"],
    [["foo"], "unknown command `foo`; the commands are `check`, `decode`, "],
    [["check", "--jsno"], "unknown option `--jsno`; did you mean `--json`?"],
    [["check", "--max"], "unknown option `--max`; did you mean `--max-body-bytes`?"],
    [["check", "-x"], "unknown option `-x`; see"],
    [["check", "--part", "eData"], "`check` has no option `--part`"],
    [["check", "--lang"], "`--lang` needs a value: `zh`, `zh-CN` or `en`"],
    [["check", "--lang", "--json"], "`--lang` needs a value"],
    [["check", "--lang", "de"], "`--lang` must be `zh`, `zh-CN` or `en`, but is `de`; see"],
    [["check", "--json=1"], "`--json` takes no value, but got `1`"],
    [
      ["check", "--max-body-bytes", "1e3"],
      "`--max-body-bytes` must be a whole number, but is `1e3`",
    ],
    [
      ["build", "--now", "9999999999999999"],
      "`--now` must be whole milliseconds since 1970, but is `9999999999999999`",
    ],
    [["check", "-", "-"], "standard input (`-`) can be read only once"],
    [["decode", "a", "b"], "unexpected argument `b` after those of `decode`"],
    [["compose", "a"], "`compose` needs TEXT REPLY"],
    [["compose", "-", "-"], "standard input (`-`) can be read only once"],
    [["fix", "--write"], "`--write` needs a file"],
    [["decode", "missing"], "can't read `missing`: no such file"],
    [
      ["check", "node_modules"],
      "can't read `node_modules`: it is a directory; name the files in it",
    ],
    [["check", "--constructor"], "unknown option `--constructor`"],
    [["constructor"], "unknown command `constructor`"],
    [
      ["check", "--lang", "ZH-cn"],
      "`--lang` must be `zh`, `zh-CN` or `en`, but is `ZH-cn`; did you mean `zh-CN`?",
    ],
    [
      ["check", "--format", "saref"],
      "`--format` must be `text`, `json`, `github`, `sarif` or `junit`, but is `saref`; did you mean `sarif`?",
    ],
    [["build", "--format", "sarif"], "`--format` must be `text` or `json`, but is `sarif`"],
    [
      ["fix", "--code", "json.trailing-coma"],
      "`--code` must be a finding's code, such as `json.trailing-comma`, but is `json.trailing-coma`; did you mean `json.trailing-comma`?",
    ],
    [
      ["explain", "guid.fromat"],
      "`explain` takes a finding's code, such as `json.trailing-comma`, not `guid.fromat`; did you mean `guid.format`?",
    ],
    [["completion"], "`completion` needs bash|zsh|fish|powershell"],
    [
      ["completion", "bsh"],
      "`completion` takes `bash`, `zsh`, `fish` or `powershell`, not `bsh`; did you mean `bash`?",
    ],
    [["fix", "--write", "--check", "good.txt"], "`--write` and `--check` can't be used together"],
  ];
  await Promise.all(
    cases.map(async ([args, message]) => {
      const { code, stderr } = await run(args);
      assert.equal(code, 2, stderr);
      assert.ok(stderr.startsWith(`cbt179: ${message}`), stderr);
      assert.equal(stderr.indexOf("\n"), stderr.length - 1, stderr);
    }),
  );
  const chinese = await run(["--lang", "zh", "check", "--jsno"]);
  assert.match(chinese.stderr, /^cbt179: 没有 `--jsno` 这个选项，是不是 `--json`？\n$/);
});

test("--help tells of every command and option, in both languages; no command is wrong usage", async () => {
  for (const lang of ["en", "zh"]) {
    const all = await run(["--help", "--lang", lang]);
    assert.deepEqual([all.code, all.stderr], [0, ""]);
    for (const command of COMMANDS) {
      assert.match(all.stdout, new RegExp(`^ {2}${command} `, "m"));
      const { code, stdout } = await run([command, "-h", "--lang", lang]);
      assert.equal(code, 0);
      assert.match(stdout, new RegExp(`^ {2}cbt179 ${command} .`, "m"));
      assert.match(stdout, /--lang zh/);
      assert.doesNotMatch(stdout, /undefined/);
    }
  }
  assert.deepEqual(await run(["help", "check"]), await run(["check", "--help"]));
  assert.deepEqual(await run(["help"]), await run(["--help"]));
  const nothing = await run([]);
  assert.deepEqual([nothing.code, nothing.stdout], [2, ""]);
  assert.match(nothing.stderr, /^Usage: cbt179 COMMAND /m);
});

test("schema prints the package's own", async () => {
  const { code, stdout } = await run(["schema"]);
  assert.equal(code, 0);
  assert.deepEqual(JSON.parse(stdout), cbt179.schema({ locale: "en" }));
  const chinese = JSON.parse((await run(["schema", "--lang", "zh-CN"])).stdout);
  assert.deepEqual(chinese, cbt179.schema());
  const plain = await run(["schema", "--target=draft-07", "--no-annotations"]);
  const expected = cbt179.schema({ locale: "en", target: "draft-07", annotations: false });
  assert.deepEqual(JSON.parse(plain.stdout), expected);
});

/** The codes that bodies, replies and requests can have, as the corpus of the core's tests lists them. */
const codes = (await readFile(join(import.meta.dirname, "../../docs/findings.md"), "utf8"))
  .split("\n")
  .flatMap((line) => line.match(/^### (.+)/)?.[1] ?? []);

test("explain lists all codes, a line each", async () => {
  const { code, stdout } = await run(["explain"]);
  assert.equal(code, 0);
  const listed = stdout.trimEnd().split("\n");
  assert.deepEqual(
    listed.map((line) => line.match(/^(?:error|warning|info) +(\S+) +\S/)?.[1]),
    codes,
  );
});

test("explain tells of every code, in both languages", async () => {
  for (const [lang, notes] of /** @type {const} */ ([
    ["en", ["example", "help", "reason"]],
    ["zh", ["示例", "建议", "理由"]],
  ])) {
    const { code, stdout, stderr } = await run(["explain", ...codes, "--lang", lang]);
    assert.deepEqual([code, stderr], [0, ""]);
    const blocks = stdout.trimEnd().split("\n\n");
    assert.equal(blocks.length, codes.length);
    for (const [i, block] of blocks.entries()) {
      assert.match(block.split("\n", 1)[0] ?? "", new RegExp(`^\\S+\\[${codes[i]}\\](: |：).+`));
      for (const note of notes) assert.match(block, new RegExp(`^ {2}= ${note}(: |：)\\S`, "m"));
      assert.match(block, /^ {2}= (fix|修改).*(: |：)\S/m);
      assert.doesNotMatch(block, /(: |：)undefined$/m);
    }
  }
});

test("explain says what check says of the example, and its fix", async () => {
  const { stdout } = await run(["explain", "json.trailing-comma"]);
  assert.equal(
    stdout,
    `error[json.trailing-comma]: trailing comma after the last element
  = example: JSON in \`payExInfoStr\`: {"sessionID":"1",}
  = help: delete the comma
  = clause: RFC 8259 4, 5
  = CBT's answer: ILLEGAL_ARGUMENT
  = fix (safe): delete \`,\`
  = reason: only the comma is deleted
`,
  );
  const json = await run(["explain", "--json", "json.trailing-comma", "--lang=zh"]);
  const { code, severity, cbtCode, applicability, example, input } = JSON.parse(json.stdout);
  assert.deepEqual(
    [code, severity, cbtCode, applicability, example, input],
    [
      "json.trailing-comma",
      "error",
      "ILLEGAL_ARGUMENT",
      "safe",
      '{"sessionID":"1",}',
      "`payExInfoStr` 里的 JSON",
    ],
  );
});

test("explain names --customs-rules for the rules that it is about", async () => {
  const isNamed = async (/** @type {string} */ code) =>
    (await run(["explain", code])).stdout.includes("--customs-rules");
  assert.ok(await isNamed("field.too-long"));
  for (const code of ["json.trailing-comma", "open-req.encoded", "signature.cert-no"])
    assert.ok(!(await isNamed(code)), code);
});

/** Returns the words that can stand in the place of the last one. @param {string[]} words */
async function completions(...words) {
  const last = words.pop();
  const { code, stdout, stderr } = await run(["__complete", ...words, `+${last}`]);
  assert.deepEqual([code, stderr], [0, ""]);
  return stdout.split("\n").flatMap((line) => line.split("\t", 1)[0] || []);
}

test("completion offers commands, options, values and codes", async () => {
  assert.deepEqual(await completions(""), COMMANDS);
  assert.deepEqual(await completions("co"), ["compose", "completion"]);
  assert.deepEqual(await completions("check", "--json"), ["--jsonl", "--json"]);
  assert.deepEqual(await completions("check", "--format", ""), [
    "text",
    "json",
    "github",
    "sarif",
    "junit",
  ]);
  assert.deepEqual(await completions("fix", "--format", ""), ["text", "json"]);
  assert.deepEqual(await completions("check", "--format=j"), ["--format=json", "--format=junit"]);
  // Bash splits a word at the sign.
  assert.deepEqual(await completions("check", "--format", "=", "j"), ["json", "junit"]);
  assert.deepEqual(
    await completions("check", "--format", "="),
    await completions("check", "--format", ""),
  );
  assert.deepEqual(await completions("explain", ""), codes);
  assert.deepEqual(await completions("fix", "--code", "guid."), ["guid.format"]);
  assert.deepEqual(await completions("completion", "p"), ["powershell"]);
  // Files are the shell's.
  assert.deepEqual(await completions("check", ""), []);
  assert.deepEqual(await completions("reply", "--request", ""), []);
});

test("the scripts for shells work in those that are there", async (t) => {
  /** Completes, in each shell, `cbt179 check --format j`. @type {Record<string, string[]>} */
  const questions = {
    bash: [
      "-c",
      `source ./script; COMP_WORDS=(cbt179 check --format j); COMP_CWORD=3; _cbt179; echo \${COMPREPLY[*]}`,
    ],
    fish: [
      "-c",
      "source ./script; complete -C 'cbt179 check --format j' | string split -f1 \\t | string join ' '",
    ],
  };
  for (const shell of ["bash", "zsh", "fish", "powershell"]) {
    const { code, stdout } = await run(["completion", shell]);
    assert.equal(code, 0);
    assert.match(stdout, /^cbt179 __complete|cbt179 __complete /m);
    const question = questions[shell];
    if (!question) continue;
    await t.test(shell, async (t) => {
      await project.write("script", stdout);
      const bin = join(project.dir, "node_modules/.bin");
      const PATH = `${bin}:${process.env.PATH}`;
      const answer = await runIn(project.dir, shell, question, { env: { PATH } }).catch(() => {});
      if (!answer) t.skip(`${shell} is not installed`);
      else assert.equal(answer.stdout.trim(), "json junit", answer.stderr);
    });
  }
});
