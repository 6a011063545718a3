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
