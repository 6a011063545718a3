// What the page's tests share: a headless Chromium, and pages that keep a record of all that they should not do.

import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

// What keeps Chromium from asking its maker's hosts for this and that is said once, for the wasm tests too.
const webdriver = JSON.parse(
  readFileSync(new URL("../../webdriver.json", import.meta.url), "utf8"),
);

export function launch(options = {}) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || onPath("chromium"),
    args: webdriver["goog:chromeOptions"].args,
    ...options,
  });
}

const onPath = (program) =>
  (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find(existsSync);

/** Opens a page in a profile of its own and records its requests, console errors, exceptions and policy violations. */
export async function open(browser, url, options = {}) {
  const context = await browser.newContext({
    locale: "zh-CN",
    viewport: { width: 1280, height: 900 },
    ...options,
  });
  const requests = [];
  const errors = [];
  const violations = [];
  context.on("request", (request) => {
    if (!request.url().startsWith("data:")) requests.push(request.url());
  });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.exposeFunction("reportViolation", (text) => violations.push(text));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      globalThis.reportViolation(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  await page.goto(url);
  return { page, context, requests, errors, violations };
}
