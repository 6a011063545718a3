// Runs tests in the built page, served over HTTP or opened from disk as one file. All tests of a file share a window.
// Each loads the page into it, and checks that the page is self-contained: no request after loading, no error, no
// violation of its policy. After a failed test, the next one gets a new window.
//
// Both pages are made from one bundle. Only the browser's treatment of them can differ: policy (script and style by
// address, or by hash), origin, address, clipboard and downloads. Tests that touch one of these are `inEachWay`, all
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

/**
 * Defines tests by `define(on)`, where `on(title, options, run)` is a test with `run(page, opened)`. The option `later`
 * names the files that the page loads when they are needed.
 */
export const inEachWay = (about, define) => {
  for (const way of [HTTP, DISK]) inWay(way, about, define);
};

/** Defines tests in the same way, but only over HTTP: for behaviour that does not differ. */
export const overHttp = (about, define) => inWay(HTTP, about, define);

function inWay({ name, url, files }, about, define) {
  describe(`${about} ${name}`, () => {
    define((title, { hash = "", later = [], ...options }, run) =>
      test(title, async () => {
        const opened = await load(url() + hash, options);
        try {
          await settled(opened.page);
          await run(opened.page, opened);
          assert.deepEqual(opened.errors, []);
          assert.deepEqual(opened.violations, []);
          // The worker's script is not a request: the page makes it from memory.
          const requests = opened.requests.filter((request) => !request.startsWith("blob:"));
          const others = files.length > 1 ? later : [];
          const loads = (requests.length - others.length) / files.length;
          const expected = [...Array(Math.ceil(loads)).fill(files), others].flat();
          assert.deepEqual(
            requests.map((request) => request.split("#")[0]).sort(),
            expected.map((file) => url() + file).sort(),
          );
        } catch (error) {
          await close();
          throw error;
        }
      }));
  });
}

/** The shared window and its locale, which cannot be changed later. */
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
  // A page is not loaded again if only the fragment differs.
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
