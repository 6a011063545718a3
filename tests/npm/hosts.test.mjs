// Hosts that lack or forbid something that the package would use: those without TextEncoder and TextDecoder, such as Jest with
// jsdom, and those that start WebAssembly only asynchronously, such as a page in Chrome up to 114.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import vm from "node:vm";
import { build } from "esbuild";
import { makeProject, sample, validRequest } from "./project.mjs";

/** @type {Awaited<ReturnType<typeof makeProject>>} */
let project;
/** @type {string} */
let body;
before(async () => {
  project = await makeProject();
  body = await sample("sample-form-body.txt");
});
after(() => project.remove());

/**
 * The package in a realm that has these globals, besides those of the language.
 *
 * @param {"cbt179" | "cbt179/slim"} entry
 * @param {object} globals
 * @returns {Promise<any>}
 */
async function loadWith(entry, globals) {
  const { outputFiles } = await build({
    stdin: { contents: `export * from ${JSON.stringify(entry)};`, resolveDir: project.dir },
    bundle: true,
    format: "iife",
    globalName: "cbt179",
    write: false,
  });
  const context = vm.createContext(globals);
  vm.runInContext(/** @type {string} */ (outputFiles[0]?.text), context);
  return context.cbt179;
}

const { Module, Instance, compile, instantiate } = WebAssembly;

/** WebAssembly as it is on the main thread of Chrome 114, for modules of more than 4 KB. */
function asynchronous() {
  const refuse = (/** @type {string} */ what) =>
    function refused() {
      throw new RangeError(`${what} is disallowed on the main thread`);
    };
  const counts = { instances: 0 };
  const stub = {
    Module: refuse("WebAssembly.Compile"),
    Instance: refuse("WebAssembly.Instance"),
    compile,
    /** @param {WebAssembly.Module} module @param {WebAssembly.Imports} imports */
    async instantiate(module, imports) {
      counts.instances++;
      return instantiate(module, imports);
    },
  };
  return { WebAssembly: stub, counts };
}

const coders = { TextEncoder, TextDecoder };
const NOT_READY = { name: "NotReadyError", code: "CBT179_NOT_READY" };

test("ready() starts WebAssembly asynchronously, once; calls are synchronous after it", async () => {
  const { WebAssembly, counts } = asynchronous();
  const cbt179 = await loadWith("cbt179", { ...coders, WebAssembly });
  assert.throws(() => cbt179.checkForm(body), {
    ...NOT_READY,
    message:
      /^WebAssembly can't be started synchronously here; call `await ready\(\)` .*disallowed on the main thread/,
  });
  await Promise.all([cbt179.ready(), cbt179.ready()]);
  assert.equal(cbt179.checkForm(body).ok, false);
  const before = counts.instances;
  assert.equal(await cbt179.ready(), undefined);
  assert.equal(counts.instances, before);
  const { body: made } = cbt179.buildForm(validRequest());
  assert.equal(cbt179.checkForm(made).ok, true);
});

test("after a trap, ready() makes the next instance; one that grew is kept", async () => {
  const { WebAssembly } = asynchronous();
  const cbt179 = await loadWith("cbt179", { ...coders, WebAssembly });
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (module, imports) => {
    const { exports } = /** @type {any} */ (await instantiate(module, imports));
    WebAssembly.instantiate = instantiate;
    // A real trap: the core is asked for more room than there can be.
    return /** @type {any} */ ({
      exports: { ...exports, checkForm: () => exports.input(0xffff_ffff) },
    });
  };
  await cbt179.ready();
  assert.throws(() => cbt179.checkForm(body), { name: "InternalError", code: "CBT179_INTERNAL" });
  assert.throws(() => cbt179.checkForm(body), NOT_READY);
  await cbt179.ready();
  const report = cbt179.checkForm(body);
  assert.equal(report.ok, false);
  assert.equal(cbt179.checkForm("EData=".padEnd(8 << 20, "+")).ok, false);
  assert.deepEqual(cbt179.checkForm(body), report);
});

test("init() instantiates nothing, so ready() can, from a module or from its bytes", async () => {
  const wasm = await readFile(join(project.dir, "node_modules/cbt179/cbt179.wasm"));
  for (const given of [new Module(wasm), wasm]) {
    const { WebAssembly } = asynchronous();
    const slim = await loadWith("cbt179/slim", { ...coders, WebAssembly });
    await assert.rejects(slim.ready(), { name: "TypeError", message: /call init\(module\) first/ });
    slim.init(given);
    assert.throws(() => slim.checkForm(body), NOT_READY);
    await slim.ready();
    assert.equal(slim.checkForm(body).ok, false);
  }
});

test("where WebAssembly is forbidden, ready() says so", async () => {
  const refuse = async () => {
    throw new WebAssembly.CompileError("violates the following Content Security Policy directive");
  };
  const stub = { ...asynchronous().WebAssembly, compile: refuse };
  const cbt179 = await loadWith("cbt179", { ...coders, WebAssembly: stub });
  await assert.rejects(cbt179.ready(), {
    ...NOT_READY,
    message: /^WebAssembly can't be started here \(CompileError: violates/,
  });
});

test("ready() before the first call starts nothing synchronously elsewhere either", async () => {
  let made = 0;
  const stub = {
    compile,
    instantiate,
    Module,
    Instance: class extends Instance {
      /** @param {WebAssembly.Module} module @param {WebAssembly.Imports} imports */
      constructor(module, imports) {
        super(module, imports);
        made++;
      }
    },
  };
  const cbt179 = await loadWith("cbt179", { ...coders, WebAssembly: stub });
  await cbt179.ready();
  assert.equal(cbt179.checkForm(body).ok, false);
  assert.equal(made, 0);
});

test("without TextEncoder, TextDecoder and Buffer every answer is the same", async () => {
  const cbt179 = await project.load();
  const bare = await loadWith("cbt179", { WebAssembly });
  const now = Date.UTC(2026, 0, 1);
  const request = validRequest();
  request.payExInfo.payExchangeInfoHead.note = "é 备注 \u{20bb7}\u{1f600}";
  const { body: good } = cbt179.buildForm(request, { now });
  const bodies = [
    body,
    good,
    "EData=备注&payExInfoStr=\ud800",
    "EData=\u{20bb7}\ufffd\udfff",
    Buffer.from("\ufeffEData=备&payExInfoStr=é"),
    Buffer.from("EData=\xff\xe5\xa4&payExInfoStr=", "latin1"),
    cbt179.encodeForm({ eData: '{"cusName":"备注"', payExInfo: "[" }),
  ];
  for (const text of bodies) {
    for (const locale of /** @type {const} */ (["zh-CN", "en"])) {
      const report = cbt179.checkForm(text, { locale, now });
      assert.deepEqual(plain(bare.checkForm(text, { locale, now })), report);
      assert.deepEqual(
        plain(bare.decodeForm(text, { locale, now })),
        cbt179.decodeForm(text, { locale, now }),
      );
      assert.equal(
        bare.applyFixes(text, report.findings),
        cbt179.applyFixes(text, report.findings),
      );
    }
  }
  assert.deepEqual(plain(bare.buildForm(request, { now })), cbt179.buildForm(request, { now }));
  assert.throws(() => bare.checkForm("", { locale: "中文" }), { message: /中文/ });
});

test("without TextDecoder, a text in GBK is a finding without a guess", async () => {
  const cbt179 = await project.load();
  const bare = await loadWith("cbt179", { WebAssembly });
  // 上海某某电子商务有限公司, in GBK.
  const cusName = Buffer.from("c9cfbaa3c4b3c4b3b5e7d7d3c9cccef1d3d0cfdeb9abcbbe", "hex");
  const eData = Buffer.concat([Buffer.from('{"cusName":"'), cusName, Buffer.from('"}')]);
  const text = cbt179.encodeForm({ eData, payExInfo: "{}" });
  assert.equal(cbt179.checkForm(text).findings[0]?.code, "utf8.gbk");
  assert.equal(bare.checkForm(text).findings[0].code, "utf8.invalid");
});

test("without TextDecoder, bytes that are not UTF-8 are replaced as it would replace them", async () => {
  const bare = await loadWith("cbt179", { WebAssembly });
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  // Lead bytes with too few continuation bytes, or with ones that are not allowed after them.
  const edges = [0x41, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc1, 0xc2, 0xe0, 0xe4, 0xed, 0xef];
  const leads = [...edges, 0xf0, 0xf1, 0xf4, 0xf5, 0xff];
  for (const lead of leads)
    for (const second of leads)
      for (const third of leads) {
        const bytes = Uint8Array.of(lead, second, third, 0x80, lead, second, 0x42);
        assert.equal(bare.applyFixes(bytes, []), decoder.decode(bytes), bytes.join());
      }
});

/** The same value, with the objects of this realm. @param {unknown} value */
const plain = (value) => structuredClone(value);

test("a bundle that left cbt179.wasm behind says so", async () => {
  const { outputFiles } = await build({
    stdin: { contents: 'module.exports = require("cbt179");', resolveDir: project.dir },
    bundle: true,
    platform: "node",
    // With conditions of its own, esbuild leaves out `module`.
    conditions: ["custom"],
    write: false,
  });
  const code = /** @type {string} */ (outputFiles[0]?.text);
  const bundled = { exports: /** @type {any} */ ({}) };
  const run = vm.compileFunction(code, ["module", "require", "__dirname"]);
  run(bundled, createRequire(import.meta.url), project.dir);
  const { checkForm, ready } = bundled.exports;
  const missing = { ...NOT_READY, message: /^cbt179\.wasm can't be read; copy it there .*ENOENT/ };
  assert.throws(() => checkForm(body), missing);
  await assert.rejects(ready(), missing);
});
