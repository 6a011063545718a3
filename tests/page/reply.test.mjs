// Tests the reply view.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { CLEAN, EXAMPLE, form } from "./cases.mjs";
import { paste, sample, text, type } from "./panes.mjs";
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

inEachWay("the reply view", (on) => {
  on("composes the upload from the body in the check view, byte for byte", {}, async (page) => {
    await page.click("#tab-reply");
    await type(page, "reply-text", SIGNED);
    await page.waitForFunction(() =>
      /还缺发给 CBT 的请求体/.test(document.querySelector("#reply-output").innerText),
    );
    await page.click("#tab-check");
    await paste(page, "body", form(CLEAN));
    await page.click("#tab-reply");
    await page.locator("#reply .result").first().waitFor();
    assert.match(await page.innerText("#reply-output .verdict"), /已加签/);
    const [body, json] = await page.locator("#reply .result pre").allTextContents();
    const { serviceTime, certNo, signValue } = JSON.parse(SIGNED);
    const start = CLEAN.payExInfo.slice(0, -1);
    assert.equal(
      json,
      `${start},"serviceTime":"${serviceTime}","certNo":"${certNo}","signValue":"${signValue}"}`,
    );
    assert.equal(new URLSearchParams(body).get("payExInfoStr"), json);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.locator("#reply .result button:not(.copy)").last().click(),
    ]);
    assert.equal(await readFile(await download.path(), "utf8"), json);
    // A reply to another request gives no upload.
    await page.click("#tab-check");
    await type(page, "eData", CLEAN.eData.replace('"serialNumber":"1"', '"serialNumber":"2"'));
    await page.click("#tab-reply");
    await page.waitForFunction(() => !document.querySelector("#reply .result"));
    assert.match(await page.innerText("#reply-output .verdict"), /已加签，但不是对这个请求的应答/);
    assert.doesNotMatch(await page.innerText("#reply-output"), /未加签/);
    await page.click('[data-locale="en"]');
    await page.waitForFunction(() =>
      /another request/.test(document.querySelector("#reply-output").innerText),
    );
    assert.doesNotMatch(await page.innerText("#reply"), /流水号|应答/);
  });
});

overHttp("the reply view", (on) => {
  on("explains a reply", {}, async (page) => {
    await page.click("#tab-reply");
    for (const reply of replies) {
      await type(page, "reply-text", reply);
      await page.waitForFunction(
        (status) => document.querySelector("#reply .fields")?.innerText.includes(status),
        JSON.parse(reply).status,
      );
    }
    await type(page, "reply-text", '{"status":"failure","code":"ILLEGAL_CLIENT_IP","msg":"ip"}');
    await page.waitForFunction(() =>
      /ILLEGAL_CLIENT_IP/.test(document.querySelector("#reply-output").innerText),
    );
    assert.match(await page.innerText("#reply-output .verdict"), /未加签/);
    assert.match(await page.innerText("#reply-output .help"), /IP/);
    await type(page, "reply-text", "");
    await page.waitForFunction(() => !document.querySelector("#reply-output .verdict"));
  });

  on("gives each field a title, and the signing time as a date in China", {}, async (page) => {
    await page.click("#tab-reply");
    await type(page, "reply-text", SIGNED);
    await page.locator("#reply .fields").waitFor();
    const fields = await page.innerText("#reply .fields");
    for (const title of ["处理结果", "流水号", "加签时间", "证书编号", "签名值"])
      assert.ok(fields.includes(title), title);
    assert.match(fields, /2026-01-15 09:28:12（北京时间，UTC\+8）\s*1768440492000/);
    await type(page, "reply-text", SIGNED.replace("1768440492000", "soon"));
    await page.waitForFunction(() =>
      /soon/.test(document.querySelector("#reply .fields").innerText),
    );
    assert.doesNotMatch(await page.innerText("#reply .fields"), /北京时间/);
  });

  on("tells an unusable signed reply from an unsigned one", {}, async (page) => {
    await paste(page, "body", form(CLEAN));
    await page.click("#tab-reply");
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
      await type(page, "reply-text", reply);
      await page.waitForFunction(
        (source) => new RegExp(source).test(document.querySelector("#reply .verdict")?.innerText),
        word.source,
      );
      assert.equal(
        await page.locator("#reply .result").count(),
        word.test("已加签 CBT 已对") ? 2 : 0,
      );
    }
  });

  on("sends a pasted body to Check, and keeps a pasted reply", {}, async (page) => {
    await page.click("#tab-reply");
    await paste(page, "reply-text", SIGNED);
    await page.locator("#reply .verdict").waitFor();
    // Pasted at the cursor in another reply.
    await paste(page, "reply-text", form(CLEAN));
    await page.waitForSelector("#check", { state: "visible" });
    assert.equal(await text(page, "body"), form(CLEAN));
    await page.click("#tab-reply");
    await page.locator("#reply .result").first().waitFor();
    await paste(page, "reply-text", SIGNED.replace('"1"', '"7"'));
    assert.equal(await text(page, "reply-text"), SIGNED.replace('"1"', '"7"'));
  });

  on("explains an upload, wherever it is pasted", {}, async (page) => {
    await paste(page, "body", form(CLEAN));
    await page.click("#tab-reply");
    await type(page, "reply-text", SIGNED);
    await page.locator("#reply .result").first().waitFor();
    const uploads = await page.locator("#reply .result pre").allTextContents();
    for (const upload of uploads) {
      await page.click("#tab-check");
      await page.focus("#body .cm-content");
      await page.keyboard.press("Control+A");
      await paste(page, "body", upload);
      await page.waitForSelector("#reply", { state: "visible" });
      await page.waitForFunction(() =>
        /上传海关的报文.*齐全.*逐字一致/s.test(
          document.querySelector("#reply .verdict")?.innerText,
        ),
      );
      assert.equal(await page.locator("#reply .fields dt").count(), 3);
      assert.equal(await text(page, "body"), form(CLEAN), "the request stays");
      // The focus is on the result.
      assert.equal(await page.evaluate(() => document.activeElement.id), "reply-output");
    }
    for (const [from, to, expected] of [
      ["拖鞋", "碗", /不一致/],
      [/"certNo":"\w+",/, "", /不完整.*缺少 certNo/s],
      [/"payExchangeInfoLists"/, '"lists"', /不完整.*缺少支付数据/s],
    ]) {
      await type(page, "reply-text", uploads[1].replace(from, to));
      await page.waitForFunction(
        (source) =>
          new RegExp(source, "s").test(document.querySelector("#reply .verdict")?.innerText),
        expected.source,
      );
    }
  });

  on(
    "is announced with each reply, and takes the focus if the reply came from elsewhere",
    {},
    async (page) => {
      await paste(page, "body", form(CLEAN).replace("payExInfoStr=", "payExInfoStr=e"));
      await page.focus("#body .cm-content");
      await page.keyboard.press("Control+A");
      await paste(page, "body", '{"status":"failure","code":"SYSTEM_ERROR"}');
      await page.waitForSelector("#reply", { state: "visible" });
      assert.equal(await page.evaluate(() => document.activeElement.id), "reply-output");
      await page.waitForFunction(() =>
        /未加签.*SYSTEM_ERROR/.test(document.querySelector("#said").textContent),
      );
      assert.doesNotMatch(await page.textContent("#said"), /`/);
    },
  );

  on("has a sample, which fits the valid request", {}, async (page) => {
    await sample(page, 2);
    await page.click("#tab-reply");
    await page.getByRole("button", { name: "载入示例应答" }).click();
    await page.locator("#reply .result").first().waitFor();
    assert.equal(await page.locator("#reply .finding").count(), 0);
  });

  on("says why there is no upload", {}, async (page) => {
    await paste(page, "body", EXAMPLE.body);
    await page.click("#tab-reply");
    await type(page, "reply-text", SIGNED.replace('"1"', '"20119182839304"'));
    await page.waitForFunction(() => document.querySelector("#reply-output").children.length > 1);
    assert.equal(await page.locator("#reply .result").count(), 0);
    assert.ok(await page.locator("#reply .finding[data-severity=error]").count());
  });
});
