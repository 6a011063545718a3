// Both sides linked: what the cursor, the selection or the mouse is on lights up on the other side, exactly.

import assert from "node:assert/strict";
import { base64, CLEAN, form, largePart } from "./cases.mjs";
import { linked, lit, paste, put, selection, showAsSent, type } from "./panes.mjs";
import { overHttp } from "./ways.mjs";

const body = form(CLEAN);
const valueAt = body.indexOf("payExInfoStr=") + "payExInfoStr=".length;

/** Returns the range in the body that carries bytes of a part's text, by plain arithmetic, if none is escaped. */
function carrierOf(before, text) {
  const start = Buffer.byteLength(before);
  const end = start + Buffer.byteLength(text);
  return base64(CLEAN.payExInfo).slice(Math.floor((start * 4) / 3), Math.ceil((end * 4) / 3));
}

overHttp("the link", (on) => {
  on("goes from the decoded side to the characters that carry it", {}, async (page) => {
    await paste(page, "body", body);
    for (const wanted of ["100.1", "示", "拖鞋", '"142"', "{"]) {
      const at = CLEAN.payExInfo.lastIndexOf(wanted);
      await put(page, "payExInfo", at, at + wanted.length);
      const expected = encodeURIComponent(carrierOf(CLEAN.payExInfo.slice(0, at), wanted));
      assert.equal(await lit(page, "body", "exact"), expected, wanted);
      assert.equal(await lit(page, "payExInfo", "exact"), wanted);
      assert.equal(await lit(page, "eData", "exact"), "");
    }
  });

  on("goes from the body to what it carries, escapes whole", {}, async (page) => {
    await paste(page, "body", body);
    await showAsSent(page, "payExInfo");
    // Every group of four digits, of which each character carries a part of three bytes.
    const escaped = body.indexOf("%", valueAt);
    for (const at of [valueAt, valueAt + 1, valueAt + 40, escaped, escaped + 1, escaped + 2]) {
      const inEscape = at >= escaped;
      await put(page, "body", at, inEscape ? escaped + 3 : at + 1);
      const digitsBefore = decodeURIComponent(body.slice(valueAt, inEscape ? escaped : at)).length;
      const [first, last] = [
        Math.floor((digitsBefore * 6) / 8),
        Math.floor((digitsBefore * 6 + 5) / 8),
      ];
      const bytes = Buffer.from(CLEAN.payExInfo);
      // Whole characters: from the first byte's start to the last one's end.
      const starts = (index) => (bytes[index] & 0xc0) === 0x80;
      let [from, to] = [first, last + 1];
      while (starts(from)) from--;
      while (to < bytes.length && starts(to)) to++;
      assert.equal(
        await lit(page, "payExInfo", "exact"),
        bytes.subarray(from, to).toString(),
        `at ${at}`,
      );
      assert.equal(
        await lit(page, "body", "exact"),
        inEscape ? body.slice(escaped, escaped + 3) : body[at],
      );
    }
  });

  on("tells the field, its rule and its clause, and the chain of layers", {}, async (page) => {
    await paste(page, "body", body);
    const at = CLEAN.payExInfo.indexOf("示例有限公司");
    await put(page, "payExInfo", at, at + 2);
    const about = await page.innerText("#chain .about");
    for (const told of [
      "payExInfoStr",
      "payExchangeInfoLists",
      "0",
      "recpName",
      "收款企业名称",
      "必填",
      "最多 100 个字符",
      "海关要求",
      "GACC 179/2018, 1.6.3",
    ])
      assert.ok(about.includes(told), `${told} is not in ${about}`);
    const layers = await page.$$eval("#chain [data-layer]", (items) =>
      items.map((item) => [item.dataset.layer, item.querySelector("code").textContent]),
    );
    const carrier = carrierOf(CLEAN.payExInfo.slice(0, at), "示例");
    assert.deepEqual(layers, [
      ["json", "示例"],
      ["utf8", "E7 A4 BA E4 BE 8B"],
      ["base64", carrier],
      ["form", encodeURIComponent(carrier)],
    ]);
    // The whole value, more faintly.
    assert.equal(await lit(page, "payExInfo", "field"), '"示例有限公司"');
    assert.match(
      await page.innerText('#chain [data-layer="json"]'),
      new RegExp(`${at + 1}–${at + 2}`),
    );
    // Its steps lead there.
    await page.click('#chain [data-layer="form"] button');
    const [pane, from, to] = await selection(page);
    assert.equal(pane, "body");
    assert.equal(body.slice(from, to), encodeURIComponent(carrier));
    await put(page, "body", 1);
    assert.match(await page.innerText("#chain"), /F6/);
    await put(page, "payExInfo", CLEAN.payExInfo.indexOf('{"orderNo"'));
    assert.match(
      await page.innerText("#chain .about"),
      /payExchangeInfoLists › 0\s+支付原始数据表体/,
    );
    // A choice with its meaning, in the other language.
    await page.click('[data-locale="en"]');
    await put(page, "payExInfo", CLEAN.payExInfo.indexOf('"verDept"') + 11);
    assert.match(await page.innerText("#chain"), /Verifying institution.*UnionPay/s);
    // A field that the interface does not know.
    await type(page, "payExInfo", '{"what":1}');
    await put(page, "payExInfo", 8);
    assert.match(await page.innerText("#chain"), /no such field/);
  });

  on("highlights the whole name or value at the cursor, on both sides", {}, async (page) => {
    await paste(page, "body", body);
    const { payExInfo } = CLEAN;
    for (const wanted of [
      '"示例有限公司"',
      "100.1",
      '"currency"',
      '"9D2F3E1A-5B6C-4D7E-8F90-A1B2C3D4E5F6"',
    ]) {
      const at = payExInfo.indexOf(wanted);
      // The cursor is at its start, within it, and right after it.
      for (const offset of [0, 2, wanted.length]) {
        await put(page, "payExInfo", at + offset);
        assert.equal(await lit(page, "payExInfo", "value"), wanted, `${wanted} at ${offset}`);
        assert.equal(await lit(page, "payExInfo", "exact"), "");
        const carrier = encodeURIComponent(carrierOf(payExInfo.slice(0, at), wanted));
        assert.equal(await lit(page, "body", "value"), carrier);
      }
      // The cursor is in the body.
      await put(
        page,
        "body",
        valueAt + Math.ceil((Buffer.byteLength(payExInfo.slice(0, at)) * 4) / 3) + 2,
      );
      assert.equal(await lit(page, "payExInfo", "value"), wanted);
    }
    // A bracket is highlighted alone, with its object as the field.
    await put(page, "payExInfo", payExInfo.indexOf("[{"));
    assert.equal(await lit(page, "payExInfo", "exact"), "[");
    assert.equal(await lit(page, "payExInfo", "value"), "");
    // The chain shows the same range.
    await put(page, "payExInfo", payExInfo.indexOf("示例"));
    assert.equal(await page.textContent('#chain [data-layer="json"] code'), '"示例有限公司"');
    assert.match(await page.innerText('#chain [data-layer="utf8"]'), /20 个字节/);
  });

  on("follows the mouse, without scrolling, and then the cursor again", {}, async (page) => {
    await paste(page, "body", body);
    await put(page, "payExInfo", 2, 11);
    assert.equal(await lit(page, "payExInfo", "exact"), "sessionID");
    const line = await page.locator("#eData .cm-line").nth(1).boundingBox();
    await page.mouse.move(line.x + 60, line.y + 10);
    await linked(page);
    const hovered = await lit(page, "eData", "exact");
    assert.equal(hovered.length, 1);
    assert.ok((await lit(page, "body", "exact")).length >= 2);
    assert.equal(await lit(page, "payExInfo", "exact"), "");
    await page.mouse.move(5, 5);
    await linked(page);
    assert.equal(await lit(page, "payExInfo", "exact"), "sessionID");
    assert.equal(await lit(page, "eData", "exact"), "");
  });

  on("follows the cursor by keyboard, and goes across by F6", {}, async (page) => {
    await paste(page, "body", body);
    await put(page, "payExInfo", 0);
    for (let presses = 0; presses < 5; presses++) await page.keyboard.press("ArrowRight");
    await linked(page);
    const name = '"sessionID"';
    assert.equal(await lit(page, "payExInfo", "value"), name);
    const carrier = carrierOf("{", name);
    assert.equal(await lit(page, "body", "value"), carrier);
    await page.keyboard.press("F6");
    const [pane, from, to] = await selection(page);
    assert.equal(pane, "body");
    assert.equal(body.slice(from, to), carrier);
    await linked(page);
    await page.keyboard.press("F6");
    const [back, start, end] = await selection(page);
    assert.equal(back, "payExInfo");
    assert.ok(start <= 5 && end > 5);
    // With nothing linked it goes from pane to pane.
    await type(page, "body", "hello");
    await page.focus("#body .cm-content");
    await page.keyboard.press("F6");
    assert.equal((await selection(page))[0], "eData");
  });

  on("brings what is linked into view in a body of two megabytes", {}, async (page) => {
    await paste(page, "body", form({ ...CLEAN, payExInfo: largePart() }));
    const at = largePart().indexOf("拖鞋");
    const scrolled = () => page.$eval("#body .cm-scroller", (scroller) => scroller.scrollTop);
    assert.equal(await scrolled(), 0);
    await put(page, "payExInfo", at, at + 2);
    await page.waitForFunction(() => document.querySelector("#body .cm-exact"));
    const carrier = Buffer.from("拖鞋").toString("base64");
    assert.ok(decodeURIComponent(await lit(page, "body", "exact")).length >= carrier.length);
    assert.ok((await scrolled()) > 10_000);
    const inside = await page.evaluate(() => {
      const [pane, mark] = ["#body", "#body .cm-exact"].map((selector) =>
        document.querySelector(selector).getBoundingClientRect(),
      );
      return mark.top >= pane.top && mark.bottom <= pane.bottom;
    });
    assert.ok(inside);
    assert.equal(await page.evaluate(() => scrollY), 0);
  });

  on("lights up nothing in a part that the body does not carry now", {}, async (page) => {
    await paste(page, "body", body);
    await type(page, "body", body.replace(/payExInfoStr=.*/, "payExInfoStr=***"));
    await put(page, "payExInfo", 3, 6);
    assert.equal(await lit(page, "body", "exact"), "");
    await put(page, "body", valueAt, valueAt + 2);
    assert.equal(await lit(page, "payExInfo", "exact"), "");
  });

  on("takes an emoji for one character, and an escape for what it says", {}, async (page) => {
    const payExInfo = CLEAN.payExInfo.replace("S-1", "😀\\u597d");
    await paste(page, "body", form({ ...CLEAN, payExInfo }));
    const at = payExInfo.indexOf("😀");
    await put(page, "payExInfo", at, at + 2);
    assert.equal(await lit(page, "payExInfo", "exact"), "😀");
    assert.match(await page.innerText('#chain [data-layer="utf8"]'), /F0 9F 98 80/);
  });
});
