// The page's words: each in both languages, and none that nobody sees.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";
import { preferredLocale, texts } from "../../www/i18n.js";

const www = new URL("../../www/", import.meta.url);
const keysOf = (object) =>
  Object.entries(object).flatMap(([key, value]) =>
    value?.constructor === Object && key !== "phrases"
      ? keysOf(value).map((inner) => `${key}.${inner}`)
      : [key],
  );

test("both languages have the same texts", () => {
  assert.deepEqual(keysOf(texts.en), keysOf(texts["zh-CN"]));
});

test("every text is used", async () => {
  const names = (await readdir(www, { recursive: true })).filter(
    (name) => /\.(js|html)$/.test(name) && name !== "i18n.js",
  );
  const files = await Promise.all(names.map((name) => readFile(new URL(name, www), "utf8")));
  const source = files.join("\n");
  const unused = Object.keys(texts.en).filter((key) => !new RegExp(`\\b${key}\\b`).test(source));
  assert.deepEqual(unused, []);
});

test("the browser's first language that the page speaks is taken", () => {
  for (const [languages, expected] of [
    [["zh-TW", "en"], "zh-CN"],
    [["de", "en-GB", "zh"], "en"],
    [["de"], "en"],
    [[], "en"],
    [["fr", "zh-Hans-CN"], "zh-CN"],
  ])
    assert.equal(preferredLocale(languages), expected, String(languages));
});
