// The list of findings.

import { button, h, prose, sentence } from "./dom.js";
import { TONES } from "./grades.js";
import { badge } from "./verdict.js";

/**
 * Draws the list. `page` provides:
 *
 * - `t`: the texts
 * - `names`: the words on badges, by grade; by default those of the severities
 * - `open`: the set of keys of unfolded groups, which the list updates
 * - `go(pane, range)`: shows a range
 * - `fix(finding, button)`: applies the fix of a finding
 * - `insert(ids)`: inserts missing fields; called only if the group is `isInsertable`
 * - `fill(path)`: shows a missing field in the form
 */
export function drawFindings(list, { groups, more }, page) {
  const { t } = page;
  const items = groups.map((group) => {
    const { first, others, missing } = group;
    const item = h("li", { className: "finding" }, badge(first, page.names ?? t.severity));
    item.append(
      h("div", { className: "what" }, missing ? lack(group, page) : describe(first, page)),
    );
    item.dataset.severity = TONES[first.grade];
    item.dataset.code = first.code;
    item.dataset.id = first.id;
    if (others.length && !missing) item.lastChild.append(fold(group, page));
    return item;
  });
  if (more) items.push(h("li", { className: "hint" }, t.rest(more)));
  list.replaceChildren(...items);
}

function describe(finding, page) {
  return [
    h("p", { className: "message" }, sentence(finding.message)),
    finding.help ? h("p", { className: "help" }, sentence(finding.help)) : null,
    places(finding, page),
    fixOf(finding, page),
    facts(finding, page),
  ];
}

function facts({ path, clause, cbtCode, code }, { t }) {
  const all = [
    path && h("code", { className: "path" }, path),
    clause && h("span", {}, t.clause(clause)),
    cbtCode && h("span", {}, t.cbtCode(cbtCode)),
    h("code", {}, code),
  ];
  return h("p", { className: "facts" }, all.filter(Boolean));
}

/** Describes the fields that are missing from one object. */
function lack({ first, missing, isInsertable }, page) {
  const { t, insert, fill } = page;
  const { ids, names, path } = missing;
  if (ids.length === 1 && !isInsertable) return describe(first, page);
  const listed = names.flatMap((name, index) => [
    index ? t.list(["", ""]) : null,
    h("code", {}, name),
  ]);
  return [
    h("p", { className: "message" }, t.lacking(ids.length)),
    h("p", { className: "names" }, listed),
    isInsertable &&
      h(
        "p",
        { className: "places" },
        button(t.insertEmpty(ids.length), () => insert(ids), { className: "fix" }),
        button(t.fillIn, () => fill(first.path), { className: "fill" }),
      ),
    facts({ ...first, path }, { t }),
  ];
}

/** Makes the buttons that show a finding's first range in each pane, and its count. */
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

/** Makes the button that applies a fix, and its diff. */
function fixOf(finding, { t, fix: apply }) {
  const { fix } = finding;
  if (!fix) return null;
  const name = fix.isUnsafe ? t.fixUnsafe : t.fix;
  const label = t.fixTo(name, fix.label);
  const control = button(
    fix.pieces ? name : prose(label),
    ({ currentTarget }) => apply(finding, currentTarget),
    { className: fix.isUnsafe ? "fix unsafe" : "fix", ariaLabel: label.replaceAll("`", "") },
  );
  return h("p", { className: "places" }, control, fix.pieces && diff(fix, t));
}

/** Describes a fix by its diff, or by its label if it has none. */
export const fixLine = ({ fix }, t) =>
  h("p", { className: "places" }, fix.pieces ? diff(fix, t) : prose(fix.label));

/** Draws a diff, with words for screen readers before deleted and inserted text. */
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

/** Makes the fold with the other findings of a group, which are drawn when it is first opened. */
function fold({ key, first, others, more }, page) {
  const { t, open } = page;
  const list = h("ol", {});
  const draw = () => {
    const items = others.map((finding) => {
      const own =
        finding.message === first.message
          ? null
          : h("p", { className: "message" }, sentence(finding.message));
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
