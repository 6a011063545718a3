// The verdict line: whether CBT would sign the body, and whether customs would accept it.

import { byId, h, icon } from "./dom.js";
import { TONES } from "./grades.js";

/** The state that colours the line, by the worse of both verdicts. */
const STATES = { refused: "error", rejected: "warning", unchecked: "error" };

/** Returns the verdicts of CBT and customs, if any: `[tone, words]` each. */
export function judgesOf({ verdict, counts, broken }, { verdict: own }) {
  return {
    empty: () => [["empty", own.empty]],
    broken: () => [["error", `${own.broken} ${broken}`]],
    unchecked: () => [["error", own.unchecked]],
    refused: () => [
      ["error", own.refused(counts.cbt)],
      counts.customs.n ? ["warning", own.rejected(counts.customs)] : ["empty", own.later],
    ],
    rejected: () => [
      ["ok", own.signed],
      ["warning", own.rejected(counts.customs)],
    ],
    ok: () => [
      ["ok", own.signed],
      ["ok", own.accepted],
    ],
  }[verdict]();
}

/** Draws the verdict on a state of the model, and returns its words. */
export function drawVerdict(state, t) {
  const { verdict, counts } = state;
  const box = byId("verdict");
  const judges = judgesOf(state, t);
  const others = ["warning", "info"].filter((grade) => counts[grade].n);
  const more = t.list(others.map((grade) => t.count[grade](counts[grade].n)));
  box.dataset.state = STATES[verdict] ?? verdict;
  box.replaceChildren(
    ...judges.map(([tone, words]) => judge(tone, words)),
    ...(more ? [h("span", { className: "hint" }, more)] : []),
  );
  const sign = { ok: "✓ ", rejected: "! ", refused: "✕ ", unchecked: "✕ ", broken: "✕ " };
  const [[, first]] = judges;
  document.title = `${sign[verdict] ?? ""}cbt179 · ${first}`;
  return [...judges.map(([, words]) => words), more].filter(Boolean);
}

/** Makes one verdict of the line. */
export function judge(tone, words) {
  const element = h("p", { className: "judge" }, icon(tone), h("strong", {}, words));
  element.dataset.tone = tone;
  return element;
}

/** Makes the badge of a finding. `names` has its word by grade, or else by tone. */
export const badge = ({ grade }, names) =>
  h(
    "p",
    { className: "badge" },
    icon(TONES[grade]),
    h("span", {}, names[grade] ?? names[TONES[grade]]),
  );
