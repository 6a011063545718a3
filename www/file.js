// Decodes the text of a file.

/** The largest file accepted; no text with a body in it is larger. */
export const MOST_BYTES = 64 << 20;

const decode = (bytes, encoding) =>
  new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);

/** Returns the text, and a note on its encoding. Keeps a byte order mark in UTF-8, since it would be sent, too. */
export function textOf(buffer) {
  const [first, second] = new Uint8Array(buffer);
  const utf16 = { "255,254": "utf-16le", "254,255": "utf-16be" }[`${first},${second}`];
  if (utf16) return { text: new TextDecoder(utf16).decode(buffer), note: "utf16" };
  try {
    return { text: decode(buffer, "utf-8") };
  } catch {
    return { text: new TextDecoder("gb18030").decode(buffer), note: "gbk" };
  }
}
