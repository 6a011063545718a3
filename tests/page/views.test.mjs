// Tests the views as tabs.

import assert from "node:assert/strict";
import { sample, text, type } from "./panes.mjs";
import { overHttp } from "./ways.mjs";

overHttp("the views", (on) => {
  on("are tabs, with the keys of such", {}, async (page) => {
    const selected = () =>
      page.$$eval("[role=tab]", (tabs) =>
        tabs.filter((tab) => tab.ariaSelected === "true").map(({ id }) => id),
      );
    await page.focus("#tab-check");
    for (const [key, expected] of [
      ["ArrowRight", "build"],
      ["End", "exchange"],
      ["ArrowRight", "check"],
      ["ArrowLeft", "exchange"],
      ["Home", "check"],
    ]) {
      await page.keyboard.press(key);
      assert.deepEqual(await selected(), [`tab-${expected}`]);
      // What is in it comes from the worker.
      await page.waitForSelector(`#${expected}`, { state: "visible" });
      assert.equal(await page.locator("[role=tabpanel]:visible").count(), 1);
      assert.equal(await page.evaluate(() => document.activeElement.id), `tab-${expected}`);
    }
    await type(page, "body", "x");
    assert.equal(await text(page, "body"), "x");
  });

  on("have no markup in their tooltips", {}, async (page) => {
    await sample(page, 1);
    await page.click("#tab-build");
    await page.locator(".to-field").first().waitFor();
    const titles = await page.$$eval("[title]", (elements) => elements.map(({ title }) => title));
    assert.ok(titles.length > 20);
    assert.deepEqual(
      titles.filter((title) => title.includes("`")),
      [],
    );
  });
});
