// Writes bodies.jsonl: form bodies with one mistake each, and their expected findings. See README.md.
//
//   node tests/corpus/make.mjs           writes bodies.jsonl
//   node tests/corpus/make.mjs --check   fails if it is out of date
import { readFileSync, writeFileSync } from "node:fs";
import "./cases.mjs";
import "./senders/encodings.mjs";
import "./senders/forms.mjs";
import "./senders/json.mjs";
import "./senders/layers.mjs";
import "./senders/texts.mjs";
import "./senders/values.mjs";
import { cases } from "./tools.mjs";

const file = new URL("bodies.jsonl", import.meta.url);
const made = cases.map((one) => `${JSON.stringify(one)}\n`).join("");
if (process.argv.includes("--check")) {
  if (readFileSync(file, "utf8") !== made) {
    console.error("tests/corpus/bodies.jsonl is out of date: run `node tests/corpus/make.mjs`");
    process.exit(1);
  }
} else {
  writeFileSync(file, made);
  const mistakes = cases.filter((one) => one.findings.length > 0).length;
  console.log(`${cases.length} bodies, ${mistakes} of them with a mistake`);
}
