// Measures in a browser. Its clock is coarse, so calls are timed in batches as long as in Node.js.
// The peers have no Buffer.

import { AJV, ORDINARY, OURS } from "./names.mjs";
import { checkWith } from "./peers/form.mjs";
import { formValues, isStrict, plain } from "./peers/ordinary.mjs";
import { isEData, rulesOf } from "./peers/rules.mjs";
import { measure } from "./timing.mjs";

/** @import { Effort } from "./timing.mjs" */
/** @import { Customs } from "./contenders.mjs" */
/** @typedef {{ size: string, customs: boolean, bodies: string[], request: any }} Case `bodies`: clean, with advice, with one error */

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** @param {string} base64 */
function textOf(base64) {
  const latin1 = atob(base64);
  if (!isStrict(base64, base64.length, latin1.length)) throw new Error("not Base64");
  const bytes = new Uint8Array(latin1.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = latin1.charCodeAt(at);
  return utf8.decode(bytes);
}

/** Checks a body by hand, with ordinary APIs. @param {string} body @param {Customs} customs */
function byHand(body, customs) {
  try {
    const { eData, payExInfo } = formValues(body);
    const [e, p] = [textOf(plain(eData)), textOf(plain(payExInfo))];
    return isEData(JSON.parse(e), e) && rulesOf(customs)(JSON.parse(p), p);
  } catch {
    return false;
  }
}

/** Decodes a body with URLSearchParams, as most code does. @param {string | Uint8Array} body @returns {[string, string]} */
function byForm(body) {
  const form = new URLSearchParams(String(body));
  return [textOf(String(form.get("EData"))), textOf(String(form.get("payExInfoStr")))];
}

/**
 * @param {Pick<typeof import("cbt179"), "checkForm" | "buildForm">} cbt179
 * @param {import("./peers/form.mjs").Validators} validators
 * @param {Case[]} cases
 * @param {Effort} effort
 */
export function measureIn({ checkForm, buildForm }, validators, cases, effort) {
  const ajv = checkWith(validators, byForm);
  return cases.flatMap(({ size, customs, bodies, request }) => {
    const checks = ["check", "check, with advice", "check, one error"].map((task, index) => {
      const body = String(bodies[index]);
      const asErrors = customs ? "error" : "off";
      const rules = /** @type {Customs} */ (index === 1 && customs ? "warning" : asErrors);
      const verdicts = [checkForm(body, { customsRules: rules }).ok, byHand(body, rules)];
      if (String(verdicts) !== String([index < 2, index < 2])) throw new Error(`${task} ${size}`);
      return {
        task,
        size,
        input: "string",
        timings: measure(
          [
            { name: OURS, run: () => checkForm(body, { customsRules: rules }) },
            { name: ORDINARY, run: () => byHand(body, rules) },
            { name: AJV, run: () => ajv(/** @type {any} */ (body), rules) },
          ],
          effort,
        ),
      };
    });
    const customsRules = customs ? "error" : "off";
    const run = () => buildForm(request, { customsRules });
    const build = {
      task: "build",
      size,
      input: "object",
      timings: measure([{ name: OURS, run }], effort),
    };
    return [...checks, build];
  });
}
