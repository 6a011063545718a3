// Tests the decoded parts as documents: indentation, folding, colours, and visible white space.

import assert from "node:assert/strict";
import { test } from "node:test";
import { indented, tokenAt, tokensOf } from "../../www/json.js";
import { CLEAN, EXAMPLE, form, largePart } from "./cases.mjs";
import { drawn, lit, paste, put, selection, settled, showAsSent, text, type } from "./panes.mjs";
import { overHttp } from "./ways.mjs";

const BROKEN = [
  '{"a":[1,2,],"b":}',
  "{'a':'it\\'s',b:1}",
  '{"a":"x\n","b":"\\x","c":"open',
  "]]}}{{[[,,::",
  '"a" "b" 1 2 {}',
  "",
  "�\u0000 null",
];

test("indents any text by insertions only", () => {
  for (const json of [CLEAN.payExInfo, CLEAN.eData, EXAMPLE.payExInfo, ...BROKEN]) {
    const { text, added, toShown, toSent } = indented(json);
    let sent = "";
    let from = 0;
    for (const range of added) {
      assert.match(text.slice(range.from, range.to), /^(?:\n *| )$/);
      sent += text.slice(from, range.from);
      from = range.to;
    }
    assert.equal(sent + text.slice(from), json);
    for (let at = 0; at < json.length; at++) {
      assert.equal(text[toShown(at)], json[at]);
      assert.equal(toSent(toShown(at)), at);
      assert.equal(text[toShown(at + 1, true) - 1], json[at]);
      assert.equal(toSent(toShown(at + 1, true)), at + 1);
    }
  }
  assert.equal(
    indented(CLEAN.payExInfo).text,
    JSON.stringify(JSON.parse(CLEAN.payExInfo), null, 2),
  );
  assert.equal(indented('{"a":[],"b":{}}').text, '{\n  "a": [],\n  "b": {}\n}');
  assert.equal(indented('{"a": 1, "b": 2}').text, '{\n  "a": 1, \n  "b": 2\n}');
});

test("finds the name or value at an offset", () => {
  const json = '{"a":[-1.5,true],"b":"x y"}';
  const at = (offset) => {
    const token = tokenAt(json, offset);
    return token && json.slice(token.start, token.end);
  };
  assert.equal(at(0), undefined);
  assert.equal(at(1), '"a"');
  assert.equal(at(4), '"a"');
  assert.equal(at(5), undefined);
  assert.equal(at(7), "-1.5");
  assert.equal(at(12), "true");
  assert.equal(at(23), '"x y"');
  assert.equal(at(json.length), undefined);
  const kinds = tokensOf('{"a":"b"}').map(({ kind }) => kind);
  assert.deepEqual(kinds, ["open", "name", "colon", "string", "close"]);
});

test("splits megabytes without delay", () => {
  for (const part of ['"', "\\", '\\"', "'\n", "[", "{}", "x "]) {
    const start = performance.now();
    tokensOf(part.repeat(200_000 / part.length));
    assert.ok(performance.now() - start < 2000, JSON.stringify(part));
  }
});

const rows = (page, pane) =>
  page.$$eval(`#${pane} .cm-line`, (lines) => lines.map((line) => line.innerText));

overHttp("a decoded part", (on) => {
  on("is indented if it is minified, and can be shown as sent", {}, async (page) => {
    await paste(page, "body", form(CLEAN));
    assert.equal(await page.getAttribute("#payExInfo-format", "aria-pressed"), "true");
    assert.ok((await rows(page, "eData")).some((row) => row === '  "version": "1.0",'));
    assert.equal(await text(page, "eData"), CLEAN.eData);
    await put(page, "eData", CLEAN.eData.indexOf("1.0"), CLEAN.eData.indexOf("1.0") + 3);
    await showAsSent(page, "eData");
    assert.equal(await page.locator("#eData .cm-line").count(), 1);
    assert.equal(await lit(page, "eData", "exact"), "1.0");
    // Other texts keep the choice.
    await paste(page, "payExInfo", "");
    await type(page, "body", form({ ...CLEAN, eData: CLEAN.eData.replace("1.0", "1.1") }));
    assert.equal(await page.locator("#eData .cm-line").count(), 1);
    await page.click("#eData-format");
    assert.ok((await page.locator("#eData .cm-line").count()) > 6);
    // A text with line breaks is shown as sent.
    await type(page, "body", EXAMPLE.body);
    assert.ok(await page.isHidden("#eData-format"));
    assert.equal(await text(page, "eData"), EXAMPLE.eData);
  });

  on("sends only the edit if it is edited while indented", {}, async (page) => {
    await paste(page, "body", form(CLEAN));
    const sent = async () => {
      const body = new URLSearchParams(await text(page, "body"));
      return Buffer.from(body.get("payExInfoStr"), "base64").toString();
    };
    const at = CLEAN.payExInfo.indexOf("S-1") + 3;
    await put(page, "payExInfo", at);
    await page.keyboard.type("23");
    const typed = CLEAN.payExInfo.replace("S-1", "S-123");
    assert.equal(await text(page, "payExInfo"), typed);
    assert.equal(await sent(), typed);
    assert.deepEqual(await selection(page), ["payExInfo", at + 2, at + 2]);
    await page.keyboard.press("Backspace");
    assert.equal(await sent(), CLEAN.payExInfo.replace("S-1", "S-12"));
    // The inserted indentation can't be deleted.
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Home");
    const before = await sent();
    await page.keyboard.press("Backspace");
    assert.equal(await sent(), before);
    // A new member gets its own row.
    const count = (await rows(page, "payExInfo")).length;
    await put(page, "payExInfo", before.indexOf(',"payExchangeInfoHead"'));
    await page.keyboard.type(',"x":1');
    assert.equal(await sent(), before.replace(',"payEx', ',"x":1,"payEx'));
    assert.equal((await rows(page, "payExInfo")).length, count + 1);
    for (let step = 0; step < 20 && (await sent()) !== CLEAN.payExInfo; step++) {
      await page.keyboard.press("Control+Z");
      await settled(page);
    }
    assert.equal(await sent(), CLEAN.payExInfo);
    await page.keyboard.press("Control+Y");
    assert.notEqual(await sent(), CLEAN.payExInfo);
    await page.keyboard.press("Control+Z");
    // The text as sent has the same history.
    await showAsSent(page, "payExInfo");
    assert.equal(await text(page, "payExInfo"), CLEAN.payExInfo);
    await page.focus("#payExInfo .cm-content");
    await page.keyboard.press("Control+Y");
    assert.notEqual(await sent(), CLEAN.payExInfo);
  });

  on("is copied as sent", {}, async (page) => {
    await paste(page, "body", form(CLEAN));
    await put(page, "payExInfo", 0, CLEAN.payExInfo.length);
    const copied = await page.evaluate(() => {
      const clipboardData = new DataTransfer();
      document.activeElement.dispatchEvent(
        new ClipboardEvent("copy", { clipboardData, bubbles: true, cancelable: true }),
      );
      return clipboardData.getData("text/plain");
    });
    assert.equal(copied, CLEAN.payExInfo);
  });

  on("folds by click and by key, and unfolds to show a range", {}, async (page) => {
    await paste(page, "body", form(CLEAN));
    const isShown = async () => (await page.innerText("#payExInfo .cm-content")).includes("guid");
    assert.ok(await isShown());
    await page.locator("#payExInfo .cm-folder").nth(1).click();
    assert.ok(!(await isShown()));
    await page.locator("#payExInfo .cm-folder").nth(1).click();
    assert.ok(await isShown());
    await put(page, "payExInfo", CLEAN.payExInfo.indexOf("guid"));
    await page.keyboard.press("Control+Shift+BracketLeft");
    await drawn(page);
    assert.ok(!(await isShown()));
    await page.keyboard.press("Control+Shift+BracketRight");
    await drawn(page);
    assert.ok(await isShown());
    await page.keyboard.press("Control+Alt+BracketLeft");
    await drawn(page);
    assert.ok(!(await isShown()));
    // The cursor in the body unfolds the counterpart.
    const body = form(CLEAN);
    await put(page, "body", body.indexOf("payExInfoStr=") + 80);
    await drawn(page);
    assert.ok(await isShown());
    assert.notEqual(await lit(page, "payExInfo", "value"), "");
  });

  on("has coloured values and matching brackets, even if malformed", {}, async (page) => {
    await type(page, "payExInfo", '{"a":"x\ny",\n\'b\':[1,tru]],}');
    await put(page, "payExInfo", 0);
    const coloured = (kind) =>
      page.$$eval(`#payExInfo .cm-${kind}`, (marks) => marks.map((mark) => mark.textContent));
    assert.deepEqual(await coloured("name"), ['"a"', "'b'"]);
    assert.deepEqual(await coloured("number"), ["1"]);
    assert.deepEqual(await coloured("word"), ["tru"]);
    assert.equal((await coloured("string")).join("\n"), '"x\ny"');
    assert.deepEqual(await coloured("bracket"), ["{", "]"]);
    assert.equal(await page.locator("#payExInfo .cm-bracket.cm-odd").count(), 2);
  });

  on("shows faulty white space and invisible characters", {}, async (page) => {
    const eData = CLEAN.eData
      .replace('"1.0"', '"1.0 "')
      .replace("示例电商", "示\u3000例\u00a0电\u200b商\ufeff");
    await paste(page, "body", form({ ...CLEAN, eData }));
    const boxes = await page.$$eval("#eData .cm-boxed", (marks) => marks.map((m) => m.textContent));
    assert.deepEqual(boxes, ["U+3000", "U+00A0", "U+200B", "U+FEFF"]);
    assert.deepEqual(
      await page.$$eval("#eData .cm-blank", (marks) => marks.map((mark) => mark.textContent)),
      [" "],
    );
    assert.equal(await text(page, "eData"), eData);
    // White space without fault stays invisible.
    await type(page, "body", EXAMPLE.body);
    assert.equal(await page.locator("#eData .cm-blank").count(), 0);
  });

  on("has its own hue in the body where the body names it", {}, async (page) => {
    const body = form(CLEAN);
    await paste(page, "body", body);
    const tinted = (part) =>
      page.$$eval(`#body .cm-of-${part}`, (marks) => marks.map((m) => m.textContent).join(""));
    const [eData, payExInfo] = body.split("&");
    assert.equal(await tinted("payExInfo"), payExInfo);
    assert.ok(eData.startsWith((await tinted("eData")).slice(0, 20)));
    await put(page, "payExInfo", 3);
    assert.equal(await page.getAttribute("#chain", "data-part"), "payExInfo");
  });

  on("is shown plain if it is large", {}, async (page) => {
    await paste(page, "body", form({ ...CLEAN, payExInfo: largePart() }));
    assert.ok(await page.isHidden("#payExInfo-format"));
    assert.equal(await page.locator("#payExInfo :is(.cm-name, .cm-folder)").count(), 0);
    // The next text is not plain.
    await paste(page, "body", "");
    await type(page, "body", form(CLEAN));
    assert.equal(await page.getAttribute("#payExInfo-format", "aria-pressed"), "true");
  });
});
