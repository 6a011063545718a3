// The current finding: the one at the cursor, or the one chosen in the list.

import { byId } from "./dom.js";

/**
 * Follows the current finding. `findings()` returns all findings in the order of the list, each with the id of its `item`
 * there; `show(place)` shows one of their ranges.
 */
export function makeWalk({ findings, show }) {
  /** The current finding, as it was when it was chosen. An edit changes ids, but neither code nor path. */
  let current;

  const now = () =>
    current && findings().find(({ code, path }) => code === current.code && path === current.path);

  function mark(finding, isScrolled) {
    current = finding;
    for (const item of byId("findings").children) {
      const isCurrent = finding && item.dataset.id === String(finding.item);
      if (isCurrent) item.ariaCurrent = "true";
      else item.removeAttribute("aria-current");
      if (isCurrent && isScrolled) item.scrollIntoView({ block: "nearest" });
    }
  }

  /** Shows a finding, in the decoded text if it is there. */
  function choose(finding, isScrolled) {
    const { places } = finding;
    const place = places.find(({ pane }) => pane !== "body") ?? places[0];
    if (place) show(place);
    // The cursor may have marked another finding in the same range.
    mark(finding, isScrolled);
  }

  return {
    /** Marks the current finding in a list that was drawn again. */
    draw: () => mark(now(), false),

    /** Marks the finding at the cursor of a pane. */
    look(pane, range) {
      const width = ({ start, end }) => end - start;
      const at = findings()
        .flatMap((finding) => finding.places.map((place) => ({ ...place, finding })))
        .filter((place) => place.pane === pane && range && isIn(place, range))
        .sort((a, b) => width(a) - width(b));
      mark(at[0]?.finding, true);
    },

    /** Chooses an item of the list. */
    choose: (id) => choose(findings().find((finding) => finding.id === id)),

    /** Shows the next finding that has a range, or the previous one for -1. */
    step(by) {
      const list = findings().filter(({ places }) => places.length > 0);
      if (list.length === 0) return;
      const at = list.findIndex(({ id }) => id === now()?.id);
      const start = at < 0 && by < 0 ? 0 : at;
      choose(list[(start + by + list.length) % list.length], true);
    },

    current: now,
  };
}

/** Returns whether a place overlaps a range, or is a gap at its start. */
const isIn = ({ start, end }, range) =>
  start === end ? range.start === start : range.start < end && range.end > start;
