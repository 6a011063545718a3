// Every text of the page, in both languages, saying the same. The findings' own texts come from the checker.

const few = (n, one, many = `${one}s`) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

export const texts = {
  "zh-CN": {
    tagline: "检查并解读 179 号公告支付原始数据的 CBT 加签请求",
    private: "数据不离开您的浏览器",
    body: "请求体",
    bodyHint:
      "EData=…&payExInfoStr=…\n\n粘贴或编辑请求体，解码结果随之出现；编辑解码结果，请求体随之改变。",
    partHint: "解码结果，可在此编辑。",
    decoded: "解码后",
    example: "载入示例",
    clear: "清空",
    copy: "复制",
    copied: "已复制",
    copyFailed: "复制失败",
    findings: "检查结果",
    basis:
      "依据 CBT 179 加签接口文档检查；海关自身的要求列为警告或提示。示例取自该文档，其中的错误为原文自带。",
    size: (n) => `${n.toLocaleString("zh-CN")} 个字符`,
    note: {
      missing: "请求体中没有这一部分。",
      undecodable: "当前请求体解不出这一部分。",
      stale: "已过时：当前请求体解不出这一部分，此处是上一次解出的内容。",
      unread: "从请求体中读不出此处的内容。",
      behind: "与编辑后的解码内容不一致。",
      lossy: "� 代表解不出的内容；在此编辑会把它换成 �。",
    },
    severity: { error: "错误", warning: "警告", info: "提示" },
    count: {
      error: (n) => `${n.toLocaleString("zh-CN")} 个错误`,
      warning: (n) => `${n.toLocaleString("zh-CN")} 个警告`,
      info: (n) => `${n.toLocaleString("zh-CN")} 条提示`,
    },
    list: (items) => items.join("，"),
    verdict: {
      empty: ["等待请求体", "粘贴一段请求体，或载入示例。"],
      ok: ["通过", "没有发现错误。"],
      warning: ["通过，但有警告", ""],
      error: ["不通过", ""],
      broken: ["检查程序出错", ""],
    },
    none: { empty: "还没有可检查的内容。", ok: "没有发现任何问题。", broken: "" },
    more: (n) => `另有 ${n.toLocaleString("zh-CN")} 处相同问题`,
    rest: (n) => `还有 ${n.toLocaleString("zh-CN")} 项未列出。`,
    clause: (clause) => `依据 ${clause}`,
    cbtCode: (code) => `CBT 会返回 ${code}`,
    fix: "修改",
    fixTo: (label) => `修改：${label}`,
    fixAll: (n) => `全部修改（${n.toLocaleString("zh-CN")} 处）`,
    select: (line, column) => `选中第 ${line} 行第 ${column} 列起的出错之处`,
  },
  en: {
    tagline:
      "Checks and explains CBT signing requests for announcement 179’s original payment data",
    private: "Nothing leaves your browser",
    body: "Form body",
    bodyHint:
      "EData=…&payExInfoStr=…\n\nPaste or edit a body and its parts are decoded; edit a decoded part and the body follows.",
    partHint: "The decoded text, to be edited here too.",
    decoded: "decoded",
    example: "Example",
    clear: "Clear",
    copy: "Copy",
    copied: "Copied",
    copyFailed: "Copying failed",
    findings: "Findings",
    basis:
      "Checked against the document of CBT’s 179 signing interface; customs’ own demands come as warnings or infos. The example is the document’s own, faults included.",
    size: (n) => few(n, "character"),
    note: {
      missing: "The body has no such part.",
      undecodable: "The body does not decode to this part.",
      stale:
        "Out of date: the body does not decode to this part now; this is what it last decoded to.",
      unread: "This text cannot be read back out of the body.",
      behind: "Out of step with the edited decoded text.",
      lossy: "� stands for what cannot be decoded; an edit here puts � in its place.",
    },
    severity: { error: "Error", warning: "Warning", info: "Info" },
    count: {
      error: (n) => few(n, "error"),
      warning: (n) => few(n, "warning"),
      info: (n) => few(n, "info"),
    },
    list: (items) => items.join(", "),
    verdict: {
      empty: ["Waiting for a body", "Paste one, or load the example."],
      ok: ["OK", "No errors found."],
      warning: ["OK, with warnings", ""],
      error: ["Not OK", ""],
      broken: ["The checker failed", ""],
    },
    none: { empty: "Nothing to check yet.", ok: "Nothing to report.", broken: "" },
    more: (n) => `and ${n.toLocaleString("en")} more of the same`,
    rest: (n) => `${few(n, "more item")} not listed.`,
    clause: (clause) => `See ${clause}`,
    cbtCode: (code) => `CBT would answer ${code}`,
    fix: "Fix",
    fixTo: (label) => `Fix: ${label}`,
    fixAll: (n) => `Fix all (${n.toLocaleString("en")})`,
    select: (line, column) => `Select what is at fault, from line ${line}, column ${column}`,
  },
};

/** The first of the browser's languages that the page speaks: any Chinese gets Chinese, everyone else English. */
export const preferredLocale = (languages) =>
  /^zh\b/i.test(languages.find((l) => /^(zh|en)\b/i.test(l)) ?? "") ? "zh-CN" : "en";
