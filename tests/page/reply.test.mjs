// Tests two steps of the exchange: CBT's reply, and the upload that is composed from it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { CLEAN, EXAMPLE, form } from "./cases.mjs";
import { goToStep, outcome, paste, text, type } from "./panes.mjs";
import { inEachWay, overHttp } from "./ways.mjs";

const replies = (await readFile(new URL("../data/sample-replies.jsonl", import.meta.url), "utf8"))
  .trim()
  .split("\n");
const SIGNED = JSON.stringify({
  status: "success",
  serialNumber: "1",
  serviceTime: String(Date.UTC(2026, 0, 15, 1, 28, 12)),
  certNo: "01a2b3c4",
  signValue: Buffer.alloc(128, 7).toString("base64"),
});
const { serviceTime, certNo, signValue } = JSON.parse(SIGNED);
const UPLOAD = `${CLEAN.payExInfo.slice(0, -1)},"serviceTime":"${serviceTime}","certNo":"${certNo}","signValue":"${signValue}"}`;

const verdict = (page) => page.innerText("#exchange-output .verdict");
const results = (page) => page.locator("#exchange-output .result");

inEachWay("CBT's reply", (on) => {
  on("composes the upload from the body in the check view, byte for byte", {}, async (page) => {
    await goToStep(page, "reply");
    await type(page, "reply-text", SIGNED);
    await outcome(page, /已加签/);
    await goToStep(page, "upload");
    await outcome(page, /待合成.*还缺发给 CBT 的请求体/s);
    await page.click("#tab-check");
    await paste(page, "body", form(CLEAN));
    await page.click("#tab-exchange");
    await outcome(page, /已合成/);
    assert.equal(await text(page, "upload-text"), UPLOAD);
    const body = await results(page).locator("pre").textContent();
    assert.equal(new URLSearchParams(body).get("payExInfoStr"), UPLOAD);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      results(page).locator("button:not(.copy)").last().click(),
    ]);
    assert.equal(await readFile(await download.path(), "utf8"), UPLOAD);
    // A reply to another request gives no upload.
    await page.click("#tab-check");
    await type(page, "eData", CLEAN.eData.replace('"serialNumber":"1"', '"serialNumber":"2"'));
    await page.click("#tab-exchange");
    await outcome(page, /待合成.*还缺已加签/s);
    assert.equal(await results(page).count(), 0);
    assert.equal(await text(page, "upload-text"), "");
    await goToStep(page, "reply");
    await outcome(page, /已加签，但不是对这个请求的应答/);
    assert.doesNotMatch(await page.innerText("#exchange-output"), /未加签/);
    await page.click('[data-locale="en"]');
    await outcome(page, /another request/);
    assert.doesNotMatch(await page.innerText("#exchange"), /流水号|应答/);
  });
});

overHttp("CBT's reply", (on) => {
  on("is explained", {}, async (page) => {
    await goToStep(page, "reply");
    for (const reply of replies) {
      await type(page, "reply-text", reply);
      await page.waitForFunction(
        (status) => document.querySelector("#exchange .fields")?.innerText.includes(status),
        JSON.parse(reply).status,
      );
    }
    await type(page, "reply-text", '{"status":"failure","code":"ILLEGAL_CLIENT_IP","msg":"ip"}');
    await page.locator("#exchange-output", { hasText: "ILLEGAL_CLIENT_IP" }).waitFor();
    assert.match(await verdict(page), /未加签/);
    assert.match(await page.innerText("#exchange-output .help"), /IP/);
    await type(page, "reply-text", "");
    await outcome(page, /待粘贴/);
  });

  on("has a title for each field, and the signing time as a date in China", {}, async (page) => {
    await goToStep(page, "reply");
    await type(page, "reply-text", SIGNED);
    await page.locator("#exchange .fields").waitFor();
    const fields = await page.innerText("#exchange .fields");
    for (const title of ["处理结果", "流水号", "加签时间", "证书编号", "签名值"])
      assert.ok(fields.includes(title), title);
    assert.match(fields, /2026-01-15 09:28:12（北京时间，UTC\+8）\s*1768440492000/);
    await type(page, "reply-text", SIGNED.replace("1768440492000", "soon"));
    await page.locator("#exchange .fields", { hasText: "soon" }).waitFor();
    assert.doesNotMatch(await page.innerText("#exchange .fields"), /北京时间/);
  });

  on("is unusable in other ways than an unsigned one", {}, async (page) => {
    await paste(page, "body", form(CLEAN));
    const { signValue, ...unsigned } = JSON.parse(SIGNED);
    for (const [reply, word] of [
      [SIGNED, /^已加签\s+CBT 已对/],
      [SIGNED.replace('"1"', '"2"'), /^已加签，但不是对这个请求的应答\s+请勿使用/],
      [SIGNED.replace("success", "failure"), /^已加签，但不可信\s+请勿使用/],
      [SIGNED.slice(0, -9), /^已加签，但不可信/],
      [JSON.stringify(SIGNED), /^已加签，但不可信/],
      [JSON.stringify(unsigned), /^未加签/],
      ['{"status":"failure","code":"SYSTEM_ERROR","serialNumber":"1"}', /^未加签/],
      ["<html>502", /^未加签/],
    ]) {
      await goToStep(page, "reply");
      await type(page, "reply-text", reply);
      await outcome(page, word);
      await page.click("#step-upload");
      assert.equal(await results(page).count(), word.test("已加签 CBT 已对") ? 2 : 0);
    }
  });

  on("stays, and a body that is pasted there goes to Check", {}, async (page) => {
    await goToStep(page, "reply");
    await paste(page, "reply-text", SIGNED);
    await outcome(page, /已加签/);
    // Pasted at the cursor in another reply.
    await paste(page, "reply-text", form(CLEAN));
    await page.waitForSelector("#check", { state: "visible" });
    assert.equal(await text(page, "body"), form(CLEAN));
    await goToStep(page, "upload");
    await outcome(page, /已合成/);
    await goToStep(page, "reply");
    await paste(page, "reply-text", SIGNED.replace('"1"', '"7"'));
    assert.equal(await text(page, "reply-text"), SIGNED.replace('"1"', '"7"'));
    // An error page may be customs' reply, too.
    await goToStep(page, "uploadReply");
    await paste(page, "uploadReply-text", "<html>502");
    assert.ok(await page.isVisible("#uploadReply-text"));
  });

  on("is announced each time, and takes the focus if it came from elsewhere", {}, async (page) => {
    await paste(page, "body", form(CLEAN).replace("payExInfoStr=", "payExInfoStr=e"));
    await page.focus("#body .cm-content");
    await page.keyboard.press("Control+A");
    await paste(page, "body", '{"status":"failure","code":"SYSTEM_ERROR"}');
    await page.waitForSelector("#exchange", { state: "visible" });
    assert.equal(await page.evaluate(() => document.activeElement.id), "exchange-output");
    await page.waitForFunction(() =>
      /未加签.*SYSTEM_ERROR/.test(document.querySelector("#said").textContent),
    );
    assert.doesNotMatch(await page.textContent("#said"), /`/);
  });
});

overHttp("an upload", (on) => {
  on("is explained, wherever it is pasted", {}, async (page) => {
    await paste(page, "body", form(CLEAN));
    for (const upload of [UPLOAD, `payExInfoStr=${encodeURIComponent(UPLOAD)}`]) {
      await page.click("#tab-check");
      await page.focus("#body .cm-content");
      await page.keyboard.press("Control+A");
      await paste(page, "body", upload);
      await page.waitForSelector("#exchange", { state: "visible" });
      await outcome(page, /字段齐全.*逐字一致/s);
      assert.equal(await text(page, "upload-text"), UPLOAD);
      assert.equal(await page.locator("#exchange .fields dt").count(), 4);
      assert.equal(await text(page, "body"), form(CLEAN), "the request stays");
      // The focus is on the outcome.
      assert.equal(await page.evaluate(() => document.activeElement.id), "exchange-output");
    }
    for (const [from, to, expected] of [
      ["拖鞋", "碗", /不一致/],
      [/"certNo":"\w+",/, "", /不完整.*缺少 certNo/s],
      [/"payExchangeInfoLists"/, '"lists"', /不完整.*缺少支付数据/s],
    ]) {
      await type(page, "upload-text", UPLOAD.replace(from, to));
      await outcome(page, expected);
    }
  });

  on("that was given makes way for the composed one when it is cleared", {}, async (page) => {
    await paste(page, "body", form(CLEAN));
    await goToStep(page, "reply");
    await type(page, "reply-text", SIGNED);
    await goToStep(page, "upload");
    await outcome(page, /已合成/);
    const clear = page.locator("#exchange .clear:visible");
    assert.equal(await clear.count(), 0);
    const given = UPLOAD.replace("拖鞋", "碗");
    await type(page, "upload-text", given);
    await outcome(page, /不一致/);
    await page.click("#step-reply");
    await page.click("#step-upload");
    assert.equal(await text(page, "upload-text"), given);
    await clear.click();
    await outcome(page, /已合成/);
    assert.equal(await text(page, "upload-text"), UPLOAD);
  });

  on("that can't be composed says why", {}, async (page) => {
    await paste(page, "body", EXAMPLE.body);
    await goToStep(page, "reply");
    await type(page, "reply-text", SIGNED.replace('"1"', '"20119182839304"'));
    await outcome(page, /已加签/);
    await page.click("#step-upload");
    await outcome(page, /无法合成/);
    assert.equal(await results(page).count(), 0);
    assert.ok(await page.locator("#exchange .finding[data-severity=error]").count());
  });
});
