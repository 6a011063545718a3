// Replaces one part of a form body, and leaves the rest of the body unchanged.

import { applyFixes, checkForm, encodeForm, locate } from "cbt179";

/** Lifts the cap: a body over it must still be editable, and its token covered. */
export const UNCAPPED = { maxBodyBytes: 2 ** 31 };

/** Locates a spot in a body of any length. */
export const locateIn = (body, spot) => locate(body, spot, UNCAPPED);

/** Returns the range of a field's value in the body as the checker reads it, or undefined without such a field. */
export const valueRange = (body, field) => locateIn(body, { path: `/${field}` }).form;

// The findings about bodies that are not forms, but carry the parts.
const NO_FORM = ["form.multipart", "form.json-body"];

/** Returns the body, converted to a form if it is not one. */
export function asForm(body, options) {
  // A form begins with a name, so most bodies need no check.
  if (!/^[\s\ufeff]*(?:--|[{["'])/.test(body)) return body;
  const { findings } = checkForm(body, options);
  const noForm = findings.filter(({ code }) => NO_FORM.includes(code));
  return noForm.length ? applyFixes(body, noForm, options) : body;
}

/** Encodes a text into a field of the body, after converting the body to a form. */
export function withText(body, field, text, options) {
  const [, value] = encodeForm({ eData: text, payExInfo: "" }, options).split(/[=&]/);
  return withValue(asForm(body, options), field, value);
}

/** Replaces the value of a field. Adds a missing field in the document's order, EData first. */
export function withValue(body, field, value) {
  const range = valueRange(body, field);
  if (range) {
    const before = body.slice(0, range.start);
    // A bare name has no `=` yet.
    return `${before}${before.endsWith("=") ? "" : "="}${value}${body.slice(range.end)}`;
  }
  const pair = `${field}=${value}`;
  if (!body) return pair;
  return field === "EData" ? `${pair}&${body}` : `${body}&${pair}`;
}
