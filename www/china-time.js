// China Standard Time, UTC+8, which the interface uses everywhere.

/** Formats Unix milliseconds: `2026-01-15 09:28:12`. */
export const chinaTime = (millis) =>
  new Date(millis + 8 * 3600 * 1000).toISOString().replace("T", " ").slice(0, 19);

/** Formats Unix milliseconds as the interface does: `20260115092812`. */
export const chinaDigits = (millis) => chinaTime(millis).replace(/\D/g, "");
