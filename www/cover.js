// Covers secrets, whose ranges the core finds.

/** Replaces each character of the ranges by a star. The ranges must be in order and not overlap. */
export function withStars(text, ranges) {
  const pieces = [];
  let at = 0;
  for (const { start, end } of ranges) {
    pieces.push(text.slice(at, start), "*".repeat(end - start));
    at = end;
  }
  return pieces.join("") + text.slice(at);
}

// Ranges covered one by one; an editor with more is slow.
const MOST_COVERS = 200;

/** Returns the ranges, or a single range around all if there are too many. */
export const fewer = (ranges) =>
  ranges.length > MOST_COVERS ? [{ start: ranges[0].start, end: ranges.at(-1).end }] : ranges;
