// The outcome of a step: its verdict and notes, the findings, the fields with the steps that they go to, and texts to copy.

import { chinaTime } from "../china-time.js";
import { button, h } from "../dom.js";
import { drawFindings } from "../findings.js";
import { copy, download, shortened } from "../output.js";
import { judge, judgesOf } from "../verdict.js";

// Nobody reads a longer text; the buttons give all of it.
const MOST_SHOWN = 4000;

/** Returns the words on a step: its verdicts, `[tone, words]` each, and the notes on it. */
export function wordsOn(step, answer, t) {
  const { state, tone, verdict, counts, notes, broken } = answer;
  const words = t.stepStates[step][state];
  const judges = [
    ...(words ? [[tone, words]] : []),
    ...(verdict ? judgesOf({ verdict, counts, broken: "" }, t) : []),
  ];
  const said = notes.map((note) => t.stepNotes[note]);
  const all = said.map((note) => (typeof note === "function" ? note(answer) : note));
  return { judges, notes: broken ? [...all, broken] : all };
}

/**
 * Draws the outcome. `page` has `t()`, the texts; `isTokenShown()`; `unfolded`, the keys of the unfolded findings;
 * `go(step, range)`, which shows a range in the text of a step; and `select(step)`.
 */
export function drawOutcome(output, step, answer, page) {
  const own = page.t();
  if (answer.failure) output.replaceChildren(h("p", { role: "alert" }, answer.failure));
  else output.replaceChildren(...parts(step, answer, { ...page, own }));
}

function parts(step, answer, page) {
  const { own, unfolded, go } = page;
  const { tone, groups, more, fields, results } = answer;
  const { judges, notes } = wordsOn(step, answer, own);
  const lines = judges.map(([tone, words]) => judge(tone, words));
  const verdict = h(
    "div",
    { className: "verdict" },
    lines,
    notes.map((text) => h("p", {}, text)),
  );
  verdict.dataset.state = tone;
  const list = h("ol", { className: "list" });
  const t = { ...own, panes: (pane) => own.stepTexts[pane] };
  drawFindings(list, { groups, more }, { t, open: unfolded, go, fix() {} });
  return [
    verdict,
    ...(groups.length ? [h("h3", {}, own.findings), list] : []),
    ...(fields.length ? [h("h3", {}, own.fieldsOf[step]), fieldList(step, fields, page)] : []),
    ...results.map((result) => drawResult(result, page)),
  ];
}

/** Lists the fields with their titles, times as dates in China, and links to the steps that they go to. */
function fieldList(step, fields, { own, select }) {
  const rows = fields.flatMap(([name, value, to]) => {
    const time = timeIn(name, value);
    return [
      h(
        "dt",
        {},
        own.fieldTitles[step]?.[name] ?? own.fieldTitles[name] ?? "",
        " ",
        h("code", {}, name),
      ),
      h(
        "dd",
        {},
        time && h("span", {}, own.chinaTime(time)),
        h("code", {}, value),
        to && button(`→ ${own.steps[to]}`, () => select(to), { className: "link" }),
      ),
    ];
  });
  return h("dl", { className: "fields" }, rows);
}

/** Returns the time in a field as a date in China, if it is one. */
function timeIn(name, value) {
  if (name === "serviceTime") return /^\d{13}$/.test(value) ? chinaTime(Number(value)) : undefined;
  return /^not(Before|After)$/.test(name) ? chinaTime(Date.parse(value)) : undefined;
}

/** Draws a text with its buttons. */
function drawResult({ name: key, file, text, masked }, { own, t, isTokenShown }) {
  const name = own.results[key];
  const copyButton = button(own.copy, ({ currentTarget }) => copy(currentTarget, text, t), {
    className: "copy",
    "data-text": "copy",
    ariaLabel: own.copyOf(name),
  });
  const downloadButton = button(own.download, () => download(file, text), {
    ariaLabel: `${own.download} ${name}`,
  });
  const heading = h(
    "div",
    { className: "heading" },
    h("h3", {}, name),
    h("span", { className: "size" }, own.size(text.length)),
  );
  return h(
    "section",
    { className: "result", ariaLabel: name },
    h(
      "div",
      { className: "head" },
      heading,
      h("div", { className: "tools" }, copyButton, downloadButton),
    ),
    own.resultHints[key] ? h("p", { className: "hint" }, own.resultHints[key]) : null,
    masked === undefined ? null : excerpt(),
  );

  function excerpt() {
    const shown = shortened(isTokenShown() ? text : masked, MOST_SHOWN, own);
    // A scrolling area must be within reach of the keyboard.
    return h("pre", { tabIndex: 0, ariaLabel: name }, shown);
  }
}
