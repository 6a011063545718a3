// Splits JSON into tokens, for the editor and the model. The texts of the page are often broken, so nothing here fails: a string
// may hold raw line breaks and wrong escapes, or have single quotes, and anything else is a word.

const KINDS = { "{": "open", "[": "open", "}": "close", "]": "close", ",": "comma", ":": "colon" };
const END_OF_WORD = /[\s{}[\],:]/;
const NUMBER = /^[-+]?(?:\d|\.\d)/;

/** Yields the tokens `{ start, end, kind }` of a text; for `{"a":1}`: open, string, colon, number, close. */
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

/** Returns the end of the string that starts here: after its closing quote, or where the text ends. */
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

/** Returns the name or value at an offset; `undefined` between two, but not right after one. */
export function tokenAt(text, at) {
  let found;
  for (const token of tokensIn(text)) {
    if (token.start > at) break;
    if (token.end >= at && /^(?:string|number|word)$/.test(token.kind)) found = token;
  }
  return found;
}

/** Returns the indexes of brackets that belong together, `[open, close]`, in the order of their ends. */
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
 * Returns the line breaks that an indented text has and this one lacks, `{ at, depth }`: after each opening bracket and comma,
 * and before each closing bracket. `isMinified` is true if it lacks most of them.
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

// Deeper than this, a text would leave the window.
const MOST_DEPTH = 20;

/**
 * Indents a text by nothing but insertions, so that each of its characters keeps a place: `sent` is the text, `text` the
 * indented one, `added` the inserted ranges in it, `toShown(at)` and `toSent(at)` convert offsets. Where a break is inserted, `toShown` is
 * the offset after it, or before it for the end of a range.
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
  /** Of each insertion: the offset in the text, and its range in the indented text. */
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
  /** What the first `count` insertions add. */
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

/** Returns how many of the first items meet a condition that no later one does. */
export function countWhere(items, isMet) {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isMet(items[middle])) low = middle + 1;
    else high = middle;
  }
  return low;
}
