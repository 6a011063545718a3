// The values of a request that is being filled in, and those that the page generates.

/** Converts any value to the text of a field. */
export const asText = (value) =>
  value == null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);

export const asObject = (value) =>
  value && typeof value === "object" && !Array.isArray(value) ? value : {};
export const asArray = (value) => (Array.isArray(value) ? value : []);

/** Returns the request without empty fields. Empty objects stay, because their fields are required. */
export function cleaned(value) {
  if (Array.isArray(value)) return value.map(cleaned);
  if (!value || typeof value !== "object") return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== "" && inner !== undefined);
  return Object.fromEntries(entries.map(([key, inner]) => [key, cleaned(inner)]));
}

/** Makes a random GUID (RFC 9562, version 4) in upper case. Plain http has no `crypto.randomUUID`. */
export function newGuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-").toUpperCase();
}
