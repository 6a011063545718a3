// Tests the view of the whole exchange: its steps, where pasted texts go, the signature, and customs' two texts.

import assert from "node:assert/strict";
import { createSign, generateKeyPairSync } from "node:crypto";
import { exchangeSample } from "../../www/exchange/sample.js";
import { CLEAN, form, TOKEN } from "./cases.mjs";
import { goToStep, outcome, paste, selection, settled, text, type } from "./panes.mjs";
import { inEachWay, overHttp } from "./ways.mjs";

const later = ["cbt179-verify.js"];
const STEPS = ["openReq", "request", "reply", "signature", "upload", "uploadReply"];

/** Returns the tone of each step in the row. */
const tones = (page) =>
  page.$$eval(".steps .line", (lines) => lines.map(({ dataset }) => dataset.tone));

// A key of the tests' own, as small as the old keys of CBT.
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
const PUBLIC_KEY = publicKey.export({ type: "spki", format: "pem" });
const TIME = String(Date.UTC(2026, 0, 15, 1, 28, 12));
const SIGNING_TEXT = (() => {
  const [, session, head, lists] = CLEAN.payExInfo.match(
    /^\{("sessionID":"[^"]*"),"payExchangeInfoHead":(\{.*\}),"payExchangeInfoLists":(\[.*\])\}$/,
  );
  return `${session}||"payExchangeInfoHead":"${head}"||"payExchangeInfoLists":"${lists}"||"serviceTime":"${TIME}"`;
})();
const replyWith = (signed) =>
  JSON.stringify({
    status: "success",
    serialNumber: "1",
    serviceTime: TIME,
    certNo: "01a2b3c4",
    signValue: createSign("SHA1").update(signed).sign(privateKey, "base64"),
  });

inEachWay("the exchange", (on) => {
  on("is shown whole by a sample, whose signature verifies", { later }, async (page, opened) => {
    const isLoaded = () => opened.requests.some((url) => url.endsWith(later[0]));
    await page.click("#tab-exchange");
    await outcome(page, /待粘贴/);
    assert.deepEqual(await tones(page), Array(6).fill("empty"));
    assert.equal(isLoaded(), false);
    await page.click("#exchange-sample");
    await page.waitForFunction(() => !document.querySelector('.steps [data-tone="empty"]'));
    assert.deepEqual(await tones(page), Array(6).fill("ok"));
    assert.match(await text(page, "body"), /^EData=/);
    await page.click("#step-signature");
    assert.match(await page.innerText("#exchange-output .verdict"), /验签通过/);
    const fields = await page.innerText("#exchange .fields");
    assert.match(fields, /03000000001c7e2a/);
    assert.match(fields, /SM3withSM2/);
    assert.match(fields, /2020-01-01 08:00:00.*2040-01-01 08:00:00/s);
    // The sample's certificate has a subject like this.
    assert.doesNotMatch(await page.innerText("#exchange"), /cbt179 test|Example/);
    // The sample is no longer offered, since it would replace these texts.
    assert.equal(await page.locator("#exchange-sample").count(), 0);
    await page.click('[data-locale="en"]');
    await outcome(page, /Verified/);
    const words = [
      ".steps",
      "#exchange .given:visible .hint",
      "#exchange-output .verdict",
      "#exchange h3",
      "#exchange dt",
    ];
    for (const part of words)
      assert.doesNotMatch((await page.locator(part).allInnerTexts()).join(), /\p{Script=Han}/u);
  });
});

overHttp("the steps", (on) => {
  on("take the text that is pasted anywhere", { later }, async (page) => {
    const { openReq, reply, signature, uploadReply } = exchangeSample;
    const printed = `subject=CN = 张三\nissuer=CN = CA\n${signature}\n`;
    await page.click("#tab-exchange");
    await outcome(page, /待粘贴/);
    for (const [step, given, taken = given] of [
      ["reply", reply],
      ["openReq", openReq],
      ["uploadReply", uploadReply],
      // Text around a certificate may name a person.
      ["signature", printed, signature],
      ["openReq", '{"orderNo":"A1","sessionID":"S-1","serviceTime":1768440483000}'],
      ["uploadReply", '{"code":"20000","message":"上传失败，入库失败"}'],
    ]) {
      await page.evaluate((text) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", text);
        const from = document.querySelector("#exchange .cm-content");
        from.dispatchEvent(
          new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
        );
      }, given);
      await page.waitForSelector(`#step-${step}[aria-current="step"]`);
      assert.equal(await text(page, `${step}-text`), taken);
    }
    await page.click("#tab-check");
    await paste(page, "body", openReq);
    await page.waitForSelector("#exchange", { state: "visible" });
    assert.equal(await text(page, "openReq-text"), openReq);
    assert.equal(await text(page, "body"), "");
  });

  on("are buttons in a row, and links to each other", { later }, async (page) => {
    await page.click("#tab-exchange");
    await outcome(page, /待粘贴/);
    await page.click("#exchange-sample");
    await page.focus("#step-openReq");
    for (const [index, step] of STEPS.entries()) {
      await page.keyboard.press("Enter");
      const current = await page.$$eval(".steps button", (all) => all.map((b) => b.ariaCurrent));
      assert.deepEqual(
        current,
        STEPS.map((name) => (name === step ? "step" : null)),
      );
      assert.equal(await page.locator("#exchange .given:visible").count(), 1);
      if (index < 5) await page.keyboard.press("Tab");
      assert.equal(
        await page.evaluate(() => document.activeElement.closest(".steps") !== null),
        true,
      );
    }
    await page.click("#step-openReq");
    await page.locator("#exchange .fields .link").first().click();
    assert.equal(await page.getAttribute("#step-request", "aria-current"), "step");
    assert.equal(await page.evaluate(() => document.activeElement.id), "exchange-output");
    await page.locator("#exchange .given:visible .places button").first().click();
    assert.ok(await page.isVisible("#check"));
  });
});

overHttp("customs' request", (on) => {
  on("is compared with the request to CBT, and answered", {}, async (page) => {
    await paste(page, "body", form(CLEAN));
    for (const [orderNo, sessionID, expected] of [
      ["A1", "S-1", /CBT 可加签.*会话 ID 与海关的请求一致/s],
      ["A1", "S-2", /与海关的请求不符.*会话 ID 与海关的请求不一致/s],
      ["A2", "S-1", /与海关的请求不符.*没有海关查询的订单/s],
    ]) {
      await goToStep(page, "openReq");
      const json = JSON.stringify({ orderNo, sessionID, serviceTime: TIME });
      await type(page, "openReq-text", `openReq=${encodeURIComponent(json)}`);
      await outcome(page, /请求有效/);
      assert.match(
        await page.innerText("#exchange .fields"),
        new RegExp(`${orderNo}.*${sessionID}`, "s"),
      );
      const answer = JSON.parse(await page.textContent("#exchange .result pre"));
      assert.equal(answer.code, "10000");
      await page.click("#step-request");
      await outcome(page, expected);
    }
    await goToStep(page, "openReq");
    await type(page, "openReq-text", "openReq=");
    await outcome(page, /请求有误/);
    assert.ok(await page.locator("#exchange .finding[data-severity=error]").count());
    assert.equal(await page.locator("#exchange .result").count(), 0);
  });
});

overHttp("the signature", (on) => {
  on(
    "is verified with a public key, and a false one shows where it is",
    { later },
    async (page) => {
      await paste(page, "body", form(CLEAN));
      await goToStep(page, "signature");
      await outcome(page, /待提供证书/);
      await type(page, "signature-text", PUBLIC_KEY);
      await outcome(page, /待验签/);
      await goToStep(page, "reply");
      await type(page, "reply-text", replyWith(SIGNING_TEXT));
      await page.click("#step-signature");
      await outcome(page, /验签通过/);
      assert.equal(await page.textContent("#exchange .result pre"), SIGNING_TEXT);
      await page.click("#step-upload");
      assert.match(await page.innerText("#exchange-output .verdict"), /已合成.*验签通过/s);

      for (const [signed, code, place] of [
        ["something else", "signature.other-text", /^"[\w+/=]{172}"$/],
        // As PHP's number_format writes it.
        [SIGNING_TEXT.replace("100.1", "100.10"), "signature.number", /^100\.1$/],
      ]) {
        await goToStep(page, "reply");
        await type(page, "reply-text", replyWith(signed));
        await page.click("#step-signature");
        await page.locator(`#exchange .finding[data-code="${code}"] .place`).click();
        assert.equal(await page.getAttribute("#step-upload", "aria-current"), "step");
        const [pane, start, end] = await selection(page);
        assert.equal(pane, "upload-text");
        assert.match((await text(page, "upload-text")).slice(start, end), place);
        assert.ok(await page.locator("#upload-text .cm-mark").count());
        assert.match(await page.innerText("#exchange-output .verdict"), /签名不符.*验签失败/s);
        assert.deepEqual((await tones(page)).slice(3, 5), ["error", "error"]);
      }
    },
  );

  on("needs no more than a file with the certificate", { later }, async (page) => {
    const der = Buffer.from(exchangeSample.signature.replace(/-----.*-----/g, ""), "base64");
    await page.setInputFiles("#file", { name: "cbt.cer", mimeType: "", buffer: der });
    await page.waitForSelector("#signature-text", { state: "visible" });
    assert.equal(await text(page, "signature-text"), der.toString("base64"));
    await outcome(page, /待验签/);
    assert.match(await page.innerText("#exchange .fields"), /03000000001c7e2a/);
    await type(
      page,
      "signature-text",
      "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
    );
    await outcome(page, /证书或公钥无法使用/);
    await page.locator("#exchange .finding[data-severity=error]").waitFor();
  });

  on("is verified once the module can be loaded", { later: [] }, async (page, opened) => {
    await page.click("#tab-exchange");
    await opened.context.setOffline(true);
    await goToStep(page, "signature");
    await type(page, "signature-text", exchangeSample.signature);
    await outcome(page, /无法加载验签程序/);
    await opened.context.setOffline(false);
    for (const record of [opened.errors, opened.requests]) record.length = 0;
    await type(page, "signature-text", `${exchangeSample.signature}\n`);
    await outcome(page, /待验签/);
    opened.requests.length = 0;
  });
});

overHttp("customs' reply", (on) => {
  on("is explained, and no proof of the signature", {}, async (page) => {
    await goToStep(page, "uploadReply");
    await type(page, "uploadReply-text", exchangeSample.uploadReply);
    await outcome(page, /海关已接收/);
    assert.equal((await tones(page))[5], "ok");
    await page.locator('#exchange .finding[data-severity="info"]').waitFor();
    await type(
      page,
      "uploadReply-text",
      '{"code":"20004","message":"企业实时数据获取验签证书未在服务系统注册"}',
    );
    await outcome(page, /海关未接收/);
    assert.equal((await tones(page))[5], "error");
    await page.locator("#exchange .finding[data-severity=error]").waitFor();
    await type(page, "uploadReply-text", "x");
    await outcome(page, /应答无法识别/);
  });
});

overHttp("the token", (on) => {
  on("is covered in every step, even before it is read", { later }, async (page) => {
    await paste(page, "body", form(CLEAN));
    const visible = () => page.innerText("#exchange");
    for (const [step, given] of [
      ["openReq", JSON.stringify({ orderNo: TOKEN, sessionID: "1", serviceTime: TIME })],
      ["reply", JSON.stringify({ status: TOKEN })],
      ["signature", TOKEN],
      ["upload", JSON.stringify({ sessionID: TOKEN, signValue: TOKEN })],
      ["uploadReply", JSON.stringify({ code: "20000", message: TOKEN })],
    ]) {
      await goToStep(page, step);
      await type(page, `${step}-text`, given);
      await page.waitForSelector(`#${step}-text .cm-cover`);
      assert.ok(!(await visible()).includes(TOKEN.slice(0, 8)), step);
      // Another step and back, at once.
      await page.evaluate((step) => {
        document.getElementById("step-request").click();
        document.getElementById(`step-${step}`).click();
      }, step);
      assert.ok(!(await visible()).includes(TOKEN.slice(0, 8)), step);
    }
    await settled(page);
  });
});
