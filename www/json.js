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
 * Returns where an indented text has line breaks, `{ from, at, depth }`: after each opening bracket and comma, and before each
 * closing bracket; `from` is the end of the token before.
 */
export function breaksOf(tokens) {
  const breaks = [];
  let depth = 0;
  let before;
  let from = 0;
  for (const { kind, start, end } of tokens) {
    if (kind === "close") depth = Math.max(0, depth - 1);
    const isBroken =
      kind === "close" ? before && before !== "open" : before === "open" || before === "comma";
    if (isBroken) breaks.push({ from, at: start, depth });
    if (kind === "open") depth++;
    before = kind;
    from = end;
  }
  return breaks;
}
