// The token must not come out with anything that the service writes, whoever wrote it there: a page of HTML from a
// proxy may repeat the request, in which the token is within Base64.

/**
 * @param {string} token
 * @returns {(text: string) => string} puts `***` in the place of the token, as it is, as JSON and as Base64 write it
 */
export function masker(token) {
  // JSON within JSON too: an error's message may quote, and is logged as JSON.
  const texts = [token, escaped(token), escaped(escaped(token))];
  const secrets = [...texts, ...texts.flatMap(withinBase64)]
    .flatMap((form) => [form, encodeURIComponent(form)])
    // A few characters give nothing away, but occur everywhere.
    .filter((secret) => secret.length >= 4);
  return (text) => secrets.reduce((masked, secret) => masked.replaceAll(secret, "***"), text);
}

/** @param {string} text */
const escaped = (text) => JSON.stringify(text).slice(1, -1);

/**
 * The Base64 characters that a text determines by itself, wherever it stands in what is encoded: its first byte can be the
 * first, second or third of its group.
 * @param {string} text
 */
function withinBase64(text) {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
    const shared = Math.ceil((before * 8) / 6);
    return bytes.toString("base64").slice(shared, Math.floor((bytes.length * 8) / 6));
  });
}
