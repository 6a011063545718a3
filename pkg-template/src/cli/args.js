// Reads the command line: which command, which options, which files. Node's own parseArgs takes it apart; what is wrong
// with it is said here, in the user's language, since parseArgs speaks English only.

import { parseArgs } from "node:util";
import { readCatalogue } from "./catalogue.js";
import { nearest } from "./nearest.js";
import { COMMAND_NAMES, COMMANDS, COMMON, OPTIONS, wordsOf } from "./table.js";
import { texts } from "./texts.js";

/** @import { Command, Option } from "./table.js" */
/** @import { Language } from "./texts.js" */

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
 * The values of the options that were given, by name; `--json` counts as `--format json`.
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
 * @property {string} [session-id]
 * @property {number} [service-time]
 * @property {string} [cert]
 * @property {string} [key]
 * @property {string} [reply]
 * @property {boolean} [subject]
 * @property {boolean} [answer]
 * @property {"body" | "json"} [as]
 * @property {boolean} [write]
 * @property {boolean} [check]
 * @property {string[]} [code]
 * @property {boolean} [unsafe]
 * @property {"2020-12" | "draft-07" | "openapi-3.1"} [target]
 * @property {boolean} [no-annotations]
 * @property {"text" | "json" | "github" | "sarif" | "junit"} [format]
 * @property {boolean} [quiet]
 * @property {"warning" | "error" | "off"} [customs-rules]
 * @property {number} [max-body-bytes]
 * @property {boolean} [show-token]
 * @property {"zh" | "zh-CN" | "en"} [lang]
 * @property {"auto" | "always" | "never"} [color]
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
  const lang = languageOf(
    OPTIONS.lang && wordsOf(OPTIONS.lang)?.includes(said ?? "") ? said : localeOf(env),
  );

  /** @param {(say: typeof texts.en.usage) => string} words @returns {never} */
  const refuse = (words) => {
    throw new UsageError(words(texts[lang].usage), true);
  };
  const [first, ...files] = tokens.flatMap((token) =>
    token.kind === "positional" ? [token.value] : [],
  );
  const command = COMMAND_NAMES.find((name) => name === first);
  /** @returns {{ values: Values, files: string[] }} */
  const read = () => {
    if (first !== undefined && !command)
      refuse((say) => say.noCommand(first, nearest(first, COMMAND_NAMES), COMMAND_NAMES));
    /** @type {any} */
    const values = {};
    for (const token of tokens) {
      if (token.kind !== "option") continue;
      const { name, rawName } = token;
      const option = Object.hasOwn(OPTIONS, name) ? OPTIONS[name] : undefined;
      const taken = [...(command ? COMMANDS[command].options : Object.keys(OPTIONS)), ...COMMON];
      if (!option) refuse((say) => say.noOption(rawName, nearest(name, taken)));
      else if (command && !taken.includes(name)) refuse((say) => say.notOf(rawName, command));
      else if (!option.value) {
        if (token.value !== undefined) refuse((say) => say.noValue(rawName, String(token.value)));
        values[name] = true;
      } else {
        const { value, inlineValue } = token;
        const kind = wordsOf(option, command) ?? option.value;
        // An option after an option is not its value.
        const isMissing = value === undefined || (!inlineValue && /^-./.test(value));
        if (isMissing) refuse((say) => say.needsValue(rawName, kind));
        else {
          const read = readValue(kind, value);
          if (read === undefined)
            refuse((say) => say.wrong(rawName, value, kind, nearest(value, candidatesOf(kind))));
          values[name] = option.multiple ? [...(values[name] ?? []), read] : read;
        }
      }
      if (name === "json") values.format = "json";
    }
    if (command && !values.help && !values.version) checkFiles(command, files, refuse);
    return { values, files };
  };
  return { lang, command, read };
}

/**
 * @param {Command} command
 * @param {string[]} files
 * @param {(words: (say: typeof texts.en.usage) => string) => never} refuse
 */
function checkFiles(command, files, refuse) {
  const { argument, least, most, usage } = COMMANDS[command];
  if (files.length < least) refuse((say) => say.tooFew(command, usage));
  const extra = files[most];
  if (extra !== undefined) refuse((say) => say.tooMany(command, extra));
  if (files.filter((file) => argument === "FILE" && file === "-").length > 1)
    refuse((say) => say.stdinTwice());
  if (argument === undefined || argument === "FILE") return;
  const candidates = candidatesOf(argument);
  const wrong = files.find((file) => !candidates.includes(file));
  if (wrong !== undefined)
    refuse((say) => say.notFor(command, wrong, argument, nearest(wrong, candidates)));
}

/** All values of a kind, if there are only so many. @param {Option["value"]} kind @returns {readonly string[]} */
export function candidatesOf(kind) {
  if (typeof kind === "object") return kind;
  return kind === "CODE" ? readCatalogue().map(({ code }) => code) : [];
}

/**
 * @param {Option["value"]} kind
 * @param {string} text
 * @returns {string | number | undefined} undefined if it is not a value of that kind
 */
function readValue(kind, text) {
  if (kind === "CODE" || typeof kind === "object")
    return candidatesOf(kind).includes(text) ? text : undefined;
  if (kind !== "N" && kind !== "MILLIS") return text;
  // What Date can hold is less than what a number can.
  const most = kind === "MILLIS" ? 8.64e15 : Number.MAX_SAFE_INTEGER;
  return /^\d+$/.test(text) && Number(text) <= most ? Number(text) : undefined;
}

/** @param {string} [locale] @returns {Language} */
const languageOf = (locale) => (/^zh/i.test(locale ?? "") ? "zh" : "en");

/**
 * The terminal's locale; where nothing says it, as on Windows, the system's.
 *
 * @param {NodeJS.ProcessEnv} env
 */
function localeOf(env) {
  return (
    env.LC_ALL || env.LC_MESSAGES || env.LANG || new Intl.DateTimeFormat().resolvedOptions().locale
  );
}
