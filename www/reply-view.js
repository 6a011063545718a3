// The view of CBT's reply: what it means, and the upload that it makes of the body in the checker.

import { ask } from "./core.js";
import { button, h, icon, say } from "./dom.js";
import { makeEditor } from "./editor.js";
import { drawFindings } from "./findings.js";
import { copy, download } from "./output.js";
import { sampleReply } from "./samples.js";

// More than that is for programs.
const MOST_SHOWN = 4000;

/** Builds it in a panel. `isTokenShown()` says whether the person has asked to see the token. */
export function replyView(panel, { t, isTokenShown }) {
  const title = h("h2", { id: "reply-text-title" });
  const hint = h("p", { className: "hint", id: "reply-text-note" });
  const box = h("div", { className: "editor", id: "reply-text" });
  const output = h("div", { id: "reply-output" });
  const open = new Set();
  let answers = 0;
  const example = button("", () => take(sampleReply));
  panel.append(title, hint, h("p", { className: "places" }, example), box, output);
  const editor = makeEditor(box, {
    kind: "json",
    onEdit: read,
    onLook() {},
    onHover() {},
    onReplace: take,
  });

  /** Shows a reply, covered until the model has read it. */
  function take(text) {
    editor.show(text);
    cover([{ start: 0, end: text.length }]);
    read();
  }

  const cover = (ranges) => editor.cover(isTokenShown() ? [] : ranges);

  async function read() {
    const mine = ++answers;
    const text = editor.text();
    const answer = text.trim()
      ? await ask("reply", { text }).catch((error) => ({ broken: error.message }))
      : {};
    if (mine === answers) draw(answer);
  }

  function draw(answer) {
    if (answer.secrets) cover(answer.secrets);
    if (answer.broken) output.replaceChildren(h("p", { role: "alert" }, answer.broken));
    else if (!answer.groups) output.replaceChildren();
    else output.replaceChildren(...parts(answer).filter(Boolean));
  }

  function parts({ ok, fields, groups, more, upload, refused }) {
    const { replyOk, replyBad, replyFields, findings: findingsName } = t();
    const list = h("ol", { className: "list" });
    const texts = { ...t(), panes: () => "" };
    drawFindings(list, { groups, more }, { t: texts, open, go() {}, fix() {} });
    const [word, detail] = ok ? replyOk : replyBad;
    say([word, detail, ...groups.map(({ first }) => first.message)].join(" "));
    const verdict = h(
      "div",
      { className: "verdict" },
      icon(ok ? "ok" : "error"),
      h("p", {}, h("strong", {}, word), ` ${detail}`),
    );
    verdict.dataset.state = ok ? "ok" : "error";
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
      result(own.uploadJson, "cbt179-upload.json", upload.json, upload.masked.json),
      result(own.uploadBody, "cbt179-upload.txt", upload.body, upload.masked.body),
    ];
  }

  function result(name, file, text, masked) {
    const own = t();
    const visible = isTokenShown() ? text : masked;
    const shown =
      text.length > MOST_SHOWN
        ? `${visible.slice(0, MOST_SHOWN)}\n${own.cut(text.length - MOST_SHOWN)}`
        : visible;
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
      editor.speak({ hint: "", phrases: t().phrases });
      read();
    },
    take,
  };
}
