// One part of a form body given another value, with all else in the body left as the person has it.

import { applyFixes, checkForm, encodeForm, locate } from "cbt179";

/** For bodies over the cap too: one that has grown over it must be got back under it by an edit, and its token covered. */
export const UNCAPPED = { maxBodyBytes: 2 ** 31 };

/** Where something is in a body. */
export const locateIn = (body, spot) => locate(body, spot, UNCAPPED);

/** Where a field's value stands in the body by the checker's own reading, and undefined where it finds no such field. */
export const valueRange = (body, field) => locateIn(body, { path: `/${field}` }).form;

// The bodies that carry the parts in another way than a form does.
const NO_FORM = ["form.multipart", "form.json-body"];

/** The body; or, where it is no form, the form that it should be. */
export function asForm(body, options) {
  // A form begins with a name, which saves a check of all that is one.
  if (!/^[\s\ufeff]*(?:--|[{["'])/.test(body)) return body;
  const { findings } = checkForm(body, options);
  const noForm = findings.filter(({ code }) => NO_FORM.includes(code));
  return noForm.length ? applyFixes(body, noForm, options) : body;
}

/** The body with this text in a field. A body that is no form is first made one. */
export function withText(body, field, text, options) {
  const [, value] = encodeForm({ eData: text, payExInfo: "" }, options).split(/[=&]/);
  return withValue(asForm(body, options), field, value);
}

/** The body with this value in a field. One that it lacks is put where the document has it: EData first. */
export function withValue(body, field, value) {
  const range = valueRange(body, field);
  if (range) {
    const before = body.slice(0, range.start);
    // A name alone has no `=` yet.
    return `${before}${before.endsWith("=") ? "" : "="}${value}${body.slice(range.end)}`;
  }
  const pair = `${field}=${value}`;
  if (!body) return pair;
  return field === "EData" ? `${pair}&${body}` : `${body}&${pair}`;
}
