// Tests the frame of the check view: verdicts, the welcome, notices with an undo, and the keys for findings.

import assert from "node:assert/strict";
import { CLEAN, EXAMPLE, form, TOKEN } from "./cases.mjs";
import { exportBy, paste, put, sample, selection, settled, text, texts, type } from "./panes.mjs";
import { inEachWay, overHttp } from "./ways.mjs";

const current = (page) =>
  page.$eval("#findings [aria-current=true]", (item) => item.dataset.code).catch(() => undefined);
/** Returns whether the browser would ask before it leaves the page. */
const isAsked = (page) =>
  page.evaluate(() => !dispatchEvent(new Event("beforeunload", { cancelable: true })));
const judges = (page) =>
  page.$$eval("#verdict .judge", (all) =>
    all.map((judge) => [judge.dataset.tone, judge.innerText]),
  );

overHttp("the verdict", (on) => {
  on("is one of CBT and one of customs, each by its own rules", {}, async (page) => {
    const { payExInfo } = CLEAN;
    for (const [changed, expected] of [
      [payExInfo, ["CBT 可加签", "海关可接受"]],
      [payExInfo.replace('"142"', '"502"'), ["CBT 可加签", "海关会退单：1 个原因"]],
      [payExInfo.replace("100.1", '"100.1"'), ["CBT 会拒收：1 个原因", "尚未到海关"]],
      [
        payExInfo.replace('"142"', '"502"').replace("}]}", "}]},"),
        ["CBT 会拒收：1 个原因", "海关会退单：1 个原因"],
      ],
    ]) {
      await type(page, "body", form({ ...CLEAN, payExInfo: changed }));
      assert.deepEqual(
        (await judges(page)).map(([, words]) => words),
        expected,
      );
    }
    await type(page, "body", form({ ...CLEAN, payExInfo: payExInfo.replace('"142"', '"502"') }));
    assert.deepEqual(await page.$$eval("#findings .badge", (all) => all.map((b) => b.innerText)), [
      "海关退单",
    ]);
    assert.match(await page.title(), /^! /);
  });
});

inEachWay("the first visit", (on) => {
  on("offers an example, the form, and typing JSON", {}, async (page) => {
    assert.ok(await page.isVisible("#welcome"));
    assert.ok(await page.isVisible("#body"));
    await page.click("#way-example");
    assert.deepEqual(await texts(page), [EXAMPLE.body, EXAMPLE.eData, EXAMPLE.payExInfo]);
    assert.ok(await page.isHidden("#welcome"));
    await page.click("#clear");
    assert.ok(await page.isVisible("#welcome"));
    await page.click("#way-json");
    assert.deepEqual((await selection(page))[0], "eData");
    await page.keyboard.type("[1]");
    assert.match(await text(page, "body"), /^EData=/);
    await page.click("#clear");
    await page.click("#way-build");
    assert.ok(await page.isVisible("#build"));
  });
});

overHttp("a change that the page makes", (on) => {
  on("is announced, shown as a diff, and undone by one click", {}, async (page) => {
    const all = [EXAMPLE.body, EXAMPLE.eData, EXAMPLE.payExInfo];
    await sample(page, 1);
    await page.click("#fix-all");
    await settled(page);
    assert.match(await page.innerText("#notice"), /已修正 17 处/);
    await page.click("#show-changes");
    const changes = page.locator("#changes");
    assert.match(await changes.innerText(), /多余的逗号/);
    assert.ok((await changes.locator(".diff del").count()) >= 3);
    await changes.locator("[data-close]").click();
    await page.click("#undo");
    assert.deepEqual(await texts(page), all);
    assert.ok(await page.isHidden("#notice"));
    await page.click("#clear");
    assert.deepEqual(await texts(page), ["", "", ""]);
    await page.click("#undo");
    assert.deepEqual(await texts(page), all);
    // Undo keeps earlier edits.
    await page.locator("#findings .fix").first().click();
    await settled(page);
    await page.focus("#body .cm-content");
    await page.keyboard.press("Control+End");
    await page.keyboard.type("x");
    await settled(page);
    assert.ok(await page.isHidden("#notice"));
  });

  on("restores the edits of a part that the body lacked", {}, async (page) => {
    await type(page, "body", form(CLEAN));
    await type(page, "eData", '"\ud800"');
    const before = await texts(page);
    await sample(page, 1);
    await page.click("#undo");
    await settled(page);
    assert.deepEqual(await texts(page), before);
  });
});

overHttp("an undo", (on) => {
  on("brings back what a broken body last decoded to, and the question", {}, async (page) => {
    await type(page, "body", form(CLEAN));
    await type(page, "body", "EData=!!");
    const before = await texts(page);
    assert.equal(before[1], CLEAN.eData);
    await page.click("#clear");
    await page.click("#undo");
    assert.deepEqual(await texts(page), before);
    assert.equal(await isAsked(page), true);
  });

  on("takes back a request from the form", {}, async (page) => {
    await type(page, "body", form(CLEAN));
    await type(page, "payExInfo", CLEAN.payExInfo.replace("T1", "T2"));
    const before = await texts(page);
    await page.click("#tab-build");
    await page.fill('[name="/eData/serialNumber"]', "2");
    await page.click("#build-make");
    await page.waitForSelector("#undo");
    await page.click("#undo");
    assert.deepEqual(await texts(page), before);
  });
});

overHttp("missing fields", (on) => {
  const { token: _, cusName: __, ...eData } = JSON.parse(CLEAN.eData);

  on("are one finding, and can be inserted empty", {}, async (page) => {
    await type(page, "body", form({ ...CLEAN, eData: JSON.stringify(eData, null, 2) }));
    const missing = page.locator('#findings [data-code="field.missing"]');
    assert.equal(await missing.count(), 1);
    assert.match(await missing.innerText(), /缺少 2 个必填字段\s+cusName、token/);
    await missing.locator(".fix").click();
    await settled(page);
    const expected = `${JSON.stringify(eData, null, 2).slice(0, -2)},\n  "cusName": "",\n  "token": ""\n}`;
    assert.equal(await text(page, "eData"), expected);
    assert.equal(await missing.count(), 0);
    await page.click("#undo");
    assert.equal(await text(page, "eData"), JSON.stringify(eData, null, 2));
  });

  on("can be filled in in the form", {}, async (page) => {
    await type(page, "body", form({ ...CLEAN, eData: JSON.stringify(eData) }));
    await page.locator('#findings [data-code="field.missing"] .fill').click();
    await page.waitForFunction(() => document.activeElement.name === "/eData/cusName");
  });

  on("are inserted within what surrounds the object", {}, async (page) => {
    const [before, after] = ["\ufeff\n", "\r\n"];
    const json = JSON.stringify(eData);
    await type(page, "eData", before + json + after);
    await page.locator('#findings [data-code="field.missing"] .fix').click();
    const expected = `${before}${json.slice(0, -1)},"cusName": "", "token": ""}${after}`;
    assert.equal(await text(page, "eData"), expected);
  });

  on("are not inserted where that would do damage", {}, async (page) => {
    const json = JSON.stringify(eData);
    const { payExchangeInfoHead, ...rest } = JSON.parse(CLEAN.payExInfo);
    const { guid: _, ...head } = payExchangeInfoHead;
    const quoted = { ...rest, payExchangeInfoHead: JSON.stringify(head) };
    const notText = Buffer.concat([
      Buffer.from('{"version":"'),
      Buffer.of(0xff),
      Buffer.from('"}'),
    ]);
    for (const body of [
      form({ ...CLEAN, eData: json.replace("}", ",}") }),
      form({ ...CLEAN, eData: json.replace("}", "//\n}") }),
      form({ ...CLEAN, payExInfo: JSON.stringify(quoted) }),
      `EData=${encodeURIComponent(notText.toString("base64"))}`,
      form(CLEAN).split("&")[0],
    ]) {
      await type(page, "body", body);
      assert.ok(await page.isVisible('#findings [data-code="field.missing"]'), body);
      assert.equal(await page.locator('#findings [data-code="field.missing"] .fix').count(), 0);
    }
  });

  on("of many orders are one finding", {}, async (page) => {
    const { payExchangeInfoLists: lists, ...rest } = JSON.parse(CLEAN.payExInfo);
    const { recpName: _, ...order } = lists[0];
    const orders = Array(20).fill(order);
    const payExInfo = JSON.stringify({ ...rest, payExchangeInfoLists: orders });
    await type(page, "body", form({ ...CLEAN, payExInfo }));
    const missing = page.locator('#findings [data-code="field.missing"]');
    assert.equal(await missing.count(), 1);
    assert.match(await missing.innerText(), /缺少 20 个必填字段\s+recpName\s.*Lists\/\*/s);
    await missing.locator(".fix").click();
    const inserted = orders.map((order) => ({ ...order, recpName: "" }));
    assert.deepEqual(JSON.parse(await text(page, "payExInfo")).payExchangeInfoLists, inserted);
  });

  on("of amounts and lists stay without a value", {}, async (page) => {
    const { payExchangeInfoHead, ...rest } = JSON.parse(CLEAN.payExInfo);
    const { totalAmount: _, ...head } = payExchangeInfoHead;
    const payExInfo = JSON.stringify({ ...rest, payExchangeInfoHead: head });
    await type(page, "body", form({ ...CLEAN, payExInfo }));
    await page.locator('#findings [data-code="field.missing"] .fix').click();
    await settled(page);
    assert.equal(
      await text(page, "payExInfo"),
      payExInfo.replace('"20260115092700"', '"20260115092700","totalAmount": null'),
    );
    assert.match(await page.innerText("#verdict"), /会/);
  });
});

overHttp("the findings", (on) => {
  on("are walked by F8, fixed by F9, and marked at the cursor", {}, async (page) => {
    await sample(page, 1);
    const codes = await page.$$eval("#findings > .finding", (all) =>
      all.map((item) => item.dataset.code),
    );
    await page.keyboard.press("F8");
    assert.equal(await current(page), codes[0]);
    await page.keyboard.press("F8");
    assert.equal(await current(page), codes[1]);
    const comma = EXAMPLE.payExInfo.lastIndexOf(",");
    assert.deepEqual(await selection(page), ["payExInfo", comma, comma + 1]);
    await page.keyboard.press("Shift+F8");
    assert.equal(await current(page), codes[0]);
    await put(page, "payExInfo", comma);
    assert.equal(await current(page), "json.trailing-comma");
    await page.keyboard.press("F9");
    await settled(page);
    await page.waitForFunction(() => !document.querySelector('[data-code="json.trailing-comma"]'));
    assert.match(await page.innerText("#notice"), /已修正 1 处/);
    await page.keyboard.press("Shift+F9");
    await page.waitForFunction(() => document.querySelector("#fix-all").hidden);
  });

  on("are fixed one at a time by F9, in the pane that has the focus", {}, async (page) => {
    const payExInfo = CLEAN.payExInfo.replace("100.1", '"100.1"').replace('"142"', '"CNY"');
    await type(page, "body", form({ ...CLEAN, payExInfo }));
    await put(page, "payExInfo", payExInfo.indexOf('"100.1"') + 2);
    assert.equal(await current(page), "amount.string");
    await page.evaluate(() => {
      const press = () => new KeyboardEvent("keydown", { key: "F9", bubbles: true });
      for (let times = 0; times < 3; times++) document.activeElement.dispatchEvent(press());
    });
    assert.equal(await text(page, "payExInfo"), CLEAN.payExInfo.replace('"142"', '"CNY"'));
    assert.equal((await selection(page))[0], "payExInfo");
  });

  on("stay current when those before them go", {}, async (page) => {
    const payExInfo = CLEAN.payExInfo.replace("100.1", '"100.1"').replace('"142"', '"CNY"');
    await type(page, "body", form({ ...CLEAN, payExInfo }));
    await page.locator('#findings [data-code="currency.iso"] .message').click();
    await type(page, "payExInfo", CLEAN.payExInfo.replace('"142"', '"CNY"'));
    assert.equal(await current(page), "currency.iso");
  });

  on("show their places by a click, and stay in the list", {}, async (page) => {
    await sample(page, 1);
    const item = page.locator('#findings [data-code="json.trailing-comma"]');
    await item.locator(".message").click();
    const comma = EXAMPLE.payExInfo.lastIndexOf(",");
    assert.deepEqual(await selection(page), ["payExInfo", comma, comma + 1]);
    assert.equal(await item.getAttribute("aria-current"), "true");
    // The body highlights the range, too.
    await page.waitForFunction(() => document.querySelector("#body .cm-exact"));
    assert.ok(await item.isVisible());
  });
});

overHttp("the address", (on) => {
  on("has the view and the language, and Back returns", {}, async (page) => {
    await page.click("#tab-build");
    assert.match(page.url(), /\?view=build$/);
    await page.click("#tab-exchange");
    await page.goBack();
    assert.ok(await page.isVisible("#build"));
    await page.goBack();
    assert.ok(await page.isVisible("#check"));
    await page.click('[data-locale="en"]');
    assert.match(page.url(), /\?lang=en$/);
  });

  on("is left only after a question where work would be lost", {}, async (page) => {
    assert.equal(await isAsked(page), false);
    await sample(page, 1);
    assert.equal(await isAsked(page), false);
    await type(page, "body", form(CLEAN));
    assert.equal(await isAsked(page), true);
    await page.click("#clear");
    assert.equal(await isAsked(page), false);
  });
});

inEachWay("a text that leaves the page", (on) => {
  on(
    "raises a warning about the token in it",
    { permissions: ["clipboard-read", "clipboard-write"] },
    async (page) => {
      await paste(page, "body", form(CLEAN));
      await exportBy(page, "curl");
      await page.waitForFunction(() => /token/.test(document.querySelector("#notice").textContent));
      assert.ok((await page.innerText("#notice")).indexOf(TOKEN.slice(0, 6)) < 0);
      await page.click('[data-copy="payExInfo"]');
    },
  );
});
