// Input that is in another encoding, or for another command: the command line says so.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { FAILURE, makeCliProject } from "./cli.mjs";
import { validRequest } from "./project.mjs";

const { project, example, good, run } = await makeCliProject();
after(() => project.remove());

const REQUEST = JSON.stringify(validRequest());

/** @param {string} text */
const utf16 = (text) => Buffer.from(text, "utf16le");

test("UTF-16 with a BOM is named, decoded, and checked", async () => {
  for (const [encoding, encode] of /** @type {const} */ ([
    ["UTF-16LE", (/** @type {string} */ text) => utf16(`\ufeff${text}`)],
    ["UTF-16BE", (/** @type {string} */ text) => utf16(`\ufeff${text}`).swap16()],
  ])) {
    const note = new RegExp(`^cbt179: \`standard input\` is ${encoding} with a BOM, .*decoded`);
    const checked = await run(["check"], { input: encode(`${good}\r\n`) });
    assert.deepEqual([checked.code, checked.stdout], [0, "ok: no findings\n"]);
    assert.match(checked.stderr, note);
    const json = await run(["check", "--json"], { input: encode(example) });
    const { file, encoding: named, ok, findings } = JSON.parse(json.stdout);
    assert.deepEqual([file, named, ok, findings.length], ["-", encoding, false, 7]);
    const built = await run(["build"], { input: encode(REQUEST) });
    assert.deepEqual([built.code, built.stdout], [0, good]);
    assert.match(built.stderr, note);
    const replied = await run(["reply"], { input: encode(JSON.stringify(FAILURE)) });
    assert.match(replied.stdout, /^CBT rejected the request \(`SYSTEM_ERROR`\): 系统错误\.\n/);
    assert.match(replied.stderr, note);
    const lines = await run(["check", "--jsonl"], { input: encode(JSON.stringify(good)) });
    assert.equal(lines.stdout, "1 body checked: 1 ok, 0 with errors\n");
  }
});

test("UTF-16 without a BOM, or ill-formed, is named, and left as it is", async () => {
  const odd = Buffer.concat([utf16(`\ufeff${good}`), Buffer.from("x")]);
  for (const [input, encoding] of /** @type {[Buffer, string][]} */ ([
    [utf16(good), "UTF-16LE"],
    [utf16(good).swap16(), "UTF-16BE"],
    [odd, "UTF-16LE"],
  ])) {
    const { code, stderr } = await run(["check"], { input });
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`^cbt179: \`standard input\` seems to be ${encoding}, `));
  }
  const built = await run(["build"], { input: utf16(REQUEST) });
  assert.equal(built.code, 2);
  assert.match(built.stderr, /^cbt179: .* UTF-16LE, .*\ncbt179: `standard input` is not JSON/);
});

test("a BOM of UTF-8 is named", async () => {
  const note = /^cbt179: `standard input` is UTF-8 with a BOM/;
  const checked = await run(["check"], { input: `\ufeff${good}` });
  assert.match(checked.stdout, /^error\[form\.name-blanks\]: a BOM/);
  assert.match(checked.stderr, note);
  const built = await run(["build"], { input: `\ufeff${REQUEST}` });
  assert.deepEqual([built.code, built.stdout], [0, good]);
  assert.match(built.stderr, note);
  const chinese = await run(["build", "--lang=zh"], { input: `\ufeff${REQUEST}` });
  assert.match(chinese.stderr, /^cbt179: `标准输入` 是带 BOM 的 UTF-8（开头有 U\+FEFF）；/);
});

test("a text that was signed is never decoded", async () => {
  const input = utf16(`\ufeff${JSON.stringify(validRequest().payExInfo)}`);
  const { code, stdout, stderr } = await run(["compose", "-", "reply.json"], { input });
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(stderr, /^cbt179: `standard input` seems to be UTF-16LE, but was not decoded/);
});

test("input that is certain to be another command's is told which", async () => {
  await project.write("lines.jsonl", `${JSON.stringify(good)}\n${JSON.stringify(good)}\n`);
  /** @type {[string[], number, string][]} */
  const cases = [
    [["check", "request.json"], 1, "cbt179 build request.json"],
    [["check", "reply.json"], 1, "cbt179 reply reply.json"],
    [["check", "failure.json"], 1, "cbt179 reply failure.json"],
    [["check", "signed.json"], 1, "cbt179 build REQUEST --pay-ex-info signed.json"],
    [["check", "lines.jsonl"], 1, "cbt179 check --jsonl lines.jsonl"],
    [["decode", "request.json"], 1, "cbt179 build request.json"],
    [["fix", "reply.json"], 1, "cbt179 reply reply.json"],
    [["build", "good.txt"], 2, "cbt179 check good.txt"],
    [["build", "reply.json"], 1, "cbt179 reply reply.json"],
    [["reply", "good.txt"], 1, "cbt179 check good.txt"],
    [["reply", "request.json"], 1, "cbt179 build request.json"],
    [["compose", "good.txt", "reply.json"], 1, "cbt179 decode --part payExInfo good.txt"],
  ];
  await Promise.all(
    cases.map(async ([args, expected, usage]) => {
      const { code, stderr } = await run(args);
      assert.equal(code, expected, stderr);
      assert.ok(stderr.includes(`; use \`${usage}\`\n`), stderr);
    }),
  );
  // Neither a body with faults nor any other text is.
  for (const input of [example, "hello", "{}", '{"status":1}']) {
    const { stderr } = await run(["check"], { input });
    assert.equal(stderr, "");
  }
});
