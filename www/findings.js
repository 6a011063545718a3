// The list of findings: groups as the model makes them, each with its message, its places, and its fix.

import { button, h, icon, prose } from "./dom.js";

/**
 * Draws the list. The page gives `t`, its texts; `open`, the keys of the groups that the person has unfolded, so that they stay
 * so while typing; `go(pane, range)`, to show a place; and `fix(id, button)`, to apply the fix of a finding.
 */
export function drawFindings(list, { groups, more }, page) {
  const { t } = page;
  const items = groups.map((group) => {
    const { first, others } = group;
    const item = h(
      "li",
      { className: "finding" },
      h(
        "p",
        { className: "badge" },
        icon(first.severity),
        h("span", {}, t.severity[first.severity]),
      ),
      h("div", { className: "what" }, describe(first, page)),
    );
    item.dataset.severity = first.severity;
    item.dataset.code = first.code;
    if (others.length) item.lastChild.append(fold(group, page));
    return item;
  });
  if (more) items.push(h("li", { className: "hint" }, t.rest(more)));
  list.replaceChildren(...items);
}

function describe(finding, page) {
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
    places(finding, page),
    fixOf(finding, page),
  ];
}

/** The buttons that lead to the first place of a finding in each pane, and how often it repeats. */
function places(finding, { t, go }) {
  const buttons = finding.places.map((place) => {
    const { pane, line, column } = place;
    const shown = button(`${t.panes(pane)} `, () => go(pane, place), {
      className: "place",
      title: t.select(line, column),
    });
    shown.append(h("span", { className: "code" }, `${line}:${column}`));
    shown.dataset.pane = pane;
    return shown;
  });
  const { count } = finding;
  if (!buttons.length && !count) return null;
  return h(
    "p",
    { className: "places" },
    buttons,
    count && h("span", { className: "hint count" }, t.times(count)),
  );
}

/** The button that applies a fix, and beside it the diff, or where there is none the label. */
function fixOf({ fix, id }, { t, fix: apply }) {
  if (!fix) return null;
  const name = fix.isUnsafe ? t.fixUnsafe : t.fix;
  const label = t.fixTo(name, fix.label);
  const control = button(
    fix.pieces ? name : prose(label),
    ({ currentTarget }) => apply(id, currentTarget),
    { className: fix.isUnsafe ? "fix unsafe" : "fix", ariaLabel: label.replaceAll("`", "") },
  );
  return h("p", { className: "places" }, control, fix.pieces && diff(fix, t));
}

/** The diff, in which a screen reader says what is deleted and inserted. */
function diff({ layer, pieces, more }, t) {
  const elements = { kept: "span", deleted: "del", inserted: "ins" };
  const drawn = pieces.map(({ is, text }) =>
    h(elements[is], {}, t[is] && h("span", { className: "unseen" }, `${t[is]} `), text),
  );
  return h(
    "span",
    { className: "diff" },
    h("span", { className: "hint" }, t.layers[layer]),
    h("code", {}, drawn),
    more ? h("span", { className: "hint" }, t.moreEdits(more)) : null,
  );
}

/** The other findings of a group, drawn only once they are asked for. */
function fold({ key, first, others, more }, page) {
  const { t, open } = page;
  const list = h("ol", {});
  const draw = () => {
    const items = others.map((finding) => {
      const own =
        finding.message === first.message
          ? null
          : h("p", { className: "message" }, prose(finding.message));
      const path =
        finding.path === first.path
          ? null
          : h("p", { className: "facts" }, h("code", { className: "path" }, finding.path));
      return h("li", {}, own, path, places(finding, page));
    });
    if (more) items.push(h("li", { className: "hint" }, t.rest(more)));
    list.replaceChildren(...items);
  };
  const details = h(
    "details",
    { open: open.has(key) },
    h("summary", {}, t.more(others.length + more)),
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
