// The token is nowhere on the page, on paper or in a link, wherever the body has it and however it is spelled.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { inflateRawSync } from "node:zlib";
import { base64, CLEAN, form } from "./cases.mjs";
import { goToStep, linked, paste, put, settled, text, type } from "./panes.mjs";
import { overHttp } from "./ways.mjs";

// Unlike the samples' token, it shares no piece with anything else.
const TOKEN = "Zq7Kp2Xw9Lm4Rt6Vb8Ny3Hc5Jd1Fg0Ss";
const eData = CLEAN.eData.replace(/(?<="token":")\w+/, TOKEN);
const { payExInfo } = CLEAN;
const encoded = (text) => encodeURIComponent(base64(text));
const [e, p] = [eData, payExInfo].map(encoded);
const inEData = (from, to) => form({ eData: eData.replace(from, to), payExInfo });

/** Bodies, each with the token somewhere. */
const BODIES = {
  "at its place": form({ eData, payExInfo }),
  "under `tokenn`": inEData('"token"', '"tokenn"'),
  "under `to ken`": inEData('"token"', '"to ken"'),
  "under `co_token`": inEData('"token"', '"co_token"'),
  "under `TOKEN`": inEData('"token"', '"TOKEN"'),
  "under an escaped name": inEData('"token"', '"tok\\u0065n"'),
  "under a name of no kind": inEData('"token"', '"secret"'),
  "in place of a name": inEData(/"token":"\w+"/, `"${TOKEN}":"token"`),
  "with escapes": inEData(TOKEN, `\\u005a${TOKEN.slice(1)}`),
  "in single quotes": inEData(/"(token)":"(\w+)"/, "'$1':'$2'"),
  "without quotes": inEData(/"(token)":"(\w+)"/, "$1=$2"),
  "in full-width punctuation": inEData(/"(token)":"(\w+)"/, "“$1”：“$2”"),
  "in a list": inEData(`"${TOKEN}"`, `["x","${TOKEN}"]`),
  "in an object": inEData(`"${TOKEN}"`, `{"a":"${TOKEN}"}`),
  "twice in EData": inEData("20260115092811", TOKEN),
  "in truncated EData": form({ eData: eData.slice(0, -2), payExInfo }),
  "in EData that is no JSON": form({ eData: `x ${TOKEN} "serialNumber`, payExInfo }),
  "in the other part too": form({ eData, payExInfo: payExInfo.replace('"r"', `"${TOKEN}"`) }),
  "in a URL in the other part": form({
    eData,
    payExInfo: payExInfo.replace('"r"', `"https://x.example/?token=${TOKEN}&a=1"`),
  }),
  "in the other part, in Base64": form({
    eData,
    payExInfo: payExInfo.replace('"r"', `"${base64(`ab ${TOKEN} cd`)}"`),
  }),
  "with the parts swapped": form({ eData: payExInfo, payExInfo: eData }),
  "in a quoted EData": `EData="${e}"&payExInfoStr=${p}`,
  "in Base64 shifted by one": `EData=x${base64(eData)}&payExInfoStr=${p}`,
  "in Base64 shifted by two": `EData=xy${base64(eData)}&payExInfoStr=${p}`,
  "in Base64 without its first character": `EData=${base64(eData).slice(1)}&payExInfoStr=${p}`,
  "in Base64 with a foreign end": `EData=${base64(eData).slice(0, -3)}*&payExInfoStr=${p}`,
  "in Base64 of Base64": form({ eData: base64(eData), payExInfo }),
  "percent-encoded twice": `EData=${encodeURIComponent(e)}&payExInfoStr=${p}`,
  "in lines of Base64": `EData=${encodeURIComponent(base64(eData).replace(/.{76}/g, "$&\r\n"))}&payExInfoStr=${p}`,
  "in JSON that is not encoded": `EData=${encodeURIComponent(eData)}&payExInfoStr=${p}`,
  "in two fields": `EData=${e}&EData=${e}&payExInfoStr=${p}`,
  "in other fields too": `EData=${e}&payExInfoStr=${p}&token=${TOKEN}&edata2=${e}`,
  "in EData alone": `EData=${e}`,
  "in the wrong part alone": `payExInfoStr=${e}`,
  "behind a line break": `payExInfoStr=${p}\nEData=${e}`,
  "behind a semicolon": `payExInfoStr=${p};EData=${e}`,
  "behind an escaped `&`": encodeURIComponent(`EData=${e}&payExInfoStr=${p}`),
  "behind a colon": `EData:${e}`,
  "in bare Base64": base64(eData),
  "in bare JSON": eData,
  "in a JSON body": JSON.stringify({
    EData: base64(eData),
    payExInfoStr: base64(payExInfo),
    token: TOKEN,
  }),
  "in a URL": `https://cbt.example/sign?token=${TOKEN}&a=1`,
  "in XML": `<request><token>${TOKEN}</token></request>`,
  "in a log line": `2026-01-15 INFO token is ${TOKEN}, sent`,
};

const PIECE = 8;
const pieces = Array.from({ length: TOKEN.length - PIECE + 1 }, (_, at) =>
  TOKEN.slice(at, at + PIECE),
);

/** Whether a text holds a piece of the token: as it is, percent-encoded, or in Base64 of any alignment. */
function reveals(text, depth = 0) {
  if (pieces.some((piece) => text.includes(piece))) return true;
  if (depth === 3) return false;
  const plain = text.replace(/%([0-9a-f]{2})/gi, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  if (plain !== text && reveals(plain, depth + 1)) return true;
  const runs = plain.replace(/[\r\n]+/g, "").match(/[\w+/-]{16,}/g) ?? [];
  return runs.some((run) =>
    [0, 1, 2, 3].some((shift) =>
      reveals(Buffer.from(run.slice(shift), "base64").toString("latin1"), depth + 1),
    ),
  );
}

/** All that is in the document: its texts, and its elements' attributes and values. */
const shownIn = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("body, body *")]
      .flatMap((element) => [
        ...[...element.attributes].map(({ value }) => value),
        element.matches("script, style") ? "" : (element.value ?? ""),
        element.matches("body, .editor, p, li, pre, dd, .cm-line") ? element.textContent : "",
      ])
      .join("\n"),
  );

async function print(page) {
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  return page.textContent("#printed");
}

/** The body that a shared link carries. */
async function share(page) {
  const link = await page.evaluate(async () => {
    const [dialog, copy, close] = ["sharing", "sharing-copy", "sharing-close"].map((id) =>
      document.getElementById(id),
    );
    document.getElementById("share").click();
    while (!dialog.open) await new Promise(requestAnimationFrame);
    await navigator.clipboard.writeText("");
    copy.click();
    let copied;
    while (!copied) copied = await navigator.clipboard.readText();
    close.click();
    return copied;
  });
  return inflateRawSync(Buffer.from(link.split("#body=")[1], "base64url")).toString();
}

const permissions = ["clipboard-read", "clipboard-write"];

overHttp("the token", (on) => {
  on("is covered wherever it is", { permissions }, async (page) => {
    for (const [name, body] of Object.entries(BODIES)) {
      assert.ok(reveals(body), `the test itself does not see it ${name}`);
      await type(page, "body", body);
      // What lights up beneath the panes is seen too: of all, and of the token alone.
      for (const pane of ["body", "eData", "payExInfo"]) {
        const shown = await text(page, pane);
        const at = shown.indexOf(TOKEN);
        await put(page, pane, 0, shown.length);
        assert.ok(!reveals(await shownIn(page)), `it is on the page ${name}, ${pane}`);
        if (at < 0) continue;
        await put(page, pane, at, at + 1);
        assert.ok(!reveals(await shownIn(page)), `it is on the page ${name}, ${pane}`);
      }
      assert.ok(!reveals(await print(page)), `it is on paper ${name}`);
      assert.ok(!reveals(await share(page)), `it is in the link ${name}`);
    }
  });

  on("is covered in a part that the body does not carry", {}, async (page) => {
    await type(page, "body", form({ eData, payExInfo }));
    // An old text, and one that can't be encoded.
    await type(page, "body", `EData=***&payExInfoStr=${p}`);
    assert.ok((await text(page, "eData")).includes(TOKEN));
    assert.ok(!reveals(await shownIn(page)));
    await type(page, "eData", eData.replace('"1.0"', '"\ud800"'));
    assert.ok(!reveals(await shownIn(page)));
    assert.ok(!reveals(await print(page)));
    await type(page, "payExInfo", payExInfo.replace('"r"', `"${TOKEN} \ud800"`));
    assert.ok((await text(page, "payExInfo")).includes(TOKEN));
    assert.ok(!reveals(await shownIn(page)));
  });

  on("is never seen, not for a frame, where a text is pasted or loaded", {}, async (page) => {
    await page.evaluate((pieces) => {
      globalThis.seen = 0;
      const look = () => {
        const { textContent } = document.querySelector(".panes");
        if (pieces.some((piece) => textContent.includes(piece))) globalThis.seen++;
        requestAnimationFrame(look);
      };
      look();
    }, pieces);
    const large = payExInfo.replace('"r"', `"${"长".repeat(60_000)}"`);
    for (const given of [
      form({ eData, payExInfo }),
      form({ eData, payExInfo: large }),
      eData,
      form({ eData, payExInfo: large }),
    ]) {
      await paste(page, "body", given);
      assert.ok((await text(page, "eData")).includes(TOKEN));
      await page.keyboard.press("Control+A");
    }
    await page.focus("#eData .cm-content");
    await page.keyboard.press("Control+A");
    await paste(page, "eData", ` ${eData}`);
    assert.equal(await text(page, "eData"), ` ${eData}`);
    assert.equal(await page.evaluate(() => globalThis.seen), 0);
  });

  on("is covered in a diff", {}, async (page) => {
    for (const [body, code] of [
      [inEData(`"${TOKEN}"`, `'${TOKEN}'`), "json.quotes"],
      [inEData(`"${TOKEN}"`, `"${TOKEN}",`), "json.trailing-comma"],
      [`EData=${e}&EData=${e}&payExInfoStr=${p}`, "form.duplicate-field"],
      [`EData=${base64(eData).replace(/=+$/, "")}&payExInfoStr=${p}`, "base64.missing-padding"],
    ]) {
      await type(page, "body", body);
      const item = page.locator(`#findings > [data-code="${code}"]`);
      assert.match(await item.locator(".diff").innerText(), /\*{3}/, code);
      assert.ok(!reveals(await shownIn(page)), code);
    }
  });

  on("is covered in a reply, and in the upload", {}, async (page) => {
    const other = payExInfo.replace('"r"', `"${TOKEN}"`);
    await type(page, "body", form({ eData, payExInfo: other }));
    await goToStep(page, "reply");
    const reply = {
      status: "success",
      serialNumber: "1",
      serviceTime: String(Date.UTC(2026, 0, 15, 1, 28, 12)),
      certNo: "01a2b3c4",
      signValue: Buffer.alloc(128, 7).toString("base64"),
    };
    for (const given of [
      { ...reply, msg: `echo ${TOKEN}` },
      { ...reply, certNo: TOKEN },
      { status: "failure", code: TOKEN, msg: TOKEN },
      { status: TOKEN },
    ]) {
      await type(page, "reply-text", JSON.stringify(given));
      // It is covered, and told of, once the model has read it.
      await page.waitForSelector("#reply-text .cm-cover");
      assert.ok(!reveals(await shownIn(page)), JSON.stringify(given));
    }
    await type(page, "reply-text", JSON.stringify(reply));
    await page.click("#step-upload");
    await page.locator("#exchange .result").first().waitFor();
    await page.waitForSelector("#upload-text .cm-cover");
    assert.ok(!reveals(await shownIn(page)));
    // What is copied and downloaded is whole.
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.locator("#exchange .result button:not(.copy)").first().click(),
    ]);
    assert.ok((await readFile(await download.path(), "utf8")).includes(TOKEN));
  });

  on("is shown where a person asks for it", {}, async (page) => {
    await type(page, "body", form({ eData, payExInfo }));
    await page.click("#token");
    await linked(page);
    assert.ok((await page.innerText("#eData .cm-content")).includes(TOKEN));
    await page.click("#token");
    await settled(page);
    assert.ok(!reveals(await shownIn(page)));
  });
});
