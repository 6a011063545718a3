// How fast the built page is in Chromium, for `cargo xtask bench`: as JSON, the milliseconds of each turn from a cold load
// over http to the verdict on a small body; those of the longest task of the main thread while a large one is pasted and typed
// into, 0 where none was over 50 ms; and the bytes of the page in one file, with gzip.
//
//     node tests/page/measure.mjs TURNS

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { makeCases } from "../../benches/bodies.mjs";
import { serve } from "../../xtask/serve.mjs";
import { launch, open } from "./browser.mjs";
import { put, settled } from "./panes.mjs";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));

/** A page in a profile of its own, in which nothing is cached. */
async function inPage(browser, url, run) {
  const { page, context } = await open(browser, url);
  await settled(page);
  const measured = await run(page);
  await context.close();
  return measured;
}

/** Pastes a body, or the one that the page was handed before. */
async function paste(page, body) {
  await page.focus("#body .cm-content");
  await page.evaluate((body) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", body ?? globalThis.body);
    const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(event);
  }, body);
  await settled(page);
}

async function firstUse(page, body) {
  await paste(page, body);
  // By the page's own clock, which began with the load; what the browser's driver does in between counts along.
  return page.evaluate(() => performance.now());
}

async function longestTask(page, body) {
  // What hands the text to the page is a task of its own, and no person's.
  await page.evaluate((body) => Object.assign(globalThis, { body, longest: 0 }), body);
  await page.waitForTimeout(300);
  await page.evaluate(() => {
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries())
        globalThis.longest = Math.max(globalThis.longest, duration);
    }).observe({ entryTypes: ["longtask"] });
  });
  await paste(page);
  for (const [pane, at] of [
    ["body", 90],
    ["payExInfo", 70_000],
  ]) {
    await put(page, pane, at);
    await page.keyboard.type("typed", { delay: 60 });
    await settled(page);
    await page.waitForTimeout(300);
  }
  return page.evaluate(() => globalThis.longest);
}

const [small, , large] = makeCases().map(({ body }) => body);
const browser = await launch();
const server = await serve(`${dist}/www`);
const times = { firstUse: [], longestTask: [] };
try {
  for (let turn = 0; turn < Number(process.argv[2]); turn++) {
    times.firstUse.push(await inPage(browser, server.url, (page) => firstUse(page, small)));
    times.longestTask.push(await inPage(browser, server.url, (page) => longestTask(page, large)));
  }
} finally {
  await browser.close();
  await server.close();
}
const gzip = gzipSync(readFileSync(`${dist}/cbt179.html`), { level: 9 }).length;
console.log(JSON.stringify({ ...times, gzip }));
