// Reads a request from its JSON without losing a digit of an amount.

/** @import { SigningRequest } from "../../index.js" */

/**
 * The request, with a `totalAmount` that is written as a number as a string of the same digits: JavaScript's numbers hold
 * about 16 of them, an amount can have 19.
 *
 * @param {string} text
 * @returns {SigningRequest | undefined} undefined where the text is not JSON
 */
export function parseRequest(text) {
  try {
    // First as it is: what is not JSON before must not be JSON after.
    JSON.parse(text);
  } catch {
    return undefined;
  }
  let [before, name] = ["", ""];
  const quoted = text.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[^\s"\d-]/g, (token) => {
    const isAmount = before === ":" && /^-?\d/.test(token) && JSON.parse(name) === "totalAmount";
    if (token.startsWith('"')) name = token;
    before = token;
    return isAmount ? `"${token}"` : token;
  });
  return JSON.parse(quoted);
}
