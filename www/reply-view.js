// The view of CBT's reply: what it means, and the upload that it makes of the body in the checker.

import { ask } from "./core.js";
import { button, h, icon, say } from "./dom.js";
import { drawFindings } from "./findings.js";
import { copy, download } from "./output.js";
import { sampleReply } from "./samples.js";

// More than that is for programs.
const MOST_SHOWN = 4000;

/** Builds it in a panel. */
export function replyView(panel, { t }) {
  const title = h("h2", { id: "reply-title" });
  const hint = h("p", { className: "hint", id: "reply-hint" });
  const input = h("textarea", {
    id: "reply-text",
    rows: 6,
    spellcheck: false,
    autocomplete: "off",
    "aria-labelledby": "reply-title",
    "aria-describedby": "reply-hint",
  });
  const output = h("div", { id: "reply-output" });
  const open = new Set();
  let answers = 0;
  const example = button("", () => {
    input.value = sampleReply;
    read();
  });
  panel.append(title, hint, h("p", { className: "places" }, example), input, output);
  input.addEventListener("input", read);

  async function read() {
    const mine = ++answers;
    const text = input.value;
    const answer = text.trim()
      ? await ask("reply", { text }).catch((error) => ({ broken: error.message }))
      : {};
    if (mine === answers) draw(answer);
  }

  function draw(answer) {
    if (answer.broken) output.replaceChildren(h("p", { role: "alert" }, answer.broken));
    else if (!answer.groups) output.replaceChildren();
    else output.replaceChildren(...parts(answer).filter(Boolean));
  }

  function parts({ ok, reply, groups, more, upload, refused }) {
    const { replyOk, replyBad, replyFields, findings: findingsName } = t();
    const list = h("ol", { className: "list" });
    const texts = { ...t(), panes: () => "" };
    drawFindings(list, { groups, more }, { t: texts, open, go() {}, mend() {} });
    const [word, detail] = ok ? replyOk : replyBad;
    say([word, detail, ...groups.map(({ first }) => first.message)].join(" "));
    const verdict = h(
      "div",
      { className: "verdict" },
      icon(ok ? "ok" : "error"),
      h("p", {}, h("strong", {}, word), ` ${detail}`),
    );
    verdict.dataset.state = ok ? "ok" : "error";
    const fields = Object.entries(reply ?? {}).filter(
      ([, value]) => value !== null && value !== "",
    );
    return [
      verdict,
      groups.length ? h("h3", {}, findingsName) : null,
      groups.length ? list : null,
      fields.length ? h("h3", {}, replyFields) : null,
      fields.length
        ? h(
            "dl",
            { className: "fields" },
            fields.flatMap(([name, value]) => [
              h("dt", {}, h("code", {}, name)),
              h("dd", {}, h("code", {}, value)),
            ]),
          )
        : null,
      ...(ok ? uploadParts(upload, refused) : []),
    ];
  }

  function uploadParts(upload, refused) {
    const own = t();
    const head = h("h3", {}, own.upload);
    if (!upload)
      return [head, h("p", { className: "hint" }, refused ? own.uploadRefused : own.uploadNone)];
    return [
      head,
      h("p", { className: "hint" }, own.uploadHint),
      result(own.uploadJson, "cbt179-upload.json", upload.json),
      result(own.uploadBody, "cbt179-upload.txt", upload.body),
    ];
  }

  function result(name, file, text) {
    const own = t();
    const shown =
      text.length > MOST_SHOWN
        ? `${text.slice(0, MOST_SHOWN)}\n${own.cut(text.length - MOST_SHOWN)}`
        : text;
    return h(
      "section",
      { className: "result", ariaLabel: name },
      h(
        "div",
        { className: "head" },
        h("h4", {}, name),
        h("span", { className: "size" }, own.size(text.length)),
        h(
          "div",
          { className: "tools" },
          button(own.copy, ({ currentTarget }) => copy(currentTarget, text, t), {
            className: "copy",
            "data-text": "copy",
          }),
          button(own.download, () => download(file, text), {}),
        ),
      ),
      // What scrolls must be within reach of the keyboard.
      h("pre", { tabIndex: 0 }, shown),
    );
  }

  return {
    /** The body may be another one now. */
    enter: read,
    speak() {
      title.textContent = t().replyTitle;
      hint.textContent = t().replyHint;
      example.textContent = t().sampleReply;
      read();
    },
    take(text) {
      input.value = text;
    },
  };
}
