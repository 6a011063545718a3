// The built npm package in a browser with nothing in between: a plain script tag that imports ./index.js.

import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { serve } from "../../xtask/serve.mjs";
import { launch, open } from "./browser.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const data = (name) => readFile(`${root}tests/data/${name}`, "utf8");

const HTML = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
<script type="module">
  import * as cbt179 from "./index.js";
  window.cbt179 = cbt179;
</script>`;

const REQUEST = {
  eData: {
    commitTime: "20260115092811",
    cusName: "示例电商",
    cusCode: "3105961A0B",
    serialNumber: "20260115092811000001",
    token: "0123456789abcdef0123456789abcdef",
  },
  payExInfo: {
    sessionID: "fe2374-8fnejf97-55616242",
    payExchangeInfoHead: {
      guid: "9D2F3E1A-5B6C-4D7E-8F90-A1B2C3D4E5F6",
      initalRequest: "https://pay.example/gateway?out_trade_no=1&body=拖鞋",
      initalResponse: "ok",
      ebpCode: "3105961A0B",
      payCode: "312226T001",
      payTransactionId: "2026011522001",
      totalAmount: "100.1",
      currency: "142",
      verDept: "3",
      payType: "1",
      tradingTime: "20260115092700",
    },
    payExchangeInfoLists: [
      {
        orderNo: "SO2018710301",
        goodsInfo: [{ gname: "拖鞋", itemLink: "https://shop.example/1" }],
        recpAccount: "6217850100007893905",
        recpCode: "1105910159",
        recpName: "示例国际有限公司",
      },
    ],
  },
};

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
  const example = await data("sample-form-body.txt");
  const out = await page.evaluate(
    ({ example, request }) => {
      const { buildForm, checkForm, checkRequest, decodeForm, encodeForm } = window.cbt179;
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
        amount: JSON.parse(built.payExInfo).payExchangeInfoHead.totalAmount,
        thrown,
      };
    },
    { example, request: REQUEST },
  );
  assert.equal(out.checked.ok, false);
  const codes = new Set(out.checked.findings.map((finding) => finding.code));
  assert.ok(
    codes.has("form.unencoded-plus") && codes.has("json.trailing-comma"),
    [...codes].join(),
  );
  assert.deepEqual(out.texts, {
    eData: await data("sample-edata.json"),
    payExInfo: await data("sample-payexinfo.txt"),
  });
  assert.equal(out.again, out.texts.payExInfo);
  assert.deepEqual(out.request, { ok: true, findings: [] });
  assert.deepEqual(out.verdict, { ok: true, findings: [] });
  assert.equal(out.amount, 100.1);
  assert.equal(out.thrown.name, "CheckError");
  assert.ok(out.thrown.codes.includes("field.missing"));
  assert.deepEqual(errors, []);
  assert.deepEqual(requests, [server.url, `${server.url}index.js`]);
  await context.close();
});
