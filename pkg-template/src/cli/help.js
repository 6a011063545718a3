// What --help prints.

import { COMMAND_NAMES, COMMANDS, COMMON, OPTIONS, wordsOf } from "./table.js";

/** @import { Command, Option } from "./table.js" */
/** @import { Language } from "./texts.js" */

const en = {
  about: "Builds, checks and explains CBT's signing request (customs announcement 179).",
  usage: "Usage",
  command: "COMMAND",
  options: "OPTIONS",
  commands: "Commands",
  ownOptions: "Options",
  commonOptions: "Options of every command",
  examples: "Examples",
  exit: "Exit codes: 0 no errors, 1 errors found, 2 wrong usage or an unreadable file.",
  more: "cbt179 COMMAND --help tells more about a command.",
  /** @type {Record<Command, { about: string, more: string[], examples: string[] }>} */
  of: {
    check: {
      about: "say what is wrong with a form body, where, and what to do",
      more: [
        "A FILE holds one body, EData=…&payExInfoStr=…; `-` or nothing is standard input.",
        "One line break at a file's end is not taken for a part of the body.",
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
        "The token is masked, and so is whatever may be the token.",
        "One line break at a file's end is not taken for a part of the body.",
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
        "left out. The body goes to standard output without a line break, findings go to",
        "standard error.",
      ],
      examples: [
        "cbt179 build request.json > body.txt",
        "cbt179 build request.json --pay-ex-info payExInfo.json > body.txt",
      ],
    },
    reply: {
      about: "say what CBT's reply means",
      more: ["With the request, its serial number and time are compared with the reply's."],
      examples: [
        "cbt179 reply reply.json --request body.txt",
        "cbt179 reply reply.json --serial-number 20180705000001",
      ],
    },
    compose: {
      about: "put CBT's signature into the text that was signed, for customs",
      more: [
        "TEXT is the JSON text that CBT signed (payExInfo), exact to the byte; REPLY is",
        "CBT's reply. Either may be `-`, standard input. The result has no line break.",
      ],
      examples: ["cbt179 compose payExInfo.json reply.json > upload.txt"],
    },
    fix: {
      about: "fix form bodies where the fix is certain, or with --unsafe a guess",
      more: [
        "The fixed body goes to standard output, or back into its file; the fixes and the",
        "remaining findings go to standard error. Several files need --write or --check.",
        "One line break at a file's end stays: it is not part of the body.",
        "Without --unsafe, the fixed body carries the very data that the sender had.",
      ],
      examples: [
        "cbt179 fix body.txt > fixed.txt",
        "cbt179 fix --write sent/*.txt",
        "cbt179 fix --write --code json.trailing-comma body.txt",
      ],
    },
    explain: {
      about: "say what a finding means, by its code",
      more: ["Without a CODE, it lists all, a line each."],
      examples: ["cbt179 explain json.trailing-comma", "cbt179 explain | grep amount"],
    },
    schema: {
      about: "print the JSON Schema of a request",
      more: ["The request is what build takes."],
      examples: ["cbt179 schema --target draft-07 > request.schema.json"],
    },
    completion: {
      about: "print a script that completes commands and options in a shell",
      more: ["Bash, zsh, fish and PowerShell read it at their start; its first line says how."],
      examples: ["cbt179 completion bash >> ~/.bashrc"],
    },
  },
  /** @type {Record<string, string>} */
  option: {
    jsonl: "each line is a JSON string, or an object with a `body`",
    part: "print this JSON text alone, exactly",
    "pay-ex-info": "take payExInfo from this JSON text, byte for byte",
    names: "write cusName, cusCode (default) or coName, coCode",
    now: "the time for a missing commitTime (default: now)",
    "serial-number": "the request's serialNumber",
    "commit-time": "the request's commitTime",
    request: "the form body that was sent: both are read from it",
    as: "print the form body (the default) or its JSON text",
    code: "fix only findings of this code (may be repeated)",
    write: "write the fixed body back into FILE",
    check: "write nothing; exit with 1 for a fix or an error",
    unsafe: "also apply guesses, which change or add data",
    target: "the kind of schema (default: 2020-12)",
    "no-annotations": "leave out what only people read, and the x- keywords",
    format: "how to print (default: text)",
    json: "the same as --format json: a line for each input",
    quiet: "print no findings; the exit code tells",
    lang: "language (default: the terminal's)",
    color: "default: auto, with NO_COLOR and FORCE_COLOR",
    "customs-rules": "severity of customs' own rules (default: warning)",
    "max-body-bytes": "refuse larger input (default: 8388608)",
    "show-token": "do not mask the token",
    help: "print this",
    version: "print the version",
  },
};

/** @type {typeof en} */
const zh = {
  about: "生成、校验、解释 CBT 加签请求（海关总署 2018 年第 179 号公告）。",
  usage: "用法",
  command: "命令",
  options: "选项",
  commands: "命令",
  ownOptions: "选项",
  commonOptions: "各命令共有的选项",
  examples: "示例",
  exit: "退出码：0 没有错误；1 发现错误；2 用法有误，或文件无法读取。",
  more: "cbt179 命令 --help 显示该命令的说明。",
  of: {
    check: {
      about: "检查请求体：哪里错，为什么，怎么改",
      more: [
        "每个 FILE 里是一个请求体，EData=…&payExInfoStr=…；`-` 或不写表示标准输入。",
        "文件末尾的一个换行不算请求体的一部分。",
      ],
      examples: en.of.check.examples,
    },
    decode: {
      about: "输出请求体里的两段 JSON",
      more: ["token 以及可能是 token 的内容会被遮盖。", "文件末尾的一个换行不算请求体的一部分。"],
      examples: en.of.decode.examples,
    },
    build: {
      about: "由 JSON 形式的请求生成请求体",
      more: [
        '请求的形式是 { "eData": {…}, "payExInfo": {…} }；version、commitTime 可省略。',
        "请求体写到标准输出，末尾不加换行；检查结果写到标准错误。",
      ],
      examples: en.of.build.examples,
    },
    reply: {
      about: "解释 CBT 的应答",
      more: ["给出请求时，会把它的流水号和提交时间与应答比较。"],
      examples: en.of.reply.examples,
    },
    compose: {
      about: "把 CBT 的签名加入所签的 JSON，用于报送海关",
      more: [
        "TEXT 是 CBT 所签的 JSON（payExInfo），一个字节也不能差；REPLY 是 CBT 的应答。",
        "其中一个可以是 `-`（标准输入）。结果末尾不加换行。",
      ],
      examples: en.of.compose.examples,
    },
    fix: {
      about: "修复请求体：只做有把握的修改，加 --unsafe 则也做推测的修改",
      more: [
        "修复后的请求体写到标准输出，或写回原文件；所做的修改和剩余的问题写到标准错误。",
        "多个文件时要加 --write 或 --check。",
        "文件末尾的一个换行原样保留，不算请求体的一部分。",
        "不加 --unsafe 时，修复后的数据与发送方原有的数据完全一致。",
      ],
      examples: en.of.fix.examples,
    },
    explain: {
      about: "按代码解释检查结果",
      more: ["不写 CODE 则逐行列出全部代码。"],
      examples: en.of.explain.examples,
    },
    schema: {
      about: "输出请求的 JSON Schema",
      more: ["这里的请求就是 build 的输入。"],
      examples: en.of.schema.examples,
    },
    completion: {
      about: "输出 shell 的命令补全脚本",
      more: ["Bash、zsh、fish 和 PowerShell 启动时读取；脚本首行是安装方法。"],
      examples: en.of.completion.examples,
    },
  },
  option: {
    jsonl: "每行是一个 JSON 字符串，或带有 `body` 的对象",
    part: "只输出这一段 JSON，一字不差",
    "pay-ex-info": "payExInfo 取自这个 JSON 文件，逐字节不变",
    names: "写 cusName 和 cusCode（默认），或 coName 和 coCode",
    now: "省略的 commitTime 所用的时间（默认：现在）",
    "serial-number": "请求的 serialNumber",
    "commit-time": "请求的 commitTime",
    request: "发送过的请求体：从中读取以上两项",
    as: "输出表单（默认），或其中的 JSON",
    code: "只修改这个代码的问题（可重复）",
    write: "把修复后的请求体写回 FILE",
    check: "什么都不写；还有可改之处或错误时退出码为 1",
    unsafe: "也做推测的修改：会改变或补充数据",
    target: "Schema 的种类（默认：2020-12）",
    "no-annotations": "不要只供人阅读的内容，也不要 x- 开头的关键字",
    format: "输出格式（默认：text）",
    json: "即 --format json：每个输入一行",
    quiet: "不显示检查结果，只看退出码",
    lang: "语言（默认：终端的语言）",
    color: "默认：auto，遵循 NO_COLOR 和 FORCE_COLOR",
    "customs-rules": "海关自身规则的严重程度（默认：warning）",
    "max-body-bytes": "拒绝更大的输入（默认：8388608）",
    "show-token": "不遮盖 token",
    help: "显示本说明",
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
    `${say.usage}: cbt179 ${say.command} [${say.options}]`,
    "",
    `${say.commands}:`,
    ...COMMAND_NAMES.map((name) => `  ${name.padEnd(11)} ${say.of[name].about}`),
    "",
    `${say.commonOptions}:`,
    ...optionLines(say, COMMON),
    "",
    `${say.examples}:`,
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
    `${say.usage}: cbt179 ${command} [${say.options}] ${usage}`.trimEnd(),
    "",
    `  ${about}`,
    "",
    ...more,
    "",
    `${say.ownOptions}:`,
    ...optionLines(say, [...options, ...COMMON], command),
    "",
    `${say.examples}:`,
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
