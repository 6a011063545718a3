// How the page covers secrets. The core says where they are.

/** Replaces each character of these ranges by a star; they are in order, none over another. */
export function withStars(text, ranges) {
  const pieces = [];
  let at = 0;
  for (const { start, end } of ranges) {
    pieces.push(text.slice(at, start), "*".repeat(end - start));
    at = end;
  }
  return pieces.join("") + text.slice(at);
}
