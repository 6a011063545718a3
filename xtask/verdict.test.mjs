// Which findings about the interface document's own example are taken for a working build's.

import assert from "node:assert/strict";
import { test } from "node:test";
import { isExpected } from "./verdict.mjs";

/** @import { Code, Severity } from "../pkg-template/index.js" */

/** @type {(count: number, severity: Severity, code: Code) => { severity: Severity, code: Code, count: number }[]} */
const findings = (count, severity, code) => [{ severity, code, count }];

const plus = findings(13, "error", "form.unencoded-plus");
const comma = findings(1, "error", "json.trailing-comma");
const warnings = [
  ...findings(2, "warning", "field.alternate-name"),
  ...findings(1, "info", "guid.format"),
];

test("the example's own errors, in any order, whatever is said besides", () => {
  assert(isExpected({ ok: false, findings: [...plus, ...comma] }));
  assert(isExpected({ ok: false, findings: [...comma, ...warnings, ...plus] }));
});

test("a broken build: other errors, more, fewer, none, or a verdict that does not follow from them", () => {
  const form = findings(1, "error", "form.not-a-form");
  for (const [ok, found] of /** @type {const} */ ([
    [false, form],
    [false, [...plus, ...comma, ...form]],
    [false, plus],
    [false, [...findings(12, "error", "form.unencoded-plus"), ...comma]],
    [false, [{ severity: "error", code: "form.unencoded-plus" }, ...comma]],
    [false, [...plus, ...comma, ...comma]],
    [false, [...findings(13, "warning", "form.unencoded-plus"), ...comma]],
    [true, []],
    [true, [...plus, ...comma]],
  ])) {
    assert(!isExpected({ ok, findings: [...found] }), JSON.stringify({ ok, found }));
  }
});
