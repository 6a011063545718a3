const cbt179 = require("cbt179");
const { PASSED, suite } = require("./suite.cjs");

test("cbt179 works in this environment", () => {
  expect(suite(cbt179)).toBe(PASSED);
});
