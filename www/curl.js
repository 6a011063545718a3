// Extracts the body from a curl command, written for a shell or for Windows' command line.

const RAW = /^(?:-[a-zA-Z]*d|--data(?:-raw|-binary|-ascii)?|--json)$/;
// Fields of a multipart body count as fields of the form that it should have been.
const FIELD = /^(?:--data-urlencode|-F|--form|--form-string)$/;

/** Returns the body of a command, or undefined if it has none or reads it from a file. */
export function bodyOfCurl(command) {
  const words = wordsOf(command);
  const pieces = [];
  for (let at = 1; at < words.length; at++) {
    let [flag, value] = [words[at], words[at + 1]];
    const joined = flag.match(/^(--[a-z-]+)=([\s\S]*)$/) ?? flag.match(/^(-[dF])([\s\S]+)$/);
    if (joined) [, flag, value] = joined;
    else if (RAW.test(flag) || FIELD.test(flag)) at++;
    else continue;
    if (value === undefined) continue;
    const isField = FIELD.test(flag);
    if (isField ? /^[^=]*@|^[^=]*=[@<]/.test(value) : value.startsWith("@")) return undefined;
    if (isField) pieces.push(urlencoded(value));
    else if (RAW.test(flag)) pieces.push(value);
  }
  return pieces.join("&") || undefined;
}

/** Percent-encodes the content of `name=content`, `=content` or `content`, as curl does. */
function urlencoded(value) {
  const [, name, content] = value.match(/^(?:([^=]*)=)?([\s\S]*)$/);
  // A lone surrogate can't be percent-encoded.
  const escaped = encodeURIComponent(content.toWellFormed());
  return name ? `${name}=${escaped}` : escaped;
}

const ESCAPES = { n: "\n", r: "\r", t: "\t", 0: "\0" };

// A piece of a word (quoted in one of three ways, escaped, or plain), or the end of the command.
const PIECES =
  /(?:\$'(?:[^'\\]|\\[\s\S])*'?|'[^']*'?|"(?:[^"\\]|\\[\s\S])*"?|\\[\s\S]|[^\s'"\\;|<>])+|[;|<>\n]/g;

/** Returns the words of the first command. */
function wordsOf(command) {
  // Windows' command line escapes with carets, and PowerShell continues lines with backticks.
  const text = /\^\r?\n|\^"/.test(command)
    ? command.replace(/\^(\r?\n)/g, " ").replace(/\^([\s\S])/g, "$1")
    : command.replace(/`\r?\n/g, " ");
  const words = [];
  for (const [spelled] of text.matchAll(PIECES)) {
    if (/^(?:[;|<>\n]|&&?)$/.test(spelled)) break;
    const read = unquoted(spelled);
    // A line continuation leaves an empty word.
    if (read !== "" || /['"]/.test(spelled)) words.push(read);
  }
  return words;
}

const unquoted = (word) =>
  word.replace(
    /\$'((?:[^'\\]|\\[\s\S])*)'?|'([^']*)'?|"((?:[^"\\]|\\[\s\S])*)"?|\\([\s\S])/g,
    (_, ansi, single, double, escaped) => {
      if (ansi !== undefined)
        return ansi.replace(
          /\\(?:u([0-9a-fA-F]{1,4})|x([0-9a-fA-F]{1,2})|([\s\S]))/g,
          (_, u, x, other) =>
            u || x ? String.fromCharCode(Number.parseInt(u ?? x, 16)) : (ESCAPES[other] ?? other),
        );
      if (double !== undefined)
        return double.replace(/\\(\r?\n|["\\$`])/g, (_, c) => (/\n/.test(c) ? "" : c));
      return single ?? escaped.replace(/\r?\n/, "");
    },
  );
