// Holds every text of the command line in both languages, which say the same. Texts of findings come from the core.

/** @typedef {"zh" | "en"} Language */
/** @typedef {"error" | "warning" | "info"} Severity */
/** @typedef {string | readonly string[] | undefined} Kind */
/** @typedef {{ bodies: number, changed: number, fixes: number, bad: number }} Fixed */

const few = (/** @type {number} */ n, /** @type {string} */ one, many = `${one}s`) =>
  `${n} ${n === 1 ? one : many}`;

const ticked = (/** @type {readonly string[]} */ words, comma = ", ") =>
  words.map((word) => `\`${word}\``).join(comma);

/** `a`, `b` or `c`. @param {readonly string[]} words @param {string} or @param {string} [comma] */
const alternatives = (words, or, comma) =>
  [ticked(words.slice(0, -1), comma), ...words.slice(-1).map((word) => `\`${word}\``)]
    .filter((part) => part !== "")
    .join(` ${or} `);

const en = {
  usage: {
    noCommand: (
      /** @type {string} */ word,
      /** @type {string | undefined} */ near,
      /** @type {string[]} */ commands,
    ) =>
      `unknown command \`${word}\`; ${near ? `did you mean \`${near}\`?` : `the commands are ${ticked(commands)}`}`,
    noOption: (/** @type {string} */ option, /** @type {string | undefined} */ near) =>
      `unknown option \`${option}\`${near ? `; did you mean \`--${near}\`?` : ""}`,
    notOf: (/** @type {string} */ option, /** @type {string} */ command) =>
      `\`${command}\` has no option \`${option}\``,
    noValue: (/** @type {string} */ option, /** @type {string} */ value) =>
      `\`${option}\` takes no value, but got \`${value}\``,
    needsValue: (/** @type {string} */ option, /** @type {Kind} */ kind) =>
      `\`${option}\` needs a value: ${en.kind(kind)}`,
    wrong: (
      /** @type {string} */ option,
      /** @type {string} */ value,
      /** @type {Kind} */ kind,
      /** @type {string | undefined} */ near,
    ) =>
      `\`${option}\` must be ${en.kind(kind)}, but is \`${value}\`${near ? `; did you mean \`${near}\`?` : ""}`,
    notFor: (
      /** @type {string} */ command,
      /** @type {string} */ word,
      /** @type {Kind} */ kind,
      /** @type {string | undefined} */ near,
    ) =>
      `\`${command}\` takes ${en.kind(kind)}, not \`${word}\`${near ? `; did you mean \`${near}\`?` : ""}`,
    tooFew: (/** @type {string} */ command, /** @type {string} */ files) =>
      `\`${command}\` needs ${files}`,
    tooMany: (/** @type {string} */ command, /** @type {string} */ file) =>
      `unexpected argument \`${file}\` after those of \`${command}\``,
    stdinTwice: () => "standard input (`-`) can be read only once",
    writeNeedsFile: () => "`--write` needs a file to write to",
    notTogether: (/** @type {string} */ a, /** @type {string} */ b) =>
      `\`--${a}\` and \`--${b}\` can't be used together`,
    needsKey: () => "`verify` needs `--cert FILE` or `--key FILE`",
    oneForReply: () => "`--reply` needs exactly one file, the text that CBT signed",
    whereTo: () => "several files need `--write` (write them back) or `--check` (write nothing)",
    hint: (/** @type {string} */ command) => `see \`cbt179 ${command}--help\``,
  },
  kind: (/** @type {Kind} */ kind) => {
    if (typeof kind === "object") return alternatives(kind, "or");
    return (
      /** @type {Record<string, string>} */ ({
        FILE: "a file",
        CODE: "a finding's code, such as `json.trailing-comma`",
        N: "a whole number",
        MILLIS: "whole milliseconds since 1970",
      })[kind ?? ""] ?? "a string"
    );
  },
  cantRead: (/** @type {string} */ file, /** @type {string} */ why) =>
    `can't read \`${file}\`: ${why}`,
  cantWrite: (/** @type {string} */ file, /** @type {string} */ why) =>
    `can't write \`${file}\`: ${why}`,
  why: /** @type {Record<string, string>} */ ({
    ENOENT: "no such file",
    EACCES: "permission denied",
    EPERM: "permission denied",
    EISDIR: "it is a directory; name the files in it, such as `DIR/*.txt`",
    ENOTDIR: "no such file",
    ERR_FS_FILE_TOO_LARGE: "the file is too large",
  }),
  hintBreak: "; ",
  stdin: "standard input",
  reading: "reading standard input; end it with Ctrl-D",
  decoded: (/** @type {string} */ file, /** @type {string} */ encoding) =>
    `\`${file}\` is ${encoding} with a BOM, as \`>\` in Windows PowerShell writes it, and was decoded; ` +
    "save it as UTF-8 without a BOM, or use PowerShell 7, whose `>` writes UTF-8",
  notDecoded: (/** @type {string} */ file, /** @type {string} */ encoding) =>
    `\`${file}\` seems to be ${encoding}, but was not decoded; save it as UTF-8 without a BOM`,
  hasMark: (/** @type {string} */ file) =>
    `\`${file}\` is UTF-8 with a BOM (U+FEFF at the beginning); save it as UTF-8 without a BOM`,
  isFor: (/** @type {string} */ file, /** @type {string} */ kind, /** @type {string} */ usage) =>
    `\`${file}\` is ${kind}; use \`cbt179 ${usage}\``,
  kinds: {
    form: "a form body",
    request: "a request before it is encoded (`eData`, `payExInfo`)",
    reply: "a reply from CBT",
    payExInfo: "the JSON text that CBT signs (`payExInfo`)",
    upload: "an upload for customs",
    uploadReply: "a reply from customs",
    openReq: "a request from customs (`openReq`)",
    certificate: "a certificate",
    publicKey: "a public key",
    jsonl: "JSON Lines",
  },
  notJson: (/** @type {string} */ file, /** @type {string} */ place) =>
    `\`${file}\` is not JSON${place && ` (${place})`}`,
  notAnObject: (/** @type {string} */ file) =>
    `\`${file}\` must be an object, { "eData": …, "payExInfo": … }`,
  noEData: (/** @type {string} */ file) => `can't decode EData in \`${file}\``,
  lineNotJson: "the line is not JSON",
  lineNoBody: "the line must be a body as a JSON string, or an object with a string `body`",
  place: (/** @type {number} */ line, /** @type {number} */ column) =>
    `line ${line}, column ${column}`,
  in: {
    json: (/** @type {number} */ line, /** @type {number} */ column) =>
      `JSON line ${line}, column ${column}`,
    form: (/** @type {number} */ start, /** @type {number} */ end) => `body ${start}..${end}`,
    and: "; ",
  },
  wholeBody: "the body",
  severity: { error: "error", warning: "warning", info: "info" },
  help: "help",
  clause: "clause",
  fix: "fix",
  guess: "fix (a guess)",
  found: "found",
  times: (/** @type {number} */ n) => few(n, "time"),
  count: {
    error: (/** @type {number} */ n) => few(n, "error"),
    warning: (/** @type {number} */ n) => few(n, "warning"),
    info: (/** @type {number} */ n) => few(n, "info"),
  },
  list: (/** @type {string[]} */ items) => items.join(", "),
  allWell: "ok: no findings",
  okBut: (/** @type {string} */ counts) => `ok: no errors; ${counts}`,
  notOk: (/** @type {string} */ counts) => `not ok: ${counts}`,
  clauseBreak: "; ",
  fixable: (/** @type {number} */ safe, /** @type {number} */ unsafe) => {
    if (safe === 0) return `${unsafe} fixable by guessing with \`cbt179 fix --unsafe\``;
    const more = unsafe === 0 ? "" : `, ${unsafe} more by guessing with \`--unsafe\``;
    return `${safe} fixable with \`cbt179 fix\`${more}`;
  },
  progress: (/** @type {number} */ n, /** @type {string} */ name) => `${n} done, now ${name}`,
  bodies: (/** @type {number} */ n, /** @type {number} */ ok, /** @type {number} */ bad) =>
    `${few(n, "body", "bodies")} checked: ${ok} ok, ${bad} with errors`,
  unread: (/** @type {number} */ n) => `${few(n, "file")} could not be read`,
  failed: (/** @type {number} */ n) => `${few(n, "file")} could not be read or written`,
  part: { eData: "EData", payExInfo: "payExInfoStr" },
  noPart: (/** @type {string} */ part) => `the body has no ${part}`,
  seeCheck: "`cbt179 check` lists all findings",
  signed: "CBT has signed.",
  signedBut: "CBT reports that it has signed, but its reply has errors.",
  refused: (/** @type {string} */ code, /** @type {string} */ msg) =>
    `CBT rejected the request${code && ` (\`${code}\`)`}${msg && `: ${msg}`}.`,
  noReply: "This reply does not say whether CBT has signed.",
  received: "Customs has received the upload.",
  notReceived: (/** @type {string} */ code, /** @type {string} */ message) =>
    `Customs rejected the upload${code && ` (\`${code}\`)`}${message && `: ${message}`}.`,
  noUploadReply: "This reply does not say whether customs has received the upload.",
  verified: (/** @type {string} */ how) => `The signature verifies${how}.`,
  notVerified: (/** @type {string} */ how) => `Verification failed${how}.`,
  variant: (/** @type {string} */ id) => `variant \`${id}\``,
  of: (/** @type {string} */ file, /** @type {string} */ line) => `${file}: ${line}`,
  uploads: (/** @type {number} */ n, /** @type {number} */ ok, /** @type {number} */ bad) =>
    `${few(n, "signature")} checked: ${ok} valid, ${bad} not`,
  needsTime: (/** @type {string} */ file) =>
    `\`${file}\` has no serviceTime; pass the one in CBT's reply with \`--service-time\``,
  covered: "the token is masked, so this is not the exact text; `--show-token` prints it",
  fixed: (/** @type {boolean} */ isGuess, /** @type {boolean} */ isCheck) =>
    (isCheck ? "would fix" : "fixed") + (isGuess ? " by a guess" : ""),
  fixedBodies: (
    /** @type {Fixed} */ { bodies, changed, fixes, bad },
    /** @type {boolean} */ isCheck,
  ) =>
    `${few(bodies, "body", "bodies")}: ${changed} ${isCheck ? "would be fixed" : "fixed"} (${few(fixes, "fix", "fixes")}), ` +
    `${bodies - changed} unchanged; ${bad} with errors left`,
  nothingFixed: "nothing to fix",
  wrote: (/** @type {string} */ file) => `wrote \`${file}\``,
  example: "example",
  colon: ": ",
  aside: (/** @type {string} */ text) => ` (${text})`,
  customsRule: " (enforced only by customs; an error with `--customs-rules error`)",
  answer: "CBT's answer",
  applicability: { safe: "fix (safe)", unsafe: "fix (a guess)", none: "fix" },
  noFix: "none",
  reason: "reason",
};

/** @type {typeof en} */
const zh = {
  usage: {
    noCommand: (word, near, commands) =>
      `没有 \`${word}\` 这个命令，${near ? `是不是 \`${near}\`？` : `命令有 ${ticked(commands, "、")}`}`,
    noOption: (option, near) =>
      `没有 \`${option}\` 这个选项${near ? `，是不是 \`--${near}\`？` : ""}`,
    notOf: (option, command) => `命令 \`${command}\` 没有 \`${option}\` 这个选项`,
    noValue: (option, value) => `\`${option}\` 不带值，却写了 \`${value}\``,
    needsValue: (option, kind) => `\`${option}\` 缺少值：${zh.kind(kind).trimStart()}`,
    wrong: (option, value, kind, near) =>
      `\`${option}\` 应为${zh.kind(kind)}，这里是 \`${value}\`${near ? `；是不是 \`${near}\`？` : ""}`,
    notFor: (command, word, kind, near) =>
      `\`${command}\` 的参数应为${zh.kind(kind)}，而不是 \`${word}\`${near ? `；是不是 \`${near}\`？` : ""}`,
    tooFew: (command, files) => `\`${command}\` 需要 ${files}`,
    tooMany: (command, file) => `\`${command}\` 的参数里多了 \`${file}\``,
    stdinTwice: () => "标准输入（`-`）只能读一次",
    writeNeedsFile: () => "`--write` 需要写回的文件",
    notTogether: (a, b) => `\`--${a}\` 和 \`--${b}\` 不能同时使用`,
    needsKey: () => "`verify` 需要 `--cert FILE` 或 `--key FILE`",
    oneForReply: () => "用 `--reply` 时只能有一个文件，即 CBT 加签的原文",
    whereTo: () => "有多个文件时要加 `--write`（写回原文件）或 `--check`（什么都不写）",
    hint: (command) => `参见 \`cbt179 ${command}--help\``,
  },
  kind: (kind) => {
    if (typeof kind === "object") return ` ${alternatives(kind, "或", "、")}`;
    return (
      /** @type {Record<string, string>} */ ({
        FILE: "文件",
        CODE: "检查结果的代码，例如 `json.trailing-comma`",
        N: "整数",
        MILLIS: "Unix 毫秒时间戳",
      })[kind ?? ""] ?? "字符串"
    );
  },
  cantRead: (file, why) => `无法读取 \`${file}\`：${why}`,
  cantWrite: (file, why) => `无法写入 \`${file}\`：${why}`,
  why: {
    ENOENT: "没有这个文件",
    EACCES: "没有权限",
    EPERM: "没有权限",
    EISDIR: "这是目录；请写出其中的文件，例如 `DIR/*.txt`",
    ENOTDIR: "没有这个文件",
    ERR_FS_FILE_TOO_LARGE: "文件太大",
  },
  hintBreak: "；",
  stdin: "标准输入",
  reading: "正在读取标准输入，按 Ctrl-D 结束",
  decoded: (file, encoding) =>
    `\`${file}\` 是带 BOM 的 ${encoding}（Windows PowerShell 的 \`>\` 写出的文件就是这样），已解码；` +
    "请保存为不带 BOM 的 UTF-8，或改用 PowerShell 7，它的 `>` 写出的是 UTF-8",
  notDecoded: (file, encoding) =>
    `\`${file}\` 似乎是 ${encoding}，未作解码；请保存为不带 BOM 的 UTF-8`,
  hasMark: (file) => `\`${file}\` 是带 BOM 的 UTF-8（开头有 U+FEFF）；请保存为不带 BOM 的 UTF-8`,
  isFor: (file, kind, usage) => `\`${file}\` 是${kind}；请用 \`cbt179 ${usage}\``,
  kinds: {
    form: "请求体",
    request: "编码之前的请求（`eData`、`payExInfo`）",
    reply: " CBT 的应答",
    payExInfo: "要由 CBT 加签的 JSON（`payExInfo`）",
    upload: "上传海关的报文",
    uploadReply: "海关的应答",
    openReq: "海关的请求（`openReq`）",
    certificate: "证书",
    publicKey: "公钥",
    jsonl: " JSON Lines",
  },
  notJson: (file, place) => `\`${file}\` 不是 JSON${place && `（${place}）`}`,
  notAnObject: (file) => `\`${file}\` 应为一个对象：{ "eData": …, "payExInfo": … }`,
  noEData: (file) => `无法从 \`${file}\` 解码出 EData`,
  lineNotJson: "这一行不是 JSON",
  lineNoBody: "这一行应为 JSON 字符串形式的请求体，或带有字符串 `body` 的对象",
  place: (line, column) => `第 ${line} 行第 ${column} 列`,
  in: {
    json: (line, column) => `JSON 第 ${line} 行第 ${column} 列`,
    form: (start, end) => `请求体 ${start}..${end}`,
    and: "；",
  },
  wholeBody: "整个请求体",
  severity: { error: "错误", warning: "警告", info: "提示" },
  help: "建议",
  clause: "依据",
  fix: "修改",
  guess: "修改（推测）",
  found: "出现",
  times: (n) => `共 ${n} 处`,
  count: {
    error: (n) => `${n} 个错误`,
    warning: (n) => `${n} 个警告`,
    info: (n) => `${n} 条提示`,
  },
  list: (items) => items.join("，"),
  allWell: "通过：没有发现问题",
  okBut: (counts) => `通过：没有错误；${counts}`,
  notOk: (counts) => `不通过：${counts}`,
  clauseBreak: "；",
  fixable: (safe, unsafe) => {
    if (safe === 0) return `其中 ${unsafe} 项可用 \`cbt179 fix --unsafe\` 按推测修改`;
    const more = unsafe === 0 ? "" : `，另有 ${unsafe} 项加 \`--unsafe\` 按推测修改`;
    return `其中 ${safe} 项可用 \`cbt179 fix\` 修改${more}`;
  },
  progress: (n, name) => `已完成 ${n} 个，正在处理 ${name}`,
  bodies: (n, ok, bad) => `共检查 ${n} 个请求体：${ok} 个通过，${bad} 个有错误`,
  unread: (n) => `${n} 个文件无法读取`,
  failed: (n) => `${n} 个文件无法读取或写入`,
  part: { eData: "EData", payExInfo: "payExInfoStr" },
  noPart: (part) => `请求体中没有 ${part}`,
  seeCheck: "用 `cbt179 check` 查看全部检查结果",
  signed: "CBT 已加签。",
  signedBut: "CBT 称已加签，但应答有错误。",
  refused: (code, msg) => `CBT 拒绝了请求${code && `（\`${code}\`）`}${msg && `：${msg}`}。`,
  noReply: "从这个应答看不出 CBT 是否已加签。",
  received: "海关已收到上传的数据。",
  notReceived: (code, message) =>
    `海关拒绝了上传${code && `（\`${code}\`）`}${message && `：${message}`}。`,
  noUploadReply: "从这个应答看不出海关是否已收到上传的数据。",
  verified: (how) => `验签通过${how}。`,
  notVerified: (how) => `验签失败${how}。`,
  variant: (id) => `变体 \`${id}\``,
  of: (file, line) => `${file}：${line}`,
  uploads: (n, ok, bad) => `共验证 ${n} 个签名：${ok} 个通过，${bad} 个失败`,
  needsTime: (file) => `\`${file}\` 里没有 serviceTime；用 \`--service-time\` 给出 CBT 应答里的值`,
  covered: "token 已遮盖，因此与原文不同；加 `--show-token` 可输出原文",
  fixed: (isGuess, isCheck) => (isCheck ? "将" : "已") + (isGuess ? "按推测修改" : "修改"),
  fixedBodies: ({ bodies, changed, fixes, bad }, isCheck) =>
    `共 ${bodies} 个请求体：${changed} 个${isCheck ? "需要修改" : "已修改"}（${fixes} 处），` +
    `${bodies - changed} 个不变；修改后仍有错误的 ${bad} 个`,
  nothingFixed: "没有可修改的问题",
  wrote: (file) => `已写入 \`${file}\``,
  example: "示例",
  colon: "：",
  aside: (text) => `（${text}）`,
  customsRule: "（只有海关要求；加 `--customs-rules error` 则算错误）",
  answer: "CBT 会返回",
  applicability: { safe: "修改（安全）", unsafe: "修改（推测）", none: "修改" },
  noFix: "无",
  reason: "理由",
};

export const texts = { en, zh };
