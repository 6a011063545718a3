// Computes the range of a finding in its file, for the machine-readable formats.

/** @import { Finding, Offsets } from "../../index.js" */
/** @import { Result } from "./reporters.js" */

/**
 * Lines and columns from 1; the end is after the last character. Columns are UTF-16 units, or bytes in a file that is not
 * UTF-8.
 *
 * @typedef {{ startLine: number, startColumn: number, endLine: number, endColumn: number }} Region
 */

/**
 * Returns a function that finds the region of a range in a text.
 *
 * @param {string | Uint8Array} text
 * @returns {(range: Offsets) => Region}
 */
export function regionsIn(text) {
  const starts = [0];
  const next = (/** @type {number} */ from) =>
    typeof text === "string" ? text.indexOf("\n", from) : text.indexOf(0x0a, from);
  for (let at = next(0); at >= 0; at = next(at + 1)) starts.push(at + 1);
  /** @param {number} offset @returns {[line: number, column: number]} */
  const placeOf = (offset) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (/** @type {number} */ (starts[middle]) <= offset) low = middle;
      else high = middle;
    }
    return [low + 1, offset - /** @type {number} */ (starts[low]) + 1];
  };
  return ({ start, end }) => {
    const [startLine, startColumn] = placeOf(start);
    const [endLine, endColumn] = placeOf(end);
    return { startLine, startColumn, endLine, endColumn };
  };
}

/**
 * Returns the range of a finding in the text of its result, if both have one.
 *
 * @param {Result} result
 * @param {Finding} finding
 * @returns {Offsets | undefined}
 */
export const rangeOf = ({ line, layer, isElsewhere }, finding) =>
  layer && line === undefined && !isElsewhere?.(finding) ? finding.at[layer] : undefined;
