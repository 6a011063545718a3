import * as cbt179 from "cbt179";
import { expect, test } from "vitest";
import { PASSED, suite } from "./suite.mjs";

test("cbt179 works in Vitest", () => {
  expect(suite(cbt179)).toBe(PASSED);
});
