// The page's handling of texts that a text area shows otherwise than they are, and its texts in both languages.

import assert from "node:assert/strict";
import { test } from "node:test";
import { preferredLocale, texts } from "../../www/i18n.js";
import { edited, shown, toShown } from "../../www/text.js";

test("an edit keeps the line ends around it", () => {
  for (const [text, value, expected] of [
    ["a\r\nb\r\nc", "a\nX\nc", "a\r\nX\r\nc"],
    ["a\r\nb\r\nc", "a\nb\nc\nd", "a\r\nb\r\nc\nd"],
    ["a\r\nb", "ab", "ab"],
    ["a\r\r\nb", "a\n\nbc", "a\r\r\nbc"],
    ["a\rb\nc", "a\nb\nc!", "a\rb\nc!"],
    ["a\r\n", "", ""],
    ["", "a\nb", "a\nb"],
    ["a\r\na\r\na", "a\na", "a\r\na"],
  ]) {
    const now = edited(text, value);
    assert.equal(now, expected);
    assert.equal(shown(now), value);
  }
});

test("places are carried over to what is shown", () => {
  const text = "a\r\nb\rc\n";
  assert.deepEqual(
    Array.from({ length: text.length + 1 }, (_, offset) => toShown(text, offset)),
    [0, 1, 1, 2, 3, 4, 5, 6],
  );
});

test("Chinese for Chinese browsers, English for all others", () => {
  for (const [languages, expected] of [
    [["zh-CN", "en"], "zh-CN"],
    [["zh-Hant-TW"], "zh-CN"],
    [["en-US", "zh-CN"], "en"],
    [["de", "zh"], "zh-CN"],
    [["de-DE"], "en"],
    [[], "en"],
  ]) {
    assert.equal(preferredLocale(languages), expected, languages.join());
  }
});

test("both languages have the same texts", () => {
  const shape = (value) =>
    value && typeof value === "object"
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]))
      : typeof value;
  assert.deepEqual(shape(texts.en), shape(texts["zh-CN"]));
});
