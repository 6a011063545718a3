// The table of commands and options. Parsing, help, completion and suggestions all read it.

/**
 * An option: a flag, or with `value` an option that takes a value. The name of the kind of value is what the help shows;
 * a list has all values there are; FORMAT is a format of the command.
 *
 * @typedef {object} Option
 * @property {string} [short]
 * @property {"FILE" | "TEXT" | "CODE" | "N" | "MILLIS" | "FORMAT" | readonly string[]} [value]
 * @property {true} [multiple] whether it can be repeated
 */

/** @type {Record<string, Option>} */
export const OPTIONS = {
  jsonl: {},
  part: { value: ["eData", "payExInfo"] },
  "pay-ex-info": { value: "FILE" },
  names: { value: ["cus", "co"] },
  now: { value: "MILLIS" },
  "serial-number": { value: "TEXT" },
  "commit-time": { value: "TEXT" },
  request: { value: "FILE" },
  "session-id": { value: "TEXT" },
  "service-time": { value: "MILLIS" },
  cert: { value: "FILE" },
  key: { value: "FILE" },
  reply: { value: "FILE" },
  subject: {},
  answer: {},
  as: { value: ["body", "json"] },
  write: {},
  check: {},
  code: { value: "CODE", multiple: true },
  unsafe: {},
  target: { value: ["2020-12", "draft-07", "openapi-3.1"] },
  "no-annotations": {},
  format: { value: "FORMAT" },
  json: {},
  quiet: { short: "q" },
  "customs-rules": { value: ["warning", "error", "off"] },
  "max-body-bytes": { value: "N" },
  "show-token": {},
  lang: { value: ["zh", "zh-CN", "en"] },
  color: { value: ["auto", "always", "never"] },
  help: { short: "h" },
  version: { short: "V" },
};

/** The options that every command takes. */
export const COMMON = ["lang", "color", "help", "version"];

/** The options of the commands that read a body, a request or a reply. */
const READING = ["format", "json", "quiet", "customs-rules", "max-body-bytes", "show-token"];

/** The options of commands without rules that only customs enforces. */
const EXCHANGE = READING.filter((name) => name !== "customs-rules");

const SHELLS = ["bash", "zsh", "fish", "powershell"];
const PLAIN = ["text", "json"];
const ALL = [...PLAIN, "github", "sarif", "junit"];

/**
 * A command: its arguments as the help shows them, what one is, how many there can be, its options, and its formats.
 * `isReport`: its result is the report, on standard output; the others report on standard error.
 *
 * @typedef {object} Row
 * @property {string} usage
 * @property {"FILE" | "CODE" | readonly string[]} [argument]
 * @property {number} least
 * @property {number} most
 * @property {string[]} options
 * @property {string[]} [formats]
 * @property {true} [isReport]
 */

/** @satisfies {Record<string, Row>} */
const ROWS = {
  check: {
    usage: "[FILE|-]…",
    argument: "FILE",
    least: 0,
    most: Infinity,
    options: ["jsonl", ...READING],
    formats: ALL,
    isReport: true,
  },
  decode: {
    usage: "[FILE|-]",
    argument: "FILE",
    least: 0,
    most: 1,
    options: ["part", ...READING],
    formats: PLAIN,
  },
  build: {
    usage: "[FILE|-]",
    argument: "FILE",
    least: 0,
    most: 1,
    options: ["pay-ex-info", "names", "now", ...READING],
    formats: PLAIN,
  },
  reply: {
    usage: "[FILE|-]",
    argument: "FILE",
    least: 0,
    most: 1,
    options: ["serial-number", "commit-time", "request", "session-id", ...READING],
    formats: ALL,
    isReport: true,
  },
  compose: {
    usage: "TEXT REPLY",
    argument: "FILE",
    least: 2,
    most: 2,
    options: ["as", ...READING],
    formats: PLAIN,
  },
  verify: {
    usage: "[FILE|-]… (--cert FILE | --key FILE)",
    argument: "FILE",
    least: 0,
    most: Infinity,
    options: ["cert", "key", "reply", ...EXCHANGE],
    formats: ALL,
    isReport: true,
  },
  "sign-text": {
    usage: "[FILE|-]",
    argument: "FILE",
    least: 0,
    most: 1,
    options: ["service-time", ...EXCHANGE],
    formats: PLAIN,
  },
  cert: {
    usage: "[FILE|-]",
    argument: "FILE",
    least: 0,
    most: 1,
    options: ["subject", ...EXCHANGE.filter((name) => name !== "show-token")],
    formats: PLAIN,
  },
  "open-req": {
    usage: "[FILE|-]",
    argument: "FILE",
    least: 0,
    most: 1,
    options: ["answer", ...EXCHANGE],
    formats: PLAIN,
  },
  fix: {
    usage: "[FILE|-]…",
    argument: "FILE",
    least: 0,
    most: Infinity,
    options: ["write", "check", "code", "unsafe", ...READING],
    formats: PLAIN,
  },
  explain: {
    usage: "[CODE]…",
    argument: "CODE",
    least: 0,
    most: Infinity,
    options: ["format", "json"],
    formats: PLAIN,
  },
  schema: { usage: "", least: 0, most: 0, options: ["target", "no-annotations"] },
  completion: { usage: SHELLS.join("|"), argument: SHELLS, least: 1, most: 1, options: [] },
};

/** @typedef {keyof typeof ROWS} Command */

/** @type {Record<Command, Row>} */
export const COMMANDS = ROWS;

export const COMMAND_NAMES = /** @type {Command[]} */ (Object.keys(ROWS));

/**
 * The words that an option takes, or undefined if it takes any text of its kind.
 *
 * @param {Option} option
 * @param {Command} [command]
 */
export function wordsOf({ value }, command) {
  if (value === "FORMAT") return (command && COMMANDS[command].formats) ?? ALL;
  return typeof value === "object" ? value : undefined;
}
