// The formats of a report: GitHub workflow commands, SARIF, JUnit XML; and none of it, with --quiet.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { DOMParser, onErrorStopParsing } from "@xmldom/xmldom";
import { Ajv } from "ajv";
import { makeCliProject, TOKEN } from "./cli.mjs";
import { sample, validRequest } from "./project.mjs";

/** @typedef {import("../../pkg-template/index.js").Finding} Finding */

const { project, cbt179, example, good, run, bodyOf } = await makeCliProject();
after(() => project.remove());

// The schema of SARIF is one of draft-04; Ajv takes what it uses of that as draft-07.
const { $schema: _, id: __, ...sarifSchema } = JSON.parse(await sample("sarif-2.1.0.schema.json"));
const isSarif = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(
  sarifSchema,
);

/** @param {string[]} args @param {string | Uint8Array} [input] */
async function sarif(args, input) {
  const { code, stdout, stderr } = await run(
    [...args, "--format", "sarif"],
    input ? { input } : {},
  );
  /** @type {any} */
  const log = JSON.parse(stdout);
  assert.ok(isSarif({ ...log }), JSON.stringify(isSarif.errors));
  return { code, stderr, log, run: log.runs[0] };
}

/** @param {string} text */
const unescaped = (text) =>
  text
    .replaceAll("%2C", ",")
    .replaceAll("%3A", ":")
    .replaceAll("%0A", "\n")
    .replaceAll("%0D", "\r")
    .replaceAll("%25", "%");

test("github: a command for each finding, with its place, and everything escaped", async () => {
  const file = "50%, a:b.txt";
  const { eData, payExInfo } = validRequest();
  const goods = JSON.stringify(payExInfo).replace('"142"', '"100%"').replace(/\}$/, ",}");
  const text = `\n${bodyOf(JSON.stringify(eData), goods)}`;
  await project.write(file, text);
  const { code, stdout, stderr } = await run(["check", "--format=github", file, "missing"]);
  assert.deepEqual([code, stderr], [2, ""]);
  const lines = stdout.trimEnd().split("\n");
  const last = lines.pop() ?? "";
  assert.match(last, /^::error file=missing,title=cbt179::can't read `missing`: no such/);
  const { findings } = cbt179.checkForm(text, { locale: "en" });
  assert.equal(lines.length, findings.length);
  for (const [i, { severity, code, message, at }] of findings.entries()) {
    const [, name, properties = "", data = ""] =
      lines[i]?.match(/^::(\w+) (.*?)::(.*)$/) ?? assert.fail(lines[i]);
    assert.equal(name, severity === "info" ? "notice" : severity);
    const {
      file: named,
      line,
      col,
      title,
    } = Object.fromEntries(
      properties.split(",").map((pair) => {
        const [key = "", value = ""] = pair.split("=");
        return [key, unescaped(value)];
      }),
    );
    // GitHub takes columns of one line only.
    const isOneLine = !text.slice(at.form?.start, at.form?.end).includes("\n");
    assert.deepEqual(
      [named, Number(line), Number(col), title],
      [file, at.form?.line, isOneLine ? at.form?.column : Number.NaN, code],
    );
    assert.ok(unescaped(data).startsWith(`${message}\n--> ${file}:`), data);
  }
  // Standard input has no file name; JSON lines have a line.
  const stdin = await run(["check", "--format=github"], { input: "x=1" });
  assert.match(
    stdin.stdout,
    /^::error line=1,endLine=1,col=1,endColumn=4,title=form\.not-a-form::/,
  );
  await project.write("two.jsonl", `${JSON.stringify(good)}\n"x=1"\n1\n`);
  const jsonl = await run(["check", "--jsonl", "--format=github", "two.jsonl"]);
  assert.match(jsonl.stdout, /^::error file=two\.jsonl,line=2,title=form\.not-a-form::/);
  assert.match(jsonl.stdout, /\n::error file=two\.jsonl,line=3,title=cbt179::two\.jsonl:3: /);
});

test("sarif: valid, with rules, places, and fixes that can be applied to the file", async () => {
  await project.write("a b.txt", example);
  const { code, log, run: first } = await sarif(["check", "a b.txt", "good.txt", "missing"]);
  assert.deepEqual([code, log.version], [2, "2.1.0"]);
  const { findings } = cbt179.checkForm(example, { locale: "en" });
  assert.deepEqual(
    first.results.map((/** @type {any} */ { ruleId, message }) => [ruleId, message.text]),
    findings.map(({ code, message }) => [code, message]),
  );
  const codes = new Set(findings.map(({ code }) => code));
  assert.deepEqual(new Set(first.tool.driver.rules.map((/** @type {any} */ { id }) => id)), codes);
  const [invocation] = first.invocations;
  assert.equal(invocation.executionSuccessful, false);
  assert.match(invocation.toolExecutionNotifications[0].message.text, /missing/);
  const [plus] = first.results;
  assert.deepEqual([plus.level, plus.occurrenceCount], ["error", 13]);
  const [{ physicalLocation, logicalLocations }] = plus.locations;
  assert.equal(physicalLocation.artifactLocation.uri, "a%20b.txt");
  assert.deepEqual(physicalLocation.region, {
    startLine: 1,
    startColumn: 2255,
    endLine: 1,
    endColumn: 2256,
  });
  assert.deepEqual(logicalLocations, [{ fullyQualifiedName: "/payExInfoStr" }]);
  // Its replacements do what the package does; a fix in the JSON has none.
  const [change] = plus.fixes[0].artifactChanges;
  const edited = change.replacements.reduceRight(
    (/** @type {string} */ text, /** @type {any} */ { deletedRegion, insertedContent }) =>
      text.slice(0, deletedRegion.startColumn - 1) +
      insertedContent.text +
      text.slice(deletedRegion.endColumn - 1),
    example,
  );
  assert.equal(edited, cbt179.applyFixes(example, findings.slice(0, 1)));
  const comma = first.results.find((/** @type {any} */ { ruleId }) => /comma/.test(ruleId));
  assert.equal(comma.fixes, undefined);
});

test("sarif: a reply, several lines, bytes, JSON lines, standard input", async () => {
  await project.write("lines.json", '{\n"status": "failure",\n"code":\n"SYSTEM_ERROR"}');
  const reply = (await sarif(["reply", "lines.json"])).run.results[0];
  assert.deepEqual(reply.locations[0].physicalLocation.region, {
    startLine: 4,
    startColumn: 1,
    endLine: 4,
    endColumn: 15,
  });
  const bytes = (await sarif(["check"], Buffer.from("EData=e3\xff0=", "latin1"))).run;
  const { uri } = bytes.results[0].locations[0].physicalLocation.artifactLocation;
  assert.equal(uri, "stdin");
  const invalid = bytes.results.find((/** @type {any} */ { ruleId }) => /^base64/.test(ruleId));
  assert.deepEqual(invalid.locations[0].physicalLocation.region, { byteOffset: 8, byteLength: 1 });
  const lines = (await sarif(["check", "--jsonl"], `"x=1"\n1\n`)).run;
  assert.deepEqual(lines.results[0].locations[0].physicalLocation.region, { startLine: 1 });
  const [notification] = lines.invocations[0].toolExecutionNotifications;
  assert.deepEqual(notification.locations[0].physicalLocation.region, { startLine: 2 });
  assert.equal((await sarif(["check", "good.txt"])).code, 0);
});

/** Parses XML, and fails if it is not well-formed. @param {string} text */
function elementsOf(text) {
  const document = new DOMParser({ onError: onErrorStopParsing }).parseFromString(text, "text/xml");
  return Array.from(
    document.getElementsByTagName("*"),
    ({ nodeName, attributes, textContent }) => ({
      name: nodeName,
      attributes: Object.fromEntries(Array.from(attributes, ({ name, value }) => [name, value])),
      text: textContent ?? "",
    }),
  );
}

test("junit: well-formed, a test case for each input, failing where it has an error", async () => {
  const { eData, payExInfo } = validRequest();
  const bad = bodyOf(JSON.stringify({ ...eData, cusName: '<&"\u0001\ufffe>' }), "{,}");
  await project.write("<&.txt", bad);
  const args = ["check", "--format=junit", "<&.txt", "good.txt", "missing"];
  const { code, stdout } = await run(args);
  assert.equal(code, 2);
  const [all, suite, ...cases] = elementsOf(stdout);
  for (const element of [all, suite])
    assert.deepEqual(element?.attributes, {
      name: "cbt179",
      tests: "3",
      failures: "1",
      errors: "1",
    });
  assert.deepEqual(
    cases.map(({ name, attributes }) => [name, attributes.name]),
    [
      ["testcase", "<&.txt"],
      ["failure", undefined],
      ["testcase", "good.txt"],
      ["testcase", "missing"],
      ["error", undefined],
    ],
  );
  const { findings } = cbt179.checkForm(bad, { locale: "en" });
  const failure = cases[1];
  assert.equal(failure?.attributes.message, findings[0]?.message);
  for (const { code } of findings) assert.ok(failure?.text.includes(`[${code}]`), code);
  const dollars = JSON.stringify(payExInfo).replace('"142"', '"502"');
  const warned = bodyOf(JSON.stringify(eData), dollars);
  const fine = elementsOf((await run(["check", "--format=junit"], { input: warned })).stdout);
  assert.deepEqual(fine.at(-1)?.name, "system-out");
});

test("no format has the token", async () => {
  const { eData } = validRequest();
  const line = JSON.stringify(eData);
  const bodies = [
    line.replace('"token"', '"tokne"'),
    line.replace(`"${TOKEN}"`, TOKEN),
    line.replace(TOKEN, `${TOKEN}\u0001`),
    line.replace('"cusCode":', `"${TOKEN}":"",$&`),
  ].map((text) => bodyOf(text));
  const input = bodies.map((body) => JSON.stringify(body)).join("\n");
  for (const format of ["github", "sarif", "junit"]) {
    for (const lang of ["zh", "en"]) {
      const args = ["check", "--jsonl", "--format", format, "--lang", lang];
      const { stdout, stderr } = await run(args, { input });
      assert.ok(stdout.length > 500);
      assert.ok(!(stdout + stderr).includes(TOKEN.slice(4, 16)), stdout);
      const single = await run(args.slice(0, 1).concat(args.slice(2)), { input: bodies[1] ?? "" });
      assert.ok(!(single.stdout + single.stderr).includes(TOKEN.slice(4, 16)), single.stdout);
    }
  }
});

test("--quiet leaves the exit code, what was asked for, and errors of use", async () => {
  for (const args of [[], ["--json"], ["--format=sarif"]]) {
    const { code, stdout, stderr } = await run(["check", "-q", "example.txt", ...args]);
    assert.deepEqual([code, stdout, stderr], [1, "", ""]);
  }
  const missing = await run(["check", "--quiet", "missing", "good.txt"]);
  assert.deepEqual([missing.code, missing.stdout], [2, ""]);
  assert.match(missing.stderr, /^cbt179: can't read `missing`/);
  const fixed = await run(["fix", "--quiet", "example.txt"]);
  assert.equal(fixed.stderr, "");
  assert.equal(fixed.stdout, cbt179.applyFixes(example, cbt179.checkForm(example).findings));
  assert.deepEqual((await run(["reply", "-q", "failure.json"])).code, 1);
});
