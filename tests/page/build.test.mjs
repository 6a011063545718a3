// Tests the build view.

import assert from "node:assert/strict";
import { CLEAN, form, TOKEN } from "./cases.mjs";
import { paste, settled, text, texts, type } from "./panes.mjs";
import { inEachWay, overHttp } from "./ways.mjs";

const field = (page, path) => page.locator(`#build [name="${path}"]`);
const P = "/payExInfo";
const H = `${P}/payExchangeInfoHead`;
const L = `${P}/payExchangeInfoLists`;
const errorsOf = (page, path) => page.locator(`.field:has([name="${path}"]) .errors li`);

const VALUES = {
  "/eData/cusName": "示例电商",
  "/eData/cusCode": "3105961A0B",
  "/eData/serialNumber": "1",
  "/eData/token": TOKEN,
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

inEachWay("the build view", (on) => {
  on("makes a body from the form", {}, async (page) => {
    await page.click("#tab-build");
    await field(page, "/eData/cusName").waitFor();
    for (const [path, value] of Object.entries(VALUES)) await field(page, path).fill(value);
    await page.selectOption(`[name="${H}/currency"]`, "142");
    // Generated GUIDs are in upper case.
    await page.click(`.field:has([name="${H}/guid"]) button`);
    assert.match(await field(page, `${H}/guid`).inputValue(), /^[0-9A-F]{8}-[0-9A-F-]{27}$/);
    await page.click(`.field:has([name="/eData/commitTime"]) button`);
    const time = await field(page, "/eData/commitTime").inputValue();
    const there = new Date(Date.now() + 8 * 3600e3).toISOString().replace(/\D/g, "");
    assert.equal(time.slice(0, 10), there.slice(0, 10));
    await page.locator(".to-field").first().waitFor();
    await page.selectOption(`[name="${H}/verDept"]`, "3");
    await page.locator(".to-field").first().waitFor({ state: "detached" });
    const live = await page.locator("#build-body").innerText();
    await page.click("#build-make");
    await page.waitForSelector("#check", { state: "visible" });
    await settled(page);
    assert.equal(await page.getAttribute("#verdict", "data-state"), "ok");
    assert.equal(await page.evaluate(() => document.scrollingElement.scrollTop), 0);
    // The preview is the body that is built.
    const body = await text(page, "body");
    assert.match(live, /\*{20}/, "the token is covered");
    assert.equal(live.length, body.length);
    assert.ok(live.startsWith(body.slice(0, 90)) && live.endsWith(body.slice(-600)));
    const [, eData, payExInfo] = await texts(page);
    assert.deepEqual(JSON.parse(eData), {
      version: "1.0",
      commitTime: time,
      cusName: "示例电商",
      cusCode: "3105961A0B",
      serialNumber: "1",
      token: TOKEN,
    });
    // An amount is a number without trailing zeros.
    assert.match(payExInfo, /"totalAmount":100\.10?,/);
    assert.ok(!payExInfo.includes("note"), "empty fields are left out");
    // The form takes over edits of the body.
    await type(page, "eData", eData.replace("示例电商", "别的"));
    await page.click("#tab-build");
    await page.waitForFunction(
      () => document.querySelector('[name="/eData/cusName"]').value === "别的",
    );
  });
});

overHttp("the build view", (on) => {
  on("shows each finding at its field", {}, async (page) => {
    await page.click("#tab-build");
    await field(page, "/eData/cusName").waitFor();
    assert.equal(
      await page.locator("#build .errors li").count(),
      0,
      "nothing is announced before the user does something",
    );
    await field(page, "/eData/serialNumber").fill("x".repeat(33));
    await errorsOf(page, "/eData/serialNumber").waitFor();
    assert.match(await errorsOf(page, "/eData/serialNumber").innerText(), /CBT 拒收.*32/s);
    assert.equal(await field(page, "/eData/serialNumber").getAttribute("aria-invalid"), "true");
    assert.equal(await page.locator("#build .errors li").count(), 1);
    await page.click("#build-make");
    await page.waitForFunction(() => document.querySelectorAll("#build .errors li").length > 10);
    assert.match(await page.innerText("#build-state"), /CBT 会因 \d+ 个错误拒收/);
    // The focus goes to the first field for which CBT would refuse.
    await page.waitForFunction(() => document.activeElement.name === "/eData/cusName");
    await field(page, "/eData/serialNumber").fill("1");
    await errorsOf(page, "/eData/serialNumber").waitFor({ state: "detached" });
    // Findings follow the language.
    await page.click('[data-locale="en"]');
    await page.waitForFunction(() =>
      /marked in red/.test(document.querySelector("#build-state").textContent),
    );
    assert.doesNotMatch(await page.innerText("#build"), /错误|必填|请求体|拒收/);
    assert.equal(await field(page, "/eData/serialNumber").inputValue(), "1");
  });

  on("counts characters as they are typed, an emoji as one", {}, async (page) => {
    await page.click("#tab-build");
    const counter = page.locator('.field:has([name="/eData/cusName"]) .size');
    await field(page, "/eData/cusName").fill("示例😀");
    assert.equal(await counter.innerText(), "3 / 60");
    await field(page, "/eData/cusName").fill("好".repeat(61));
    assert.equal(await counter.innerText(), "61 / 60");
    assert.match(await counter.getAttribute("class"), /over/);
  });

  on("has labels, choices and a covered token", {}, async (page) => {
    await page.click("#tab-build");
    assert.equal(await page.getByLabel("海关备案名称").getAttribute("name"), "/eData/cusName");
    const options = await page.locator(`[name="${H}/currency"] option`).allInnerTexts();
    assert.ok(options.includes("142 人民币") && options.length === 20);
    const token = field(page, "/eData/token");
    assert.equal(await token.getAttribute("type"), "password");
    await page.click('.field:has([name="/eData/token"]) button');
    assert.equal(await token.getAttribute("type"), "text");
    for (const name of ["note", "payType"])
      assert.match(await page.locator(`.field:has([name="${H}/${name}"])`).innerText(), /选填/);
  });

  on("adds and removes orders and goods", {}, async (page) => {
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
    // A visit to another tab keeps the entries; only the button fills in the body again.
    await page.click("#tab-check");
    await page.click("#tab-build");
    assert.equal(await field(page, `${L}/0/orderNo`).inputValue(), "A2");
    await page.click("#build-fill");
    await page.waitForFunction(
      (name) => document.querySelector(`[name="${name}"]`).value === "A1",
      `${L}/0/orderNo`,
    );
    // Cleared entries can be restored.
    await field(page, `${L}/0/orderNo`).fill("A9");
    await page.click("#build-reset");
    assert.equal(await field(page, `${L}/0/orderNo`).inputValue(), "");
    await page.click("#build-undo");
    assert.equal(await field(page, `${L}/0/orderNo`).inputValue(), "A9");
    assert.ok(await page.isHidden("#build-undo"));
  });

  on("keeps existing fields when orders are added or removed", {}, async (page) => {
    await paste(page, "body", form(CLEAN));
    await page.click("#tab-build");
    await field(page, `${L}/0/orderNo`).waitFor();
    await page.getByRole("button", { name: "添加订单" }).click();
    await field(page, `${L}/1/orderNo`).fill("A2");
    await page.evaluate(() => {
      globalThis.kept = ["/eData/token", "/payExInfo/payExchangeInfoLists/1/orderNo"].map((name) =>
        document.getElementsByName(name).item(0),
      );
    });
    await page.getByRole("button", { name: "添加订单" }).click();
    await page.getByRole("button", { name: "删除 订单 1" }).click();
    assert.deepEqual(
      await page.evaluate(() =>
        globalThis.kept.map(({ isConnected, name }) => [isConnected, name]),
      ),
      [
        [true, "/eData/token"],
        [true, `${L}/0/orderNo`],
      ],
    );
    // Findings follow the fields to their new paths.
    await field(page, `${L}/0/orderNo`).fill("");
    await errorsOf(page, `${L}/0/orderNo`).waitFor();
    assert.equal(await errorsOf(page, `${L}/1/orderNo`).count(), 0);
  });

  on("shows both verdicts and the fields to fill in beside the form", {}, async (page) => {
    await page.click("#tab-build");
    await field(page, "/eData/cusName").waitFor();
    const verdict = (who) => page.locator(`.verdicts [data-who=${who}]`);
    const state = (who) => verdict(who).getAttribute("data-state");
    await page.locator(".to-field").first().waitFor();
    // Empty fields alone are not mistakes.
    assert.deepEqual([await state("cbt"), await state("customs")], ["empty", "empty"]);
    assert.match(await verdict("cbt").innerText(), /CBT 会拒收\s*缺 \d+ 项/);
    assert.ok(await page.isHidden("#build-body"));
    for (const [path, value] of Object.entries(VALUES)) await field(page, path).fill(value);
    await page.selectOption(`[name="${H}/currency"]`, "142");
    await page.waitForFunction(() => document.querySelectorAll(".to-field").length === 2);
    // The fields that are still missing don't matter to CBT.
    assert.deepEqual([await state("cbt"), await state("customs")], ["ok", "empty"]);
    assert.ok(await page.isVisible("#build-body"));
    await page.getByRole("button", { name: "验核机构" }).click();
    assert.equal(await page.evaluate(() => document.activeElement.name), `${H}/verDept`);
    await page.selectOption(`[name="${H}/verDept"]`, "3");
    await field(page, `${H}/tradingTime`).fill("2026");
    await page.waitForFunction(
      () => document.querySelector(".verdicts [data-who=customs]").dataset.state === "warning",
    );
    assert.match(await verdict("customs").innerText(), /海关会退单\s*缺 1 项，错 1 项/);
    await field(page, "/eData/cusCode").fill("x".repeat(19));
    await page.waitForFunction(
      () => document.querySelector(".verdicts [data-who=cbt]").dataset.state === "error",
    );
    assert.ok(await page.isHidden("#build-body"));
    // An answer of the model doesn't move the focus.
    await field(page, "/eData/cusCode").fill("x".repeat(20));
    await page.locator(".to-field").first().focus();
    await page.waitForFunction(() => /20/.test(document.activeElement.textContent));
    // The links to sections have counts.
    const jump = page.getByRole("button", { name: "payExchangeInfoHead" });
    assert.match(await jump.innerText(), /2$/);
    await jump.click();
    assert.match(
      await page.evaluate(() => document.activeElement.textContent),
      /payExchangeInfoHead/,
    );
  });

  on("covers the token in the body beside the form until it is shown", {}, async (page) => {
    await paste(page, "body", form(CLEAN));
    await page.click("#tab-build");
    await page.locator("#build-body").waitFor();
    assert.match(await page.innerText("#build-body"), /\*{20}/);
    await page.click("#tab-check");
    await page.click("#token");
    await page.click("#tab-build");
    await page.waitForFunction(
      () => !document.querySelector("#build-body").innerText.includes("*"),
    );
  });

  on("asks before the page is left if something was typed", {}, async (page) => {
    const asked = () =>
      page.evaluate(() => !dispatchEvent(new Event("beforeunload", { cancelable: true })));
    await page.click("#tab-build");
    await field(page, "/eData/cusName").waitFor();
    assert.equal(await asked(), false);
    await field(page, "/eData/cusName").fill("x");
    assert.equal(await asked(), true);
    await page.click("#build-reset");
    assert.equal(await asked(), false);
  });

  on("keeps what was typed if the body cannot be made", {}, async (page) => {
    await page.evaluate(() => {
      const { postMessage } = Worker.prototype;
      Worker.prototype.postMessage = function ({ call, ...others }) {
        postMessage.call(this, { call: call === "build" ? "fails" : call, ...others });
      };
    });
    await page.click("#tab-build");
    await field(page, "/eData/cusName").fill("示例电商");
    await page.click("#build-make");
    await settled(page);
    assert.ok(await page.isVisible("#build"));
    await page.click("#tab-check");
    assert.match(await page.innerText("#verdict"), /检查程序出错/);
    await page.click("#tab-build");
    assert.equal(await field(page, "/eData/cusName").inputValue(), "示例电商");
  });

  on("makes GUIDs where the page is served over plain http", {}, async (page) => {
    // There a browser has no `randomUUID`.
    await page.evaluate(() => Object.defineProperty(crypto, "randomUUID", { value: undefined }));
    await page.click("#tab-build");
    await page.getByRole("button", { name: "生成 GUID" }).click();
    const guid = await field(page, `${H}/guid`).inputValue();
    assert.match(guid, /^[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/);
  });

  on(
    "keeps the verdicts in view on a phone",
    { viewport: { width: 390, height: 844 } },
    async (page) => {
      await page.click("#tab-build");
      await field(page, "/eData/cusName").waitFor();
      await page.locator(".to-field").first().waitFor();
      for (const name of ["/eData/cusName", `${L}/0/recpName`]) {
        await field(page, name).focus();
        const [input, bar] = [
          await field(page, name).boundingBox(),
          await page.locator("#build .summary").boundingBox(),
        ];
        assert.ok(bar.y >= 0 && bar.y + bar.height <= 844, "the verdicts are in view");
        assert.ok(input.y + input.height <= bar.y, "the verdicts do not cover the field");
      }
      await page.click("#build-to-todo");
      assert.equal(await page.evaluate(() => document.activeElement.id), "build-todo");
    },
  );

  on("keeps numbers as raw text, and reads the document's alternative names", {}, async (page) => {
    const payExInfo = CLEAN.payExInfo.replace("100.1", "1234567890123.10");
    const eData = CLEAN.eData.replace("cusName", "coName");
    await type(page, "body", form({ eData, payExInfo }));
    await page.click("#tab-build");
    await field(page, `${H}/totalAmount`).waitFor();
    assert.equal(await field(page, `${H}/totalAmount`).inputValue(), "1234567890123.10");
    assert.equal(await field(page, "/eData/cusName").inputValue(), "示例电商");
    await page.click("#build-make");
    await page.waitForSelector("#check", { state: "visible" });
    assert.match(await text(page, "payExInfo"), /"totalAmount":1234567890123\.10?,/);
    assert.match(await text(page, "eData"), /"cusName":"示例电商"/);
  });

  on("keeps the focus when the form is drawn again", {}, async (page) => {
    await paste(page, "body", form(CLEAN));
    await page.click("#tab-build");
    await field(page, `${L}/0/orderNo`).waitFor();
    const focused = () =>
      page.evaluate(() => document.activeElement.name || document.activeElement.id);
    await page.getByRole("button", { name: "添加订单" }).click();
    assert.equal(await focused(), `${L}/1/orderNo`);
    await page.getByRole("button", { name: "删除 订单 2" }).click();
    assert.equal(await page.evaluate(() => document.activeElement.ariaLabel), "删除 订单 1");
    await page.click("#build-reset");
    assert.equal(await focused(), "build-reset");
    await page.click("#build-fill");
    await page.waitForFunction(
      (name) => document.querySelector(`[name="${name}"]`).value === "A1",
      `${L}/0/orderNo`,
    );
    assert.equal(await focused(), "build-fill");
  });

  on("reads a body of any shape, with any number of orders", {}, async (page) => {
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
        () => document.querySelector('[name="/eData/cusName"]').value === "",
      );
      assert.ok(await field(page, `${L}/0/orderNo`).count());
      await page.click("#tab-check");
    }
  });
});
