// A line of source with carets under the fault, cut to the width that there is.

import { cell } from "./terminal.js";

/** @import { Paint } from "./terminal.js" */

/**
 * A range of a text that can be shown.
 *
 * @typedef {object} Excerpt
 * @property {string} text with stars over the token
 * @property {number} start in UTF-16 units, as is `end`
 * @property {number} end
 * @property {number} line the number of the line, from 1
 * @property {boolean} [isBytes] whether each character stands for a byte
 */

/** @typedef {{ shown: string, width: number, isFault: boolean }} Cell */

const CUT = "…";

/**
 * The two lines: the source's, and the carets'. None if only stars would be seen.
 *
 * @param {Excerpt} excerpt
 * @param {number} width how many columns there are
 * @returns {{ source: string, before: number, carets: number } | undefined} `before`: columns before the carets
 */
export function excerptLines({ text, start, end, isBytes }, width) {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const newline = text.indexOf("\n", start);
  let lineEnd = newline < 0 ? text.length : newline;
  // The \r of a line's end is not shown, unless it is the fault.
  if (text[lineEnd - 1] === "\r" && lineEnd - 1 > start && newline >= 0) lineEnd--;
  const last = Math.max(start, Math.min(end, lineEnd));

  /** @param {number} from @param {number} to @param {boolean} isFault @returns {Cell[]} */
  const cells = (from, to, isFault) =>
    Array.from(text.slice(from, to), (char) => ({ ...cell(char, isBytes), isFault }));
  // No more than can be seen: a line can have megabytes. Two units a column, since a character can have two.
  const most = 2 * width;
  const head = cells(wholeFrom(text, Math.max(lineStart, start - most)), start, false);
  const fault = cells(start, Math.min(last, start + most), true);
  const tail = cells(last, Math.min(lineEnd, last + most), false);
  const all = [...head, ...fault, ...tail];

  // The fault in the middle, unless the line's beginning or end is nearer.
  const faultColumns = sum(fault);
  const isWhole = sum(all) <= width;
  const room = Math.max(width - 2 - faultColumns, 0);
  const behind = Math.min(sum(tail), Math.ceil(room / 2));
  const shownHead = isWhole ? head : takeLast(head, room - behind);
  const isCutBefore = shownHead.length < head.length;
  const left = width - (isCutBefore ? 1 : 0) - sum(shownHead);
  const rest = [...fault, ...tail];
  const shownRest = isWhole || sum(rest) <= left ? rest : takeFirst(rest, left - 1);
  const isCutBehind = shownRest.length < rest.length;
  const seen = [...shownHead, ...shownRest];
  if (seen.length && seen.every(({ shown }) => /^[*\s]*$/.test(shown))) return undefined;

  const show = (/** @type {Cell[]} */ list) => list.map(({ shown }) => shown).join("");
  return {
    source: `${isCutBefore ? CUT : ""}${show(shownHead)}${show(shownRest)}${isCutBehind ? CUT : ""}`,
    before: (isCutBefore ? 1 : 0) + sum(shownHead),
    // What is missing has a place, but no width.
    carets: Math.max(sum(shownRest.filter(({ isFault }) => isFault)), 1),
  };
}

/** Not in the middle of a surrogate pair. @param {string} text @param {number} at */
function wholeFrom(text, at) {
  return /^[\udc00-\udfff]/.test(text.charAt(at)) && at > 0 ? at + 1 : at;
}

/** @param {Cell[]} cells */
function sum(cells) {
  return cells.reduce((total, { width }) => total + width, 0);
}

/** @param {Cell[]} cells @param {number} columns */
function takeFirst(cells, columns) {
  let [count, used] = [0, 0];
  for (const { width } of cells) {
    if (used + width > columns) break;
    used += width;
    count++;
  }
  return cells.slice(0, count);
}

/** @param {Cell[]} cells @param {number} columns */
function takeLast(cells, columns) {
  return takeFirst(cells.toReversed(), columns).reverse();
}

/**
 * The lines with their gutter, as they are printed.
 *
 * @param {Excerpt} excerpt
 * @param {import("../../index.js").Severity} severity
 * @param {{ paint: Paint, width: number }} terminal
 * @param {string} margin as wide as the line's number
 */
export function drawExcerpt(excerpt, severity, { paint, width }, margin) {
  const bar = paint("gutter", "|");
  const lines = excerptLines(excerpt, width - margin.length - 3);
  if (!lines) return [];
  const number = paint("gutter", String(excerpt.line).padStart(margin.length));
  const carets = paint(severity, "^".repeat(lines.carets));
  return [
    `${margin} ${bar}`,
    `${number} ${bar} ${lines.source}`,
    `${margin} ${bar} ${" ".repeat(lines.before)}${carets}`,
  ];
}
