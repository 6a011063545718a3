// Splits JSON into tokens, for the editor and the model. The texts are often malformed, so nothing here fails: a string
// may hold raw line breaks and invalid escapes or have single quotes, and anything else is a word.

const KINDS = { "{": "open", "[": "open", "}": "close", "]": "close", ",": "comma", ":": "colon" };
const END_OF_WORD = /[\s{}[\],:]/;
const NUMBER = /^[-+]?(?:\d|\.\d)/;

/** Yields the tokens `{ start, end, kind }` of a text. `{"a":1}` gives the kinds open, string, colon, number, close. */
function* tokensIn(text) {
  for (let start = 0, end; start < text.length; start = end) {
    const first = text[start];
    end = start + 1;
    let kind = KINDS[first];
    if (first === '"' || first === "'") {
      end = endOfString(text, start);
      kind = "string";
    } else if (!kind) {
      if (END_OF_WORD.test(first)) continue;
      while (end < text.length && !END_OF_WORD.test(text[end])) end++;
      kind = NUMBER.test(text.slice(start, start + 3)) ? "number" : "word";
    }
    yield { start, end, kind };
  }
}

/** Returns the offset after the closing quote of the string at `start`, or the end of the text. */
function endOfString(text, start) {
  const quote = text.charCodeAt(start);
  for (let at = start + 1; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === quote) return at + 1;
    if (unit === 0x5c) at++;
  }
  return text.length;
}

/** Returns all tokens; a string or word before a colon has the kind `name`. */
export function tokensOf(text) {
  const tokens = [...tokensIn(text)];
  for (const [index, { kind }] of tokens.entries()) {
    const name = tokens[index - 1];
    if (kind === "colon" && /^(?:string|word)$/.test(name?.kind)) name.kind = "name";
  }
  return tokens;
}

/** Returns the name or value that contains an offset or ends at it, if any. */
export function tokenAt(text, at) {
  let found;
  for (const token of tokensIn(text)) {
    if (token.start > at) break;
    if (token.end >= at && /^(?:string|number|word)$/.test(token.kind)) found = token;
  }
  return found;
}

/** Returns the indexes of paired brackets, `[open, close]`, ordered by the closing one. */
export function pairsOf(tokens) {
  const pairs = [];
  const opened = [];
  for (const [index, { kind }] of tokens.entries()) {
    if (kind === "open") opened.push(index);
    if (kind === "close" && opened.length) pairs.push([opened.pop(), index]);
  }
  return pairs;
}

/**
 * Returns the line breaks that the text lacks after opening brackets and commas and before closing brackets, as
 * `{ at, depth }`. `isMinified` is true if the text lacks most of them.
 */
export function breaksOf(text, tokens) {
  const breaks = [];
  let count = 0;
  let depth = 0;
  let last = { end: 0 };
  for (const token of tokens) {
    const { kind, start } = token;
    if (kind === "close") depth = Math.max(0, depth - 1);
    const isBroken =
      kind === "close"
        ? last.kind && last.kind !== "open"
        : last.kind === "open" || last.kind === "comma";
    if (isBroken) {
      count++;
      if (!text.slice(last.end, start).includes("\n")) breaks.push({ at: start, depth });
    }
    if (kind === "open") depth++;
    last = token;
  }
  return { breaks, isMinified: breaks.length * 2 > count };
}

// More indentation would push the text out of the window.
const MOST_DEPTH = 20;

/**
 * Indents a text by inserting white space only, and returns the layout:
 *
 * - `sent`: the text as given
 * - `text`: the indented text
 * - `added`: the inserted ranges in `text`
 * - `toShown(at, isEnd)`: the offset in `text`; where white space is inserted, after it, or before it if `isEnd`
 * - `toSent(at)`: the offset in `sent`
 */
export function indented(text) {
  const tokens = tokensOf(text);
  const { breaks } = breaksOf(text, tokens);
  const colons = tokens.filter(
    ({ kind, end }, index) => kind === "colon" && tokens[index + 1]?.start === end,
  );
  const insertions = [
    ...breaks.map(({ at, depth }) => [at, `\n${"  ".repeat(Math.min(depth, MOST_DEPTH))}`]),
    ...colons.map(({ end }) => [end, " "]),
  ].sort(([a], [b]) => a - b);
  const pieces = [];
  /** For each insertion, its offset in the text, and its range in the indented text. */
  const ats = [];
  const added = [];
  let from = 0;
  let length = 0;
  for (const [at, blank] of insertions) {
    pieces.push(text.slice(from, at), blank);
    ats.push(at);
    added.push({ from: at + length, to: at + length + blank.length });
    from = at;
    length += blank.length;
  }
  pieces.push(text.slice(from));
  /** Returns the length that the first `count` insertions add. */
  const grown = (count) => (count ? added[count - 1].to - ats[count - 1] : 0);
  return {
    sent: text,
    text: pieces.join(""),
    added,
    toShown(at, isEnd = false) {
      return at + grown(countWhere(ats, (other) => (isEnd ? other < at : other <= at)));
    },
    toSent(at) {
      const count = countWhere(added, (range) => range.from < at);
      return Math.max(at - grown(count), ats[count - 1] ?? 0);
    },
  };
}

/** Counts the items that meet a condition by binary search; they must precede all others. */
export function countWhere(items, isMet) {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isMet(items[middle])) low = middle + 1;
    else high = middle;
  }
  return low;
}
