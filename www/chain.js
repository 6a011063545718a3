// The line below the panes: the field at the cursor, its rules in the interface, and the range that carries it in each
// layer.

import { button, h, sentence } from "./dom.js";
import { percentDecoded } from "./percent.js";

// The longest excerpt that fits a line.
const MOST = 40;

/**
 * Draws the line. `link` is the model's answer, if any; `slice(pane, range)` gives the text of a range; `go(pane,
 * range)` shows it; `covered(pane)` gives the ranges that must not be readable.
 */
export function drawChain(section, link, { t, slice, go, covered }) {
  section.dataset.part = link?.part ?? "";
  if (!link) {
    section.replaceChildren(h("p", { className: "hint" }, t.chainHint));
    return;
  }
  section.replaceChildren(about(link, t), carriers(link, { t, slice, go, covered }));
}

/** Draws the field: the names on its path, its title and its rules. */
function about({ names, field }, t) {
  const crumbs = names.flatMap((name, index) => [
    index ? h("span", { className: "hint" }, " › ") : null,
    h("code", {}, name),
  ]);
  const rule = field ? ruleOf(field, t) : [t.noField];
  return h(
    "p",
    { className: "about" },
    h("span", { className: "crumbs" }, crumbs),
    field && h("strong", {}, sentence(field.title)),
    rule.map((fact) => h("span", { className: "hint" }, fact)),
  );
}

/** Returns the interface's rules for a field, in a few words each. */
function ruleOf({ required, type, max, choices, authority, clause }, t) {
  const codes = choices.map(({ code, title }) => `${code} ${title}`);
  return [
    required ? t.required : t.optional,
    choices.length ? null : t.type[type],
    max && !choices.length && type !== "time" ? t.max(max) : null,
    choices.length ? t.list(codes.length > 4 ? [...codes.slice(0, 4), "…"] : codes) : null,
    authority && t.authority[authority],
    clause && t.clause(clause),
  ].filter(Boolean);
}

/** Draws the range in each layer, from JSON to the form body. */
function carriers({ part, at }, { t, slice, go, covered }) {
  const { json, base64, form } = at;
  const overlaps = (pane, range) =>
    range && covered(pane).some(({ start, end }) => start < range.end && end > range.start);
  const covers = overlaps(part, json) || overlaps("body", form);
  const spelled = (text) => (covers ? t.covered : cut(text));
  const steps = [];
  if (json) {
    const text = slice(part, json);
    steps.push(step("json", json, spelled(text), () => go(part, json)));
    const bytes = new TextEncoder().encode(text);
    // The bytes of ASCII add nothing to its characters.
    if (bytes.length && !covers && bytes.some((byte) => byte > 126 || byte < 32))
      steps.push(layer("utf8", t.bytes(bytes.length), cut(hex(bytes.subarray(0, MOST)), 24)));
  }
  // A value can be megabytes, so cut it first. An escape takes three characters for one.
  const raw =
    form && slice("body", { ...form, end: Math.min(form.end, form.start + 3 * MOST + 3) });
  if (base64) steps.push(step("base64", base64, spelled(percentDecoded(raw ?? ""))));
  if (form) steps.push(step("form", form, spelled(raw), () => go("body", form)));
  const arrows = steps.flatMap((item, index) =>
    index ? [h("li", { className: "arrow", ariaHidden: "true" }, "→"), item] : [item],
  );
  return h("ol", { className: "carriers" }, arrows);

  function step(name, range, text, onclick) {
    return layer(name, t.at(range), text, onclick, t.atAll(range));
  }
  function layer(name, place, text, onclick, title) {
    const content = [
      h("span", {}, t.layers[name]),
      h("span", { className: "hint" }, place),
      text ? h("code", {}, text) : null,
    ];
    const inner = onclick
      ? button(content[0], onclick, { className: "place", title })
      : h("span", { className: "place", title });
    inner.replaceChildren(...content.filter(Boolean));
    const item = h("li", {}, inner);
    item.dataset.layer = name;
    return item;
  }
}

const hex = (bytes) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join(" ");

const cut = (text, most = MOST) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
