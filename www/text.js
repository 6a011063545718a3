// A <textarea> turns every CR LF and lone CR into LF, so what it shows can differ from the text that it stands for, and
// positions differ with it. Here texts and positions are carried across, so that no line end is changed unasked.

/** The text as a textarea shows it. */
export const shown = (text) => text.replace(/\r\n?/g, "\n");

/** A position in the text as a position in what is shown; one between CR and LF goes before the line end. */
export function toShown(text, offset) {
  const split = text[offset - 1] === "\r" && text[offset] === "\n";
  return shown(text.slice(0, split ? offset - 1 : offset)).length;
}

/** The text after an edit of what is shown: all but the edited stretch keeps the line ends that it had. */
export function edited(text, value) {
  const old = shown(text);
  if (old === text) return value;
  const most = Math.min(old.length, value.length);
  let head = 0;
  while (head < most && old[head] === value[head]) head++;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === value[value.length - 1 - tail])
    tail++;
  const from = fromShown(text, head);
  return (
    text.slice(0, from) +
    value.slice(head, value.length - tail) +
    text.slice(fromShown(text, old.length - tail))
  );
}

function fromShown(text, offset) {
  let at = 0;
  for (let left = offset; left > 0; left--)
    at += text[at] === "\r" && text[at + 1] === "\n" ? 2 : 1;
  return at;
}
