// Reads the command line: which command, which options, which files. Node's own parseArgs takes it apart; what is wrong
// with it is said here, in the user's language, since parseArgs speaks English only.

import { parseArgs } from "node:util";
import { texts } from "./texts.js";

/** @import { Language } from "./texts.js" */

/**
 * An option: a flag, or, with `value`, one that takes a value: any text, a whole number, or one of a few words. The name
 * of the value's kind is what the help shows.
 *
 * @typedef {{ short?: string, value?: "FILE" | "TEXT" | "CODE" | "N" | "MILLIS" | readonly string[], multiple?: true }} Option
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
  as: { value: ["body", "json"] },
  code: { value: "CODE", multiple: true },
  write: {},
  unsafe: {},
  json: {},
  lang: { value: ["zh", "en"] },
  color: { value: ["auto", "always", "never"] },
  "customs-rules": { value: ["warning", "error", "off"] },
  "max-body-bytes": { value: "N" },
  "show-token": {},
  help: { short: "h" },
  version: { short: "V" },
};

/** The options that every command takes. */
export const COMMON = [
  "json",
  "lang",
  "color",
  "customs-rules",
  "max-body-bytes",
  "show-token",
  "help",
  "version",
];

/**
 * The commands: what each takes besides, and how many files.
 *
 * @satisfies {Record<string, { usage: string, options: string[], least: number, most: number }>}
 */
export const COMMANDS = {
  check: { usage: "[FILE|-]…", options: ["jsonl"], least: 0, most: Infinity },
  decode: { usage: "[FILE|-]", options: ["part"], least: 0, most: 1 },
  build: { usage: "[FILE|-]", options: ["pay-ex-info", "names", "now"], least: 0, most: 1 },
  reply: {
    usage: "[FILE|-]",
    options: ["serial-number", "commit-time", "request"],
    least: 0,
    most: 1,
  },
  compose: { usage: "TEXT REPLY", options: ["as"], least: 2, most: 2 },
  fix: { usage: "[FILE|-]", options: ["code", "unsafe", "write"], least: 0, most: 1 },
};

/** @typedef {keyof typeof COMMANDS} Command */

/** What is wrong with how the program was called, or with a file that it was given: the exit code is 2. */
export class UsageError extends Error {
  /**
   * @param {string} message
   * @param {boolean} isOfArguments whether --help would help
   */
  constructor(message, isOfArguments = false) {
    super(message);
    this.isOfArguments = isOfArguments;
  }
}

/**
 * The values of the options that were given, by name.
 *
 * @typedef {object} Values
 * @property {boolean} [jsonl]
 * @property {"eData" | "payExInfo"} [part]
 * @property {string} [pay-ex-info]
 * @property {"cus" | "co"} [names]
 * @property {number} [now]
 * @property {string} [serial-number]
 * @property {string} [commit-time]
 * @property {string} [request]
 * @property {"body" | "json"} [as]
 * @property {string[]} [code]
 * @property {boolean} [write]
 * @property {boolean} [unsafe]
 * @property {boolean} [json]
 * @property {"zh" | "en"} [lang]
 * @property {"auto" | "always" | "never"} [color]
 * @property {"warning" | "error" | "off"} [customs-rules]
 * @property {number} [max-body-bytes]
 * @property {boolean} [show-token]
 * @property {boolean} [help]
 * @property {boolean} [version]
 */

/**
 * Reads the arguments. The language comes first, so that what is wrong with the rest can be said in it.
 *
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
export function readArgs(args, env) {
  const { tokens } = parseArgs({
    args,
    // Not strict: what parseArgs would refuse is refused below.
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(
      Object.entries(OPTIONS).map(([name, { short, value, multiple = false }]) => [
        name,
        { type: value ? "string" : "boolean", multiple, ...(short && { short }) },
      ]),
    ),
  });
  const asked = tokens.findLast((token) => token.kind === "option" && token.name === "lang");
  const said = asked?.kind === "option" ? asked.value : undefined;
  /** @type {Language} */
  const lang = said === "zh" || said === "en" ? said : languageOf(env);

  /** @param {(say: typeof texts.en.usage) => string} words @returns {never} */
  const refuse = (words) => {
    throw new UsageError(words(texts[lang].usage), true);
  };
  const [first, ...files] = tokens.flatMap((token) =>
    token.kind === "positional" ? [token.value] : [],
  );
  const command =
    first !== undefined && Object.hasOwn(COMMANDS, first)
      ? /** @type {Command} */ (first)
      : undefined;
  /** @returns {{ values: Values, files: string[] }} */
  const read = () => {
    if (first !== undefined && !command)
      refuse((say) => say.noCommand(first, Object.keys(COMMANDS)));
    /** @type {any} */
    const values = {};
    for (const token of tokens) {
      if (token.kind !== "option") continue;
      const { name, rawName } = token;
      const option = Object.hasOwn(OPTIONS, name) ? OPTIONS[name] : undefined;
      const isTaken =
        COMMON.includes(name) || (command && COMMANDS[command].options.includes(name));
      if (!option) refuse((say) => say.noOption(rawName));
      else if (command && !isTaken) refuse((say) => say.notOf(rawName, command));
      else if (!option.value) {
        if (token.value !== undefined) refuse((say) => say.noValue(rawName, String(token.value)));
        values[name] = true;
      } else {
        const { value, inlineValue } = token;
        // An option after an option is not its value.
        const isMissing = value === undefined || (!inlineValue && /^-./.test(value));
        if (isMissing) refuse((say) => say.needsValue(rawName, option.value));
        else if (option.multiple) values[name] = [...(values[name] ?? []), value];
        else
          values[name] =
            readValue(option, value) ?? refuse((say) => say.wrong(rawName, value, option.value));
      }
    }
    if (command && !values.help && !values.version) {
      const { least, most, usage } = COMMANDS[command];
      if (files.length < least) refuse((say) => say.tooFew(command, usage));
      const extra = files[most];
      if (extra !== undefined) refuse((say) => say.tooMany(command, extra));
    }
    return { values, files };
  };
  return { lang, command, read };
}

/**
 * @param {Option} option
 * @param {string} text
 * @returns {string | number | undefined} undefined where it is no value for that option
 */
function readValue({ value }, text) {
  if (Array.isArray(value)) return value.includes(text) ? text : undefined;
  if (value !== "N" && value !== "MILLIS") return text;
  // What Date can hold is less than what a number can.
  const most = value === "MILLIS" ? 8.64e15 : Number.MAX_SAFE_INTEGER;
  return /^\d+$/.test(text) && Number(text) <= most ? Number(text) : undefined;
}

/**
 * The terminal's language, as its locale says; where nothing says it, as on Windows, the system's.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Language}
 */
function languageOf(env) {
  const locale =
    env.LC_ALL || env.LC_MESSAGES || env.LANG || new Intl.DateTimeFormat().resolvedOptions().locale;
  return /^zh/i.test(locale) ? "zh" : "en";
}
