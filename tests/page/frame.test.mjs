// Tests the frame of the check view: verdicts, the welcome, notices with an undo, and the keys for findings.

import assert from "node:assert/strict";
import { CLEAN, EXAMPLE, form, TOKEN } from "./cases.mjs";
import { exportBy, paste, put, sample, selection, settled, text, texts, type } from "./panes.mjs";
import { inEachWay, overHttp } from "./ways.mjs";

const current = (page) =>
  page.$eval("#findings [aria-current=true]", (item) => item.dataset.code).catch(() => undefined);
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
    await page.waitForFunction(() => document.activeElement.name === "/EData/cusName");
  });

  on("for amounts and lists get no value", {}, async (page) => {
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
  });

  on("show their ranges on a click, and stay in the list", {}, async (page) => {
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
    await page.click("#tab-reply");
    await page.goBack();
    assert.ok(await page.isVisible("#build"));
    await page.goBack();
    assert.ok(await page.isVisible("#check"));
    await page.click('[data-locale="en"]');
    assert.match(page.url(), /\?lang=en$/);
  });

  on("is left only after a confirmation if work would be lost", {}, async (page) => {
    const isAsked = () =>
      page.evaluate(() => !dispatchEvent(new Event("beforeunload", { cancelable: true })));
    assert.equal(await isAsked(), false);
    await sample(page, 1);
    assert.equal(await isAsked(), false);
    await type(page, "body", form(CLEAN));
    assert.equal(await isAsked(), true);
    await page.click("#clear");
    assert.equal(await isAsked(), false);
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
