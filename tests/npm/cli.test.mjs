// The command line as it is installed: what it prints, where, and its exit code.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, test } from "node:test";
import { FAILURE, makeCliProject, TOKEN } from "./cli.mjs";
import { REPLY, sample, validRequest } from "./project.mjs";

/** @typedef {import("../../pkg-template/index.js").Finding} Finding */

const { project, cbt179, example, good, run, bodyOf } = await makeCliProject();
after(() => project.remove());

/** What stands over the carets of a finding. @param {string} printed @param {string} code */
function underlined(printed, code) {
  const lines = printed.split("\n");
  const from = lines.findIndex((line) => line.includes(`[${code}]`));
  const at = lines.findIndex((line, i) => i > from && /^ *\| +\^+$/.test(line));
  assert.ok(from >= 0 && at > from, `${code} in ${printed}`);
  // A Han character takes two columns, an accent none.
  const columns = (lines[at - 1]?.match(/.\p{Mn}*/gu) ?? []).flatMap((char) =>
    /\p{Script=Han}/u.test(char) ? [char, ""] : [char],
  );
  const carets = /** @type {string} */ (lines[at]);
  return columns.slice(carets.indexOf("^"), carets.length).join("");
}

test("check shows each finding with its line, carets under the fault, and what to do", async () => {
  const { code, stdout, stderr } = await run(["check", "example.txt"], { env: { COLUMNS: "80" } });
  assert.equal(code, 1);
  assert.equal(stderr, "");
  assert.match(
    stdout,
    /^error\[json\.trailing-comma\]: trailing comma after the last element\n {2}--> example\.txt:1:9577: \/payExInfoStr \(JSON line 41, column 3; body 9576\.\.9578\)\n {3}\|\n41 \| {5}\],\n {3}\| {6}\^\n {3}\|\n {3}= help: delete the comma\n {3}= clause: RFC 8259 4, 5\n {3}= fix: delete `,`\n\n/m,
  );
  // What is wrong with the encoding is shown in the body; one mistake is one finding.
  assert.equal(underlined(stdout, "form.unencoded-plus"), "+");
  assert.equal(stdout.match(/\[form\.unencoded-plus\]/g)?.length, 1);
  assert.match(stdout, / = found: 13 times\n.* = fix: change `\+` to `%2B`, and 12 more\n/s);
  assert.match(stdout, /\nnot ok: 2 errors, 3 warnings, 2 infos; 5 fixable with `cbt179 fix`\n$/);
  for (const line of stdout.split("\n").filter((line) => /^\s*\d* \|/.test(line)))
    assert.ok([...line].length <= 80, line);
});

test("a body without a fault is said to be well, from a file and from standard input", async () => {
  for (const args of [["good.txt"], ["-"], []]) {
    const { code, stdout, stderr } = await run(["check", ...args], { input: `${good}\r\n` });
    assert.deepEqual([code, stdout, stderr], [0, "ok: no findings\n", ""]);
  }
  // One line break is the file's; a second one is the body's.
  assert.equal((await run(["check"], { input: `${good}\n\n` })).code, 1);
});

test("--json gives one document with the package's own findings", async () => {
  const { code, stdout, stderr } = await run(["check", "--json", "example.txt"]);
  assert.deepEqual([code, stderr], [1, ""]);
  assert.equal(stdout.indexOf("\n"), stdout.length - 1);
  const report = cbt179.checkForm(example, { locale: "en" });
  // The file ends with a line break or not: the body is the same.
  assert.deepEqual(JSON.parse(stdout), { file: "example.txt", ...report });
  const chinese = JSON.parse((await run(["check", "--json", "--lang=zh", "example.txt"])).stdout);
  assert.equal(chinese.findings[0].message, cbt179.checkForm(example).findings[0]?.message);
});

test("many files are checked, each by itself, and counted; one that can't be read stops none", async () => {
  const many = await run(["check", "good.txt", "example.txt", "good.txt"]);
  assert.equal(many.code, 1);
  assert.match(
    many.stdout,
    /^3 bodies checked: 2 ok, 1 with errors\n2 errors, 3 warnings, 2 infos; 5 fixable/m,
  );
  const { code, stdout, stderr } = await run(["check", "missing.txt", "good.txt"]);
  assert.equal(code, 2);
  assert.equal(stderr, "cbt179: can't read `missing.txt`: no such file\n");
  assert.equal(stdout, "1 body checked: 1 ok, 0 with errors; 1 file could not be read\n");
  const json = await run(["check", "--json", "missing.txt", "good.txt"]);
  assert.deepEqual(
    json.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
    [
      { file: "missing.txt", ok: false, error: "can't read `missing.txt`: no such file" },
      { file: "good.txt", ok: true, findings: [] },
    ],
  );
});

test("JSON lines: strings, objects with a body, and lines that are neither", async () => {
  const lines = [
    JSON.stringify(good),
    JSON.stringify({ id: "order 7", body: "EData=e30%3D", more: 1 }),
    "",
    JSON.stringify({ body: 1 }),
    `{"body":"${TOKEN}"`,
    "\u2028",
  ];
  await project.write("bodies.jsonl", lines.join("\n"));
  const { code, stdout } = await run(["check", "--jsonl", "bodies.jsonl"]);
  assert.equal(code, 1);
  assert.match(stdout, /^ --> bodies\.jsonl:2 \(order 7\): \/payExInfoStr$/m);
  assert.match(stdout, /^error: the line must be a body .*\n --> bodies\.jsonl:4$/m);
  assert.match(stdout, /^error: the line is not JSON\n --> bodies\.jsonl:5$/m);
  assert.match(stdout, /^4 bodies checked: 1 ok, 3 with errors$/m);
  assert.ok(!stdout.includes(TOKEN));
  const json = await run(["check", "--jsonl", "--json"], { input: lines.join("\n") });
  const told = json.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    told.map(({ file, line, id, ok, error }) => [file, line, id, ok, typeof error]),
    [
      ["-", 1, undefined, true, "undefined"],
      ["-", 2, "order 7", false, "undefined"],
      ["-", 4, undefined, false, "string"],
      ["-", 5, undefined, false, "string"],
    ],
  );
});

test("carets stand under wide, invisible and cut characters exactly", async () => {
  const { payExInfo } = validRequest();
  /** @type {[string, string, string][]} the goods' name, the finding, what is underlined */
  const cases = [
    ["小米盒子", "currency.not-cny", '"502"'],
    ["小\u0001米", "json.control-character", "\\u{1}"],
    ["小\t米", "json.control-character", "    "],
    ["e\u0301小\u001b[31m", "json.control-character", "\\u{1b}"],
  ];
  for (const [gname, code, expected] of cases) {
    const text = JSON.stringify({ ...payExInfo, payExchangeInfoLists: [gname] })
      .replaceAll(/\\u00(..)/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
      .replaceAll("\\t", "\t")
      .replace('"142"', '"502"');
    for (const COLUMNS of ["60", "90", "2000"]) {
      const { stdout } = await run(["check"], { input: bodyOf(undefined, text), env: { COLUMNS } });
      assert.equal(underlined(stdout, code), expected, stdout);
      assert.ok(!stdout.includes("\x1b"));
      assert.equal(stdout.includes("…"), COLUMNS !== "2000");
    }
  }
  // Han characters before the fault, and in it.
  const name = "上海某某".repeat(16);
  const eData = JSON.stringify({ ...validRequest().eData, cusName: name }, null, 1);
  const { stdout } = await run(["check"], { input: bodyOf(eData), env: { COLUMNS: "300" } });
  assert.equal(underlined(stdout, "field.too-long"), `"${name}"`);
});

test("a body that is not UTF-8 is checked as bytes, and shown", async () => {
  const payExInfo = Buffer.from('{"\xb0\xa1\xff":1,}', "latin1").toString("base64");
  const input = Buffer.from(`EData=e3\xff0=&payExInfoStr=${payExInfo}`, "latin1");
  const { code, stdout } = await run(["check"], { input });
  assert.equal(code, 1);
  // The name of the token may be among what was lost, so all of EData is hidden.
  assert.equal(underlined(stdout, "base64.invalid-character"), "*");
  assert.equal(underlined(stdout, "utf8.invalid"), "���");
  assert.equal(underlined(stdout, "json.trailing-comma"), ",");
  const report = cbt179.checkForm(input, { locale: "en" });
  const json = await run(["check", "--json"], { input });
  assert.deepEqual(JSON.parse(json.stdout).findings, report.findings);
});

/** EData broken at random, always alike, but for the token in it. @param {string} text @param {number} count */
function mutations(text, count) {
  let seed = 1;
  const random = (/** @type {number} */ below) => {
    seed = (seed * 48271) % 0x7fffffff;
    return seed % below;
  };
  const [before = "", after = ""] = text.split(TOKEN);
  const broken = (/** @type {string} */ part) => {
    const at = random(part.length + 1);
    return part.slice(0, at) + `{}[]":,'\\\n `.charAt(random(12)) + part.slice(at + random(2));
  };
  return Array.from({ length: count }, () => broken(broken(before)) + TOKEN + broken(after));
}

test("the token is in nothing that is printed, in no layer, unless it is asked for", async () => {
  const { eData, payExInfo } = validRequest();
  const pretty = JSON.stringify(eData, null, 2);
  const line = JSON.stringify(eData);
  const bodies = [
    bodyOf(pretty),
    bodyOf(`${line.slice(0, -1)},}`),
    bodyOf(line.replace('"token"', '"tokne"')),
    bodyOf(line.replace('"token"', "token")),
    bodyOf(line.replaceAll('"', "'")),
    bodyOf(line.replace('"1.0"', '"1.0')),
    bodyOf(line.replace('"token":', '"token"')),
    bodyOf(line.replace('"cusCode":', `"${TOKEN}":"",$&`).replace('"token"', '"Token"')),
    bodyOf(line.replace(`"${TOKEN}"`, TOKEN)),
    bodyOf(JSON.stringify(line)),
    bodyOf(line.replace(TOKEN, `${TOKEN}\u0001`)),
    // The parts mixed up, unencoded, encoded twice, and as JSON.
    bodyOf(JSON.stringify(payExInfo), line),
    `EData=${line}&payExInfoStr=${JSON.stringify(payExInfo)}`,
    `EData=${encodeURIComponent(line)}&payExInfoStr=e30=`,
    decodeURIComponent(bodyOf(pretty)),
    `${decodeURIComponent(bodyOf(pretty)).slice(0, 60)}\n${bodyOf(pretty).slice(60)}`,
    encodeURIComponent(bodyOf(line)),
    JSON.stringify({ EData: line, payExInfoStr: "{}" }),
    JSON.stringify(eData),
    ...mutations(line, 100).map((text) => bodyOf(text)),
  ];
  // Its Base64, wherever in three bytes it begins, without what its neighbours have a share in.
  const coded = [0, 1, 2].map((before) =>
    Buffer.from(" ".repeat(before) + TOKEN)
      .toString("base64")
      .slice(before && 4, -4),
  );
  const secrets = [TOKEN, TOKEN.slice(4, 20), ...coded];
  const input = bodies.map((body) => JSON.stringify(body)).join("\n");
  const runs = [
    run(["check", "--jsonl"], { input }),
    run(["check", "--jsonl", "--json"], { input }),
    run(["check", "--jsonl"], { input, env: { COLUMNS: "4000" } }),
    run(["reply", "--request", "good.txt", "reply.json"]),
    run(["reply"], { input: line }),
    run(["compose", "-", "reply.json"], { input: `{"payExInfo":${line},}` }),
    run(["build"], { input: `{"eData":${line},"payExInfo":"{\\"a\\":1,}"}` }),
    run(["build"], { input: `{"eData":${line},"payExInfo":` }),
    run(["build", "--json"], { input: `{"eData":${line}}` }),
    run(["sign-text"], { input: `{"payExInfo":${line},}` }),
    run(["verify", "--key", "reply.json"], { input: `{"payExInfo":${line},}` }),
    run(["verify", "--key", "good.txt", "reply.json"]),
    run(["cert"], { input: line }),
    run(["open-req"], { input: line }),
    run(["open-req"], { input: `openReq=${line}` }),
    run(["reply", "--session-id", "1"], { input: line }),
  ];
  for (const body of bodies.slice(0, 24))
    for (const args of [[], ["--json"]]) runs.push(run(["decode", ...args], { input: body }));
  const printed = await Promise.all(runs);
  for (const { stdout, stderr } of printed)
    for (const secret of secrets)
      assert.ok(!(stdout + stderr).includes(secret), `${secret} in ${stdout}${stderr}`);
  const { stderr } = await run(["fix"], { input: bodies[1] });
  for (const secret of secrets) assert.ok(!stderr.includes(secret), stderr);

  const shown = await run(["decode", "--part", "eData", "--show-token"], { input: bodies[0] });
  assert.deepEqual([shown.code, shown.stdout], [0, pretty]);
  const hidden = await run(["decode", "--part", "eData"], { input: bodies[0] });
  assert.equal(hidden.stdout, pretty.replace(TOKEN, "*".repeat(32)));
  assert.ok((await run(["check", "--show-token"], { input: bodies[1] })).stdout.includes(TOKEN));
});

test("a token that a reply repeats is hidden too; its values show it if that is asked for", async () => {
  const html = `<html><title>token=${TOKEN} refused</title>`;
  const eData = Buffer.from(decodeURIComponent(/EData=([^&]+)/.exec(good)?.[1] ?? ""), "utf8");
  const failure = JSON.stringify({ ...FAILURE, msg: `${TOKEN} is wrong; ${eData}` });
  for (const json of [[], ["--json"]]) {
    for (const [args, input] of /** @type {[string[], string][]} */ ([
      [["reply", "-"], html],
      [["reply", "-", "--request", "good.txt"], failure],
      [["compose", "signed.json", "-"], html],
    ])) {
      const shown = await run([...args, ...json, "--show-token"], { input });
      assert.equal(
        (shown.stdout + shown.stderr).includes(TOKEN),
        !json.length || input === failure,
      );
      const { code, stdout, stderr } = await run([...args, ...json], { input });
      assert.equal(code, 1);
      assert.ok(!(stdout + stderr).includes(TOKEN), stdout + stderr);
      assert.ok(
        !(stdout + stderr).includes(Buffer.from(TOKEN.slice(2)).toString("base64").slice(0, 24)),
      );
    }
  }
});

test("decode prints both texts, or one exactly", async () => {
  const people = await run(["decode", "example.txt"]);
  assert.equal(people.code, 1);
  assert.match(people.stdout, /^── EData ──\n\{\n {4}"version": "1\.0"/);
  assert.match(people.stdout, /\n\n── payExInfoStr ──\n\{\n"sessionID"/);
  // It says what is wrong, not only how many errors there are.
  assert.match(people.stderr, /^error\[form\.unencoded-plus\]/);
  assert.equal(underlined(people.stderr, "json.trailing-comma"), ",");
  assert.match(people.stderr, /\nnot ok: 2 errors, .*; `cbt179 check` lists all findings\n$/);
  const wrong = await run(["decode"], { input: "hello" });
  assert.deepEqual([wrong.code, wrong.stdout], [1, ""]);
  assert.match(wrong.stderr, /^error\[form\.not-a-form\]: .*\n(.*\n)+not ok: 1 error\n$/);
  const part = await run(["decode", "--part=payExInfo", "example.txt"]);
  assert.equal(part.stdout, await sample("sample-payexinfo.txt"));
  const json = JSON.parse((await run(["decode", "--json", "good.txt"])).stdout);
  const { eData, payExInfo } = validRequest();
  assert.deepEqual(json, {
    file: "good.txt",
    ok: true,
    eData: {
      text: JSON.stringify(eData).replace(TOKEN, "*".repeat(32)),
      value: { ...eData, token: "*".repeat(32) },
    },
    payExInfo: { text: JSON.stringify(payExInfo), value: payExInfo },
    findings: [],
  });
  const none = await run(["decode", "--part", "payExInfo"], { input: "EData=e30%3D" });
  assert.deepEqual([none.code, none.stdout], [1, ""]);
  assert.match(none.stderr, /^cbt179: the body has no payExInfoStr\n/);
});

test("build gives the body and nothing else, and keeps every digit of an amount", async () => {
  const { code, stdout, stderr } = await run(["build", "request.json"]);
  assert.deepEqual([code, stdout, stderr], [0, good, ""]);
  const text = JSON.stringify(validRequest());
  for (const [number, sent = number] of [
    ["12345678901234.12345"],
    ["0.10", "0.1"],
    ["9007199254740993"],
    ['"100.1"', "100.1"],
  ]) {
    // The name in a string, and escaped, is told from a member's.
    const input = text
      .replace(/"totalAmount":100\.1/, `"total\\u0041mount" : ${number}`)
      .replace('"备注"', String.raw`"\"totalAmount\":1.50"`);
    const built = await run(["build", "--json"], { input });
    const { body, payExInfo, eData } = JSON.parse(built.stdout);
    assert.equal(built.code, 0, built.stdout);
    assert.ok(payExInfo.includes(`"totalAmount":${sent},`), payExInfo);
    assert.ok(payExInfo.includes(String.raw`"note":"\"totalAmount\":1.50"`), payExInfo);
    assert.equal(cbt179.decodeForm(body).payExInfo?.text, payExInfo);
    assert.ok(!eData.includes(TOKEN));
  }
});

test("build takes payExInfo's text to the byte, the names and the time", async () => {
  const { payExInfo, eData } = validRequest();
  const { commitTime: _, ...rest } = eData;
  const text = `${JSON.stringify(payExInfo, null, "\t")}\r\n`;
  await project.write("text.json", text);
  const input = JSON.stringify({ eData: rest });
  const args = ["build", "--pay-ex-info", "text.json", "--names", "co", "--now", "1530769201000"];
  const { code, stdout, stderr } = await run(args, { input });
  assert.deepEqual([code, stderr], [0, ""]);
  const decoded = cbt179.decodeForm(stdout);
  assert.equal(decoded.payExInfo?.text, text);
  assert.deepEqual(Object.keys(Object(decoded.eData?.value)).slice(1, 4), [
    "commitTime",
    "coName",
    "coCode",
  ]);
  assert.equal(Object(decoded.eData?.value).commitTime, "20180705134001");
});

test("build says what is wrong, on standard error, and builds nothing", async () => {
  const { eData, payExInfo } = validRequest();
  const input = JSON.stringify({ eData: { ...eData, cusCode: "" }, payExInfo });
  const { code, stdout, stderr } = await run(["build"], { input });
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(stderr, /^error\[field\.empty\]: .*\n --> standard input: \/eData\/cusCode\n/);
  const json = JSON.parse((await run(["build", "--json"], { input })).stdout);
  assert.deepEqual(Object.keys(json), ["file", "ok", "findings"]);
  await project.write("bad.json", JSON.stringify(payExInfo).replace(/\}$/, ",}"));
  const text = await run(["build", "request.json", "--pay-ex-info", "bad.json"]);
  assert.equal(underlined(text.stderr, "json.trailing-comma"), ",");
  assert.match(text.stderr, /^ --> bad\.json:1:\d+: \/payExInfo$/m);
  for (const [given, why] of [
    ['{"eData":\n{,}}', " is not JSON (line 2, column 2)"],
    ["", " is not JSON (line 1, column 1)"],
    ["[]", " must be an object"],
  ]) {
    const wrong = await run(["build"], { input: given });
    assert.deepEqual([wrong.code, wrong.stdout], [2, ""]);
    assert.ok(wrong.stderr.startsWith(`cbt179: \`standard input\`${why}`), wrong.stderr);
    assert.equal(wrong.stderr.indexOf("\n"), wrong.stderr.length - 1);
  }
});

test("reply says what CBT answered, and compares it with the request", async () => {
  const signed = await run(["reply", "reply.json", "--request", "good.txt"]);
  assert.equal(signed.code, 0, signed.stdout);
  assert.match(signed.stdout, /^CBT has signed\.\n {2}serialNumber {2}20180705000001\n/);
  assert.match(signed.stdout, /1530768810123 \(2018-07-05 13:33:30 \+08:00\)/);
  const other = await run(["reply", "reply.json", "--serial-number", "7"]);
  assert.equal(other.code, 1);
  assert.equal(underlined(other.stdout, "reply.serial-number"), '"20180705000001"');
  const late = await run(["reply", "reply.json", "--commit-time", "20200101000000"]);
  assert.match(late.stdout, /warning\[reply\.time-far\]/);
  const failure = await run(["reply", "failure.json", "--lang", "zh"]);
  assert.equal(failure.code, 1);
  assert.match(failure.stdout, /^CBT 拒绝了请求（`SYSTEM_ERROR`）：系统错误。\n/);
  const html = await run(["reply", "--json"], { input: "<html>" });
  const { file, ok, findings } = JSON.parse(html.stdout);
  assert.deepEqual([html.code, file, ok, findings[0].code], [1, "-", false, "reply.html"]);
  const none = await run(["reply", "reply.json", "--request", "reply.json"]);
  assert.deepEqual([none.code, none.stderr], [2, "cbt179: can't decode EData in `reply.json`\n"]);
});

test("compose prints the upload, made of the exact signed text", async () => {
  const text = await readFile(join(project.dir, "signed.json"), "utf8");
  const upload = cbt179.composeUpload(text, REPLY);
  const body = await run(["compose", "signed.json", "reply.json"]);
  assert.deepEqual([body.code, body.stdout, body.stderr], [0, upload.body, ""]);
  const json = await run(["compose", "--as=json", "signed.json", "-"], {
    input: JSON.stringify(REPLY),
  });
  assert.equal(json.stdout, upload.json);
  // The line break at the end was signed too.
  const ended = await run(["compose", "--as=json", "-", "reply.json"], { input: `${text}\n` });
  assert.equal(ended.stdout, cbt179.composeUpload(`${text}\n`, REPLY).json);
  assert.ok(ended.stdout.endsWith("}\n"));
  const all = await run(["compose", "--json", "signed.json", "reply.json"]);
  assert.deepEqual(JSON.parse(all.stdout), { file: "signed.json", ok: true, ...upload });
  const refused = await run(["compose", "signed.json", "failure.json"]);
  assert.deepEqual([refused.code, refused.stdout], [1, ""]);
  assert.match(refused.stderr, /^ --> failure\.json:1:\d+: \/reply\/code$/m);
  assert.equal(underlined(refused.stderr, "reply.system-error"), '"SYSTEM_ERROR"');
});

test("the language is the terminal's, or the one that is asked for", async () => {
  const isChinese = async (
    /** @type {string[]} */ args,
    /** @type {Record<string, string>} */ env,
  ) => /通过/.test((await run(["check", "good.txt", ...args], { env })).stdout);
  assert.ok(await isChinese([], { LANG: "zh_CN.UTF-8" }));
  assert.ok(await isChinese([], { LC_ALL: "zh_TW" }));
  assert.ok(await isChinese([], { LANG: "C", LC_MESSAGES: "zh_CN" }));
  assert.ok(!(await isChinese([], { LANG: "zh_CN", LC_ALL: "en_US.UTF-8" })));
  assert.ok(!(await isChinese(["--lang", "en"], { LANG: "zh_CN" })));
  const { stdout } = await run(["check", "example.txt", "--lang=zh"]);
  assert.match(
    stdout,
    /^错误\[json\.trailing-comma\]：.*\n {2}--> example\.txt:1:9577: \/payExInfoStr（?/m,
  );
  assert.match(
    stdout,
    /\n不通过：2 个错误，3 个警告，2 条提示；其中 5 项可用 `cbt179 fix` 修改\n$/,
  );
  // Nothing is left in English but names.
  const words = stdout.replace(/`.*?`|^ *(-->|\d* \||= 依据).*$|\[.*?\]/gm, "");
  assert.doesNotMatch(words, /\b(the|help|fix|line|column|error)\b/);
});

test("colours are for terminals, and for who asks", async () => {
  const isColored = async (
    /** @type {string[]} */ args,
    /** @type {Record<string, string>} */ env = {},
  ) => (await run(["check", "good.txt", ...args], { env })).stdout.includes("\x1b[");
  assert.equal(await isColored([]), false);
  assert.equal(await isColored(["--color", "always"]), true);
  assert.equal(await isColored(["--color=always"], { NO_COLOR: "1" }), true);
  assert.equal(await isColored([], { FORCE_COLOR: "1" }), true);
  assert.equal(await isColored([], { FORCE_COLOR: "0" }), false);
  assert.equal(await isColored(["--color", "never"], { FORCE_COLOR: "1" }), false);
});

test("--customs-rules and --max-body-bytes are the package's options", async () => {
  const off = await run(["check", "--json", "--customs-rules", "off", "example.txt"]);
  assert.deepEqual(
    JSON.parse(off.stdout).findings.map((/** @type {Finding} */ { code }) => code),
    cbt179.checkForm(example, { customsRules: "off" }).findings.map(({ code }) => code),
  );
  const cut = await run(["check", "--max-body-bytes", "10", "good.txt"]);
  assert.equal(cut.code, 1);
  assert.match(cut.stdout, /^error\[form\.too-large\]/);
});

test("the bin is installed, knows its version, and outlives a pipe that is closed", async () => {
  const { version } = JSON.parse(
    await readFile(join(project.dir, "node_modules/cbt179/package.json"), "utf8"),
  );
  assert.equal((await run(["--version"])).stdout, `cbt179 ${version}\n`);
  const bin = join(project.dir, "node_modules/.bin/cbt179");
  assert.match(await readFile(bin, "utf8"), /^#!\/usr\/bin\/env node\n/);
  const lines = `${JSON.stringify(example)}\n`.repeat(200);
  await project.write("lines.jsonl", lines);
  const child = spawn(process.execPath, [bin, "check", "--jsonl", "lines.jsonl"], {
    cwd: project.dir,
  });
  let stderr = "";
  child.stderr.on("data", (chunk) => (stderr += chunk));
  child.stdout.once("data", () => child.stdout.destroy());
  await new Promise((resolve) => child.on("close", resolve));
  assert.equal(stderr, "");
});
