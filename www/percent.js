// Percent-encoding, read as far as it is sound.

/** What a text says; the text itself where its escapes are broken. */
export function unescaped(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
