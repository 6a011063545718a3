// Makes the READMEs' pictures of the page: `node docs/pictures.mjs`, after `cargo xtask build`, with Chromium's path in
// CHROMIUM.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { serve } from "../xtask/serve.mjs";

const root = join(import.meta.dirname, "..");
const refused = (await readFile(join(root, "examples/refused.txt"), "utf8")).trim();
const { "goog:chromeOptions": options } = JSON.parse(
  await readFile(join(root, "webdriver.json"), "utf8"),
);

const server = await serve(join(root, "dist/www"));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: options.args,
});
try {
  for (const locale of ["en", "zh-CN"]) {
    const page = await browser.newPage({ locale, viewport: { width: 1280, height: 640 } });
    await page.goto(server.url);
    await page.locator("#body .cm-content").fill(refused);
    await page.locator("#findings li").first().waitFor();
    // To the second finding.
    for (let i = 0; i < 2; i++) await page.keyboard.press("F8");
    await page.mouse.move(0, 0);
    await page.screenshot({ path: join(import.meta.dirname, `page.${locale}.png`) });
  }
} finally {
  await browser.close();
  await server.close();
}
