// The current finding: the one at the cursor, or the one chosen in the list.

import { byId } from "./dom.js";

/**
 * Follows the current finding. `findings()` returns all findings in the order of the list, as `{ id, places, fix, item
 * }`, where `item` is the id of the list item; `show(place)` shows one of their ranges.
 */
export function makeWalk({ findings, show }) {
  /** The id of the current finding. */
  let current;

  const itemOf = (id) =>
    [...byId("findings").querySelectorAll("[data-id]")].find(({ dataset }) =>
      findings().some((finding) => finding.id === id && finding.item === Number(dataset.id)),
    );

  function mark(id, isScrolled) {
    current = id;
    const item = itemOf(id);
    for (const other of byId("findings").children) {
      if (other === item) other.ariaCurrent = "true";
      else other.removeAttribute("aria-current");
    }
    if (isScrolled) item?.scrollIntoView({ block: "nearest" });
  }

  return {
    /** Marks the current finding in a list that was drawn again. */
    draw: () => mark(current, false),

    /** Marks the finding at the cursor of a pane. */
    look(pane, range) {
      const width = ({ start, end }) => end - start;
      const at = findings()
        .flatMap(({ id, places }) => places.map((place) => ({ ...place, id })))
        .filter((place) => place.pane === pane && range && isIn(place, range))
        .sort((a, b) => width(a) - width(b));
      mark(at[0]?.id, true);
    },

    /** Shows a finding, preferably in the decoded text. */
    choose(id) {
      const { places = [] } = findings().find((finding) => finding.id === id) ?? {};
      mark(id, false);
      const place = places.find(({ pane }) => pane !== "body") ?? places[0];
      if (place) show(place);
    },

    /** Shows the next finding that has a range, or the previous one for -1. */
    step(by) {
      const list = findings().filter(({ places }) => places.length > 0);
      if (list.length === 0) return;
      const at = list.findIndex(({ id }) => id === current);
      const start = at < 0 && by < 0 ? 0 : at;
      const { id } = list[(start + by + list.length) % list.length];
      this.choose(id);
      mark(id, true);
    },

    /** Returns the current finding, if any. */
    current: () => findings().find(({ id }) => id === current),
  };
}

/** Returns whether a place overlaps a range, or is a gap at its start. */
const isIn = ({ start, end }, range) =>
  start === end ? range.start === start : range.start < end && range.end > start;
