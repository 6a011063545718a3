// The reply view: explains CBT's reply, and composes the upload from it and the request in the check view.

import { chinaTime } from "./china-time.js";
import { ask } from "./core.js";
import { button, h, plain, say, setText } from "./dom.js";
import { makeEditor } from "./editor.js";
import { drawFindings } from "./findings.js";
import { copy, download, shortened } from "./output.js";
import { recognise } from "./recognise.js";
import { sampleReply } from "./samples.js";
import { judge } from "./verdict.js";

// Nobody reads a longer text; the buttons give all of it.
const MOST_SHOWN = 4000;

/**
 * The tones of the model's states; all others are errors, because a reply that must not be used is like an unsigned
 * one.
 */
const TONES = { signed: "ok", upload: "ok", incomplete: "warning" };

/**
 * Builds the view in a panel. `isTokenShown()` returns whether the user asked to see the token, and `open(text)` takes
 * over a text that is neither a reply nor an upload.
 */
export function replyView(panel, { t, isTokenShown, open }) {
  const title = h("h2", { id: "reply-text-title" });
  const hint = h("p", { className: "hint", id: "reply-text-note" });
  const box = h("div", { className: "editor", id: "reply-text" });
  const example = button("", () => show(sampleReply), { id: "reply-sample" });
  const output = h("section", { className: "answer", id: "reply-output", tabIndex: -1 });
  const unfolded = new Set();
  let answers = 0;
  panel.append(
    h(
      "div",
      { className: "reply" },
      h(
        "div",
        { className: "given" },
        h("div", { className: "head" }, title, h("div", { className: "tools" }, example)),
        hint,
        box,
      ),
      output,
    ),
  );
  const editor = makeEditor(box, {
    kind: "json",
    onEdit: read,
    onLook() {},
    onHover() {},
    onReplace: show,
  });
  // A whole text replaces the reply, even if it is pasted into the middle.
  box.addEventListener("paste", pasted, true);

  function pasted(event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const { kind } = recognise(text);
    if (kind === "unknown") return;
    event.preventDefault();
    event.stopPropagation();
    if (kind === "reply" || kind === "upload") show(text);
    else open(text);
  }

  /** Shows a text, covered until the model has found its secrets. */
  function show(text) {
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
    else if (!answer.state) output.replaceChildren(h("p", { className: "hint" }, t().replyEmpty));
    else output.replaceChildren(...parts(answer).filter(Boolean));
  }

  function parts(answer) {
    const { state, groups, more, fields, upload, refused } = answer;
    const own = t();
    const [word, detail] = own.replyStates[state];
    const details = [detail, ...notesOn(answer)].filter(Boolean);
    say([word, ...details, ...groups.map(({ first }) => plain(first.message))].join(" "));
    const isDoubtful = groups.length > 0 || answer.carries === "other";
    const tone = TONES[state] === "ok" && isDoubtful ? "warning" : (TONES[state] ?? "error");
    const notes = details.map((text) => h("p", {}, text));
    const verdict = h("div", { className: "verdict" }, judge(tone, word), notes);
    verdict.dataset.state = tone;
    const list = h("ol", { className: "list" });
    const page = { t: { ...own, panes: () => "" }, open: unfolded, go() {}, fix() {} };
    drawFindings(list, { groups, more }, page);
    return [
      verdict,
      ...(groups.length ? [h("h3", {}, own.findings), list] : []),
      ...(state === "signed" ? uploadParts(upload, refused) : []),
      ...(fields.length
        ? [
            h(
              "h3",
              {},
              state in TONES && state !== "signed" ? own.signatureFields : own.replyFields,
            ),
            fieldList(fields),
          ]
        : []),
    ];
  }

  /** Returns further remarks on a reply or an upload. */
  function notesOn({ state, isMatched, missing, carries }) {
    const own = t();
    if (state === "signed") return [isMatched ? own.matched : own.unmatched];
    if (state === "upload") return [own.carries[carries]];
    if (state !== "incomplete") return [];
    return [missing.length ? own.uploadLacks(missing) : own.uploadLacksData, own.carries[carries]];
  }

  /** Lists the fields with their titles, and the signing time as a date. */
  function fieldList(fields) {
    const own = t();
    const rows = fields.flatMap(([name, value]) => {
      const isTime = name === "serviceTime" && /^\d{13}$/.test(value);
      return [
        h("dt", {}, own.replyField[name] ?? "", " ", h("code", {}, name)),
        h(
          "dd",
          {},
          isTime ? h("span", {}, own.chinaTime(chinaTime(Number(value)))) : null,
          h("code", {}, value),
        ),
      ];
    });
    return h("dl", { className: "fields" }, rows);
  }

  function uploadParts(upload, refused) {
    const own = t();
    const head = h("h3", {}, own.upload);
    if (!upload)
      return [head, h("p", { className: "hint" }, refused ? own.uploadRefused : own.uploadNone)];
    return [
      head,
      h("p", { className: "hint" }, own.uploadHint),
      result(own.uploadBody, "cbt179-upload.txt", upload.body, upload.masked.body),
      result(own.uploadJson, "cbt179-upload.json", upload.json, upload.masked.json),
    ];
  }

  function result(name, file, text, masked) {
    const own = t();
    const shown = shortened(isTokenShown() ? text : masked, MOST_SHOWN, own);
    const copyButton = button(own.copy, ({ currentTarget }) => copy(currentTarget, text, t), {
      className: "copy",
      "data-text": "copy",
      ariaLabel: own.copyOf(name),
    });
    const downloadButton = button(own.download, () => download(file, text), {
      ariaLabel: `${own.download} ${name}`,
    });
    return h(
      "section",
      { className: "result", ariaLabel: name },
      h(
        "div",
        { className: "head" },
        h(
          "div",
          { className: "heading" },
          h("h4", {}, name),
          h("span", { className: "size" }, own.size(text.length)),
        ),
        h("div", { className: "tools" }, copyButton, downloadButton),
      ),
      // A scrolling area must be within reach of the keyboard.
      h("pre", { tabIndex: 0, ariaLabel: name }, shown),
    );
  }

  return {
    /** Reads the reply again, since the request may have changed. */
    enter: read,
    speak() {
      const own = t();
      setText(title, own.replyTitle);
      setText(hint, own.replyHint);
      setText(example, own.sampleReply);
      output.ariaLabel = own.replyMeaning;
      editor.speak({ hint: "", phrases: own.phrases });
      read();
    },
    /** Shows a text from elsewhere on the page, and focuses the result. */
    take(text) {
      output.focus();
      show(text);
    },
  };
}
