// The token: where it stands in a text, however broken that is. Rather too much is covered than too little.

// Its name, in either case, each letter as it is or as an escape of JSON; behind it a quote, a colon, or both.
const NAME =
  /(?<!\w)(?:t|\\u00[57]4)(?:o|\\u00[46]f)(?:k|\\u00[46]b)(?:e|\\u00[46]5)(?:n|\\u00[46]e)\s{0,9}(?:["'”’]\s{0,9}[:=：]?|[:=：])\s{0,9}/gi;
// A quoted value goes on to a quote behind which a member can end: there may be others within it.
const OPENING = /["'“]/y;
const CLOSING = /\\[\s\S]|["'”]\s{0,9}(?:[,}\]]|$)/g;
const BARE = /[^\s,}&;]+/y;
// So many are covered one by one.
const MOST = 16;

/** The ranges of every token's value in a text, without its quotes. */
export function secretsIn(text) {
  const ranges = [];
  for (const { index, 0: name } of text.matchAll(NAME)) {
    const at = index + name.length;
    // A name within a value: the value was gone through already.
    if (at < ranges.at(-1)?.end - 1) continue;
    const range = valueAt(text, at);
    if (range.start < range.end && !(range.start < ranges.at(-1)?.end)) ranges.push(range);
  }
  if (ranges.length <= MOST) return ranges;
  return [{ start: ranges[0].start, end: ranges.at(-1).end }];
}

function valueAt(text, at) {
  if (text[at] === "[" || text[at] === "{") return { start: at, end: endOfNested(text, at) };
  if (match(OPENING, text, at)) return { start: at + 1, end: endOfQuoted(text, at + 1) };
  return { start: at, end: at + (match(BARE, text, at)?.length ?? 0) };
}

function match(regexp, text, at) {
  regexp.lastIndex = at;
  return regexp.exec(text)?.[0];
}

/** Where the quote stands that closes; or the text's end. One pattern for all of it would overflow the stack. */
function endOfQuoted(text, at) {
  CLOSING.lastIndex = at;
  for (;;) {
    const found = CLOSING.exec(text);
    if (!found) return text.length;
    if (found[0][0] !== "\\") return found.index;
  }
}

/** Behind the bracket that closes the one here; or the text's end. */
function endOfNested(text, at) {
  let depth = 0;
  for (let end = at; end < text.length; end++) {
    if ("[{".includes(text[end])) depth++;
    if ("]}".includes(text[end]) && --depth === 0) return end + 1;
  }
  return text.length;
}

/** The text with those ranges covered, as long as they are. */
export function hidden(text, ranges) {
  const pieces = [];
  let at = 0;
  for (const { start, end } of ranges) {
    pieces.push(text.slice(at, start), "*".repeat(end - start));
    at = end;
  }
  return pieces.join("") + text.slice(at);
}

/** Whether a text is JSON in which every token is covered: what is not JSON may hold one in ways that nobody thought of. */
export function isCovered(text) {
  let isSafe = true;
  try {
    JSON.parse(text, (key, value) => {
      if (key.trim().toLowerCase() === "token" && !/^\**$/.test(value)) isSafe = false;
      return value;
    });
  } catch {
    return false;
  }
  return isSafe;
}
