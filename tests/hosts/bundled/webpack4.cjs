// webpack 4's own command line is a package of its own, which can't be installed beside that of webpack 5.
const webpack = require("webpack4");

webpack({ mode: "production", context: __dirname, entry: "./main.js" }, (error, stats) => {
  const failed = error ?? stats.hasErrors();
  if (failed) process.exitCode = 1;
  console.log(error ?? stats.toString("errors-only"));
});
