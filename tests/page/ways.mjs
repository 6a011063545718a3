// Both ways to open the built page, served over http and as one file from disk, and a test that runs in each and sees that
// the page kept to itself: no request after it was loaded, no error, nothing that its policy forbids.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { serve } from "../../xtask/serve.mjs";
import { launch, open } from "./browser.mjs";
import { settled } from "./panes.mjs";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));

/** Defines tests by `define(on)`, where `on(title, options, run)` is a test with `run(page, opened)`. */
export function inEachWay(about, define) {
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
    describe(`${about} ${name}`, () => {
      define((title, options, run) =>
        test(title, async () => {
          const { hash = "", ...others } = options;
          const opened = await open(browser, url() + hash, others);
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
          } finally {
            await opened.context.close();
          }
        }));
    });
  }
}
