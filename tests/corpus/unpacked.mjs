/**
 * Returns the body of a corpus case; `["ICAg", 5000]` is a piece that occurs 5000 times.
 *
 * @param {string | (string | [string, number])[]} body
 */
export function unpacked(body) {
  if (typeof body === "string") return body;
  return body
    .map((piece) => (typeof piece === "string" ? piece : piece[0].repeat(piece[1])))
    .join("");
}
