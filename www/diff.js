// Shows a fix as a short diff: its first edits, and the characters around them.

// Characters of the unchanged text on either side of an edit, characters of a deletion, and edits: as many as fit a
// line.
const AROUND = 14;
const LONGEST = 40;
const MOST = 2;

/**
 * Shortens edits to a diff: `pieces` of text, each kept, deleted or inserted, and the number of edits left out.
 *
 * `text` is the text that the edits count in, with its secrets covered. The trailing comma of `{"a":1,}` gives the
 * pieces `kept {"a":1`, `deleted ,` and `kept }`.
 */
export function diffOf(text, edits) {
  const pieces = [];
  const add = (is, piece) => piece && pieces.push({ is, text: piece });
  const shown = edits.slice(0, MOST);
  for (const [index, { start, end, text: inserted }] of shown.entries()) {
    const previous = shown[index - 1];
    if (!previous) add("kept", before(text, start));
    else if (start - previous.end <= 2 * AROUND)
      add("kept", visible(text.slice(previous.end, start)));
    else add("kept", `${after(text, previous.end)} ${before(text, start)}`);
    add("deleted", shortened(changed(text.slice(start, end))));
    add("inserted", changed(inserted));
  }
  add("kept", after(text, shown.at(-1).end));
  return { pieces, more: edits.length - shown.length };
}

// Long enough even after white space is collapsed.
const WINDOW = 8 * AROUND;

function before(text, at) {
  const chars = [...visible(text.slice(Math.max(0, at - WINDOW), at))];
  return chars.length > AROUND ? `…${chars.slice(-AROUND).join("")}` : chars.join("");
}

function after(text, at) {
  const chars = [...visible(text.slice(at, at + WINDOW))];
  return chars.length > AROUND ? `${chars.slice(0, AROUND).join("")}…` : chars.join("");
}

function shortened(text) {
  const chars = [...text];
  if (chars.length <= LONGEST) return text;
  return `${chars.slice(0, LONGEST - AROUND).join("")}…${chars.slice(-AROUND).join("")}`;
}

/** Makes edited text visible, even if it is only spaces. */
const changed = (text) => visible(/^ +$/.test(text) ? text.replaceAll(" ", "␣") : text);

/** Puts a text on one line, with code points for invisible characters. */
const visible = (text) =>
  text
    .replace(/[ \t]*\r?\n\s*/g, "⏎")
    .replaceAll("\t", "⇥")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u00a0\u3000]/gu, codePoint)
    .replace(/ +/g, " ");

const codePoint = (char) => `U+${char.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
