// The checker's view: what is found in a body, and how it is edited and fixed.

import assert from "node:assert/strict";
import { base64, CLEAN, EXAMPLE, form, paddedPart, TOKEN } from "./cases.mjs";
import { paste, put, sample, selection, settled, text, texts, type } from "./panes.mjs";
import { inEachWay, overHttp } from "./ways.mjs";

// The trailing comma that the document's example ends with.
const comma = EXAMPLE.payExInfo.lastIndexOf(",");

const verdict = async (page) => {
  await settled(page);
  return page.getAttribute("#verdict", "data-state");
};
const all = ({ body, eData, payExInfo }) => [body, eData, payExInfo];
const listed = (page) =>
  page.$$eval("#findings > .finding", (items) => items.map((item) => item.dataset.code));
const isStale = (page, pane) =>
  page.$eval(`#${pane}`, (element) => element.classList.contains("stale"));
const inView = (element) => {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
};
/** Whether the focus is on a button that applies a safe fix. */
const onFix = (page) =>
  page.evaluate(() => document.activeElement.matches("#findings .fix:not(.unsafe)"));
/** The diff of a finding, as `[element, text]` without the words for screen readers. */
const diffOf = (finding) =>
  finding.locator(".diff code > *").evaluateAll((pieces) =>
    pieces.map((piece) => [
      piece.localName,
      [...piece.childNodes]
        .filter(({ nodeType }) => nodeType === Node.TEXT_NODE)
        .map(({ data }) => data)
        .join(""),
    ]),
  );
const text14 = (text) => [...text].slice(-14).join("");

async function clear(page) {
  await page.$eval("#clear", (button) => button.click());
  await settled(page);
}

async function tabTo(page, there) {
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press("Tab");
    if (await there()) return;
  }
  assert.fail("not reached by Tab");
}

inEachWay("the checker", (on) => {
  on("decodes the interface's example and names its faults", {}, async (page) => {
    assert.equal(await verdict(page), "empty");
    await sample(page, 1);
    assert.equal(await verdict(page), "error");
    assert.match(await page.innerText("#verdict"), /CBT 会拒收：\d+ 个原因\s+海关会退单：1 个原因/);
    assert.deepEqual(await texts(page), all(EXAMPLE));
    assert.match(await page.innerText('[data-code="json.trailing-comma"]'), /逗号/);
    assert.match(await page.innerText('[data-code="form.unencoded-plus"]'), /\+/);
    const findings = await page.innerText("#findings");
    assert.ok(!findings.includes("12345678901234567890123456789012"), "the token is shown");
  });

  on("applies all safe fixes at once", {}, async (page) => {
    const fixAll = page.locator("#fix-all");
    assert.ok(await fixAll.isHidden());
    await sample(page, 1);
    assert.match(await fixAll.innerText(), /^一键修正（17 处）$/);
    await fixAll.click();
    assert.ok(["ok", "warning"].includes(await verdict(page)));
    assert.match(await page.innerText("#verdict"), /CBT 可加签\s+海关会退单：1 个原因/);
    assert.ok(await fixAll.isHidden());
    assert.equal(await page.locator("#findings .fix").count(), 0);
    const fields = new URLSearchParams(await text(page, "body"));
    for (const [field, name] of [
      ["EData", "cusName"],
      ["payExInfoStr", "sessionID"],
    ]) {
      const text = Buffer.from(fields.get(field), "base64").toString();
      assert.ok(JSON.parse(text)[name]);
    }
    assert.equal((await selection(page))[0], "body");
    await page.keyboard.press("Control+Z");
    assert.deepEqual(await texts(page), all(EXAMPLE));
    assert.equal(await verdict(page), "error");
    await type(page, "body", form(CLEAN));
    assert.ok(await fixAll.isHidden());
  });
});

overHttp("the checker", (on) => {
  on(
    "lists a repeated mistake once, with its count, and marks all its places",
    {},
    async (page) => {
      await sample(page, 1);
      const plus = page.locator('#findings > [data-code="form.unencoded-plus"]');
      assert.equal(await plus.count(), 1);
      assert.match(await plus.locator(".places").first().innerText(), /共 13 处/);
      await plus.locator('button[data-pane="body"]').click();
      const places = [...EXAMPLE.body.matchAll(/\+/g)].map(({ index }) => index);
      assert.deepEqual(await selection(page), ["body", places[0], places[0] + 1]);
      const marked = new Set();
      for (const place of places) {
        await put(page, "body", place);
        const found = await page.$$eval("#body .cm-mark.cm-error", (marks) => {
          const { view } = document.querySelector("#body .cm-content").cmTile.root;
          return marks.map((mark) => [view.posAtDOM(mark), mark.textContent]);
        });
        for (const [at, text] of found) if (text === "+") marked.add(at);
      }
      assert.deepEqual(
        [...marked].sort((a, b) => a - b),
        places,
      );
      await page.click('[data-locale="en"]');
      await settled(page);
      assert.match(await plus.locator(".places").first().innerText(), /13 times/);
    },
  );

  on("folds the same fault of several orders, and leads to each", {}, async (page) => {
    const request = JSON.parse(CLEAN.payExInfo);
    const [order] = request.payExchangeInfoLists;
    const orders = ["1", "2", "3"].map((orderNo) => ({ ...order, orderNo, recpName: "" }));
    const payExInfo = JSON.stringify({ ...request, payExchangeInfoLists: orders });
    await type(page, "body", form({ ...CLEAN, payExInfo }));
    const empty = page.locator("#findings > .finding", { hasText: "recpName" });
    assert.equal(await empty.count(), 1);
    await empty.locator("summary").click();
    const places = empty.locator('button[data-pane="payExInfo"]');
    await places.nth(2).waitFor();
    const found = [];
    for (const place of await places.all()) {
      await place.click();
      const [pane, start, end] = await selection(page);
      found.push([pane, payExInfo.slice(start, end), start]);
    }
    const expected = [...payExInfo.matchAll(/(?<="recpName":)""/g)].map(({ index }) => [
      "payExInfo",
      '""',
      index,
    ]);
    assert.deepEqual(found, expected);
    assert.equal(await empty.locator("details .path").count(), 2);
  });

  on("selects exactly the trailing comma, and scrolls to it", {}, async (page) => {
    await sample(page, 1);
    await page.click('[data-code="json.trailing-comma"] button[data-pane="payExInfo"]');
    assert.deepEqual(await selection(page), ["payExInfo", comma, comma + 1]);
    await page.waitForFunction(() => {
      const { scrollTop, scrollHeight, clientHeight } =
        document.querySelector("#payExInfo .cm-scroller");
      return scrollTop / (scrollHeight - clientHeight) > 0.9;
    });
    assert.ok(await page.$eval("#payExInfo", inView));
  });

  on("underlines what is at fault in both panes, by gravity", {}, async (page) => {
    // All values of an EData that is not JSON are covered, as any of them may be the token.
    await type(page, "body", form({ ...CLEAN, eData: CLEAN.eData.replace("}", ",}") }));
    await page.click("#token");
    const marked = (pane) =>
      page.$$eval(`#${pane} .cm-mark`, (marks) =>
        marks.map(({ className, textContent, title }) => [className, textContent, title]),
      );
    const [[className, comma, title], ...others] = await marked("eData");
    assert.deepEqual(others, []);
    assert.match(className, /cm-error/);
    assert.equal(comma, ",");
    assert.match(title, /逗号/);
    const [[, carrier]] = await marked("body");
    // The comma stands at the 147th byte, in the first digits of a group of four.
    const at = CLEAN.eData.length + 8 - 1;
    const digits = Buffer.from(CLEAN.eData.replace("}", ",}")).toString("base64");
    assert.ok(
      digits.slice(Math.floor((at * 4) / 3) - 1, Math.floor((at * 4) / 3) + 3).includes(carrier),
    );
    await type(page, "body", "");
    await type(page, "eData", CLEAN.eData.replace('"S-1"', "x").replace('"1.0"', '"1.0" "x"'));
    // Where a character is missing, a gap is shown.
    await type(page, "eData", CLEAN.eData.slice(0, -1));
    assert.ok((await page.locator("#eData :is(.cm-gap, .cm-mark).cm-error").count()) > 0);
  });

  on("follows an edit of a decoded part", {}, async (page) => {
    await sample(page, 1);
    await page.click('[data-code="json.trailing-comma"] button[data-pane="payExInfo"]');
    await page.keyboard.press("Delete");
    await settled(page);
    assert.equal(await page.locator('[data-code="json.trailing-comma"]').count(), 0);
    const body = await text(page, "body");
    const decoded = Buffer.from(new URLSearchParams(body).get("payExInfoStr"), "base64").toString();
    const { payExInfo } = EXAMPLE;
    assert.equal(decoded, payExInfo.slice(0, comma) + payExInfo.slice(comma + 1));
    const untouched = EXAMPLE.body.slice(0, EXAMPLE.body.indexOf("&") + 1);
    assert.ok(body.startsWith(untouched));
    assert.equal(await text(page, "eData"), EXAMPLE.eData);
  });

  on("follows an edit of the body, key by key", {}, async (page) => {
    await type(page, "body", form(CLEAN));
    assert.deepEqual(await texts(page), [form(CLEAN), CLEAN.eData, CLEAN.payExInfo]);
    await type(page, "body", form({ ...CLEAN, payExInfo: '{"sessionID":"另一个"}' }));
    assert.equal(await text(page, "payExInfo"), '{"sessionID":"另一个"}');
    assert.equal(await verdict(page), "error");
    await type(page, "body", "");
    await page.click("#body .cm-content");
    await page.keyboard.type("EData=e30%3D");
    assert.deepEqual(await texts(page), ["EData=e30%3D", "{}", ""]);
  });

  on("says clearly when all is well", {}, async (page) => {
    await type(page, "body", form(CLEAN));
    assert.equal(await verdict(page), "ok");
    assert.match(await page.innerText("#verdict"), /CBT 可加签\s+海关可接受/);
    assert.equal(await page.locator("#findings > li").count(), 0);
    assert.match(await page.title(), /✓/);
    await page.click("#clear");
    assert.equal(await verdict(page), "empty");
    assert.deepEqual(await texts(page), ["", "", ""]);
  });

  on("keeps a part's last good text, greyed, while it cannot be decoded", {}, async (page) => {
    await type(page, "body", form(CLEAN));
    const colour = () => page.$eval("#payExInfo .cm-line", (line) => getComputedStyle(line).color);
    const good = await colour();
    await type(page, "body", form(CLEAN).replace(/payExInfoStr=.*/, "payExInfoStr=***"));
    assert.equal(await text(page, "payExInfo"), CLEAN.payExInfo);
    assert.ok(await page.locator('.place[data-pane="body"]').count());
    assert.equal(await page.locator('.place[data-pane="payExInfo"]').count(), 0);
    assert.ok(await page.isVisible("#payExInfo-note"));
    assert.notEqual(await colour(), good);
    assert.ok(await page.isHidden("#eData-note"));
    assert.equal(await verdict(page), "error");
    // An edit of the other part leaves it so; one of its own makes it good again.
    await type(page, "eData", CLEAN.eData.replace('"1"', '"2"'));
    assert.ok(await page.isVisible("#payExInfo-note"));
    assert.equal(await text(page, "payExInfo"), CLEAN.payExInfo);
    assert.match(await text(page, "body"), /&payExInfoStr=\*\*\*$/);
    await page.focus("#payExInfo .cm-content");
    await page.keyboard.press("Control+End");
    await page.keyboard.type(" ");
    await settled(page);
    assert.ok(await page.isHidden("#payExInfo-note"));
    assert.equal(await verdict(page), "ok");
  });

  on("leaves alone in the body what an edit of a part is not about", {}, async (page) => {
    // In no encoding of text, so that it cannot be shown, and would be lost if it were re-encoded.
    const noText = `payExInfoStr=${btoa("{\xff}")}&other=1`;
    await type(page, "body", `Edata=${btoa("{}")}&${noText}`);
    assert.ok(await page.isVisible("#payExInfo-note"));
    await type(page, "eData", "[]");
    assert.equal(await text(page, "body"), `Edata=${encodeURIComponent(btoa("[]"))}&${noText}`);
  });

  on("puts an edited part where the checker reads it", {}, async (page) => {
    const [old, now] = ["{}", "[1]"].map((text) => encodeURIComponent(btoa(text)));
    for (const [part, body, expected] of [
      ["payExInfo", "", `payExInfoStr=${now}`],
      ["eData", "", `EData=${now}`],
      ["eData", `payExInfoStr=${old}`, `EData=${now}&payExInfoStr=${old}`],
      ["payExInfo", `EData=${old}`, `EData=${old}&payExInfoStr=${now}`],
      ["payExInfo", `EData=x&\n payExInfoStr=${old}`, `EData=x&\n payExInfoStr=${now}`],
      ["eData", `\nEData=${old}\n&a=1`, `\nEData=${now}\n&a=1`],
      ["eData", `a=1&&Edata=${old}%&b`, `a=1&&Edata=${now}&b`],
      ["eData", `%45Data=${old}&%=y`, `%45Data=${now}&%=y`],
      ["eData", `EData=${old}&EData=x`, `EData=${now}&EData=x`],
      ["eData", `EData=&EData=${old}`, `EData=&EData=${now}`],
      ["eData", "EData=***&payExInfoStr=", `EData=${now}&payExInfoStr=`],
      ["eData", `EData=&payExInfoStr=${old}`, `EData=${now}&payExInfoStr=${old}`],
      ["eData", `EData&payExInfoStr=${old}`, `EData=${now}&payExInfoStr=${old}`],
      // Misspelt names, which it reads all the same.
      ["eData", `EDATA=${old}`, `EDATA=${now}`],
      ["eData", `a&?EData=${old}`, `a&?EData=${now}`],
      // A name that it takes for none.
      ["eData", `Info=${old}`, `EData=${now}&Info=${old}`],
      // What is no form becomes one.
      ["eData", '{"EData":"e30="}', `EData=${now}`],
    ]) {
      await type(page, "body", body);
      await type(page, part, "[1]");
      assert.equal(await text(page, "body"), expected);
      assert.ok(await page.isHidden(`#${part}-note`), body);
      assert.ok(await page.isHidden("#body-note"), body);
      // The page reads back what it wrote.
      await type(page, "body", `${expected}&`);
      assert.equal(await text(page, part), "[1]", body);
      await clear(page);
    }
  });

  on("tells a part that is not there from one that cannot be decoded", {}, async (page) => {
    const notes = async () => {
      const shown = await page.$$eval("#eData-note, #payExInfo-note", (notes) =>
        notes.map(({ innerText }) => innerText),
      );
      return shown.map(
        (note) => ({ "": "", 请求体中没有这一部分: "none" })[note.replace("。", "")] ?? note,
      );
    };
    for (const [body, expected] of [
      [`EData=${btoa("{}")}`, ["", "none"]],
      [`payExInfoStr=${btoa("{}")}`, ["none", ""]],
      ["EData=&payExInfoStr", ["", ""]],
      ["hello", ["none", "none"]],
      ['{"a":{}}', ["none", "none"]],
      ["&=&", ["none", "none"]],
      ["\ud800", ["none", "none"]],
      ["EData=\ud800&payExInfoStr=***", Array(2).fill("无法从请求体解码出这一部分。")],
    ]) {
      await type(page, "body", body);
      assert.equal(await verdict(page), "error");
      assert.deepEqual(await notes(), expected, body);
      await clear(page);
      assert.deepEqual(await notes(), ["", ""]);
    }
  });

  on("says where a typed text is not what the body carries", {}, async (page) => {
    await type(page, "body", form(CLEAN));
    await type(page, "eData", '"\ud800"');
    assert.equal(await text(page, "eData"), '"\ud800"');
    assert.ok((await isStale(page, "eData")) && (await isStale(page, "body")));
    assert.ok((await page.isVisible("#eData-note")) && (await page.isVisible("#body-note")));
    assert.equal(await verdict(page), "error");
    await type(page, "eData", CLEAN.eData);
    assert.equal(await text(page, "body"), form(CLEAN));
    assert.ok((await page.isHidden("#eData-note")) && (await page.isHidden("#body-note")));
    assert.equal(await verdict(page), "ok");
  });

  on("refuses a part that is too large, and does not forget it", {}, async (page) => {
    const isMarked = async () => [
      await page.isVisible("#payExInfo-note"),
      await page.isVisible("#body-note"),
    ];
    await type(page, "body", form(CLEAN));
    // A text over the cap is not encoded at all.
    await type(page, "payExInfo", paddedPart(8.4e6));
    assert.equal(await verdict(page), "error");
    assert.deepEqual(await listed(page), ["form.too-large"]);
    assert.match(await page.innerText("#findings"), /超过上限/);
    assert.deepEqual(await isMarked(), [true, true]);
    await page.click('[data-locale="en"]');
    const isRefused = async () => {
      assert.equal(await verdict(page), "error");
      assert.deepEqual(await listed(page), ["form.too-large"]);
      assert.match(await page.innerText("#verdict"), /Too large/);
      assert.match(await page.innerText("#findings"), /8388608/);
      assert.doesNotMatch(await page.innerText("#findings"), /超过/);
      assert.deepEqual(await isMarked(), [true, true]);
    };
    const isTakenBack = async () => {
      await type(page, "payExInfo", CLEAN.payExInfo);
      assert.equal(await verdict(page), "ok");
      assert.equal(await text(page, "body"), form(CLEAN));
      assert.deepEqual(await isMarked(), [false, false]);
    };
    await isRefused();
    // An edit of the other part does not drop the finding either.
    await type(page, "eData", "{}");
    assert.ok((await listed(page)).includes("form.too-large"));
    assert.deepEqual(await isMarked(), [true, true]);
    await type(page, "eData", CLEAN.eData);
    await isTakenBack();
    // Below the cap as JSON, but not as Base64.
    await type(page, "payExInfo", paddedPart(6.3e6));
    await isRefused();
    await isTakenBack();
  });

  on("shows a fix as a small difference, and applies it by its button", {}, async (page) => {
    await sample(page, 1);
    const { body, eData, payExInfo } = EXAMPLE;
    const item = page.locator('#findings > [data-code="json.trailing-comma"]');
    assert.equal(await item.locator(".fix").innerText(), "修正");
    assert.equal(await item.locator(".fix").getAttribute("aria-label"), "修正：删除 ,");
    assert.equal(await item.locator(".diff > .hint").innerText(), "JSON");
    const oneLine = (text) => text.replace(/\s*\n\s*/g, "⏎");
    assert.deepEqual(await diffOf(item), [
      ["span", `…${text14(oneLine(payExInfo.slice(0, comma)))}`],
      ["del", ","],
      ["span", oneLine(payExInfo.slice(comma + 1))],
    ]);
    assert.match(await item.locator("del").textContent(), /^删除 /);
    await item.locator(".fix").click();
    await settled(page);
    assert.equal(await item.count(), 0);
    const fixed = await text(page, "body");
    const sent = fixed.match(/&payExInfoStr=(.*)/)[1];
    assert.equal(
      Buffer.from(decodeURIComponent(sent), "base64").toString(),
      payExInfo.slice(0, comma) + payExInfo.slice(comma + 1),
    );
    // All before it is as it was.
    assert.equal(fixed.slice(0, body.length - 10), body.slice(0, -10));
    assert.equal(await text(page, "eData"), eData);
    await page.waitForFunction(() => document.activeElement.matches("#findings .fix"));
    assert.ok(await page.$eval("#findings .fix:focus", inView));
    // Undo is the body's.
    await page.focus("#body .cm-content");
    await page.keyboard.press("Control+Z");
    assert.deepEqual(await texts(page), all(EXAMPLE));
  });

  on("shows two edits of a fix, and applies all", {}, async (page) => {
    await page.click('[data-locale="en"]');
    await sample(page, 1);
    const plus = page.locator('#findings > [data-code="form.unencoded-plus"]');
    assert.match(await plus.locator(".fix").getAttribute("aria-label"), /^Fix: change \+ to %2B/);
    assert.deepEqual(
      (await diffOf(plus)).filter(([element]) => element !== "span").map(([, text]) => text),
      ["+", "%2B", "+", "%2B"],
    );
    assert.match(await plus.locator(".diff").innerText(), /^Form body.*and 11 more$/s);
    assert.match(await plus.locator("ins").first().textContent(), /^insert /);
    await plus.locator(".fix").click();
    await settled(page);
    assert.equal(await plus.count(), 0);
    assert.equal(await text(page, "body"), EXAMPLE.body.replaceAll("+", "%2B"));
    assert.ok(await onFix(page), "the focus is lost");
  });

  on("shows a fix of the Base64 there, and one that re-encodes by its label", {}, async (page) => {
    const value = base64(CLEAN.payExInfo).replace(/=+$/, "");
    const broken = `${value.slice(0, 76)}\r\n${value.slice(76)}`;
    await type(page, "body", `EData=e30%3D&payExInfoStr=${encodeURIComponent(broken)}`);
    const item = page.locator('#findings > [data-code="base64.white-space"]');
    assert.equal(await item.locator(".diff > .hint").innerText(), "Base64");
    assert.deepEqual(await diffOf(item), [
      ["span", `…${value.slice(62, 76)}`],
      ["del", "⏎"],
      ["span", `${value.slice(76, 90)}…`],
    ]);
    await type(page, "body", `payExInfoStr=${encodeURIComponent(CLEAN.payExInfo)}`);
    const raw = page.locator('#findings > [data-code="base64.not-encoded"]');
    assert.equal(await raw.locator(".fix").innerText(), "修正：重新编码");
    assert.equal(await raw.locator(".diff").count(), 0);
    await raw.locator(".fix").click();
    assert.equal(await text(page, "payExInfo"), CLEAN.payExInfo);
    assert.equal(await raw.count(), 0);
  });

  on("leaves a guess to a button of its own, which says that it is one", {}, async (page) => {
    const payExInfo = CLEAN.payExInfo
      .replace('"20260115092700"', '"2026-01-15 09:27"')
      .replace('"A1"', "1");
    await type(page, "body", form({ ...CLEAN, payExInfo }));
    const time = page.locator('#findings > [data-code="time.format"]');
    const guess = time.locator(".fix");
    assert.equal(await guess.innerText(), "按推测修正（可能改变数据）");
    assert.match(await guess.getAttribute("aria-label"), /^按推测修正（可能改变数据）：把 2026/);
    assert.deepEqual((await diffOf(time)).slice(1, 3), [
      ["del", "2026-01-15 09:27"],
      ["ins", "20260115092700"],
    ]);
    await page.click('[data-locale="en"]');
    await settled(page);
    assert.match(await guess.innerText(), /may change the data/);
    // Neither all fixes nor the next press of Enter apply it.
    assert.equal(await page.innerText("#fix-all"), "Fix all (1)");
    await page.locator('#findings > [data-code="field.type"] .fix').press("Enter");
    await settled(page);
    await page.waitForFunction(() => document.activeElement.closest("#body"));
    assert.ok(await page.isHidden("#fix-all"));
    assert.equal(await text(page, "payExInfo"), payExInfo.replace(":1,", ':"1",'));
    // The guess is applied only after a confirmation.
    const asked = page.locator("#guess");
    await guess.click();
    assert.match(await asked.innerText(), /2026-01-15 09:27/);
    await asked.locator("[data-close]").click();
    assert.equal(await time.count(), 1);
    await guess.click();
    await page.click("#guess-apply");
    await settled(page);
    assert.equal(await text(page, "payExInfo"), CLEAN.payExInfo.replace('"A1"', '"1"'));
    assert.equal(await time.count(), 0);
  });

  on("fixes one fault after the other by keyboard alone", {}, async (page) => {
    await sample(page, 1);
    await tabTo(page, () => onFix(page));
    // Each press fixes at least one of them.
    for (let presses = 0; await onFix(page); presses++) {
      assert.ok(presses < 40, "a fix changes nothing");
      const before = await text(page, "body");
      await page.keyboard.press("Enter");
      while ((await text(page, "body")) === before) await page.waitForTimeout(10);
      await settled(page);
      await page.waitForFunction(() => document.activeElement !== document.body);
    }
    assert.equal(await page.locator("#findings .fix").count(), 0);
    assert.equal((await selection(page))[0], "body");
    assert.notEqual(await verdict(page), "error");
  });

  on("offers no fix of a body that is behind what was typed", {}, async (page) => {
    await type(page, "body", form(CLEAN));
    await type(page, "eData", `${CLEAN.eData.slice(0, -1)},"a":"\ud800",}`);
    assert.ok((await listed(page)).includes("json.trailing-comma"));
    assert.equal(await page.locator("#findings .fix").count(), 0);
    assert.ok(await page.isHidden("#fix-all"));
    await type(page, "eData", `${CLEAN.eData.slice(0, -1)},}`);
    assert.equal(await page.locator("#findings .fix").count(), 1);
    await page.click("#fix-all");
    assert.deepEqual(await texts(page), [form(CLEAN), CLEAN.eData, CLEAN.payExInfo]);
    assert.equal(await verdict(page), "ok");
  });

  on("brings back by undo what the buttons replaced", {}, async (page) => {
    await type(page, "body", form(CLEAN));
    await type(page, "eData", CLEAN.eData.replace('"1"', '"2"'));
    const typed = await texts(page);
    for (const replace of [() => sample(page, 1), () => page.click("#clear")]) {
      await replace();
      assert.notDeepEqual(await texts(page), typed);
      await page.focus("#body .cm-content");
      await page.keyboard.press("Control+Z");
      assert.deepEqual(await texts(page), typed);
      assert.equal(await verdict(page), "ok");
    }
  });

  on("waits for a pause in typing beside a large part", {}, async (page) => {
    await type(page, "body", form({ ...CLEAN, payExInfo: paddedPart(1e6) }));
    await page.$eval("#findings", (list) => {
      const observer = new MutationObserver(() => {
        globalThis.wasInert ||= list.inert;
      });
      observer.observe(list, { attributeFilter: ["inert"] });
    });
    await page.focus("#eData .cm-content");
    await page.keyboard.press("Control+A");
    await page.keyboard.type("{}");
    assert.equal(await text(page, "body"), form({ eData: "{}", payExInfo: paddedPart(1e6) }));
    // Until the work was done, the findings were inert.
    assert.ok(await page.evaluate(() => globalThis.wasInert));
    assert.equal(await page.$eval("#findings", (list) => list.inert), false);
  });

  on("loses nothing that is typed while it works", {}, async (page) => {
    const large = form({ ...CLEAN, payExInfo: paddedPart(1e6) });
    const insert = (pane, text) =>
      page.evaluate(
        ([pane, text]) => {
          const { view } = document.querySelector(`#${pane} .cm-content`).cmTile.root;
          view.dispatch({
            changes: { from: view.state.doc.length, insert: text },
            userEvent: "input",
          });
        },
        [pane, text],
      );
    // In one pane, and at once in another.
    for (const body of [form(CLEAN), large]) {
      await type(page, "body", body);
      const payExInfo = await text(page, "payExInfo");
      await insert("eData", " ");
      await insert("payExInfo", " ");
      await insert("body", "&z=1");
      await settled(page);
      assert.deepEqual(await texts(page), [
        `${form({ eData: `${CLEAN.eData} `, payExInfo: `${payExInfo} ` })}&z=1`,
        `${CLEAN.eData} `,
        `${payExInfo} `,
      ]);
    }
    // What was typed into a part goes with the body that it was to be in.
    await insert("eData", " ");
    await page.click("#clear");
    assert.deepEqual(await texts(page), ["", "", ""]);
    // After a paste that takes a while, nothing can be typed that would be put in its place.
    await type(page, "body", "");
    await page.focus("#body .cm-content");
    const pasted = paste(page, "body", large);
    await page.keyboard.press("x");
    await pasted;
    const { length } = await text(page, "body");
    assert.ok(length >= large.length, `${length} characters are left`);
  });

  on("goes on where the checker itself fails, with what was typed", {}, async (page, opened) => {
    await type(page, "body", form(CLEAN));
    await page.evaluate(() => {
      // As if the worker had no memory left.
      globalThis.Worker.prototype.postMessage = () => {
        throw new Error("no memory left");
      };
    });
    await page.focus("#body .cm-content");
    await page.keyboard.press("Control+End");
    await page.keyboard.type("&a");
    await page.waitForFunction(() => document.querySelector("#verdict").dataset.state === "broken");
    assert.match(await page.innerText("#verdict"), /no memory left/);
    assert.equal(await text(page, "body"), `${form(CLEAN)}&a`);
    opened.errors.length = 0;
  });

  on("does not change line ends", {}, async (page) => {
    const crlf = CLEAN.payExInfo.replaceAll(',"', ',\r\n"').replace("S-1", "S\u2028\r1");
    await paste(page, "body", form({ ...CLEAN, payExInfo: crlf }));
    assert.equal(await text(page, "payExInfo"), crlf);
    await put(page, "payExInfo", crlf.indexOf("示例"), crlf.indexOf("示例") + 2);
    await page.keyboard.insertText("另一");
    const sent = new URLSearchParams(await text(page, "body")).get("payExInfoStr");
    assert.equal(Buffer.from(sent, "base64").toString(), crlf.replace("示例", "另一"));
  });

  on("shows the token only when asked to", {}, async (page) => {
    await paste(page, "body", form(CLEAN));
    const shown = (pane) => page.innerText(`#${pane} .cm-content`);
    const carrier = Buffer.from(CLEAN.eData).toString("base64").slice(180, 200);
    assert.ok(form(CLEAN).includes(carrier));
    assert.ok(!(await shown("eData")).includes(TOKEN.slice(0, 6)));
    assert.ok(!(await shown("body")).includes(carrier));
    // Beneath, and on paper, neither.
    await put(page, "eData", CLEAN.eData.indexOf(TOKEN));
    assert.ok(!(await page.innerText("#chain")).includes(TOKEN.slice(0, 4)));
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    assert.ok(!(await page.textContent("#printed")).includes(TOKEN.slice(0, 6)));
    assert.ok(!(await page.textContent("#printed")).includes(carrier));
    assert.equal(await page.getAttribute("#token", "aria-pressed"), "false");
    await page.click("#token");
    assert.equal(await page.getAttribute("#token", "aria-pressed"), "true");
    assert.ok((await shown("eData")).includes(TOKEN));
    assert.ok((await shown("body")).includes(carrier));
    // However it is spelled.
    await page.click("#token");
    for (const eData of [
      `{'token':'${TOKEN}'}`,
      `{"Token" : "${TOKEN}`,
      `{token=${TOKEN}, a=1}`,
      `{"a":1,"tok\\u0065n":"${TOKEN}"}`,
      `{"token":["x","${TOKEN}"]}`,
    ]) {
      await type(page, "body", form({ ...CLEAN, eData }));
      assert.ok(!(await shown("eData")).includes(TOKEN.slice(0, 6)), eData);
    }
    // In the other part too, and whatever is selected.
    await type(page, "body", form({ ...CLEAN, payExInfo: CLEAN.eData }));
    assert.ok(!(await shown("payExInfo")).includes(TOKEN.slice(0, 6)));
    await put(page, "eData", 0, CLEAN.eData.length);
    assert.ok(!(await page.innerText("#chain")).includes(CLEAN.eData.slice(0, 12)));
    // What is printed while it is changed.
    await page.evaluate(() => {
      const { view } = document.querySelector("#eData .cm-content").cmTile.root;
      view.dispatch({ changes: { from: 0, insert: " ".repeat(40) }, userEvent: "input" });
      dispatchEvent(new Event("beforeprint"));
    });
    assert.ok(!(await page.textContent("#printed")).includes(TOKEN.slice(0, 6)));
    // Nor is it changed by being covered.
    await type(page, "body", form(CLEAN));
    await page.focus("#eData .cm-content");
    await page.keyboard.press("Control+Home");
    await page.keyboard.type(" ");
    assert.equal(await text(page, "eData"), ` ${CLEAN.eData}`);
  });

  on("can be used by keyboard alone", {}, async (page) => {
    const focused = () => page.evaluate(() => document.activeElement.closest("[id]")?.id);
    await tabTo(page, async () => (await focused()) === "samples");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await verdict(page), "error");
    assert.equal((await selection(page))[0], "body");
    await tabTo(page, async () => (await focused()) === "payExInfo");
    await tabTo(page, () =>
      page.evaluate(() => document.activeElement.matches("#findings .places .place")),
    );
    await page.keyboard.press("Enter");
    const [pane, start, end] = await selection(page);
    assert.ok(["body", "eData", "payExInfo"].includes(pane) && end > start);
    // The menu closes by itself, and by Escape.
    await page.focus("#samples summary");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Escape");
    assert.equal(await page.$eval("#samples", (menu) => menu.open), false);
    assert.equal(await focused(), "samples");
  });

  on("finds within a pane", {}, async (page) => {
    await type(page, "body", form(CLEAN));
    await page.focus("#payExInfo .cm-content");
    await page.keyboard.press("Control+F");
    assert.match(await page.innerText("#payExInfo .cm-search"), /下一个/);
    await page.keyboard.type("totalAmount");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    const at = CLEAN.payExInfo.indexOf("totalAmount");
    assert.deepEqual(await selection(page), ["payExInfo", at, at + 11]);
  });

  on("speaks the browser's language and can be switched", { locale: "en-GB" }, async (page) => {
    assert.equal(await page.getAttribute("html", "lang"), "en");
    await sample(page, 1);
    assert.match(await page.innerText("#verdict"), /CBT would refuse: \d+ reasons/);
    assert.match(await page.innerText('[data-code="json.trailing-comma"]'), /comma/);
    assert.doesNotMatch(await page.innerText("main"), /错误|警告|逗号|检查|请求体/);
    await page.click('[data-locale="zh-CN"]');
    await settled(page);
    assert.equal(await page.getAttribute("html", "lang"), "zh-CN");
    assert.equal(await page.getAttribute('[data-locale="zh-CN"]', "aria-pressed"), "true");
    assert.match(await page.innerText("#verdict"), /CBT 会拒收：\d+ 个原因\s+海关会退单：1 个原因/);
    assert.match(await page.innerText('[data-code="json.trailing-comma"]'), /逗号/);
    assert.deepEqual(await texts(page), all(EXAMPLE));
  });
});
