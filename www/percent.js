// Decodes percent-encoding, as far as it is valid.

/** Decodes a text; returns it unchanged if an escape is malformed. */
export function unescaped(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Decodes only the escapes of ASCII characters. */
export const percentDecoded = (text) =>
  text.replace(/%([0-7][0-9a-f])/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
