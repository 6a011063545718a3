// Ways into the page for a text, and ways out of it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { deflateRawSync } from "node:zlib";
import { base64, CLEAN, EXAMPLE, form, TOKEN } from "./cases.mjs";
import {
  exportBy,
  goToStep,
  paste,
  pasteInto,
  sample,
  settled,
  text,
  texts,
  type,
} from "./panes.mjs";
import { inEachWay, overHttp } from "./ways.mjs";

const body = form(CLEAN);
const all = [body, CLEAN.eData, CLEAN.payExInfo];

/** Drops a file onto the page. */
async function drop(page, name, bytes) {
  await settled(page);
  const before = await page.textContent("#notice");
  await page.evaluate(
    ([name, bytes]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([new Uint8Array(bytes)], name));
      const event = (type) =>
        new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true });
      const over = event("dragover");
      document.querySelector("#payExInfo .cm-content").dispatchEvent(over);
      if (!over.defaultPrevented) throw new Error("the page does not take it");
      document.querySelector("#payExInfo .cm-content").dispatchEvent(event("drop"));
    },
    [name, [...bytes]],
  );
  // A file is read before the model gets to hear of it.
  await page.waitForFunction(
    (before) => document.querySelector("#notice").textContent !== before,
    before,
  );
  await settled(page);
}

overHttp("what is opened", (on) => {
  on("is recognised, and said what it was taken for", {}, async (page) => {
    const [e, p] = [CLEAN.eData, CLEAN.payExInfo].map((text) => encodeURIComponent(base64(text)));
    for (const [given, expected, told] of [
      [body, body, /请求体/],
      [`curl https://cbt.example/ --data-raw '${body}'`, body, /curl/],
      [`2026-01-15 INFO request ${body} took 3 ms`, body, /文本中/],
      [CLEAN.payExInfo, `payExInfoStr=${p}`, /payExInfoStr 的 JSON/],
      [CLEAN.eData, `EData=${e}`, /EData 的 JSON/],
      [base64(CLEAN.payExInfo), `payExInfoStr=${p}`, /payExInfoStr 的 Base64/],
      [e, `EData=${e}`, /EData 的 Base64/],
      ["hello", "hello", /无法识别/],
    ]) {
      await type(page, "body", "");
      await paste(page, "body", given);
      assert.equal(await text(page, "body"), expected);
      assert.match(await page.innerText("#notice"), told);
      // What is typed then was not recognised.
      await page.keyboard.press("Control+End");
      await page.keyboard.type("x");
      await settled(page);
      assert.equal(await page.innerText("#notice"), "");
    }
  });

  on("joins what is there, one value or one JSON at a time", {}, async (page) => {
    await paste(page, "body", CLEAN.payExInfo);
    await page.keyboard.press("Control+A");
    await paste(page, "body", base64(CLEAN.eData));
    assert.deepEqual(await texts(page), all);
    assert.equal(await page.getAttribute("#verdict", "data-state"), "ok");
  });

  on("goes to its step of the exchange if it is a reply, and the body stays", {}, async (page) => {
    await paste(page, "body", body);
    await page.keyboard.press("Control+A");
    await paste(page, "body", '{"status":"failure","code":"ILLEGAL_ARGUMENT","msg":"参数错误"}');
    assert.ok(await page.isVisible("#exchange"));
    await page
      .locator('#exchange [data-code="reply.failure"], #exchange .finding')
      .first()
      .waitFor();
    assert.match(await page.innerText("#exchange"), /ILLEGAL_ARGUMENT/);
    await page.click("#tab-check");
    assert.deepEqual(await texts(page), all);
  });

  on("is an ordinary paste within a text", {}, async (page) => {
    await paste(page, "body", "EData=e30%3D");
    await page.keyboard.press("Control+End");
    const clipboard = (text) => page.keyboard.insertText(text);
    await clipboard("&a=b");
    assert.equal(await text(page, "body"), "EData=e30%3D&a=b");
    // A whole request replaces all texts, wherever it is pasted; a click restores the old ones.
    await paste(page, "eData", body);
    assert.deepEqual(await texts(page), all);
    assert.match(await page.innerText("#notice"), /已替换/);
    await page.click("#undo");
    assert.deepEqual(await texts(page), ["EData=e30%3D&a=b", "{}", ""]);
    // In the place of a part's whole text it is that part's.
    await page.focus("#eData .cm-content");
    await page.keyboard.press("Control+A");
    await paste(page, "eData", CLEAN.payExInfo);
    assert.equal(await text(page, "eData"), CLEAN.payExInfo);
    assert.equal(await text(page, "payExInfo"), "");
  });

  on("may be pasted anywhere but into a field", {}, async (page) => {
    await pasteInto(page, "h1", body);
    assert.deepEqual(await texts(page), all);
    await goToStep(page, "reply");
    await pasteInto(page, "#reply-text .cm-content", "x");
    assert.ok(await page.isVisible("#exchange"));
  });

  on("may be a file, dropped or chosen", {}, async (page) => {
    await drop(page, "body.txt", Buffer.from(body));
    assert.deepEqual(await texts(page), all);
    await page.click("#clear");
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.click("#open")]);
    await chooser.setFiles({
      name: "example.txt",
      mimeType: "text/plain",
      buffer: Buffer.from(EXAMPLE.body),
    });
    await page.waitForFunction(() => document.querySelector("#verdict").dataset.state === "error");
    assert.equal(await text(page, "payExInfo"), EXAMPLE.payExInfo);
    // One in GBK is read as that, and it is said.
    const gbk = [
      0x7b, 0x22, 0x63, 0x75, 0x73, 0x4e, 0x61, 0x6d, 0x65, 0x22, 0x3a, 0x22, 0xc0, 0xfd, 0x22,
      0x7d,
    ];
    await page.click("#clear");
    await drop(page, "edata.json", gbk);
    assert.equal(await text(page, "eData"), '{"cusName":"例"}');
    assert.match(await page.innerText("#notice"), /GB18030/);
    const utf16 = Buffer.from(`\ufeff${body}`, "utf16le");
    await drop(page, "utf16.txt", utf16);
    assert.deepEqual(await texts(page), all);
    // Nothing is lost by one that can't be read.
    await page.evaluate(() => {
      File.prototype.arrayBuffer = () => Promise.reject(new DOMException("gone"));
    });
    await drop(page, "gone.txt", [1]);
    assert.match(await page.innerText("#notice"), /无法读取/);
    assert.deepEqual(await texts(page), all);
  });

  on("may be any of the samples, each of which shows what it says", {}, async (page) => {
    const count = await page.locator("#samples .list button").count();
    assert.ok(count >= 30);
    const seen = new Set();
    for (let number = 1; number <= count; number++) {
      await page
        .locator("#samples .list button")
        .nth(number - 1)
        .evaluate((sample) => sample.click());
      await settled(page);
      const told = await page.$$eval("#findings .message", (items) =>
        items.map((item) => item.textContent),
      );
      assert.equal(told.length === 0, number === 2, `sample ${number}`);
      // No two are about the same.
      assert.ok(!seen.has(String(told)), `sample ${number}: ${told}`);
      seen.add(String(told));
    }
    // The menu is in the way of nothing.
    await sample(page, count);
    assert.equal(await page.$eval("#samples", (menu) => menu.open), false);
  });
});

inEachWay("what goes out", (on) => {
  const permissions = ["clipboard-read", "clipboard-write"];
  const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());

  on("is copied as it is", { permissions }, async (page) => {
    await paste(page, "body", EXAMPLE.body);
    for (const pane of ["body", "eData", "payExInfo"]) {
      await page.click(`[data-copy="${pane}"]`);
      await page.waitForFunction(
        (pane) => document.querySelector(`[data-copy="${pane}"]`).textContent === "已复制",
        pane,
      );
      assert.equal(await clipboard(page), EXAMPLE[pane]);
    }
    await page.waitForFunction(
      () => document.querySelector('[data-copy="body"]').textContent === "复制",
    );
  });

  on("is copied as a curl command, which is read back", { permissions }, async (page) => {
    await paste(page, "body", `${body}&x='`);
    await exportBy(page, "curl");
    await page.waitForFunction(() => document.querySelector("#curl").textContent === "已复制");
    const command = await clipboard(page);
    assert.match(
      command,
      /^curl -X POST "\$CBT_URL" -H 'Content-Type: application\/x-www-form-urlencoded' --data-raw 'EData=/,
    );
    await page.click("#clear");
    await paste(page, "body", command);
    assert.equal(await text(page, "body"), `${body}&x='`);
  });

  on("is downloaded", {}, async (page) => {
    await paste(page, "body", body);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      exportBy(page, "download"),
    ]);
    assert.equal(download.suggestedFilename(), "cbt179-body.txt");
    assert.equal(await readFile(await download.path(), "utf8"), body);
  });

  on(
    "is shared only by a click, in the fragment, without the token",
    { permissions },
    async (page, { context, requests }) => {
      await paste(page, "body", body);
      assert.equal(new URL(page.url()).hash, "");
      await exportBy(page, "share");
      assert.match(await page.innerText("#sharing"), /任何拿到链接的人/);
      await page.waitForFunction(() => document.querySelector("#sharing").open);
      await page.click("#sharing-copy");
      await page.waitForFunction(
        () => document.querySelector("#sharing-copy").textContent === "已复制",
      );
      const link = await clipboard(page);
      // Not in the address of this page, which goes into the history.
      assert.equal(new URL(page.url()).hash, "");
      assert.ok(link.startsWith(`${page.url()}#body=`));
      await page.keyboard.press("Escape");
      assert.equal(await page.$eval("#sharing", (dialog) => dialog.open), false);

      const other = await context.newPage();
      await other.goto(link);
      // The stars in place of the token are the only finding.
      await other.waitForSelector('[data-code="field.placeholder"]');
      const shared = CLEAN.eData.replace(TOKEN, "*".repeat(32));
      assert.deepEqual(await texts(other), [
        form({ ...CLEAN, eData: shared }),
        shared,
        CLEAN.payExInfo,
      ]);
      assert.match(await other.innerText("#notice"), /分享/);
      assert.equal(new URL(other.url()).hash, "");
      await other.close();
      // The other page's are as many again.
      requests.splice(0, requests.length / 2);
    },
  );

  on("is read from a link that is opened in an open page", {}, async (page) => {
    await page.evaluate(
      (hash) => {
        location.hash = hash;
      },
      `#body=${deflateRawSync(Buffer.from(body)).toString("base64url")}`,
    );
    await page.waitForFunction(() => document.querySelector("#verdict").dataset.state === "ok");
    assert.equal(await text(page, "body"), body);
    assert.equal(new URL(page.url()).hash, "");
    await page.evaluate(() => {
      location.hash = "#body=!!!";
    });
    await page.waitForFunction(() => /损坏/.test(document.querySelector("#notice").textContent));
    assert.equal(await text(page, "body"), body);
  });

  on("of a damaged link is nothing", { hash: "#body=!!!" }, async (page) => {
    await page.waitForFunction(() => document.querySelector("#notice").textContent);
    assert.match(await page.innerText("#notice"), /损坏/);
    assert.deepEqual(await texts(page), ["", "", ""]);
  });
});

overHttp("what goes out", (on) => {
  on("is printed: the verdict, the findings and the texts, and no buttons", {}, async (page) => {
    await paste(page, "body", EXAMPLE.body);
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    await page.emulateMedia({ media: "print" });
    const shown = await page.innerText("body");
    for (const told of [
      "CBT 会拒收",
      "json.trailing-comma",
      '"sessionID": "fe2374-8fnejf97-32839218"',
      "EData=ewog",
    ])
      assert.ok(shown.includes(told), told);
    for (const hiddenOne of ["示例", "复制", "分享", "修正"])
      assert.ok(!shown.split("\n").includes(hiddenOne), hiddenOne);
    assert.ok(!shown.includes("12345678901234567890123456789012"));
  });

  const bomb = `#body=${deflateRawSync(Buffer.alloc(80 << 20)).toString("base64url")}`;
  on("of a link that inflates without end is nothing", { hash: bomb }, async (page) => {
    await page.waitForFunction(() => document.querySelector("#notice").textContent);
    assert.match(await page.innerText("#notice"), /损坏/);
  });
});
