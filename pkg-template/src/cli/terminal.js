// What a terminal can show: colours, its width, and how wide a character is on it.

import { eastAsianWidth } from "get-east-asian-width";

const STYLES = {
  bold: "1",
  dim: "2",
  error: "1;31",
  warning: "1;33",
  info: "1;36",
  ok: "1;32",
  gutter: "34",
};

/** @typedef {(style: keyof typeof STYLES, text: string) => string} Paint */

/** The look of an output: colours and width. @typedef {{ paint: Paint, width: number, isTerminal: boolean }} Terminal */

/** Output without colours that is not a terminal. @type {Terminal} */
export const PLAIN = { paint: (_, text) => text, width: 100, isTerminal: false };

/**
 * How to write to a stream: in colour or not, and how wide.
 *
 * @param {NodeJS.WriteStream} stream
 * @param {"auto" | "always" | "never"} color
 * @param {NodeJS.ProcessEnv} env
 * @returns {Terminal}
 */
export function terminalOf(stream, color, env) {
  const isTerminal = Boolean(stream.isTTY);
  const isColored = color === "auto" ? wantsColor(isTerminal, env) : color === "always";
  const columns = stream.columns || Number(env.COLUMNS) || PLAIN.width;
  return {
    paint: (style, text) => (isColored && text ? `\x1b[${STYLES[style]}m${text}\x1b[0m` : text),
    // Narrower than that there is nothing to be seen.
    width: Math.max(columns, 40),
    isTerminal,
  };
}

/**
 * @param {boolean} isTerminal
 * @param {NodeJS.ProcessEnv} env
 */
function wantsColor(isTerminal, env) {
  const { FORCE_COLOR, NO_COLOR, TERM } = env;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return isTerminal && !NO_COLOR && TERM !== "dumb";
}

/**
 * A character as a terminal can show it, and how many columns it takes there. What moves the cursor or can't be seen is
 * spelled out.
 *
 * @param {string} char one code point
 * @param {boolean} isByte whether it stands for a byte, of text that is not UTF-8
 * @returns {{ shown: string, width: number }}
 */
export function cell(char, isByte = false) {
  const code = /** @type {number} */ (char.codePointAt(0));
  const shown =
    char === "\t" ? "    " : isByte && code > 0x7e ? `\\x${code.toString(16)}` : visible(char);
  if (shown !== char) return { shown, width: shown.length };
  return { shown, width: /\p{Mn}|\p{Me}/u.test(char) ? 0 : eastAsianWidth(code) };
}

const ESCAPES = /** @type {Record<string, string>} */ ({ "\n": "\\n", "\r": "\\r", "\t": "\\t" });

/**
 * A text with what can't be seen in it spelled out: controls, which a terminal would obey, and what has no width.
 *
 * @param {string} text
 * @param {RegExp} [but] what is left as it is
 */
export function visible(text, but) {
  return text.replace(/\p{Cc}|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}/gu, (char) => {
    if (but?.test(char)) return char;
    const code = /** @type {number} */ (char.codePointAt(0));
    return ESCAPES[char] ?? `\\u{${code.toString(16)}}`;
  });
}

/** Cuts a text to this many columns. @param {string} text @param {number} width */
export function fit(text, width) {
  let [shown, used, cut] = ["", 0, ""];
  for (const char of text) {
    const { width: columns } = cell(char);
    // One column is kept for the ellipsis.
    if (used + columns < width) cut = shown + char;
    if (used + columns > width) return `${cut}…`;
    shown += char;
    used += columns;
  }
  return shown;
}
