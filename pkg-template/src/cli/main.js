// The command line, `cbt179`: reads the arguments, runs the command, and sets the exit code: 0 without errors, 1 with errors
// in the input, 2 for wrong usage or an unreadable file.

import { readArgs, UsageError } from "./args.js";
import { build } from "./build.js";
import { cert } from "./cert.js";
import { check } from "./check.js";
import { ASK, completion, completionsOf } from "./completion.js";
import { compose } from "./compose.js";
import { decode } from "./decode.js";
import { explain } from "./explain.js";
import { fix } from "./fix.js";
import { help } from "./help.js";
import { openReq } from "./open-req.js";
import { versionOf } from "./package.js";
import { writersOn } from "./progress.js";
import { reply } from "./reply.js";
import { schema } from "./schema.js";
import { signText } from "./sign-text.js";
import { COMMANDS } from "./table.js";
import { terminalOf, visible } from "./terminal.js";
import { texts } from "./texts.js";
import { verify } from "./verify.js";

/** @import { Values } from "./args.js" */
/** @import { Writers } from "./progress.js" */
/** @import { Command } from "./table.js" */
/** @import { Terminal } from "./terminal.js" */
/** @import { Language } from "./texts.js" */

/**
 * The arguments of every command, except its writers.
 *
 * @typedef {object} Given
 * @property {typeof texts.en} say the texts, in the user's language
 * @property {Language} lang
 * @property {Command} command
 * @property {Values} values the options that were given
 * @property {string[]} files
 * @property {{ locale: Language, customsRules?: "warning" | "error" | "off", maxBodyBytes?: number }} options
 * for the package's functions
 * @property {Terminal} out
 * @property {Terminal & { write: (text: string) => void }} report writes findings, unless `--quiet` is given
 * @property {(text: string) => void} note writes a line about the input to standard error, unless `--quiet` is given
 */

/** @typedef {Given & Writers} Context */

/** Each returns whether there is no error. @type {Record<Command, (context: Context) => Promise<boolean>>} */
const RUN = {
  check,
  decode,
  build,
  reply,
  compose,
  verify,
  "sign-text": signText,
  cert,
  "open-req": openReq,
  fix,
  explain,
  schema,
  completion,
};

const { argv, env, stdout, stderr } = process;

for (const stream of [stdout, stderr])
  stream.on("error", (error) => {
    // The reader, such as `head`, has closed the pipe.
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EPIPE") process.exit();
    throw error;
  });

const [first, ...others] = argv.slice(2);
// `cbt179 help check` is `cbt179 check --help`, as in cargo and git.
const args = first === "help" ? [...others, "--help"] : argv.slice(2);
const { lang, command, read } = readArgs(args[0] === ASK ? [] : args, env);
const say = texts[lang];
try {
  const { values, files } = read();
  if (args[0] === ASK) stdout.write(completionsOf(args.slice(1), lang));
  else if (values.version) stdout.write(`cbt179 ${versionOf()}\n`);
  else if (values.help) stdout.write(help(lang, command));
  else if (!command) {
    stderr.write(help(lang));
    process.exitCode = 2;
  } else {
    const context = contextOf(command, values, files);
    const isWell = await RUN[command](context).finally(context.done);
    process.exitCode ||= isWell ? 0 : 1;
  }
} catch (error) {
  if (!(error instanceof Error)) throw error;
  // Internal errors are one line too: a stack would not help the user.
  const needsHelp =
    error instanceof UsageError && error.isOfArguments && !/[?？]$/.test(error.message);
  const hint = needsHelp ? say.usage.hint(command ? `${command} ` : "") : "";
  stderr.write(`cbt179: ${visible(error.message)}${hint && say.hintBreak + hint}\n`);
  process.exitCode = 2;
}

/**
 * @param {Command} command
 * @param {Values} values
 * @param {string[]} files
 * @returns {Context}
 */
function contextOf(command, values, files) {
  const { color = "auto", quiet, "customs-rules": customsRules } = values;
  const { "max-body-bytes": maxBodyBytes } = values;
  const { argument, least, isReport } = COMMANDS[command];
  const out = terminalOf(stdout, color, env);
  const err = terminalOf(stderr, color, env);
  const writers = writersOn(stdout, stderr, err.width);
  const silent = () => {};
  const write = isReport ? writers.stdout : writers.stderr;
  return {
    ...writers,
    ...(quiet && { progress: async () => {} }),
    say,
    lang,
    command,
    values,
    files: files.length || least || argument !== "FILE" ? files : ["-"],
    options: {
      locale: lang,
      ...(customsRules && { customsRules }),
      ...(maxBodyBytes !== undefined && { maxBodyBytes }),
    },
    out,
    report: { ...(isReport ? out : err), write: quiet ? silent : write },
    note: quiet ? silent : (text) => writers.stderr(`cbt179: ${visible(text)}\n`),
  };
}
