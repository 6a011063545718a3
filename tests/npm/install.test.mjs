// Tests the tarball's contents, and the names that each way of importing it finds. tests/hosts runs it in its users' hosts.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import vm from "node:vm";
import { parse } from "acorn";
import { build } from "esbuild";
import { makeProject, sample, tool } from "./project.mjs";

/** @type {Awaited<ReturnType<typeof makeProject>>} */
let project;
before(async () => {
  project = await makeProject();
  await project.write("body.txt", await sample("sample-form-body.txt"));
});
after(() => project.remove());

const COUNT = `const plus = findings.find((f) => f.code === "form.unencoded-plus")?.count;
console.log(ok, plus);
`;
const EXPORTS = [
  "CheckError",
  "InternalError",
  "NotReadyError",
  "applyFixes",
  "buildForm",
  "checkForm",
  "checkOpenReq",
  "checkReply",
  "checkRequest",
  "checkUploadReply",
  "composeUpload",
  "decodeForm",
  "encodeForm",
  "findSecrets",
  "locate",
  "maskSecrets",
  "openReqAnswer",
  "ready",
  "schema",
  "signingRequest",
  "signingText",
];

test("the tarball holds what the package needs, and nothing else", () => {
  assert.deepEqual(project.files.toSorted(), [
    "CHANGELOG.md",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "README.zh-CN.md",
    "cbt179-verify.wasm",
    "cbt179.wasm",
    "cbt179.wasm.d.cts",
    "cbt179.wasm.d.ts",
    "cli.js",
    "codes.d.cts",
    "codes.d.ts",
    "docs/findings.md",
    "index.cjs",
    "index.d.cts",
    "index.d.ts",
    "index.js",
    "package.json",
    "slim.cjs",
    "slim.d.cts",
    "slim.d.ts",
    "slim.js",
    "verify-workerd.js",
    "verify.cjs",
    "verify.d.cts",
    "verify.d.ts",
    "verify.js",
    "workerd.js",
  ]);
});

test("the manifest names the crate's version, and only files that are there", async () => {
  const manifest = JSON.parse(
    await readFile(join(project.dir, "node_modules/cbt179/package.json"), "utf8"),
  );
  const cargo = await readFile(join(import.meta.dirname, "../../Cargo.toml"), "utf8");
  assert.equal(manifest.version, cargo.match(/^version = "(.*)"/m)?.[1]);
  assert.equal(manifest.scripts, undefined);
  assert.equal(manifest.dependencies, undefined);
  /** @param {any} entry @returns {string[]} */
  const targets = (entry) =>
    typeof entry === "string" ? [entry] : Object.values(entry).flatMap(targets);
  const named = [manifest.main, manifest.types, manifest.bin, manifest.exports].flatMap(targets);
  for (const target of named) {
    assert.ok(project.files.includes(target.replace("./", "")), target);
  }
  // TypeScript takes the first condition that fits, so `types` comes first.
  for (const conditions of [
    ...Object.values(manifest.exports["."]),
    ...Object.values(manifest.exports["./slim"]),
  ]) {
    assert.equal(Object.keys(conditions)[0], "types");
  }
});

test("attw and publint find no fault in the tarball", async () => {
  // Both print what they find to stdout, and fail.
  const check = (/** @type {string} */ name, /** @type {string[]} */ ...args) =>
    tool(project.dir, name, ...args).catch(({ stdout }) => assert.fail(stdout));
  await check("attw", project.tarball);
  await check("publint", "node_modules/cbt179", "--pack", "false", "--strict");
});

test("what bundlers and require() take is in the syntax of ES2019, which is the latest that webpack 4 reads", async () => {
  for (const name of project.files.filter((name) => /^(?!cli).*\.c?js$/.test(name))) {
    const text = await readFile(join(project.dir, "node_modules/cbt179", name), "utf8");
    const sourceType = name.endsWith(".cjs") ? "script" : "module";
    const program = parse(text, { ecmaVersion: 2019, sourceType });
    // It sets the module. Bundlers would leave that out if the functions came from another file.
    if (name === "index.js")
      assert.ok(!program.body.some(({ type }) => type === "ImportDeclaration"));
  }
});

test("an ES module and CommonJS get the same names, and an ES module imports them from CommonJS too", async () => {
  await project.write(
    "names.mjs",
    `import { createRequire } from "node:module";
import * as imported from "cbt179";
import { ${EXPORTS} } from "./node_modules/cbt179/index.cjs";
const required = createRequire(import.meta.url)("cbt179");
for (const all of [imported, required]) console.log(Object.keys(all).sort().join());
`,
  );
  assert.equal(await project.node("names.mjs"), `${EXPORTS}\n${EXPORTS}\n`);
});

test("an import compiles nothing, and an unused one leaves nothing in a bundle", async () => {
  await project.write(
    "lazy.mjs",
    `const { Module, Instance } = WebAssembly;
let made = 0;
WebAssembly.Module = class extends Module { constructor(...a) { super(...a); made++; } };
WebAssembly.Instance = class extends Instance { constructor(...a) { super(...a); made++; } };
const globals = Object.getOwnPropertyNames(globalThis).join();
const { checkForm } = await import("cbt179");
console.log(made, globals === Object.getOwnPropertyNames(globalThis).join());
checkForm("");
console.log(made);
checkForm("");
console.log(made);
`,
  );
  assert.equal(await project.node("lazy.mjs"), "0 true\n2\n2\n");
  const { outputFiles } = await build({
    stdin: {
      contents: 'import { checkForm } from "cbt179"; console.log(1);',
      resolveDir: project.dir,
    },
    bundle: true,
    format: "esm",
    write: false,
  });
  assert.equal(outputFiles[0]?.text, "// <stdin>\nconsole.log(1);\n");
});

test("a browser's bundle has all it needs: neither Buffer nor fromBase64 nor a Node module", async () => {
  const { outputFiles } = await build({
    stdin: {
      contents:
        'import { checkForm, decodeForm } from "cbt179"; globalThis.api = { checkForm, decodeForm };',
      resolveDir: project.dir,
    },
    bundle: true,
    platform: "browser",
    format: "iife",
    write: false,
  });
  const context = vm.createContext({ atob, TextDecoder, TextEncoder, WebAssembly });
  vm.runInContext("delete Uint8Array.fromBase64", context);
  vm.runInContext(/** @type {string} */ (outputFiles[0]?.text), context);
  const body = await sample("sample-form-body.txt");
  assert.equal(context.api.checkForm(body).ok, false);
  assert.equal(context.api.decodeForm(body).eData.value.version, "1.0");
  // Bytes of another realm, as Jest and frames give them, are bytes too.
  assert.deepEqual(
    context.api.checkForm(Buffer.from(body)).findings.length,
    context.api.checkForm(body).findings.length,
  );
});

test("slim waits for init(), and takes a module or its bytes", async () => {
  const script = `
const wasm = readFileSync(require.resolve("cbt179/cbt179.wasm"));
try { checkForm(""); } catch (error) { console.log(error.message); }
for (const module of [wasm, new Uint8Array(wasm).buffer, new WebAssembly.Module(wasm), () => wasm]) {
  init(module);
  const { ok, findings } = checkForm(readFileSync("body.txt"));
  ${COUNT}}
for (const wrong of ["cbt179.wasm", fetch("data:,"), new Response(wasm), wasm.subarray(1), undefined])
  try { init(wrong); } catch (error) { console.log(error.name + ": " + error.message); }
`;
  await project.write(
    "slim.mjs",
    `import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { checkForm, init } from "cbt179/slim";
const require = createRequire(import.meta.url);
${script}`,
  );
  await project.write(
    "slim.cjs",
    `const { readFileSync } = require("node:fs");
const { checkForm, init } = require("cbt179/slim");
${script}`,
  );
  const expected =
    "cbt179/slim: call init(module) first, with the compiled cbt179.wasm or its bytes\n" +
    "false 13\nfalse 13\nfalse 13\nfalse 13\n" +
    ["String", "Promise: await it first", "Response: pass its bytes, `await module.arrayBuffer()`"]
      .map(
        (said) => `TypeError: \`module\` must be a WebAssembly.Module or its bytes, not ${said}\n`,
      )
      .join("") +
    "TypeError: `module` is not WebAssembly: check the URL or the file that it came from\n" +
    "TypeError: `module` must be a WebAssembly.Module or its bytes, not undefined\n";
  assert.equal(await project.node("slim.mjs"), expected);
  assert.equal(await project.node("slim.cjs"), expected);
});

test("TypeScript, strict, takes it under every resolution, with or without the DOM's types", async () => {
  const uses = `
const options: Options = { locale: "en", customsRules: "off", maxBodyBytes: 1000 };
const report: Report = checkForm("", options);
const start: number | undefined = report.findings[0]?.at.form?.start;
const text: string | undefined = decodeForm(new Uint8Array(), {}).eData?.text;
const request: SigningRequest = {
  eData: { cusName: "", cusCode: "", serialNumber: "", token: "" },
  payExInfo: "{}",
};
try {
  const body: string = buildForm(request).body;
  const same: string = encodeForm({ eData: body, payExInfo: new ArrayBuffer(1) });
} catch (error) {
  if (error instanceof CheckError) { const findings: Finding[] = error.findings; }
}
init(new Uint8Array());
// @ts-expect-error an option's name is wrong
checkForm("", { local: "en" });
// @ts-expect-error an option's value is wrong
checkForm("", { locale: "de" });
checkRequest(null, { locale: "zh" });
const code: Code | undefined = report.findings[0]?.code;
const issues = signingRequest["~standard"].validate(request).issues;
const there: number | undefined = locate("", { path: "/EData", json: { start: 0, end: 1 } }).form?.start;
for (const { path, at } of checkForm("").findings) locate("", { path, ...at });
const fixed: string = applyFixes(new Uint8Array(), report.findings, options);
const fix: Fix | undefined = report.findings[0]?.fix;
const edits: Edit[] | undefined = fix?.edits;
const put: string | undefined = edits?.[0]?.text;
const applicability: "safe" | "unsafe" | undefined = fix?.applicability;
const layer: "form" | "base64" | "json" | undefined = fix?.layer;
const count: number | undefined = report.findings[0]?.count;
applyFixes("", report.findings, { unsafe: true });
const secret: number | undefined = findSecrets(new Uint8Array(), { request }).text[0]?.start;
const masked: string = maskSecrets("", { request: request.eData, locale: "en" });
const findings: readonly Finding[] = JSON.parse("[]");
applyFixes("", findings);
// @ts-expect-error findings are a list, not the report
applyFixes("", report);
const title: string | undefined = schema(options).properties?.eData?.properties?.token?.title;
// @ts-expect-error a body is text or bytes
checkForm(1);
// @ts-expect-error a field's name is wrong
buildForm({ eData: { ...request.eData, cusNmae: "" }, payExInfo: "" });
// @ts-expect-error a field is missing
buildForm({ eData: { cusName: "" }, payExInfo: "" });
`;
  const names =
    "applyFixes, buildForm, checkForm, CheckError, checkRequest, decodeForm, encodeForm, findSecrets, locate, maskSecrets, schema, signingRequest";
  const types = "Code, Edit, Finding, Fix, Options, Report, SigningRequest";
  const esm = `import { ${names} } from "cbt179";
import type { ${types} } from "cbt179";
import { init } from "cbt179/slim";
`;
  const cjs = `import cbt179 = require("cbt179");
import slim = require("cbt179/slim");
const { ${names} } = cbt179;
const { init } = slim;
${types
  .split(", ")
  .map((name) => `type ${name} = cbt179.${name};\n`)
  .join("")}`;
  await project.write("esm.mts", esm + uses);
  await project.write(
    "cjs.cts",
    cjs.replace("CheckError, ", "") + uses.replace("CheckError", "cbt179.CheckError"),
  );
  const strict = [
    "--strict",
    "--exactOptionalPropertyTypes",
    "--noEmit",
    "--target",
    "es2022",
    "--types",
    "",
  ];
  const check = (/** @type {string[]} */ ...args) =>
    tool(project.dir, "tsc", ...strict, ...args).catch(({ stdout }) => assert.fail(stdout));
  await check("--module", "nodenext", "--lib", "es2022", "esm.mts", "cjs.cts");
  await check("--module", "nodenext", "--lib", "es2022,dom", "esm.mts", "cjs.cts");
  await check(
    "--module",
    "esnext",
    "--moduleResolution",
    "bundler",
    "--lib",
    "es2022,dom",
    "esm.mts",
  );
  await check(
    "--module",
    "esnext",
    "--moduleResolution",
    "bundler",
    "--customConditions",
    "workerd",
    "--lib",
    "es2022",
    "esm.mts",
  );
});
