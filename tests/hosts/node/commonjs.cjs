const cbt179 = require("cbt179");
const { suite } = require("./suite.cjs");

console.log(suite(cbt179));
