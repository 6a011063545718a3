// Compresses texts for URLs with the browser's own streams.

import { fromBase64, toBase64 } from "./base64.js";
import { MOST_BYTES } from "./file.js";

async function through(bytes, stream) {
  const reader = streamOf(bytes).pipeThrough(stream).getReader();
  const pieces = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
    length += value.length;
    // A small text can inflate to gigabytes.
    if (length > MOST_BYTES) {
      await reader.cancel();
      throw new RangeError("too large");
    }
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

// WebKit can't read a Blob's stream in the worker of a page from disk.
const streamOf = (bytes) =>
  new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });

/** Inflates bytes (RFC 1951, without a header). */
export const inflated = (bytes) => through(bytes, new DecompressionStream("deflate-raw"));

/** Deflates a text, and encodes it in URL-safe Base64 (RFC 4648, section 5). */
export async function packed(text) {
  const bytes = await through(new TextEncoder().encode(text), new CompressionStream("deflate-raw"));
  return toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Decodes a packed text; throws if it is malformed. */
export async function unpacked(text) {
  const bytes = await inflated(fromBase64(text.replaceAll("-", "+").replaceAll("_", "/")));
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}
