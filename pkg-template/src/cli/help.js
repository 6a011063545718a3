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
      about: "explain CBT's reply, or customs' reply to an upload",
      more: [
        "CBT's reply is compared with the request's serialNumber and commitTime, if given.",
        "Customs' reply is recognized by its code, such as 10000, or by --session-id.",
      ],
      examples: [
        "cbt179 reply reply.json --request body.txt",
        "cbt179 reply reply.json --serial-number 20180705000001",
        "cbt179 reply customs-reply.json",
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
    verify: {
      about: "verify CBT's signature, and explain failures",
      more: [
        "Each FILE is an upload with its signature: the JSON, or the form payExInfoStr=….",
        "With --reply, FILE is the JSON text that was sent to CBT (payExInfo).",
        "Only the given key is used; no certificate chain is checked. An SM2 public key can",
        "also be a point in hexadecimal, 04….",
      ],
      examples: [
        "cbt179 verify upload.txt --cert cbt.cer",
        "cbt179 verify payExInfo.json --reply reply.json --cert cbt.cer",
      ],
    },
    "sign-text": {
      about: "print the text that CBT signs",
      more: [
        "FILE is the JSON text that was sent to CBT (payExInfo), with --service-time, or the",
        "upload: the JSON, or the form payExInfoStr=…. The output doesn't end in a line break.",
      ],
      examples: [
        "cbt179 sign-text upload.txt | openssl dgst -sha1",
        "cbt179 sign-text payExInfo.json --service-time 1533282603450",
      ],
    },
    cert: {
      about: "print a certificate's certNo, algorithm, validity and public key",
      more: ["FILE is an X.509 certificate in PEM, Base64 or DER. Its issuer is not checked."],
      examples: ["cbt179 cert cbt.cer"],
    },
    "open-req": {
      about: "check customs' request, and print its values or the answer",
      more: [
        "FILE is the body that customs sends, openReq=…, or the JSON in it.",
        "With --answer, the output is the reply to return at once, or nothing if the request",
        "has errors.",
      ],
      examples: ["cbt179 open-req request-body.txt", "cbt179 open-req --answer < request-body.txt"],
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
    "session-id": "the upload's sessionID; implies a reply from customs",
    "service-time": "the serviceTime of CBT's reply",
    cert: "verify with this certificate, in PEM, Base64 or DER",
    key: "verify with this public key, in PEM, Base64 or DER",
    reply: "CBT's reply to FILE, the signed JSON text",
    subject: "also print the subject, which may name a person",
    answer: "print the answer to customs",
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
      about: "解读 CBT 的应答，或海关对上传的应答",
      more: [
        "给出请求的流水号或提交时间时，会与 CBT 的应答核对。",
        "海关的应答按代码（例如 10000）识别；给出 --session-id 时也按海关的应答处理。",
      ],
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
    verify: {
      about: "验证 CBT 的签名，失败时说明原因",
      more: [
        "每个 FILE 是带有签名的上传报文：JSON，或 payExInfoStr=… 表单。",
        "加 --reply 时，FILE 是发给 CBT 的 JSON 原文（payExInfo）。",
        "只用指定的密钥验签，不校验证书链。SM2 公钥也可以是十六进制的点 04…。",
      ],
      examples: en.of.verify.examples,
    },
    "sign-text": {
      about: "输出待签文本，即 CBT 实际签名的文本",
      more: [
        "FILE 是发给 CBT 的 JSON 原文（payExInfo，要加 --service-time），或上传海关的报文：",
        "JSON，或 payExInfoStr=… 表单。输出末尾不加换行。",
      ],
      examples: en.of["sign-text"].examples,
    },
    cert: {
      about: "输出证书的 certNo、算法、有效期和公钥",
      more: ["FILE 是 X.509 证书：PEM、Base64 或 DER。不校验签发者。"],
      examples: en.of.cert.examples,
    },
    "open-req": {
      about: "检查海关的请求，输出其中的值或应答",
      more: [
        "FILE 是海关发来的请求体 openReq=…，或其中的 JSON。",
        "加 --answer 时输出应立即返回给海关的应答；请求有错误时不输出。",
      ],
      examples: en.of["open-req"].examples,
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
    "session-id": "上传报文的 sessionID；表明这是海关的应答",
    "service-time": "CBT 应答里的 serviceTime",
    cert: "用这个证书验签：PEM、Base64 或 DER",
    key: "用这个公钥验签：PEM、Base64 或 DER",
    reply: "CBT 对 FILE（加签的 JSON 原文）的应答",
    subject: "也输出证书主体（可能含人名）",
    answer: "输出返回给海关的应答",
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
