// What the service is told by its environment, checked as a whole before it starts.

import { checkRequest } from "cbt179";

/**
 * @typedef {object} Settings
 * @property {URL} url where CBT takes requests
 * @property {string} token
 * @property {string} cusName
 * @property {string} cusCode
 * @property {number} timeout milliseconds for all that goes on with CBT about one request
 * @property {number} connectTimeout milliseconds for one attempt to connect, within `timeout`
 * @property {number} retryDelay milliseconds between the two attempts to connect
 * @property {"zh-CN" | "en"} locale the language of findings
 * @property {string} logLevel
 * @property {string} host
 * @property {number} port
 */

const REQUIRED = {
  CBT_URL: "the address that CBT gave you, https://…",
  CBT_TOKEN: "the token that CBT gave you",
  CBT_CUS_NAME: "your name as registered with customs",
  CBT_CUS_CODE: "your code as registered with customs",
};
const LOCALES = /** @type {const} */ (["zh-CN", "en"]);
const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];
const LOOPBACK = ["127.0.0.1", "[::1]", "localhost"];

/** Its message has a sentence for each thing that is missing or wrong. */
export class SettingsError extends Error {}

/**
 * @param {Record<string, string | undefined>} env
 * @returns {Settings}
 */
export function readSettings(env) {
  /** @type {string[]} */
  const faults = [];
  for (const [name, what] of Object.entries(REQUIRED)) {
    if (!env[name]) faults.push(`${name} is missing: set it to ${what}.`);
  }

  /** @template {string} T @param {string} name @param {readonly T[]} values @param {T} otherwise */
  const oneOf = (name, values, otherwise) => {
    const value = values.find((value) => value === (env[name] || otherwise));
    if (!value) faults.push(`${name} must be one of ${values.join(", ")}.`);
    return value ?? otherwise;
  };
  /** @param {string} name @param {number} otherwise @param {number} least @param {number} most */
  const whole = (name, otherwise, least, most) => {
    const text = env[name] || String(otherwise);
    const value = Number(text);
    if (/^\d{1,9}$/.test(text) && value >= least && value <= most) return value;
    faults.push(`${name} must be a whole number from ${least} to ${most}.`);
    return otherwise;
  };

  const settings = {
    url: address(env.CBT_URL, faults),
    token: env.CBT_TOKEN ?? "",
    cusName: env.CBT_CUS_NAME ?? "",
    cusCode: env.CBT_CUS_CODE ?? "",
    // Customs wait two minutes, and whoever calls this service needs some of them.
    timeout: whole("CBT_TIMEOUT_MS", 30_000, 100, 110_000),
    connectTimeout: whole("CBT_CONNECT_TIMEOUT_MS", 5_000, 100, 110_000),
    retryDelay: 500,
    locale: oneOf("LOCALE", LOCALES, "zh-CN"),
    logLevel: oneOf("LOG_LEVEL", LOG_LEVELS, "info"),
    host: env.HOST || "127.0.0.1",
    port: whole("PORT", 8179, 0, 65_535),
  };

  // The interface's rules for what is the same in every request: better known now than with the first order.
  const { token, cusName, cusCode } = settings;
  if (token && cusName && cusCode) {
    const eData = { token, cusName, cusCode, serialNumber: "1" };
    const { findings } = checkRequest({ eData, payExInfo: "{}" }, { locale: "en" });
    for (const { severity, path, message } of findings) {
      if (severity === "error" && path.startsWith("/eData/")) faults.push(`${message}.`);
    }
  }
  if (faults.length > 0) throw new SettingsError(faults.join("\n"));
  return settings;
}

/** @param {string | undefined} text @param {string[]} faults */
function address(text, faults) {
  const fallback = new URL("https://localhost");
  if (!text) return fallback;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // The token goes there as plain text, so it is encrypted on its way out of this machine.
  if (url?.protocol === "https:") return url;
  if (url?.protocol === "http:" && LOOPBACK.includes(url.hostname)) return url;
  faults.push("CBT_URL must be an https:// address (or http:// on this machine, for tests).");
  return fallback;
}
