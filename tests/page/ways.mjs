// The built page, served over http and as one file from disk, and tests that run in it. All tests of a file share a window;
// each loads the page into it, and sees that the page kept to itself: no request after it was loaded, no error, nothing that
// its policy forbids. After a test that failed, the next one gets a new window.
//
// The two pages are made of one bundle. What can differ is how the browser treats them: policy (script and style by their
// address, or by their hash), origin, address, clipboard and downloads. Tests that touch one of these are `inEachWay`, all
// others `overHttp`.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { serve } from "../../xtask/serve.mjs";
import { launch, open } from "./browser.mjs";
import { settled } from "./panes.mjs";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));

let browser;
let server;
before(async () => {
  [browser, server] = await Promise.all([launch(), serve(`${dist}/www`)]);
});
after(() => Promise.all([browser?.close(), server?.close()]));

const HTTP = {
  name: "over http",
  url: () => server.url,
  files: ["", "main.js", "style.css"],
};
const DISK = {
  name: "from disk",
  url: () => pathToFileURL(`${dist}/cbt179.html`).href,
  files: [""],
};

/** Defines tests by `define(on)`, where `on(title, options, run)` is a test with `run(page, opened)`. */
export const inEachWay = (about, define) => {
  for (const way of [HTTP, DISK]) inWay(way, about, define);
};

/** The same, for what is the same law in each way. */
export const overHttp = (about, define) => inWay(HTTP, about, define);

function inWay({ name, url, files }, about, define) {
  describe(`${about} ${name}`, () => {
    define((title, { hash = "", ...options }, run) =>
      test(title, async () => {
        const opened = await load(url() + hash, options);
        try {
          await settled(opened.page);
          await run(opened.page, opened);
          assert.deepEqual(opened.errors, []);
          assert.deepEqual(opened.violations, []);
          // The worker's script is no request: it is made of what the page has in memory.
          const requests = opened.requests.filter((request) => !request.startsWith("blob:"));
          const loads = requests.length / files.length;
          const expected = Array(Math.ceil(loads)).fill(files.map((file) => url() + file));
          assert.deepEqual(
            requests.map((request) => request.split("#")[0]).sort(),
            expected.flat().sort(),
          );
        } catch (error) {
          await close();
          throw error;
        }
      }));
  });
}

/** The window, and the language of its browser, which cannot be changed later. */
let shared;

async function load(url, { locale = "zh-CN", permissions = [], viewport, colorScheme }) {
  if (shared?.locale !== locale) {
    await close();
    shared = { locale, opened: await open(browser, "about:blank", { locale }) };
  }
  const { opened } = shared;
  const { page, context } = opened;
  await page.mouse.move(0, 0);
  await context.clearPermissions();
  await context.grantPermissions(permissions);
  await page.setViewportSize(viewport ?? { width: 1280, height: 900 });
  await page.emulateMedia({ media: null, colorScheme: colorScheme ?? "light" });
  // For another fragment only, a page is not loaded again.
  if (url.includes("#")) await page.goto("about:blank");
  for (const record of [opened.requests, opened.errors, opened.violations]) record.length = 0;
  await page.goto(url);
  return opened;
}

async function close() {
  const closing = shared?.opened.context.close();
  shared = undefined;
  await closing;
}
