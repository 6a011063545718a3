// The upload for customs: payExInfoStr with CBT's signature added, as JSON or as the form body that carries it.

import { unescaped } from "./percent.js";

/** The members that CBT's reply adds to the signed text. */
export const SIGNATURE = ["serviceTime", "certNo", "signValue"];

// JSON nested in a string doesn't match, because its quotes follow backslashes.
const HEAD = /"(sessionID|payExchangeInfoHead)"\s*:/;
const SIGNED = /"signValue"\s*:/;

/** Returns the JSON of an upload, or undefined for any other text. */
export function uploadIn(text) {
  const trimmed = text.trim();
  const [, value] = trimmed.match(/^payExInfoStr=([^&\s]*)$/) ?? [];
  const json = value === undefined ? trimmed : unescaped(value.replaceAll("+", " "));
  return json.startsWith("{") && SIGNED.test(json) && HEAD.test(json) ? json : undefined;
}
