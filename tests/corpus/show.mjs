// Shows cases as a person reads them: the decoded text, with carets under what is at fault. Needs `cargo xtask build`.
//
//   node tests/corpus/show.mjs json.trailing-comma-1   one case
//   node tests/corpus/show.mjs amount                  all whose names begin so
import { readFileSync } from "node:fs";
import { decodeForm } from "../../dist/npm/index.js";
import { excerptLines } from "../../pkg-template/src/cli/excerpt.js";
import { unpacked } from "./unpacked.mjs";

const WIDTH = 100;

/** @typedef {{ start: number, end: number }} Range */
/** @typedef {{ form?: Range, base64?: Range, json?: Range }} At */
/** @typedef {{ severity: string, code: string, path: string, at: At, count?: number, fix: string | null }} Expected */

const [, , wanted] = process.argv;
const lines = readFileSync(new URL("bodies.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n");
const all = lines.map((line) => JSON.parse(line));
const exact = all.filter(({ name }) => name === wanted);
const cases =
  exact.length > 0 ? exact : all.filter(({ name }) => wanted && name.startsWith(wanted));
if (cases.length === 0) {
  console.error(
    `no case is called ${wanted ?? "so"}; names are codes with a number, such as ${all.at(-1).name}`,
  );
  process.exit(1);
}
for (const one of cases) show(one);

/** @param {{ name: string, wrong: string, body?: string | (string | [string, number])[], bodyBase64?: string, options?: object, findings: Expected[] }} one */
function show({ name, wrong, body, bodyBase64, options, findings }) {
  console.log(`\n${name}: ${wrong}`);
  // Ranges count UTF-16 units, or in bodies that are not UTF-8 bytes, which latin1 has one character for.
  const form = bodyBase64
    ? Buffer.from(bodyBase64, "base64").toString("latin1")
    : unpacked(body ?? "");
  const input = bodyBase64 ? Buffer.from(bodyBase64, "base64") : form;
  const { eData, payExInfo } = decodeForm(input, withoutUnits(options));
  for (const { severity, code, path, at, count, fix } of findings) {
    const times = count ? ` (${count} times)` : "";
    console.log(`  ${severity}[${code}] ${path}${times}; fix: ${fix ?? "none"}`);
    const json = path.startsWith("/EData") ? eData?.text : payExInfo?.text;
    const isInJson = !/^(form|percent|base64)\./.test(code) || !at.form;
    if (isInJson && at.json && json !== undefined && !bodyBase64) excerpt(json, at.json);
    else if (at.form) excerpt(form, at.form);
    else console.log("    (in no text)");
  }
}

/** @param {string} text @param {Range} range */
function excerpt(text, { start, end }) {
  const lines = excerptLines({ text, start, end, line: 1 }, WIDTH);
  if (lines)
    console.log(`    ${lines.source}\n    ${" ".repeat(lines.before)}${"^".repeat(lines.carets)}`);
}

/** The package takes the unit from the input. @param {any} options */
function withoutUnits(options = {}) {
  const { units: _, ...others } = options;
  return others;
}
