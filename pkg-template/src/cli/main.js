// The command line, `cbt179`: reads the arguments, runs the command, and sets the exit code: 0 where all is well, 1 where
// there are errors in what was checked, 2 where it was called wrongly or could not read a file.

import { readFileSync } from "node:fs";
import { COMMANDS, readArgs, UsageError } from "./args.js";
import { build } from "./build.js";
import { check } from "./check.js";
import { compose } from "./compose.js";
import { decode } from "./decode.js";
import { fix } from "./fix.js";
import { help } from "./help.js";
import { reply } from "./reply.js";
import { terminalOf, visible } from "./terminal.js";
import { texts } from "./texts.js";

/** @import { Command, Values } from "./args.js" */

/** @typedef {ReturnType<typeof terminalOf>} Terminal */

/**
 * What every command gets.
 *
 * @typedef {object} Context
 * @property {typeof texts.en} say the texts, in the user's language
 * @property {Values} values the options that were given
 * @property {string[]} files
 * @property {{ locale: "zh-CN" | "en", customsRules?: "warning" | "error" | "off", maxBodyBytes?: number }} options
 * for the package's functions
 * @property {(text: string | Uint8Array) => void} stdout
 * @property {(text: string) => void} stderr
 * @property {Terminal} out
 * @property {Terminal} err
 */

/** Each gives whether all is well. @type {Record<Command, (context: Context) => Promise<boolean>>} */
const RUN = { check, decode, build, reply, compose, fix };

for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error) => {
    // Whoever reads has enough, such as `head`: there is no one left to tell.
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EPIPE") process.exit();
    throw error;
  });

const { argv, env, stdout, stderr } = process;
const { lang, command, read } = readArgs(argv.slice(2), env);
const say = texts[lang];
try {
  const { values, files } = read();
  const color = values.color ?? "auto";
  if (values.version) {
    const manifest = readFileSync(new URL("./package.json", import.meta.url), "utf8");
    stdout.write(`cbt179 ${JSON.parse(manifest).version}\n`);
  } else if (values.help) {
    stdout.write(help(lang, command));
  } else if (!command) {
    stderr.write(help(lang));
    process.exitCode = 2;
  } else {
    const { "customs-rules": customsRules, "max-body-bytes": maxBodyBytes } = values;
    const isWell = await RUN[command]({
      say,
      values,
      files: files.length || COMMANDS[command].least ? files : ["-"],
      options: {
        locale: lang === "zh" ? "zh-CN" : "en",
        ...(customsRules && { customsRules }),
        ...(maxBodyBytes !== undefined && { maxBodyBytes }),
      },
      stdout: (text) => stdout.write(text),
      stderr: (text) => stderr.write(text),
      out: terminalOf(stdout, color, env),
      err: terminalOf(stderr, color, env),
    });
    process.exitCode ||= isWell ? 0 : 1;
  }
} catch (error) {
  if (!(error instanceof Error)) throw error;
  // Of a fault of our own, too, one line: a stack would not help who runs this.
  const hint =
    error instanceof UsageError && error.isOfArguments
      ? say.usage.hint(command ? `${command} ` : "")
      : "";
  stderr.write(`cbt179: ${visible(error.message)}${hint && say.hintBreak + hint}\n`);
  process.exitCode = 2;
}
