// The built npm package in a browser with nothing in between: a plain script tag that imports ./index.js.

import assert from "node:assert/strict";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { serve } from "../../xtask/serve.mjs";
import { sample, validRequest } from "../npm/project.mjs";
import { launch, open } from "./browser.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));

const HTML = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
<script type="module">
  import * as cbt179 from "./index.js";
  window.cbt179 = cbt179;
</script>`;

let dir;
let server;
let browser;
before(async () => {
  dir = await mkdtemp(join(tmpdir(), "cbt179-npm-"));
  await cp(`${root}dist/npm`, dir, { recursive: true });
  await writeFile(join(dir, "index.html"), HTML);
  server = await serve(dir);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.close();
  await rm(dir, { recursive: true, force: true });
});

test("every function works from a plain script tag", async () => {
  const { page, context, requests, errors } = await open(browser, server.url);
  await page.waitForFunction(() => window.cbt179);
  const example = await sample("sample-form-body.txt");
  const out = await page.evaluate(
    ({ example, request }) => {
      const { applyFixes, buildForm, checkForm, checkRequest, decodeForm, encodeForm, locate } =
        window.cbt179;
      const decoded = decodeForm(example);
      const texts = { eData: decoded.eData.text, payExInfo: decoded.payExInfo.text };
      const built = buildForm(request);
      let thrown;
      try {
        buildForm({ ...request, eData: {} });
      } catch (error) {
        thrown = { name: error.name, codes: error.findings.map((finding) => finding.code) };
      }
      return {
        checked: checkForm(new TextEncoder().encode(example), { locale: "en" }),
        texts,
        again: decodeForm(encodeForm(texts)).payExInfo.text,
        request: checkRequest(request),
        verdict: checkForm(built.body),
        located: locate(built.body, { path: "/payExInfoStr", json: { start: 0, end: 1 } }),
        fixed: checkForm(applyFixes(example, checkForm(example).findings)).ok,
        bodyStart: built.body.indexOf("payExInfoStr="),
        amount: JSON.parse(built.payExInfo).payExchangeInfoHead.totalAmount,
        thrown,
      };
    },
    { example, request: validRequest() },
  );
  assert.equal(out.checked.ok, false);
  const codes = new Set(out.checked.findings.map((finding) => finding.code));
  assert.ok(
    codes.has("form.unencoded-plus") && codes.has("json.trailing-comma"),
    [...codes].join(),
  );
  assert.deepEqual(out.texts, {
    eData: await sample("sample-edata.json"),
    payExInfo: await sample("sample-payexinfo.txt"),
  });
  assert.equal(out.again, out.texts.payExInfo);
  assert.deepEqual(out.request, { ok: true, findings: [] });
  assert.deepEqual(out.verdict, { ok: true, findings: [] });
  assert.equal(out.amount, 100.1);
  assert.equal(out.fixed, true);
  assert.equal(out.located.path, "/payExInfoStr");
  assert.equal(out.located.form.start, out.bodyStart + "payExInfoStr=".length);
  assert.equal(out.thrown.name, "CheckError");
  assert.ok(out.thrown.codes.includes("field.missing"));
  assert.deepEqual(errors, []);
  assert.deepEqual(requests, [server.url, `${server.url}index.js`]);
  await context.close();
});
