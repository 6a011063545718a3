// Decodes the text of a file.

import { toBase64 } from "./base64.js";

/** The largest file accepted; no text with a body in it is larger. */
export const MOST_BYTES = 64 << 20;

const decode = (bytes, encoding) =>
  new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);

/**
 * Returns the text and a note on its encoding; for DER, such as a certificate, its Base64. Keeps a byte order mark in
 * UTF-8, since it would be sent, too.
 */
export function textOf(buffer) {
  const bytes = new Uint8Array(buffer);
  const [first, second] = bytes;
  const utf16 = { "255,254": "utf-16le", "254,255": "utf-16be" }[`${first},${second}`];
  if (utf16) return { text: new TextDecoder(utf16).decode(buffer), note: "utf16" };
  try {
    return { text: decode(buffer, "utf-8") };
  } catch {
    if (isDer(bytes)) return { text: toBase64(bytes) };
    return { text: new TextDecoder("gb18030").decode(buffer), note: "gbk" };
  }
}

/** Returns whether bytes are a sequence in DER (X.690): a tag, the length, and as many bytes. */
function isDer(bytes) {
  const [tag, first] = bytes;
  const long = bytes.subarray(2, first < 0x80 ? 2 : 2 + (first & 0x7f));
  const length = first < 0x80 ? first : long.reduce((sum, byte) => sum * 256 + byte, 0);
  return tag === 0x30 && bytes.length === 2 + long.length + length;
}
