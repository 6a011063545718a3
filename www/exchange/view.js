// The view of the whole exchange, from customs' request to customs' reply: a row of steps with their verdicts, and below
// it the text and the outcome of one step.

import { lastOnly, loadVerifier } from "../core.js";
import { button, h, icon, plain, say, setText } from "../dom.js";
import { makeEditor } from "../editor.js";
import { recognise } from "../recognise.js";
import { valid } from "../samples.js";
import { drawOutcome, wordsOn } from "./outcome.js";
import { exchangeSample } from "./sample.js";

/** The steps in their order. The text of the request is in the check view. */
const STEPS = ["openReq", "request", "reply", "signature", "upload", "uploadReply"];

/**
 * Builds the view in a panel. `isTokenShown()` returns whether the user asked to see the token, `open(text)` takes over a
 * text of the check view, `put(body)` replaces the request there, and `show(view)` shows another view.
 */
export function exchangeView(panel, { t, isTokenShown, open, put, show: showView }) {
  const row = h("ol", { className: "steps" });
  const nav = h("nav", {}, row);
  const output = h("section", { className: "answer", id: "exchange-output", tabIndex: -1 });
  const sampleButton = button("", loadSample, { id: "exchange-sample" });
  const unfolded = new Set();
  const check = lastOnly("exchange");
  /** The user's texts. */
  const texts = {};
  let current = STEPS[0];
  /** The model's answer on each step, and the texts that it is about. */
  let answers = {};
  let answered = {};
  let reads = 0;

  const buttons = STEPS.map((step) => button("", () => select(step), { id: `step-${step}` }));
  row.append(...buttons.map((control) => h("li", {}, control)));
  const sides = Object.fromEntries(STEPS.map((step) => [step, makeSide(step)]));
  const elements = Object.values(sides).map(({ element }) => element);
  panel.append(
    h("div", { className: "exchange" }, nav, h("div", { className: "step" }, elements, output)),
  );
  mark();

  // -------------------------------------------------------------------------------------------------------------------
  // The texts.

  /** Makes the side with the text of a step. Its editor is made when it is first shown. */
  function makeSide(step) {
    const id = `${step}-text`;
    const title = h("h2", { id: `${id}-title` });
    const hint = h("p", { className: "hint", id: `${id}-note` });
    const clear = button("", () => empty(step), { className: "clear", hidden: true });
    const isElsewhere = step === "request";
    const box = isElsewhere ? undefined : h("div", { className: "editor", id });
    const toCheck = button("", () => showView("check"));
    const toBuild = button("", () => showView("build"));
    const element = h(
      "div",
      { className: "given" },
      h("div", { className: "head" }, title, h("div", { className: "tools" }, clear)),
      hint,
      box ?? h("p", { className: "places" }, toCheck, toBuild),
    );
    return { element, title, hint, box, clear, controls: { clear, toCheck, toBuild } };
  }

  function editorOf(step) {
    const side = sides[step];
    if (side.editor || !side.box) return side.editor;
    side.editor = makeEditor(side.box, {
      kind: "json",
      onEdit() {
        texts[step] = side.editor.text();
        read();
      },
      onLook() {},
      onHover() {},
      onReplace: (text) => take(step, text),
    });
    side.editor.speak({ hint: "", phrases: t().phrases });
    // A whole text goes to its step, even if it is pasted into the middle of another.
    side.box.addEventListener("paste", pasted, true);
    return side.editor;
  }

  function pasted(event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const { kind, step, text: own } = recognise(text);
    // An error page may be anyone's reply.
    if (kind === "unknown" || /^\s*</.test(text)) return;
    event.preventDefault();
    event.stopPropagation();
    if (kind !== "step") {
      open(text);
      return;
    }
    if (step !== current) select(step);
    take(step, own);
  }

  function empty(step) {
    take(step, "");
    editorOf(step).focus();
  }

  /** Puts a text into a step, covered until the model has found its secrets. */
  function take(step, text) {
    texts[step] = text;
    place(step, text);
    read();
  }

  function place(step, text) {
    const editor = editorOf(step);
    editor.show(text);
    cover(editor, [{ start: 0, end: text.length }]);
    editor.mark([]);
  }

  const cover = (editor, ranges) => editor.cover(isTokenShown() ? [] : ranges);

  // -------------------------------------------------------------------------------------------------------------------
  // The checks.

  async function read() {
    const mine = ++reads;
    const given = { ...texts };
    const isSigned = Boolean(given.signature?.trim());
    const broken = isSigned ? await loadVerifier().catch(({ message }) => message) : undefined;
    if (mine !== reads) return;
    const failed = ({ message }) =>
      Object.fromEntries(STEPS.map((step) => [step, { failure: message }]));
    const found = await check({ texts: given, broken }).catch(failed);
    if (mine !== reads) return;
    answers = found;
    answered = given;
    draw();
  }

  function draw() {
    for (const [index, step] of STEPS.entries()) drawButton(index, step);
    drawStep();
    const answer = answers[current];
    if (answer.failure) return;
    const { judges, notes } = wordsOn(current, answer, t());
    const found = answer.groups.map(({ first }) => plain(first.message));
    say([...judges.map(([, words]) => words), ...notes, ...found].join(" "));
  }

  /** Draws a step of the row: its number, its name, and its gravest verdict. */
  function drawButton(index, step) {
    const own = t();
    const answer = answers[step];
    const judges = answer.failure ? [["error", ""]] : wordsOn(step, answer, own).judges;
    const [tone, words] = judges.find(([tone]) => tone === answer.tone) ?? judges[0];
    const line = h("span", { className: "line" }, icon(tone), h("span", {}, words));
    line.dataset.tone = tone;
    buttons[index].replaceChildren(
      h(
        "span",
        { className: "name" },
        h("span", { className: "n" }, String(index + 1)),
        ` ${own.steps[step]}`,
      ),
      line,
    );
  }

  /** Draws the current step. */
  function drawStep() {
    const answer = answers[current];
    if (!answer) return;
    if (!answer.failure) drawText(answer);
    drawOutcome(output, current, answer, { t, isTokenShown, unfolded, go, select: follow });
    if (STEPS.some((step) => answers[step].state !== "empty")) return;
    setText(sampleButton, t().sampleExchange);
    output.append(h("p", { className: "places" }, sampleButton));
  }

  /** Draws what the answer says about the text of the current step. */
  function drawText(answer) {
    const { clear } = sides[current];
    const editor = editorOf(current);
    const { [current]: text = "" } = texts;
    // The ranges are those of the text that the model has read.
    if (!editor || text !== (answered[current] ?? "")) return;
    clear.hidden = !text;
    // The upload is composed from other steps until the user gives one.
    editor.show(text.trim() ? text : (answer.text ?? text));
    editor.mark(answer.marks);
    cover(editor, answer.secrets);
  }

  /** Loads the texts of a whole exchange. Offered only in the empty view, since it would replace the user's texts. */
  function loadSample() {
    put(valid);
    for (const [step, text] of Object.entries(exchangeSample)) place(step, text);
    Object.assign(texts, exchangeSample);
    output.focus();
    read();
  }

  /** Shows a range in the text of a step. */
  function go(step, range) {
    select(step);
    editorOf(step).select(range);
  }

  /** Follows a link to a step. */
  function follow(step) {
    select(step);
    output.focus();
  }

  function select(step) {
    current = step;
    mark();
    drawStep();
  }

  /** Shows the side of the current step, and marks it in the row. */
  function mark() {
    for (const [index, name] of STEPS.entries()) {
      const isCurrent = name === current;
      sides[name].element.hidden = !isCurrent;
      buttons[index].ariaCurrent = isCurrent ? "step" : null;
    }
  }

  return {
    /** Checks again, since the request may have changed. */
    enter: read,
    speak() {
      const own = t();
      nav.ariaLabel = own.stepsLabel;
      output.ariaLabel = own.stepOutcome;
      for (const step of STEPS) {
        const { title, hint, controls, editor } = sides[step];
        setText(title, own.stepTexts[step]);
        setText(hint, own.stepHints[step]);
        for (const [name, control] of Object.entries(controls)) setText(control, own[name]);
        editor?.speak({ hint: "", phrases: own.phrases });
      }
      return panel.hidden ? undefined : read();
    },
    /** Puts a text from elsewhere on the page into its step, and focuses the outcome. */
    take(step, text) {
      follow(step);
      take(step, text);
    },
  };
}
