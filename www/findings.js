// The list of findings: groups as the model makes them, each with what is the matter, where, and the buttons that show its
// place and that mend it.

import { button, h, icon, prose } from "./dom.js";

/**
 * Draws the list. What it needs of the page: `t`, its texts; `open`, the keys of the groups that the person has unfolded,
 * so that they stay so while typing; `go(pane, range)`, to show a place; and `mend(ids, button)`, to make the fixes of
 * findings.
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
      h("div", { className: "what" }, describe(first, group, page)),
    );
    item.dataset.severity = first.severity;
    item.dataset.code = first.code;
    if (others.length) item.lastChild.append(fold(group, page));
    return item;
  });
  if (more) items.push(h("li", { className: "hint" }, t.rest(more)));
  list.replaceChildren(...items);
}

function describe(finding, group, page) {
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
    actions([...places(finding, page), fixOf(finding, page), fixOfAll(group, page)]),
  ];
}

const actions = (buttons) =>
  buttons.some(Boolean) ? h("p", { className: "places" }, buttons.filter(Boolean)) : null;

/** Mends one finding. Beside another with the same fix, the button says no more than that it is one. */
function fixOf({ fix, id, places: [place] }, { t, mend }, beside) {
  if (fix === undefined) return null;
  if (fix !== beside?.fix) return fixButton(prose(t.fixTo(fix)), [id], mend);
  const short = fixButton(t.fix, [id], mend);
  if (place) short.ariaLabel = t.fixAt(place.line, place.column);
  return short;
}

/** Mends a group. */
function fixOfAll({ fixes }, { t, mend }) {
  if (fixes.length < 2) return null;
  const all = fixButton(t.fixAll(fixes.length), fixes, mend);
  all.classList.add("all");
  return all;
}

const fixButton = (name, ids, mend) =>
  button(name, ({ currentTarget }) => mend(ids, currentTarget), { className: "fix" });

function places(finding, { t, go }) {
  return finding.places.map((place) => {
    const { pane, line, column } = place;
    const shown = button(`${t.panes(pane)} `, () => go(pane, place), {
      className: "place",
      title: t.select(line, column),
    });
    shown.append(h("span", { className: "code" }, `${line}:${column}`));
    shown.dataset.pane = pane;
    return shown;
  });
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
      const buttons = [...places(finding, page), fixOf(finding, page, first)];
      return h("li", {}, own, path, actions(buttons));
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
