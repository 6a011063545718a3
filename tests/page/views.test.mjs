// The views that build a request and that read a reply; both share the checker's state.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { CLEAN, EXAMPLE, form, TOKEN } from "./cases.mjs";
import { paste, sample, settled, text, texts, type } from "./panes.mjs";
import { inEachWay, overHttp } from "./ways.mjs";

const field = (page, path) => page.locator(`#build [name="${path}"]`);
const P = "/payExInfoStr";
const H = `${P}/payExchangeInfoHead`;
const L = `${P}/payExchangeInfoLists`;
const errorsOf = (page, path) => page.locator(`[id="build${path.replace(/\W/g, "-")}-errors"] li`);

const VALUES = {
  "/EData/cusName": "示例电商",
  "/EData/cusCode": "3105961A0B",
  "/EData/serialNumber": "1",
  "/EData/token": TOKEN,
  [`${P}/sessionID`]: "S-1",
  [`${H}/initalRequest`]: "r",
  [`${H}/initalResponse`]: "ok",
  [`${H}/ebpCode`]: "3105961A0B",
  [`${H}/payCode`]: "312226T001",
  [`${H}/payTransactionId`]: "T1",
  [`${H}/totalAmount`]: "100.10",
  [`${H}/tradingTime`]: "20260115092700",
  [`${L}/0/orderNo`]: "A1",
  [`${L}/0/goodsInfo/0/gname`]: "拖鞋",
  [`${L}/0/goodsInfo/0/itemLink`]: "https://shop.example/1",
  [`${L}/0/recpAccount`]: "6217",
  [`${L}/0/recpName`]: "示例有限公司",
};

inEachWay("the building view", (on) => {
  on("makes a body of what is filled in", {}, async (page) => {
    await page.click("#tab-build");
    await field(page, "/EData/cusName").waitFor();
    for (const [path, value] of Object.entries(VALUES)) await field(page, path).fill(value);
    await page.selectOption(`[name="${H}/currency"]`, "142");
    await page.selectOption(`[name="${H}/verDept"]`, "3");
    // Its own number, in upper case.
    await page.click(`.field:has([name="${H}/guid"]) button`);
    assert.match(await field(page, `${H}/guid`).inputValue(), /^[0-9A-F]{8}-[0-9A-F-]{27}$/);
    await page.click(`.field:has([name="/EData/commitTime"]) button`);
    const time = await field(page, "/EData/commitTime").inputValue();
    const there = new Date(Date.now() + 8 * 3600e3).toISOString().replace(/\D/g, "");
    assert.equal(time.slice(0, 10), there.slice(0, 10));
    await page.click("#build-make");
    await page.waitForSelector("#check", { state: "visible" });
    await settled(page);
    assert.equal(await page.getAttribute("#verdict", "data-state"), "ok");
    const [, eData, payExInfo] = await texts(page);
    assert.deepEqual(JSON.parse(eData), {
      version: "1.0",
      commitTime: time,
      cusName: "示例电商",
      cusCode: "3105961A0B",
      serialNumber: "1",
      token: TOKEN,
    });
    // An amount keeps its digits as far as they mean something, and is a number.
    assert.match(payExInfo, /"totalAmount":100\.10?,/);
    assert.ok(!payExInfo.includes("note"), "what is left empty is left out");
    // And back: the form has what the body has.
    await type(page, "eData", eData.replace("示例电商", "别的"));
    await page.click("#tab-build");
    await page.waitForFunction(
      () => document.querySelector('[name="/EData/cusName"]').value === "别的",
    );
  });
});

overHttp("the building view", (on) => {
  on("says what is wrong where it is wrong", {}, async (page) => {
    await page.click("#tab-build");
    await field(page, "/EData/cusName").waitFor();
    assert.equal(
      await page.locator("#build .errors li").count(),
      0,
      "nothing is told before anything is done",
    );
    await field(page, "/EData/serialNumber").fill("x".repeat(33));
    await errorsOf(page, "/EData/serialNumber").waitFor();
    assert.match(await errorsOf(page, "/EData/serialNumber").innerText(), /错误.*32/s);
    assert.equal(await field(page, "/EData/serialNumber").getAttribute("aria-invalid"), "true");
    assert.equal(await page.locator("#build .errors li").count(), 1);
    await page.click("#build-make");
    await page.waitForFunction(() => document.querySelectorAll("#build .errors li").length > 10);
    assert.match(await page.innerText("#build-state"), /还有 \d+ 处/);
    assert.ok(await page.evaluate(() => document.activeElement.matches("[aria-invalid]")));
    await field(page, "/EData/serialNumber").fill("1");
    await errorsOf(page, "/EData/serialNumber").waitFor({ state: "detached" });
    // In the other language too.
    await page.click('[data-locale="en"]');
    await page.waitForFunction(() =>
      /left to fix/.test(document.querySelector("#build-state").textContent),
    );
    assert.doesNotMatch(await page.innerText("#build"), /错误|必填|请求体/);
    assert.equal(await field(page, "/EData/serialNumber").inputValue(), "1");
  });

  on("counts characters as they are typed, an emoji as one", {}, async (page) => {
    await page.click("#tab-build");
    const counter = page.locator('.field:has([name="/EData/cusName"]) .size');
    await field(page, "/EData/cusName").fill("示例😀");
    assert.equal(await counter.innerText(), "3 / 60");
    await field(page, "/EData/cusName").fill("好".repeat(61));
    assert.equal(await counter.innerText(), "61 / 60");
    assert.match(await counter.getAttribute("class"), /over/);
  });

  on("has labels, choices and a covered token", {}, async (page) => {
    await page.click("#tab-build");
    assert.equal(await page.getByLabel("海关备案名称").getAttribute("name"), "/EData/cusName");
    const options = await page.locator(`[name="${H}/currency"] option`).allInnerTexts();
    assert.ok(options.includes("142 人民币") && options.length === 20);
    const token = field(page, "/EData/token");
    assert.equal(await token.getAttribute("type"), "password");
    await page.click('.field:has([name="/EData/token"]) button');
    assert.equal(await token.getAttribute("type"), "text");
    for (const name of ["note", "payType"])
      assert.match(await page.locator(`.field:has([name="${H}/${name}"])`).innerText(), /选填/);
  });

  on("takes orders and goods on and off", {}, async (page) => {
    await paste(page, "body", form(CLEAN));
    await page.click("#tab-build");
    await field(page, `${L}/0/orderNo`).waitFor();
    assert.equal(await field(page, `${L}/0/orderNo`).inputValue(), "A1");
    await page.getByRole("button", { name: "添加订单" }).click();
    await field(page, `${L}/1/orderNo`).fill("A2");
    await page.getByRole("button", { name: "添加商品" }).last().click();
    await field(page, `${L}/1/goodsInfo/1/gname`).fill("碗");
    assert.equal(await field(page, `${L}/1/orderNo`).inputValue(), "A2");
    await page.getByRole("button", { name: "删除 订单 1" }).click();
    assert.equal(await field(page, `${L}/0/orderNo`).inputValue(), "A2");
    assert.equal(await field(page, `${L}/0/goodsInfo/1/gname`).inputValue(), "碗");
    assert.equal(await field(page, `${L}/1/orderNo`).count(), 0);
    // What was typed is kept over a look at the checker, until it is asked for anew.
    await page.click("#tab-check");
    await page.click("#tab-build");
    assert.equal(await field(page, `${L}/0/orderNo`).inputValue(), "A2");
    await page.click("#build-fill");
    await page.waitForFunction(
      (name) => document.querySelector(`[name="${name}"]`).value === "A1",
      `${L}/0/orderNo`,
    );
    await page.click("#build-reset");
    assert.equal(await field(page, `${L}/0/orderNo`).inputValue(), "");
  });

  on(
    "keeps numbers as they are spelled, and reads the document's other names",
    {},
    async (page) => {
      const payExInfo = CLEAN.payExInfo.replace("100.1", "1234567890123.10");
      const eData = CLEAN.eData.replace("cusName", "coName");
      await type(page, "body", form({ eData, payExInfo }));
      await page.click("#tab-build");
      await field(page, `${H}/totalAmount`).waitFor();
      assert.equal(await field(page, `${H}/totalAmount`).inputValue(), "1234567890123.10");
      assert.equal(await field(page, "/EData/cusName").inputValue(), "示例电商");
      await page.click("#build-make");
      await page.waitForSelector("#check", { state: "visible" });
      assert.match(await text(page, "payExInfo"), /"totalAmount":1234567890123\.10?,/);
      assert.match(await text(page, "eData"), /"cusName":"示例电商"/);
    },
  );

  on("does not lose the focus where the form is drawn anew", {}, async (page) => {
    await paste(page, "body", form(CLEAN));
    await page.click("#tab-build");
    await field(page, `${L}/0/orderNo`).waitFor();
    const focused = () =>
      page.evaluate(() => document.activeElement.name || document.activeElement.id);
    await page.getByRole("button", { name: "添加订单" }).click();
    assert.equal(await focused(), `${L}/1/orderNo`);
    await page.getByRole("button", { name: "删除 订单 2" }).click();
    assert.match(await focused(), /remove$/);
    await page.click("#build-reset");
    assert.equal(await focused(), "build-reset");
    await page.click("#build-fill");
    await page.waitForFunction(
      (name) => document.querySelector(`[name="${name}"]`).value === "A1",
      `${L}/0/orderNo`,
    );
    assert.equal(await focused(), "build-fill");
  });

  on("copes with a body of any shape, and of very many orders", {}, async (page) => {
    const order = JSON.parse(CLEAN.payExInfo).payExchangeInfoLists[0];
    const orders = Array.from({ length: 45 }, (_, index) => ({ ...order, orderNo: `N${index}` }));
    const payExInfo = JSON.stringify({
      ...JSON.parse(CLEAN.payExInfo),
      payExchangeInfoLists: orders,
    });
    await type(page, "body", form({ ...CLEAN, payExInfo }));
    await page.click("#tab-build");
    await field(page, `${L}/19/orderNo`).waitFor();
    assert.equal(await field(page, `${L}/20/orderNo`).count(), 0);
    await page.getByRole("button", { name: "再显示 20 个" }).click();
    await page.getByRole("button", { name: "再显示 5 个" }).click();
    assert.equal(await field(page, `${L}/44/orderNo`).inputValue(), "N44");
    await page.click("#tab-check");
    for (const payExInfo of [
      "[1]",
      '{"payExchangeInfoHead":[],"payExchangeInfoLists":{"orderNo":"x"}}',
      '{"payExchangeInfoLists":[null,1,[]],"payExchangeInfoHead":{"currency":"999","guid":{}}}',
      '{"sessionID":{"toString":1,"valueOf":1},"__proto__":{"x":1}}',
      "nothing",
    ]) {
      await type(page, "body", form({ eData: "null", payExInfo }));
      await page.click("#tab-build");
      await page.waitForFunction(
        () => document.querySelector('[name="/EData/cusName"]').value === "",
      );
      assert.ok(await field(page, `${L}/0/orderNo`).count());
      await page.click("#tab-check");
    }
  });
});

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

inEachWay("the reply's view", (on) => {
  on("composes the upload of the body in the checker, byte for byte", {}, async (page) => {
    await page.click("#tab-reply");
    await type(page, "reply-text", SIGNED);
    await page.waitForFunction(() =>
      /没有可用的 payExInfoStr/.test(document.querySelector("#reply-output").innerText),
    );
    await page.click("#tab-check");
    await paste(page, "body", form(CLEAN));
    await page.click("#tab-reply");
    await page.locator("#reply .result").first().waitFor();
    assert.match(await page.innerText("#reply-output .verdict"), /已加签/);
    const [json, body] = await page.locator("#reply .result pre").allTextContents();
    const { serviceTime, certNo, signValue } = JSON.parse(SIGNED);
    const start = CLEAN.payExInfo.slice(0, -1);
    assert.equal(
      json,
      `${start},"serviceTime":"${serviceTime}","certNo":"${certNo}","signValue":"${signValue}"}`,
    );
    assert.equal(new URLSearchParams(body).get("payExInfoStr"), json);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.locator("#reply .result button:not(.copy)").first().click(),
    ]);
    assert.equal(await readFile(await download.path(), "utf8"), json);
    // Of another request it is not.
    await page.click("#tab-check");
    await type(page, "eData", CLEAN.eData.replace('"serialNumber":"1"', '"serialNumber":"2"'));
    await page.click("#tab-reply");
    await page.waitForFunction(() => !document.querySelector("#reply .result"));
    assert.match(await page.innerText("#reply-output"), /流水号/);
    await page.click('[data-locale="en"]');
    await page.waitForFunction(() =>
      /serial number/.test(document.querySelector("#reply-output").innerText),
    );
    assert.doesNotMatch(await page.innerText("#reply"), /流水号|应答/);
  });
});

overHttp("the reply's view", (on) => {
  on("says what a reply means", {}, async (page) => {
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
    await page.waitForFunction(() => !document.querySelector("#reply-output").firstChild);
  });

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

overHttp("the views", (on) => {
  on("are tabs, with the keys of such", {}, async (page) => {
    const selected = () =>
      page.$$eval("[role=tab]", (tabs) =>
        tabs.filter((tab) => tab.ariaSelected === "true").map(({ id }) => id),
      );
    await page.focus("#tab-check");
    for (const [key, expected] of [
      ["ArrowRight", "build"],
      ["End", "reply"],
      ["ArrowRight", "check"],
      ["ArrowLeft", "reply"],
      ["Home", "check"],
    ]) {
      await page.keyboard.press(key);
      assert.deepEqual(await selected(), [`tab-${expected}`]);
      // What is in it comes from the worker.
      await page.waitForSelector(`#${expected}`, { state: "visible" });
      assert.equal(await page.locator("[role=tabpanel]:visible").count(), 1);
      assert.equal(await page.evaluate(() => document.activeElement.id), `tab-${expected}`);
    }
    await type(page, "body", "x");
    assert.equal(await text(page, "body"), "x");
  });
});
