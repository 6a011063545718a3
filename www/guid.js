// Random GUIDs. `crypto.randomUUID` is missing where a page is not in a secure context, as on plain http in an intranet.

/** Makes a GUID (RFC 9562, version 4) in upper case: `9D2F3E1A-5B6C-4D7E-8F90-A1B2C3D4E5F6`. */
export function newGuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.toUpperCase().replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
