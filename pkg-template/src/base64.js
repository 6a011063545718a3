// Base64 to bytes, by the fastest way that there is here.

/**
 * @param {string} base64
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function fromBase64(base64) {
  // Through globalThis, so that no bundler takes `Buffer` for a reason to add its polyfill.
  const { Buffer, atob } = /** @type {any} */ (globalThis);
  const { fromBase64 } = /** @type {any} */ (Uint8Array);
  if (fromBase64) return fromBase64(base64);
  if (Buffer) return Buffer.from(base64, "base64");
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  // A plain loop: Uint8Array.from(binary, f) is many times slower.
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
