// The link between the panes: what the cursor, the selection or the mouse is on in one lights up in the others.

import { drawChain } from "./chain.js";
import { lastOnly } from "./core.js";
import { byId } from "./dom.js";

/**
 * Links editors, which are given by their panes' names. What it needs of the page: `t()`, its texts; `version()`, which is
 * another after each edit, and undefined while the model has not read the text, as its places are others then;
 * `covered(pane)`, the ranges that are not to be read; and `go(pane, range)`, to show a place.
 */
export function linkPanes(editors, { t, version, covered, go }) {
  const panes = Object.keys(editors);
  const chain = byId("chain");
  const ask = lastOnly("link");
  /** What the cursor is on, and what the mouse is on, as `{ pane, start, end }`. */
  let looked;
  let hovered;
  /** What the model said of it. */
  let link;

  /** Asks what carries what the cursor or the mouse is on, and lights it up. */
  async function follow() {
    const spot = hovered ?? looked;
    const asked = version();
    if (asked === undefined) return;
    chain.ariaBusy = "true";
    const found = spot?.end > spot?.start ? await ask(spot).catch(() => undefined) : undefined;
    if (asked !== version() || spot !== (hovered ?? looked)) return;
    // Between the values nothing is carried by anything.
    link = found?.names && { ...found, spot };
    draw();
    chain.ariaBusy = "false";
  }

  function draw() {
    for (const pane of panes) editors[pane].link(link ? rangesIn(pane) : []);
    const slice = (pane, range) => editors[pane].slice(range);
    drawChain(chain, link, { t: t(), slice, go, covered });
    // What the mouse passes over must not run away.
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

    /** The cursor is on this now; whatever the mouse happens to lie on. */
    look(pane, range) {
      looked = range && { pane, ...range };
      hovered = undefined;
      follow();
    },

    /** The mouse is on this now, or on nothing. */
    hover(pane, range) {
      const isSame = hovered ? pane === hovered.pane && range?.start === hovered.start : !range;
      if (isSame) return;
      hovered = range && { pane, ...range };
      follow();
    },

    /** The texts are others now. */
    refresh() {
      if (looked) looked = { pane: looked.pane, ...editors[looked.pane].selected() };
      hovered = undefined;
      follow();
    },

    /** Goes from the pane that has the focus to what is linked in the next that has any. */
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
