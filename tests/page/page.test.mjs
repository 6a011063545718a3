// The built page in a real browser, as a person uses it: served over http, and as one file opened from disk.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { serve } from "../../xtask/serve.mjs";
import { launch, open } from "./browser.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const dist = `${root}dist`;
const data = (name) => readFile(`${root}tests/data/${name}`, "utf8");

const example = await data("sample-form-body.txt");
const eData = await data("sample-edata.json");
const payExInfo = await data("sample-payexinfo.txt");
// The trailing comma that the document's example ends with.
const comma = payExInfo.lastIndexOf(",");

const CLEAN = {
  eData:
    '{"version":"1.0","commitTime":"20260115092811","cusName":"示例电商","cusCode":"3105961A0B","serialNumber":"1","token":"0123456789abcdef0123456789abcdef"}',
  payExInfo:
    '{"sessionID":"S-1","payExchangeInfoHead":{"guid":"9D2F3E1A-5B6C-4D7E-8F90-A1B2C3D4E5F6","initalRequest":"r","initalResponse":"ok","ebpCode":"3105961A0B","payCode":"312226T001","payTransactionId":"T1","totalAmount":100.1,"currency":"142","verDept":"3","payType":"1","tradingTime":"20260115092700"},"payExchangeInfoLists":[{"orderNo":"A1","goodsInfo":[{"gname":"拖鞋","itemLink":"https://shop.example/1"}],"recpAccount":"6217","recpCode":"1105910159","recpName":"示例有限公司"}]}',
};

let browser;
let server;
before(async () => {
  browser = await launch();
  server = await serve(`${dist}/www`);
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const ways = [
  { name: "over http", url: () => server.url, files: ["", "main.js", "style.css"] },
  { name: "from disk", url: () => pathToFileURL(`${dist}/cbt179.html`).href, files: [""] },
];

for (const { name, url, files } of ways) {
  describe(`the page ${name}`, () => {
    /** Runs a test in a page of its own, and sees that the page kept to itself. */
    const on = (title, options, run) =>
      test(title, async () => {
        const opened = await open(browser, url(), options);
        try {
          await run(opened.page, opened);
          assert.deepEqual(opened.errors, []);
          assert.deepEqual(opened.violations, []);
          assert.deepEqual(opened.requests.sort(), files.map((file) => url() + file).sort());
        } finally {
          await opened.context.close();
        }
      });

    on("decodes the interface's example and names its faults", {}, async (page) => {
      assert.equal(await verdict(page), "empty");
      await page.click("#example");
      assert.equal(await verdict(page), "error");
      assert.match(await page.innerText("#verdict"), /不通过/);
      assert.deepEqual(await values(page), [example, eData, payExInfo]);
      assert.match(await page.innerText('[data-code="json.trailing-comma"]'), /逗号/);
      assert.match(await page.innerText('[data-code="form.unencoded-plus"]'), /\+/);
      const findings = await page.innerText("#findings");
      assert.ok(!findings.includes("12345678901234567890123456789012"), "the token is shown");
    });

    on("folds equal findings, and leads to each of their places", {}, async (page) => {
      await page.click("#example");
      const plus = page.locator('[data-code="form.unencoded-plus"]');
      assert.equal(await plus.count(), 1);
      await plus.locator("summary").click();
      const places = plus.locator('button[data-pane="body"]');
      await places.nth(12).waitFor();
      assert.equal(await places.count(), 13);
      const found = [];
      for (const place of await places.all()) {
        await place.click();
        found.push(await selection(page));
      }
      const expected = [...example.matchAll(/\+/g)].map(({ index }) => ["body", index, index + 1]);
      assert.deepEqual(found, expected);
    });

    on("selects exactly the trailing comma, and scrolls to it", {}, async (page) => {
      await page.click("#example");
      await page.click('[data-code="json.trailing-comma"] button[data-pane="payExInfo"]');
      assert.deepEqual(await selection(page), ["payExInfo", comma, comma + 1]);
      const scrolled = await page.$eval(
        "#payExInfo",
        (area) => area.scrollTop / (area.scrollHeight - area.clientHeight),
      );
      assert.ok(scrolled > 0.9, `scrolled to ${scrolled}`);
      assert.ok(await page.$eval("#payExInfo", inView));
    });

    on("follows an edit of a decoded part", {}, async (page) => {
      await page.click("#example");
      await page.click('[data-code="json.trailing-comma"] button[data-pane="payExInfo"]');
      await page.keyboard.press("Delete");
      assert.equal(await page.locator('[data-code="json.trailing-comma"]').count(), 0);
      const body = new URLSearchParams(await page.inputValue("#body"));
      const decoded = (field) => Buffer.from(body.get(field), "base64").toString();
      assert.equal(decoded("payExInfoStr"), payExInfo.slice(0, comma) + payExInfo.slice(comma + 1));
      const untouched = example.slice(0, example.indexOf("&") + 1);
      assert.ok((await page.inputValue("#body")).startsWith(untouched));
      assert.equal(await page.inputValue("#eData"), eData);
    });

    on("follows an edit of the body", {}, async (page) => {
      await page.fill("#body", form(CLEAN));
      assert.deepEqual(await values(page), [form(CLEAN), CLEAN.eData, CLEAN.payExInfo]);
      await page.fill("#body", form({ ...CLEAN, payExInfo: '{"sessionID":"另一个"}' }));
      assert.equal(await page.inputValue("#payExInfo"), '{"sessionID":"另一个"}');
      assert.equal(await verdict(page), "error");
    });

    on("says clearly when all is well", {}, async (page) => {
      await page.fill("#body", form(CLEAN));
      assert.equal(await verdict(page), "ok");
      assert.match(await page.innerText("#verdict"), /通过/);
      assert.equal(await page.locator("#findings > li").count(), 0);
      assert.match(await page.title(), /✓/);
      await page.click("#clear");
      assert.equal(await verdict(page), "empty");
      assert.deepEqual(await values(page), ["", "", ""]);
    });

    on("keeps a part's last good text, greyed, while it cannot be decoded", {}, async (page) => {
      await page.fill("#body", form(CLEAN));
      const colour = await page.$eval("#payExInfo", (area) => getComputedStyle(area).color);
      const broken = form(CLEAN).replace(/payExInfoStr=.*/, "payExInfoStr=***");
      await page.fill("#body", broken);
      assert.equal(await page.inputValue("#payExInfo"), CLEAN.payExInfo);
      assert.ok(await page.locator('.place[data-pane="body"]').count());
      assert.equal(await page.locator('.place[data-pane="payExInfo"]').count(), 0);
      assert.ok(await page.isVisible("#payExInfo-note"));
      assert.notEqual(
        await page.$eval("#payExInfo", (area) => getComputedStyle(area).color),
        colour,
      );
      assert.ok(await page.isHidden("#eData-note"));
      assert.equal(await verdict(page), "error");
      // An edit of the other part leaves it so; one of its own makes it good again.
      await page.fill("#eData", CLEAN.eData.replace('"1"', '"2"'));
      assert.ok(await page.isVisible("#payExInfo-note"));
      assert.equal(await page.inputValue("#payExInfo"), CLEAN.payExInfo);
      assert.match(await page.inputValue("#body"), /&payExInfoStr=\*\*\*$/);
      await page.locator("#payExInfo").focus();
      await page.keyboard.press("Control+End");
      await page.keyboard.type(" ");
      assert.ok(await page.isHidden("#payExInfo-note"));
      assert.equal(await verdict(page), "ok");
    });

    on("leaves alone in the body what an edit of a part is not about", {}, async (page) => {
      // In no encoding of text, so that it cannot be shown, and would be lost if it were encoded anew.
      const noText = `payExInfoStr=${btoa("{\xff}")}&other=1`;
      await page.fill("#body", `Edata=${btoa("{}")}&${noText}`);
      assert.ok(await page.isVisible("#payExInfo-note"));
      await page.fill("#eData", "[]");
      assert.equal(
        await page.inputValue("#body"),
        `Edata=${encodeURIComponent(btoa("[]"))}&${noText}`,
      );
    });

    on("puts an edited part where the checker reads it", {}, async (page) => {
      const [old, now] = ["{}", "[1]"].map((text) => encodeURIComponent(btoa(text)));
      for (const [part, body, expected] of [
        ["payExInfo", "", `payExInfoStr=${now}`],
        ["eData", "", `EData=${now}`],
        ["eData", `payExInfoStr=${old}`, `EData=${now}&payExInfoStr=${old}`],
        ["payExInfo", `EData=${old}`, `EData=${old}&payExInfoStr=${now}`],
        ["payExInfo", `EData=x&\n payExInfoStr=${old}`, `EData=x&\n payExInfoStr=${now}`],
        ["eData", `\nEData=${old}\n&a=1`, `\nEData=${now}&a=1`],
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
        await page.fill("#body", body);
        await page.fill(`#${part}`, "[1]");
        assert.equal(await page.inputValue("#body"), expected);
        assert.ok(await page.isHidden(`#${part}-note`), body);
        assert.ok(await page.isHidden("#body-note"), body);
        // The page reads back what it wrote.
        await page.fill("#body", `${expected}&`);
        assert.equal(await page.inputValue(`#${part}`), "[1]", body);
        await page.click("#clear");
      }
    });

    on("tells a part that is not there from one that cannot be decoded", {}, async (page) => {
      const notes = async () =>
        [await page.innerText("#eData-note"), await page.innerText("#payExInfo-note")].map(
          (note) => ({ "": "", 请求体中没有这一部分: "none" })[note.replace("。", "")] ?? note,
        );
      for (const [body, expected] of [
        [`EData=${btoa("{}")}`, ["", "none"]],
        [`payExInfoStr=${btoa("{}")}`, ["none", ""]],
        ["EData=&payExInfoStr", ["", ""]],
        ["hello", ["none", "none"]],
        ['{"a":{}}', ["none", "none"]],
        ["&=&", ["none", "none"]],
        ["\ud800", ["none", "none"]],
        ["EData=\ud800&payExInfoStr=***", Array(2).fill("当前请求体解不出这一部分。")],
      ]) {
        await type(page, "#body", body);
        assert.equal(await verdict(page), "error");
        assert.deepEqual(await notes(), expected, body);
        await page.click("#clear");
        assert.deepEqual(await notes(), ["", ""]);
      }
    });

    on("says where a typed text is not what the body carries", {}, async (page) => {
      await page.fill("#body", form(CLEAN));
      await type(page, "#eData", '"\ud800"');
      assert.ok(await page.$eval("#eData", (area) => area.value === '"\ud800"'));
      assert.match(await page.getAttribute("#eData", "class"), /stale/);
      assert.ok((await page.isVisible("#eData-note")) && (await page.isVisible("#body-note")));
      assert.equal(await verdict(page), "error");
      await page.fill("#eData", CLEAN.eData);
      assert.equal(await page.inputValue("#body"), form(CLEAN));
      assert.ok((await page.isHidden("#eData-note")) && (await page.isHidden("#body-note")));
      assert.equal(await verdict(page), "ok");
    });

    on("refuses a part that is too large, and does not forget it", {}, async (page) => {
      const settle = (text) =>
        page.waitForFunction(
          (text) => document.querySelector("#verdict").innerText.includes(text),
          text,
        );
      const isMarked = async () => [
        await page.isVisible("#payExInfo-note"),
        await page.isVisible("#body-note"),
      ];
      await page.fill("#body", form(CLEAN));
      // A text over the cap is not encoded at all; the body of the other would be over it.
      for (const size of [8.4e6, 6.3e6]) {
        await type(page, "#payExInfo", "x".repeat(size));
        await settle("不通过");
        assert.deepEqual(await listed(page), ["form.too-large"]);
        assert.match(await page.innerText("#findings"), /超过上限/);
        assert.deepEqual(await isMarked(), [true, true]);
        await page.click('[data-locale="en"]');
        assert.match(await page.innerText("#verdict"), /Not OK/);
        assert.match(await page.innerText("#findings"), /8388608/);
        assert.doesNotMatch(await page.innerText("#findings"), /超过/);
        assert.deepEqual(await isMarked(), [true, true]);
        await page.click('[data-locale="zh-CN"]');
        if (size === 8.4e6) {
          // An edit of the other part does not forget it either.
          await page.fill("#eData", "{}");
          assert.ok((await listed(page)).includes("form.too-large"));
          assert.deepEqual(await isMarked(), [true, true]);
          await page.fill("#eData", CLEAN.eData);
        }
        await type(page, "#payExInfo", CLEAN.payExInfo);
        await settle("没有发现错误");
        assert.equal(await page.inputValue("#body"), form(CLEAN));
        assert.deepEqual(await isMarked(), [false, false]);
      }
    });

    on("mends one fault by its button, and goes on to the next", {}, async (page) => {
      await page.click("#example");
      const item = page.locator('#findings > [data-code="json.trailing-comma"]');
      assert.match(await item.locator(".fix").innerText(), /^修改：./);
      await item.locator(".fix").click();
      assert.equal(await item.count(), 0);
      const sent = (await page.inputValue("#body")).match(/&payExInfoStr=(.*)/)[1];
      assert.equal(
        Buffer.from(decodeURIComponent(sent), "base64").toString(),
        payExInfo.slice(0, comma) + payExInfo.slice(comma + 1),
      );
      // All in front of it is as it was.
      const same = example.length - 10;
      assert.equal((await page.inputValue("#body")).slice(0, same), example.slice(0, same));
      assert.equal(await page.inputValue("#eData"), eData);
      assert.ok(await onFix(page), "the focus is lost");
      assert.ok(await page.$eval("#findings .fix:focus", inView));
      // Undo is the body's.
      await page.focus("#body");
      await page.keyboard.press("Control+Z");
      assert.deepEqual(await values(page), [example, eData, payExInfo]);
    });

    on("mends a whole group, or one of it", { locale: "en-GB" }, async (page) => {
      await page.click("#example");
      const plus = page.locator('#findings > [data-code="form.unencoded-plus"]');
      assert.equal(await plus.locator(".fix.all").innerText(), "Fix all (13)");
      await plus.locator("summary").click();
      const others = plus.locator("details .fix");
      await others.last().waitFor();
      assert.equal(await others.count(), 12);
      // The same fix need not be told twelve times more.
      assert.equal(await others.last().innerText(), "Fix");
      await others.last().click();
      const last = example.lastIndexOf("+");
      assert.equal(
        await page.inputValue("#body"),
        `${example.slice(0, last)}%2B${example.slice(last + 1)}`,
      );
      assert.ok(await onFix(page), "the focus is lost");
      assert.equal(await plus.locator(".fix.all").innerText(), "Fix all (12)");
      await plus.locator(".fix.all").click();
      assert.equal(await plus.count(), 0);
      assert.equal(await page.inputValue("#body"), example.replaceAll("+", "%2B"));
      assert.ok(await onFix(page), "the focus is lost");
    });

    on("mends all at once", {}, async (page) => {
      const fixAll = page.locator("#fix-all");
      assert.ok(await fixAll.isHidden());
      await page.click("#example");
      assert.match(await fixAll.innerText(), /^全部修改（\d+ 处）$/);
      await fixAll.click();
      assert.ok(["ok", "warning"].includes(await verdict(page)));
      assert.match(await page.innerText("#verdict"), /通过/);
      assert.ok(await fixAll.isHidden());
      assert.equal(await page.locator("#findings .fix").count(), 0);
      const fields = new URLSearchParams(await page.inputValue("#body"));
      for (const [field, name] of [
        ["EData", "cusName"],
        ["payExInfoStr", "sessionID"],
      ]) {
        const text = Buffer.from(fields.get(field), "base64").toString();
        assert.ok(JSON.parse(text)[name]);
      }
      assert.equal((await selection(page))[0], "body");
      await page.keyboard.press("Control+Z");
      assert.deepEqual(await values(page), [example, eData, payExInfo]);
      assert.equal(await verdict(page), "error");
      await page.fill("#body", form(CLEAN));
      assert.ok(await fixAll.isHidden());
    });

    on("mends one fault after the other by keyboard alone", {}, async (page) => {
      await page.click("#example");
      await tabTo(page, () => onFix(page));
      // Each press mends at least one of them.
      for (let presses = 0; await onFix(page); presses++) {
        assert.ok(presses < 40, "a fix mends nothing");
        await page.keyboard.press("Enter");
      }
      assert.equal(await page.locator("#findings .fix").count(), 0);
      assert.equal((await selection(page))[0], "body");
      assert.notEqual(await verdict(page), "error");
    });

    on("offers no fix of a body that is behind what was typed", {}, async (page) => {
      await page.fill("#body", form(CLEAN));
      await type(page, "#eData", `${CLEAN.eData.slice(0, -1)},"a":"\ud800",}`);
      assert.ok((await listed(page)).includes("json.trailing-comma"));
      assert.equal(await page.locator("#findings .fix").count(), 0);
      assert.ok(await page.isHidden("#fix-all"));
      await page.fill("#eData", `${CLEAN.eData.slice(0, -1)},}`);
      assert.equal(await page.locator("#findings .fix").count(), 1);
      await page.click("#fix-all");
      assert.deepEqual(await values(page), [form(CLEAN), CLEAN.eData, CLEAN.payExInfo]);
      assert.equal(await verdict(page), "ok");
    });

    on("brings back by undo what the buttons replaced", {}, async (page) => {
      await page.fill("#body", form(CLEAN));
      await page.fill("#eData", CLEAN.eData.replace('"1"', '"2"'));
      const typed = await values(page);
      for (const button of ["#example", "#clear"]) {
        await page.click(button);
        assert.notDeepEqual(await values(page), typed);
        await page.keyboard.press("Control+Z");
        assert.deepEqual(await values(page), typed);
        assert.equal(await verdict(page), "ok");
      }
    });

    on("waits for a pause in typing beside a large part", {}, async (page) => {
      const note = "长".repeat(100_000);
      const large = CLEAN.payExInfo.replace('"initalRequest":"r"', `"initalRequest":"${note}"`);
      await page.fill("#body", form({ ...CLEAN, payExInfo: large }));
      await page.waitForFunction(() => document.getElementById("eData").value);
      const [isWaiting, isUnchanged] = await page.evaluate(() => {
        const { body, eData, findings } = Object.fromEntries(
          ["body", "eData", "findings"].map((id) => [id, document.getElementById(id)]),
        );
        const before = body.value;
        eData.value = "{}";
        eData.dispatchEvent(new Event("input"));
        // Until the work is done the findings are out of use.
        return [findings.inert, body.value === before];
      });
      assert.ok(isWaiting && isUnchanged);
      const expected = form({ eData: "{}", payExInfo: large });
      await page.waitForFunction(
        (expected) => document.getElementById("body").value === expected,
        expected,
      );
      assert.equal(await page.$eval("#findings", (list) => list.inert), false);
    });

    on("does not change line ends that a text area cannot show", {}, async (page) => {
      const crlf = CLEAN.payExInfo.replaceAll(',"', ',\r\n"');
      await page.fill("#body", form({ ...CLEAN, payExInfo: crlf }));
      await page.fill(
        "#payExInfo",
        crlf.replaceAll("\r\n", "\n").replace("示例有限公司", "另一公司"),
      );
      const sent = new URLSearchParams(await page.inputValue("#body")).get("payExInfoStr");
      assert.equal(
        Buffer.from(sent, "base64").toString(),
        crlf.replace("示例有限公司", "另一公司"),
      );
      // Places are those of what is shown.
      await page.fill("#body", form({ ...CLEAN, payExInfo: `${crlf.slice(0, -1)},\r\n}` }));
      await page.click('[data-code="json.trailing-comma"] button[data-pane="payExInfo"]');
      const at = crlf.replaceAll("\r\n", "\n").length - 1;
      assert.deepEqual(await selection(page), ["payExInfo", at, at + 1]);
    });

    on("stays usable with a body of two megabytes", {}, async (page) => {
      const note = "长".repeat(480_000);
      const large = CLEAN.payExInfo.replace('"initalRequest":"r"', `"initalRequest":"${note}"`);
      await page.fill("#body", form({ ...CLEAN, payExInfo: large }));
      await page.waitForFunction(
        (length) => document.getElementById("payExInfo").value.length === length,
        large.length,
      );
      assert.equal(await verdict(page), "warning");
      assert.equal(await page.locator('[data-code="field.too-long"]').count(), 1);
    });

    on("speaks the browser's language and can be switched", { locale: "en-GB" }, async (page) => {
      assert.equal(await page.getAttribute("html", "lang"), "en");
      await page.click("#example");
      assert.match(await page.innerText("#verdict"), /Not OK/);
      assert.match(await page.innerText('[data-code="json.trailing-comma"]'), /comma/);
      assert.doesNotMatch(await page.innerText("#findings"), /错误|警告|逗号/);
      await page.click('[data-locale="zh-CN"]');
      assert.equal(await page.getAttribute("html", "lang"), "zh-CN");
      assert.equal(await page.getAttribute('[data-locale="zh-CN"]', "aria-pressed"), "true");
      assert.match(await page.innerText("#verdict"), /不通过/);
      assert.match(await page.innerText('[data-code="json.trailing-comma"]'), /逗号/);
      assert.deepEqual(await values(page), [example, eData, payExInfo]);
    });

    on("can be used by keyboard alone", {}, async (page) => {
      const focused = () =>
        page.evaluate(() => document.activeElement.id || document.activeElement.dataset.pane);
      await tabTo(page, async () => (await focused()) === "example");
      await page.keyboard.press("Enter");
      assert.equal(await verdict(page), "error");
      await tabTo(page, async () => (await focused()) === "payExInfo");
      await tabTo(page, () =>
        page.evaluate(() => document.activeElement.matches(".places .place")),
      );
      await page.keyboard.press("Enter");
      const [area, start, end] = await selection(page);
      assert.ok(["body", "eData", "payExInfo"].includes(area) && end > start);
    });

    on(
      "copies a text as it is",
      { permissions: ["clipboard-read", "clipboard-write"] },
      async (page) => {
        await page.click("#example");
        await page.click('[data-copy="payExInfo"]');
        await page.waitForFunction(
          () => document.querySelector('[data-copy="payExInfo"]').textContent === "已复制",
        );
        assert.equal(await page.evaluate(() => navigator.clipboard.readText()), payExInfo);
      },
    );

    for (const width of [390, 1280]) {
      on(`fits ${width} pixels`, { viewport: { width, height: 844 } }, async (page) => {
        for (const locale of ["zh-CN", "en"]) {
          await page.click(`[data-locale="${locale}"]`);
          await page.click("#example");
          await page.locator("summary").first().click();
          const over = await page.evaluate(() => ({
            page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
            elements: [...document.querySelectorAll("body *:not(svg *)")]
              .filter(
                (element) =>
                  element.getBoundingClientRect().right > document.documentElement.clientWidth,
              )
              .map((element) => element.outerHTML.slice(0, 80)),
          }));
          assert.deepEqual(over, { page: 0, elements: [] });
          const hidden = await page.$eval(
            "#eData",
            (area) => area.scrollHeight - area.clientHeight,
          );
          assert.ok(hidden <= 0, `${hidden} pixels of EData's example are hidden`);
        }
        const [body, parts] = [
          await page.locator("#body").boundingBox(),
          await page.locator("#eData").boundingBox(),
        ];
        if (width === 1280)
          assert.ok(parts.x > body.x + body.width, "the decoded side is not on the right");
        else assert.ok(parts.y > body.y + body.height, "the decoded side is not below");
      });
    }
  });
}

test("the page's policy allows no connection", async () => {
  const { page, context } = await open(browser, server.url);
  const refused = await page.evaluate(
    () =>
      new Promise((done) => {
        addEventListener("securitypolicyviolation", (event) => done(event.effectiveDirective));
        fetch("main.js").then(done, () => {});
      }),
  );
  assert.equal(refused, "connect-src");
  assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
  assert.deepEqual(await context.cookies(), []);
  await context.close();
});

const verdict = (page) => page.getAttribute("#verdict", "data-state");

const values = (page) =>
  Promise.all(["#body", "#eData", "#payExInfo"].map((area) => page.inputValue(area)));

const listed = (page) =>
  page.$$eval("#findings > .finding", (items) => items.map((item) => item.dataset.code));

/** Puts in a text of any size, and with lone surrogates, which fill() cannot do. */
const type = (page, area, text) =>
  page.$eval(
    area,
    (element, json) => {
      element.value = JSON.parse(json);
      element.dispatchEvent(new Event("input"));
    },
    JSON.stringify(text),
  );

const selection = (page) =>
  page.evaluate(() => {
    const { id, selectionStart, selectionEnd } = document.activeElement;
    return [id, selectionStart, selectionEnd];
  });

const inView = (element) => {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
};

function form(parts) {
  const field = (text) => encodeURIComponent(Buffer.from(text).toString("base64"));
  return `EData=${field(parts.eData)}&payExInfoStr=${field(parts.payExInfo)}`;
}

/** Whether the focus is on a button that mends a finding. */
const onFix = (page) => page.evaluate(() => document.activeElement.matches("#findings .fix"));

async function tabTo(page, there) {
  for (let presses = 0; presses < 30; presses++) {
    await page.keyboard.press("Tab");
    if (await there()) return;
  }
  assert.fail("not reached by Tab");
}
