// The list of findings: worst first, equal ones folded into one, each with buttons that lead to its places and that mend
// it.

import { h, icon, prose } from "./dom.js";

const ORDER = ["error", "warning", "info"];
// More than anyone reads at once, and few enough to draw at every keystroke.
const MOST = 200;

/** Findings of one kind at one path (or at the same place in every list entry) are told once, with all their places. */
export function grouped(findings) {
  const groups = new Map();
  for (const finding of findings) {
    const where = finding.path.replace(/\/\d+(?=\/|$)/g, "/*") || finding.message;
    const key = [finding.severity, finding.code, where].join(" ");
    if (groups.has(key)) groups.get(key).findings.push(finding);
    else groups.set(key, { key, findings: [finding] });
  }
  return [...groups.values()].sort((a, b) => rank(a) - rank(b));
}

const rank = (group) => ORDER.indexOf(group.findings[0].severity);

/** Which of the page's two decoded parts a finding is about. */
const partOf = (finding) => (/^\/edata\b/i.test(finding.path) ? "eData" : "payExInfo");

export const fixable = (findings) => findings.filter(({ fix }) => fix);

/**
 * Draws the list. What it needs of the page: `t`, its texts; `open`, the keys of the groups that the person has unfolded,
 * so that they stay so while typing; `isCurrent(pane)`, whether places in that pane are those of what it shows;
 * `go(pane, range)`, to show a place; and `mend(findings, button)`, to make the fixes of findings, absent where that can't
 * be.
 */
export function drawFindings(list, findings, page) {
  const { t } = page;
  const groups = grouped(findings);
  const items = groups.slice(0, MOST).map(({ key, findings: [first, ...others] }) => {
    const item = h(
      "li",
      { className: "finding" },
      badge(first.severity, t),
      h("div", { className: "what" }, describe(first, others, page)),
    );
    item.dataset.severity = first.severity;
    item.dataset.code = first.code;
    if (others.length) item.lastChild.append(fold(key, first, others, page));
    return item;
  });
  if (groups.length > MOST)
    items.push(h("li", { className: "hint" }, t.rest(groups.length - MOST)));
  list.replaceChildren(...items);
}

function badge(severity, t) {
  return h("p", { className: "badge" }, icon(severity), h("span", {}, t.severity[severity]));
}

function describe(finding, others, page) {
  const { t } = page;
  const facts = [
    finding.path && h("code", { className: "path" }, finding.path),
    finding.clause && h("span", {}, t.clause(finding.clause)),
    finding.cbtCode && h("span", {}, t.cbtCode(finding.cbtCode)),
    h("code", {}, finding.code),
  ];
  return [
    h("p", { className: "message" }, prose(finding.message)),
    finding.help ? h("p", { className: "help" }, prose(finding.help)) : null,
    h("p", { className: "facts" }, facts.filter(Boolean)),
    actions([...places(finding, page), fixOf(finding, page), fixOfAll([finding, ...others], page)]),
  ];
}

const actions = (buttons) =>
  buttons.some(Boolean) ? h("p", { className: "places" }, buttons.filter(Boolean)) : null;

/** Mends one finding. Beside another with the same fix, the button says no more than that it is one. */
function fixOf(finding, { t, mend }, beside) {
  if (!mend || !finding.fix) return null;
  const { label } = finding.fix;
  const name = label === beside?.fix?.label ? t.fix : prose(t.fixTo(label));
  return fixButton(name, [finding], mend);
}

/** Mends a group. */
function fixOfAll(findings, { t, mend }) {
  const all = fixable(findings);
  if (!mend || all.length < 2) return null;
  const button = fixButton(t.fixAll(all.length), all, mend);
  button.classList.add("all");
  return button;
}

function fixButton(name, findings, mend) {
  const onclick = (event) => mend(findings, event.currentTarget);
  return h("button", { type: "button", className: "fix", onclick }, name);
}

function places(finding, { t, isCurrent, go }) {
  const { form, json } = finding.at ?? {};
  const part = partOf(finding);
  return [
    form && place("body", t.body, form),
    json && isCurrent(part) && place(part, part === "eData" ? "EData" : "payExInfoStr", json),
  ];

  function place(pane, name, range) {
    const button = h(
      "button",
      {
        type: "button",
        className: "place",
        title: t.select(range.line, range.column),
        onclick: () => go(pane, range),
      },
      `${name} `,
      h("span", { className: "code" }, `${range.line}:${range.column}`),
    );
    button.dataset.pane = pane;
    return button;
  }
}

/** The other findings of a group, drawn only once they are asked for. */
function fold(key, first, others, page) {
  const { t, open } = page;
  const list = h("ol", {});
  const draw = () => {
    const items = others.slice(0, MOST).map((finding) => {
      const own =
        finding.message === first.message
          ? null
          : h("p", { className: "message" }, prose(finding.message));
      const path =
        finding.path === first.path
          ? null
          : h("p", { className: "facts" }, h("code", { className: "path" }, finding.path));
      const buttons = [...places(finding, page), fixOf(finding, page, first)];
      return h("li", {}, own, path, actions(buttons));
    });
    if (others.length > MOST)
      items.push(h("li", { className: "hint" }, t.rest(others.length - MOST)));
    list.replaceChildren(...items);
  };
  const details = h(
    "details",
    { open: open.has(key) },
    h("summary", {}, t.more(others.length)),
    list,
  );
  if (details.open) draw();
  details.addEventListener("toggle", () => {
    if (details.open) {
      open.add(key);
      if (!list.firstChild) draw();
    } else {
      open.delete(key);
    }
  });
  return details;
}
