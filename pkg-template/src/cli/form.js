// The form bodies of the exchange with customs, each of which has one field with JSON in it.

/**
 * Returns the JSON in a form body, as a browser decodes it; any other text as it is.
 *
 * @param {string | Uint8Array} text
 * @param {"openReq" | "payExInfoStr"} field
 */
export function jsonIn(text, field) {
  const isInForm = typeof text === "string" && text.startsWith(`${field}=`);
  return { json: isInForm ? (new URLSearchParams(text).get(field) ?? "") : text, isInForm };
}
