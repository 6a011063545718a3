// Covers the token in what is printed: the core says where it may be.

import { findSecrets } from "../index.js";

/** @import { DecodedForm, Offsets } from "../../index.js" */
/** @import { Context } from "./main.js" */

/**
 * A body and its two JSON texts as they may be printed. A body given as bytes has one character for each byte.
 *
 * @param {Context} context
 * @param {string | Uint8Array} body
 * @param {DecodedForm} decoded
 */
export function coveredBody({ values, options }, body, { eData, payExInfo }) {
  const isBytes = typeof body !== "string";
  const ranges = values["show-token"]
    ? { text: [], eData: [], payExInfo: [] }
    : findSecrets(body, options);
  // The ranges in a JSON text count what those in the body do.
  const part = (/** @type {Offsets[]} */ ranges, text = "") =>
    String(withStars(isBytes ? Buffer.from(text) : text, ranges));
  const form = withStars(body, ranges.text);
  return {
    form: typeof form === "string" ? form : form.toString("latin1"),
    eData: part(ranges.eData, eData?.text),
    payExInfo: part(ranges.payExInfo, payExInfo?.text),
  };
}

/**
 * Any text as it may be printed.
 *
 * @param {Context} context
 * @param {string | Uint8Array} text
 * @param {string | Uint8Array | object} [request] the one that the text belongs to, if it is known
 */
export function covered({ values, options }, text, request) {
  return values["show-token"]
    ? text
    : withStars(text, findSecrets(text, { ...options, request }).text);
}

/**
 * Writes a star over each unit of these ranges, so that all offsets stay as they are.
 *
 * @param {string | Uint8Array} text
 * @param {Offsets[]} ranges
 */
function withStars(text, ranges) {
  if (typeof text !== "string") {
    const bytes = Buffer.from(text);
    // A text over the cap is covered as a whole, and so is what it would carry.
    for (const { start, end } of ranges) bytes.fill("*", start, Math.min(end, bytes.length));
    return bytes;
  }
  if (ranges.length === 0) return text;
  const units = Buffer.from(text, "utf16le");
  for (const { start, end } of ranges)
    units.fill("*", 2 * start, Math.min(2 * end, units.length), "utf16le");
  return units.toString("utf16le");
}
