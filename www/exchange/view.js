// The view of the whole exchange, from customs' request to customs' reply: a row of steps with their verdicts, and below
// it the text of one step and what the checks say about it.

import { lastOnly, loadVerifier } from "../core.js";
import { button, h, icon, plain, say, setText } from "../dom.js";
import { makeEditor } from "../editor.js";
import { recognise } from "../recognise.js";
import { exchangeSamples, valid } from "../samples.js";
import { drawOutcome, wordsOn } from "./outcome.js";

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
  /** The texts that the user gave. */
  const texts = {};
  let current = STEPS[0];
  /** The model's answer on each step. */
  let answers = {};
  let reads = 0;

  const buttons = STEPS.map((step) => button("", () => select(step), { id: `step-${step}` }));
  row.append(...buttons.map((control) => h("li", {}, control)));
  const sides = Object.fromEntries(STEPS.map((step) => [step, makeSide(step)]));
  const step = h(
    "div",
    { className: "step" },
    Object.values(sides).map(({ element }) => element),
  );
  step.append(output);
  panel.append(h("div", { className: "exchange" }, nav, step));
  mark();

  // -------------------------------------------------------------------------------------------------------------------
  // The texts.

  /** Makes the side with the text of a step. Its editor is made when it is first shown. */
  function makeSide(step) {
    const id = `${step}-text`;
    const title = h("h2", { id: `${id}-title` });
    const hint = h("p", { className: "hint", id: `${id}-note` });
    const tools = h("div", { className: "tools" });
    const head = h("div", { className: "head" }, title, tools);
    const element = h("div", { className: "given", hidden: true }, head, hint);
    const side = { element, tools, title, hint, buttons: [], editor: undefined };
    if (step === "request") {
      side.buttons.push(["toCheck", button("", () => showView("check"))]);
      side.buttons.push(["toBuild", button("", () => showView("build"))]);
      element.append(
        h(
          "p",
          { className: "places" },
          side.buttons.map(([, control]) => control),
        ),
      );
      return side;
    }
    side.buttons.push(["clear", button("", () => take(step, ""))]);
    tools.append(...side.buttons.map(([, control]) => control));
    side.box = h("div", { className: "editor", id });
    element.append(side.box);
    return side;
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
    side.box.addEventListener("paste", (event) => pasted(event, step), true);
    return side.editor;
  }

  function pasted(event, step) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const { kind, step: other, text: own } = recognise(text);
    // An error page may be anyone's reply.
    if (kind === "unknown" || /^\s*</.test(text)) return;
    event.preventDefault();
    event.stopPropagation();
    if (kind !== "step") open(text);
    else {
      if (other !== step) select(other);
      take(other, own);
    }
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
    try {
      const broken =
        texts.signature?.trim() && (await loadVerifier().catch(({ message }) => message));
      const found = mine === reads && (await check({ texts: { ...texts }, broken }));
      if (mine === reads) answers = found;
    } catch ({ message }) {
      if (mine === reads)
        answers = Object.fromEntries(STEPS.map((step) => [step, { failure: message }]));
    }
    if (mine === reads) draw();
  }

  function draw() {
    const own = t();
    for (const [index, step] of STEPS.entries()) drawButton(buttons[index], index, step, own);
    drawStep();
    const { failure, groups = [] } = answers[current] ?? {};
    if (answers[current] && !failure) {
      const { judges, notes } = wordsOn(current, answers[current], own);
      const found = groups.map(({ first }) => plain(first.message));
      say([...judges.map(([, words]) => words), ...notes, ...found].join(" "));
    }
  }

  /** Draws a step of the row: its number, its name, and its verdict. */
  function drawButton(control, index, step, own) {
    const answer = answers[step];
    const judges = answer && !answer.failure ? wordsOn(step, answer, own).judges : [["empty", ""]];
    const [tone, words] = judges.find(([tone]) => tone === answer?.tone) ?? judges[0];
    const line = h("span", { className: "line" }, icon(tone), h("span", {}, words));
    line.dataset.tone = tone;
    control.replaceChildren(
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
    const editor = editorOf(current);
    if (editor && answer && !answer.failure) {
      // The upload is composed from other steps until the user gives one.
      const text = texts[current]?.trim() ? texts[current] : (answer.text ?? texts[current] ?? "");
      if (editor.text() !== text) editor.show(text);
      editor.mark(answer.marks);
      cover(editor, answer.secrets);
    }
    drawOutcome(output, current, answer, { t, isTokenShown, unfolded, go, select });
    const isEmpty = Object.values(answers).every(({ state }) => state === "empty");
    if (answer && isEmpty) output.append(sampleButton);
    setText(sampleButton, t().sampleExchange);
  }

  /** Loads the texts of a whole exchange. Offered only in the empty view, since it would replace the user's texts. */
  function loadSample() {
    put(valid);
    for (const [step, text] of Object.entries(exchangeSamples)) place(step, text);
    Object.assign(texts, exchangeSamples);
    output.focus();
    read();
  }

  /** Shows a range in the text of a step. */
  function go(step, range) {
    select(step);
    editorOf(step).select(range);
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
        const { title, hint, buttons, editor } = sides[step];
        setText(title, own.stepTexts[step]);
        setText(hint, own.stepHints[step]);
        for (const [name, control] of buttons) setText(control, own[name]);
        editor?.speak({ hint: "", phrases: own.phrases });
      }
      return panel.hidden ? undefined : read();
    },
    /** Puts a text from elsewhere on the page into its step, and focuses the outcome. */
    take(step, text) {
      select(step);
      output.focus();
      take(step, text);
    },
  };
}
