// Reads the JSON in the form body of an upload.

/**
 * Returns the JSON of an upload: the value in a form body, as a browser decodes it, or the text itself.
 *
 * @param {string | Uint8Array} upload
 */
export function jsonOf(upload) {
  const isInForm = typeof upload === "string" && upload.startsWith("payExInfoStr=");
  const json = isInForm ? (new URLSearchParams(upload).get("payExInfoStr") ?? "") : upload;
  return { json, isInForm };
}
