// The body that a curl command sends, as a shell (or Windows' command line) would hand it over.

const RAW = /^(?:-[a-zA-Z]*d|--data(?:-raw|-binary|-ascii)?|--json)$/;
// Those of a multipart body are taken for fields of a form, which they should have been.
const FIELD = /^(?:--data-urlencode|-F|--form|--form-string)$/;

/** The body of a command; undefined where it has none, or takes it from a file. */
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

/** `name=content`, `=content` or `content`, of which curl escapes the content. */
function urlencoded(value) {
  const [, name, content] = value.match(/^(?:([^=]*)=)?([\s\S]*)$/);
  // Half of a surrogate pair can't be escaped.
  const escaped = encodeURIComponent(content.toWellFormed());
  return name ? `${name}=${escaped}` : escaped;
}

const ESCAPES = { n: "\n", r: "\r", t: "\t", 0: "\0" };

// A piece of a word: quoted in one of three ways, escaped, or plain; or what ends the command.
const PIECES =
  /(?:\$'(?:[^'\\]|\\[\s\S])*'?|'[^']*'?|"(?:[^"\\]|\\[\s\S])*"?|\\[\s\S]|[^\s'"\\;|<>])+|[;|<>\n]/g;

/** The words of the first command. */
function wordsOf(command) {
  // Windows' command line escapes with carets, and so do browsers that copy for it; PowerShell goes on by a backtick.
  const text = /\^\r?\n|\^"/.test(command)
    ? command.replace(/\^(\r?\n)/g, " ").replace(/\^([\s\S])/g, "$1")
    : command.replace(/`\r?\n/g, " ");
  const words = [];
  for (const [spelled] of text.matchAll(PIECES)) {
    if (/^(?:[;|<>\n]|&&?)$/.test(spelled)) break;
    const read = unquoted(spelled);
    // A line that goes on leaves nothing else.
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
