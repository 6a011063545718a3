// What `cargo xtask start` does once all is built: checks the example, then serves the page.

import { parseArgs } from "node:util";
import { serve } from "./serve.mjs";
import { verdict } from "./verdict.mjs";

const WORDS = {
  en: {
    served: (/** @type {string} */ url) => `The page is at ${url} (Ctrl-C stops it)`,
    once: (/** @type {string} */ url) => `The page answered at ${url} and was stopped (--once)`,
  },
  "zh-CN": {
    served: (/** @type {string} */ url) => `页面地址：${url}（按 Ctrl-C 停止）`,
    once: (/** @type {string} */ url) => `页面已在 ${url} 正常应答，现已停止（--once）`,
  },
};

const { values } = parseArgs({
  options: {
    locale: { type: "string", default: "en" },
    once: { type: "boolean", default: false },
    port: { type: "string", default: "8179" },
  },
});
const locale = values.locale === "zh-CN" ? "zh-CN" : "en";

if (!(await verdict(locale))) process.exit(1);

const { url, close } = await serve("dist/www", Number(values.port));
if (values.once) {
  const page = await fetch(url);
  const answered = page.ok && (await page.text()).includes("<html");
  await close();
  if (!answered) throw new Error(`The page does not answer: HTTP ${page.status}`);
  console.log(WORDS[locale].once(url));
} else {
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, close);
  console.log(WORDS[locale].served(url));
}
