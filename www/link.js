// Links the panes: the text at the cursor or under the mouse in one pane is highlighted in the others.

import { drawChain } from "./chain.js";
import { lastOnly } from "./core.js";
import { byId } from "./dom.js";

/**
 * Links editors, given by their panes' names. The page provides:
 *
 * - `t()`: the texts
 * - `version()`: a value that changes with each edit; undefined until the model has read the text, since offsets differ
 * - `covered(pane)`: the ranges that must not be readable
 * - `go(pane, range)`: shows a range
 */
export function linkPanes(editors, { t, version, covered, go }) {
  const panes = Object.keys(editors);
  const chain = byId("chain");
  const ask = lastOnly("link");
  /** The ranges at the cursor and under the mouse, as `{ pane, start, end }`. */
  let looked;
  let hovered;
  /** The model's answer about them. */
  let link;

  /** Asks the model for the linked ranges, and highlights them. */
  async function follow() {
    const spot = hovered ?? looked;
    const asked = version();
    if (asked === undefined) return;
    chain.ariaBusy = "true";
    const found = spot?.end > spot?.start ? await ask(spot).catch(() => undefined) : undefined;
    if (asked !== version() || spot !== (hovered ?? looked)) return;
    // Text outside of names and values has no counterpart.
    link = found?.names && { ...found, spot };
    draw();
    chain.ariaBusy = "false";
  }

  function draw() {
    for (const pane of panes) editors[pane].link(link ? rangesIn(pane) : []);
    const slice = (pane, range) => editors[pane].slice(range);
    drawChain(chain, link, { t: t(), slice, go, covered });
    // Scrolling on hover would move the text from under the mouse.
    if (!link || hovered) return;
    for (const pane of panes) {
      const near = link.near[layerOf(pane)];
      if (near && pane !== link.spot.pane) editors[pane].reveal(near);
    }
  }

  const layerOf = (pane) => (pane === "body" ? "form" : pane === link.part ? "json" : undefined);
  const exactIn = (pane) => link.at[layerOf(pane)];

  function rangesIn(pane) {
    const field = link.value[layerOf(pane)];
    const exact = exactIn(pane);
    return [
      ...(field && field.end > field.start ? [{ ...field, is: "field" }] : []),
      ...(exact
        ? [{ start: exact.start, end: exact.end, is: link.isWhole ? "value" : "exact" }]
        : []),
    ];
  }

  return {
    draw,

    /** Follows the cursor, whatever is under the mouse. */
    look(pane, range) {
      looked = range && { pane, ...range };
      hovered = undefined;
      follow();
    },

    /** Follows the mouse, which may be over nothing. */
    hover(pane, range) {
      const isSame = hovered ? pane === hovered.pane && range?.start === hovered.start : !range;
      if (isSame) return;
      hovered = range && { pane, ...range };
      follow();
    },

    /** Links again after the texts have changed. */
    refresh() {
      if (looked) looked = { pane: looked.pane, ...editors[looked.pane].selected() };
      hovered = undefined;
      follow();
    },

    /** Jumps from the focused pane to the linked range in the next pane that has one. */
    goAcross() {
      const from = panes.findIndex((pane) => editors[pane].hasFocus());
      const others = [...panes.slice(from + 1), ...panes.slice(0, Math.max(from, 0))];
      const to = others.find((pane) => link && exactIn(pane)) ?? others[0];
      const range = link && exactIn(to);
      if (range) editors[to].select(range);
      else editors[to].focus();
    },
  };
}
