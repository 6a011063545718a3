// What --help prints.

import { COMMAND_NAMES, COMMANDS, COMMON, OPTIONS, wordsOf } from "./table.js";

/** @import { Command, Option } from "./table.js" */
/** @import { Language } from "./texts.js" */

const en = {
  about: "Builds, checks and explains CBT's signing request (customs announcement 179).",
  usage: "Usage: ",
  command: "COMMAND",
  options: "OPTIONS",
  commands: "Commands:",
  ownOptions: "Options:",
  commonOptions: "Options of every command:",
  examples: "Examples:",
  exit: "Exit codes: 0 no errors, 1 errors found, 2 wrong usage or an unreadable file.",
  more: "cbt179 COMMAND --help describes a command.",
  /** @type {Record<Command, { about: string, more: string[], examples: string[] }>} */
  of: {
    check: {
      about: "check form bodies: what is wrong, where, and how to fix it",
      more: [
        "Each FILE is one body, EData=…&payExInfoStr=…. Without FILE, or with `-`, it comes",
        "from standard input. A line break at the end of the body is not part of it.",
      ],
      examples: [
        "cbt179 check body.txt",
        "cbt179 check --format sarif sent/*.txt > findings.sarif",
        "cbt179 check --jsonl bodies.jsonl",
      ],
    },
    decode: {
      about: "print the two JSON texts in a form body",
      more: [
        "Text that is or may be the token is masked.",
        "A line break at the end of the body is not part of it.",
      ],
      examples: [
        "cbt179 decode body.txt",
        "cbt179 decode --part payExInfo body.txt > payExInfo.json",
      ],
    },
    build: {
      about: "build a form body from a request in JSON",
      more: [
        'The request is { "eData": {…}, "payExInfo": {…} }; version and commitTime may be',
        "left out. The body goes to standard output, without a line break at its end;",
        "findings go to standard error.",
      ],
      examples: [
        "cbt179 build request.json > body.txt",
        "cbt179 build request.json --pay-ex-info payExInfo.json > body.txt",
      ],
    },
    reply: {
      about: "explain CBT's reply",
      more: ["The reply is compared with the request's serialNumber and commitTime, if given."],
      examples: [
        "cbt179 reply reply.json --request body.txt",
        "cbt179 reply reply.json --serial-number 20180705000001",
      ],
    },
    compose: {
      about: "compose the upload for customs from the signed text and CBT's reply",
      more: [
        "TEXT is the JSON text that CBT signed (payExInfo), byte for byte; REPLY is CBT's",
        "reply. Either may be `-`, standard input. The output doesn't end in a line break.",
      ],
      examples: ["cbt179 compose payExInfo.json reply.json > upload.txt"],
    },
    fix: {
      about: "apply safe fixes to form bodies; with --unsafe, also guesses",
      more: [
        "The fixed body goes to standard output, or with --write to its file; the fixes and",
        "the remaining findings go to standard error. Several files need --write or --check.",
        "A line break at the end of the body is kept, but is not part of it.",
        "Without --unsafe, the sender's data is preserved exactly.",
      ],
      examples: [
        "cbt179 fix body.txt > fixed.txt",
        "cbt179 fix --write sent/*.txt",
        "cbt179 fix --write --code json.trailing-comma body.txt",
      ],
    },
    explain: {
      about: "explain findings by their codes",
      more: ["Without CODE, all codes are listed, one per line."],
      examples: ["cbt179 explain json.trailing-comma", "cbt179 explain | grep amount"],
    },
    schema: {
      about: "print the JSON Schema of a request",
      more: ["It describes the input of build."],
      examples: ["cbt179 schema --target draft-07 > request.schema.json"],
    },
    completion: {
      about: "print the completion script for a shell",
      more: ["A comment at the top of the script says how to install it."],
      examples: ["cbt179 completion bash >> ~/.bashrc"],
    },
  },
  /** @type {Record<string, string>} */
  option: {
    jsonl: "each line is a JSON string, or an object with a `body`",
    part: "print only this JSON text, unchanged",
    "pay-ex-info": "take payExInfo from this JSON text, byte for byte",
    names: "write cusName, cusCode (default) or coName, coCode",
    now: "time for a missing commitTime (default: now)",
    "serial-number": "the request's serialNumber",
    "commit-time": "the request's commitTime",
    request: "the form body that was sent, which has both",
    as: "print the form body (default) or its JSON text",
    code: "fix only findings with this code (repeatable)",
    write: "write the fixed body back into FILE",
    check: "write nothing; exit with 1 if a fix or an error is found",
    unsafe: "also apply guesses, which may change or add data",
    target: "kind of schema (default: 2020-12)",
    "no-annotations": "omit titles, x-… and other keywords that validate nothing",
    format: "output format (default: text)",
    json: "same as --format json: one line per input",
    quiet: "print no findings; only set the exit code",
    lang: "language (default: the terminal's)",
    color: "default: auto; respects NO_COLOR and FORCE_COLOR",
    "customs-rules": "severity of customs' own rules (default: warning)",
    "max-body-bytes": "refuse larger input (default: 8388608)",
    "show-token": "do not mask the token",
    help: "print this help",
    version: "print the version",
  },
};

/** @type {typeof en} */
const zh = {
  about: "生成、检查、解读 CBT 加签请求（海关总署 2018 年第 179 号公告）。",
  usage: "用法：",
  command: "命令",
  options: "选项",
  commands: "命令：",
  ownOptions: "选项：",
  commonOptions: "各命令共有的选项：",
  examples: "示例：",
  exit: "退出码：0 没有错误；1 发现错误；2 用法有误，或文件无法读取。",
  more: "cbt179 命令 --help 显示该命令的说明。",
  of: {
    check: {
      about: "检查请求体：错在哪里，为什么，怎么改",
      more: [
        "每个 FILE 是一个请求体，EData=…&payExInfoStr=…；省略或写成 `-` 时读标准输入。",
        "末尾的一个换行不算请求体的一部分。",
      ],
      examples: en.of.check.examples,
    },
    decode: {
      about: "输出请求体里的两段 JSON",
      more: ["token 以及可能是 token 的内容会被遮盖。", "末尾的一个换行不算请求体的一部分。"],
      examples: en.of.decode.examples,
    },
    build: {
      about: "由 JSON 格式的请求生成请求体",
      more: [
        '请求形如 { "eData": {…}, "payExInfo": {…} }；version、commitTime 可省略。',
        "请求体写到标准输出，末尾不加换行；检查结果写到标准错误。",
      ],
      examples: en.of.build.examples,
    },
    reply: {
      about: "解读 CBT 的应答",
      more: ["给出请求的流水号或提交时间时，会与应答核对。"],
      examples: en.of.reply.examples,
    },
    compose: {
      about: "由加签原文和 CBT 的应答拼接上传海关的报文",
      more: [
        "TEXT 是 CBT 加签的 JSON 原文（payExInfo），一个字节也不能差；REPLY 是 CBT 的应答。",
        "其中一个可以是 `-`（标准输入）。输出末尾不加换行。",
      ],
      examples: en.of.compose.examples,
    },
    fix: {
      about: "修改请求体：只应用安全的修改，加 --unsafe 时也应用推测",
      more: [
        "修改后的请求体写到标准输出，加 --write 时写回原文件；所做的修改和剩余的问题写到",
        "标准错误。有多个文件时要加 --write 或 --check。",
        "末尾的一个换行原样保留，不算请求体的一部分。",
        "不加 --unsafe 时，发送方的数据完全不变。",
      ],
      examples: en.of.fix.examples,
    },
    explain: {
      about: "按代码解释检查结果",
      more: ["省略 CODE 时列出全部代码，每行一个。"],
      examples: en.of.explain.examples,
    },
    schema: {
      about: "输出请求的 JSON Schema",
      more: ["描述的是 build 的输入。"],
      examples: en.of.schema.examples,
    },
    completion: {
      about: "输出 shell 的补全脚本",
      more: ["安装方法见脚本开头的注释。"],
      examples: en.of.completion.examples,
    },
  },
  option: {
    jsonl: "每行是一个 JSON 字符串，或带有 `body` 的对象",
    part: "只输出这一段 JSON，原样输出",
    "pay-ex-info": "payExInfo 取自这个 JSON 文件，逐字节不变",
    names: "采用 cusName 和 cusCode（默认），或 coName 和 coCode",
    now: "省略 commitTime 时使用的时间（默认：当前时间）",
    "serial-number": "请求的 serialNumber",
    "commit-time": "请求的 commitTime",
    request: "发出的请求体，从中读取以上两项",
    as: "输出表单（默认），或其中的 JSON",
    code: "只修改这个代码的问题（可重复指定）",
    write: "把修改后的请求体写回 FILE",
    check: "什么都不写；有可修改之处或错误时退出码为 1",
    unsafe: "也应用推测，可能改变或添加数据",
    target: "Schema 的种类（默认：2020-12）",
    "no-annotations": "省略标题、x- 开头等不参与校验的关键字",
    format: "输出格式（默认：text）",
    json: "同 --format json：每个输入一行",
    quiet: "不输出检查结果，只返回退出码",
    lang: "语言（默认：终端的语言）",
    color: "默认：auto；遵循 NO_COLOR 和 FORCE_COLOR",
    "customs-rules": "只有海关要求的规则的级别（默认：warning）",
    "max-body-bytes": "输入的最大字节数（默认：8388608）",
    "show-token": "不遮盖 token",
    help: "显示帮助",
    version: "显示版本",
  },
};

/** The texts, in both languages. @type {Record<Language, typeof en>} */
export const helpTexts = { en, zh };

/**
 * @param {Language} lang
 * @param {Command} [command]
 */
export function help(lang, command) {
  const say = helpTexts[lang];
  const lines = command ? ofCommand(say, command) : ofAll(say);
  return `${lines.join("\n")}\n`;
}

/** @param {typeof en} say */
function ofAll(say) {
  return [
    say.about,
    "",
    `${say.usage}cbt179 ${say.command} [${say.options}]`,
    "",
    say.commands,
    ...COMMAND_NAMES.map((name) => `  ${name.padEnd(11)} ${say.of[name].about}`),
    "",
    say.commonOptions,
    ...optionLines(say, COMMON),
    "",
    say.examples,
    ...COMMAND_NAMES.map((name) => `  ${say.of[name].examples[0]}`),
    "",
    say.exit,
    say.more,
  ];
}

/** @param {typeof en} say @param {Command} command */
function ofCommand(say, command) {
  const { usage, options } = COMMANDS[command];
  const { about, more, examples } = say.of[command];
  return [
    `${say.usage}cbt179 ${command} [${say.options}] ${usage}`.trimEnd(),
    "",
    `  ${about}`,
    "",
    ...more,
    "",
    say.ownOptions,
    ...optionLines(say, [...options, ...COMMON], command),
    "",
    say.examples,
    ...examples.map((example) => `  ${example}`),
    "",
    say.exit,
  ];
}

/** Where the descriptions of options begin; a longer option has its own line. */
const COLUMN = 25;

/** @param {typeof en} say @param {string[]} names @param {Command} [command] */
function optionLines(say, names, command) {
  return names.flatMap((name) => {
    const option = /** @type {Option} */ (OPTIONS[name]);
    const { short, value } = option;
    const kind = value && ` ${wordsOf(option, command)?.join("|") ?? value}`;
    const left = `  ${short ? `-${short}, ` : ""}--${name}${kind ?? ""}`;
    const text = say.option[name];
    if (left.length < COLUMN) return [`${left.padEnd(COLUMN)}${text}`];
    return [left, `${"".padEnd(COLUMN)}${text}`];
  });
}
