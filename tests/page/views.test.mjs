// The views as tabs.

import assert from "node:assert/strict";
import { text, type } from "./panes.mjs";
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
      ["End", "reply"],
      ["ArrowRight", "check"],
      ["ArrowLeft", "reply"],
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
});
