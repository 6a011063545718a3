// Tests the page in each browser, over http and from disk, as far as engines differ. All other tests run only in
// Chromium.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { serve } from "../../xtask/serve.mjs";
import { CLEAN, EXAMPLE, form, TOKEN } from "./cases.mjs";
import { exportBy, linked, lit, settled, text, texts, type } from "./panes.mjs";
import { INTRANET, lack, NAMES, start } from "./webdriver.mjs";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Loads the first sample, which is the interface document's example. */
async function loadExample(page) {
  await page.click("#samples summary");
  await page.click("#samples button");
  await settled(page);
}

/** Returns the codes of the findings in the list. */
const codes = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("#findings .finding")].map((finding) => finding.dataset.code),
  );

const verdict = (page) => page.evaluate(() => document.querySelector("#verdict").innerText.trim());

/** Returns the style of the underlines of findings. */
const underline = (page) =>
  page.evaluate(() => getComputedStyle(document.querySelector(".cm-mark")).textDecorationStyle);

/** Returns the text that Ctrl+V pastes. */
async function clipboard(page) {
  await page.evaluate(() => {
    const area = document.createElement("textarea");
    area.id = "pasted";
    document.body.prepend(area);
  });
  await page.press("#pasted", "Control+V");
  return page.evaluate(() => {
    const area = document.querySelector("#pasted");
    area.remove();
    return area.value;
  });
}

/** Waits until a condition on an element and a text is true. */
const until = (page, selector, condition, text = "") =>
  page.evaluate(`new Promise((done) => {
    const element = document.querySelector(${JSON.stringify(selector)});
    const look = () =>
      (${condition})(element, ${JSON.stringify(text)}) ? done() : setTimeout(look, 20);
    look();
  })`);

/** Clicks a copy button, and waits until its label changes. */
async function copy(page, selector) {
  const name = await page.evaluate((it) => document.querySelector(it).textContent, selector);
  await page.click(selector);
  await until(page, selector, (button, name) => button.textContent !== name, name);
}

/** Generates a GUID in the form, and returns it. */
async function generateGuid(page) {
  await page.click("#tab-build");
  return page.evaluate(() => {
    document.querySelector('.field:has([name$="/guid"]) button').click();
    return document.querySelector('[name$="/guid"]').value;
  });
}

for (const name of NAMES) {
  const missing = lack(name);
  if (missing) {
    // The runner would not count a skipped suite.
    test(`the page in ${name}`, { skip: missing });
    continue;
  }
  describe(`the page in ${name}`, () => {
    let page;
    let server;
    const ways = {
      "over http": () => server.url,
      "from disk": () => pathToFileURL(`${dist}/cbt179.html`).href,
    };
    before(async () => {
      server = await serve(`${dist}/www`);
      page = await start(name);
    });
    after(async () => {
      await page?.close();
      await server?.close();
    });
    const load = async (url) => {
      // Browsers don't reload a page if only the fragment differs.
      await page.goto("about:blank");
      await page.goto(url);
      await settled(page);
    };

    for (const [way, url] of Object.entries(ways)) {
      describe(way, () => {
        test("shows findings and the verdict, and fixes", async () => {
          await load(url());
          const empty = await verdict(page);
          await loadExample(page);
          assert.deepEqual(await texts(page), Object.values(EXAMPLE));
          const before = await codes(page);
          for (const code of ["form.unencoded-plus", "json.trailing-comma"])
            assert.ok(before.includes(code), code);
          const refused = await verdict(page);
          assert.ok(refused && refused !== empty, refused);
          assert.equal(await underline(page), "wavy");

          await page.click("#fix-all");
          await settled(page);
          const after = await codes(page);
          assert.ok(
            !after.includes("form.unencoded-plus") && !after.includes("json.trailing-comma"),
          );
          assert.notEqual(await verdict(page), refused);
          assert.ok((await text(page, "body")).includes("%2B"));
        });

        test("opens a file", async () => {
          await load(url());
          const file = fileURLToPath(new URL("../data/sample-form-body.txt", import.meta.url));
          await page.choose("#file", file);
          await until(page, "#eData .cm-content", (element) => element.textContent.includes("{"));
          assert.deepEqual(await texts(page), Object.values(EXAMPLE));
        });

        test("highlights the counterpart of the cursor's text in the decoded part", async () => {
          await load(url());
          await type(page, "body", form(CLEAN));
          await page.press("#body .cm-content", "Control+Home");
          for (let i = 0; i < 10; i++) await page.press("#body .cm-content", "ArrowRight");
          await linked(page);
          const value = await lit(page, "eData", "value");
          assert.ok(value && CLEAN.eData.includes(value), value);
          assert.equal(await lit(page, "payExInfo", "value"), "");
        });

        test("shares a link that opens, without the token", async () => {
          await load(url());
          await type(page, "body", form(CLEAN));
          await exportBy(page, "share");
          await until(page, "#sharing", (dialog) => dialog.open);
          const note = await page.evaluate(
            () => document.querySelector("#sharing-state").innerText,
          );
          assert.match(note, way === "from disk" ? /这台电脑|this computer/ : /^$/);
          await copy(page, "#sharing-copy");
          await page.click("#sharing-close");
          const link = await clipboard(page);
          assert.ok(link.startsWith(`${url()}#body=`), link);

          await load(link);
          const eData = CLEAN.eData.replace(TOKEN, "*".repeat(32));
          assert.deepEqual(await texts(page), [form({ ...CLEAN, eData }), eData, CLEAN.payExInfo]);
          assert.deepEqual(await codes(page), ["field.placeholder"]);
        });
      });
    }

    test("has no axe violations", async () => {
      await load(server.url);
      await loadExample(page);
      const run = async () => {
        const { violations } = await globalThis.axe.run(document, { resultTypes: ["violations"] });
        return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 120)}`);
      };
      assert.deepEqual(await page.evaluate(`(() => { ${axe}; return (${run})(); })()`), []);
    });

    test("copies without the browser's clipboard interface, and pastes", async () => {
      await load(server.url);
      await page.evaluate(() => {
        Object.defineProperty(navigator, "clipboard", { value: undefined });
      });
      await copyAndPaste();
    });

    // WebKit has no option to resolve another host.
    if (name !== "WebKit")
      test("needs no secure context", async () => {
        await load(server.url.replace("127.0.0.1", INTRANET));
        assert.equal(await page.evaluate(() => isSecureContext), false);
        await copyAndPaste();
        assert.match(
          await generateGuid(page),
          /^[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/,
        );
      });

    async function copyAndPaste() {
      await loadExample(page);
      await copy(page, '[data-copy="body"]');
      await page.click("#clear");
      await settled(page);
      await page.press("#body .cm-content", "Control+V");
      await settled(page);
      assert.deepEqual(await texts(page), Object.values(EXAMPLE));
    }
  });
}
