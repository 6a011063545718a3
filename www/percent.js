// Percent-encoding, read as far as it is sound.

/** What a text says; the text itself where its escapes are broken. */
export function unescaped(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Decodes each escape of ASCII by itself, as far as there are any. */
export const percentDecoded = (text) =>
  text.replace(/%([0-7][0-9a-f])/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
