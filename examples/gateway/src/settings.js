// Reads the settings from the environment, and checks all of them before the service starts.

import { checkRequest } from "cbt179";

/**
 * @typedef {object} Settings
 * @property {URL} url where CBT takes requests
 * @property {string} token
 * @property {string} cusName
 * @property {string} cusCode
 * @property {number} timeout milliseconds for connecting, sending and receiving together
 * @property {number} connectTimeout milliseconds for one attempt to connect, within `timeout`
 * @property {number} retryDelay milliseconds between the two attempts to connect
 * @property {number} maxConcurrent uploads in progress at once, and so connections to CBT
 * @property {string | undefined} certificateFile CBT's certificate; without one, signatures are not verified
 * @property {string} storeFile the SQLite database
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

/** Has one sentence for each setting that is missing or wrong. */
export class SettingsError extends Error {}

/**
 * @param {Record<string, string | undefined>} env
 * @returns {Settings}
 * @throws {SettingsError}
 */
export function readSettings(env) {
  /** @type {string[]} */
  const faults = [];
  for (const [name, meaning] of Object.entries(REQUIRED)) {
    if (!env[name]) faults.push(`${name} is missing: set it to ${meaning}.`);
  }

  /** @template {string} T @param {string} name @param {readonly T[]} values @param {T} fallback */
  const oneOf = (name, values, fallback) => {
    const value = values.find((value) => value === (env[name] || fallback));
    if (!value) faults.push(`${name} must be one of ${values.join(", ")}.`);
    return value ?? fallback;
  };
  /** @param {string} name @param {number} fallback @param {number} least @param {number} most */
  const integer = (name, fallback, least, most) => {
    const text = env[name] || String(fallback);
    const value = Number(text);
    if (/^\d{1,9}$/.test(text) && value >= least && value <= most) return value;
    faults.push(`${name} must be an integer from ${least} to ${most}.`);
    return fallback;
  };

  const settings = {
    url: address(env.CBT_URL, faults),
    token: env.CBT_TOKEN ?? "",
    cusName: env.CBT_CUS_NAME ?? "",
    cusCode: env.CBT_CUS_CODE ?? "",
    // Customs allows two minutes, and your own system needs part of them.
    timeout: integer("CBT_TIMEOUT_MS", 30_000, 100, 110_000),
    connectTimeout: integer("CBT_CONNECT_TIMEOUT_MS", 5_000, 100, 110_000),
    retryDelay: 500,
    maxConcurrent: integer("CBT_MAX_CONCURRENT", 32, 1, 10_000),
    certificateFile: env.CBT_CERTIFICATE || undefined,
    storeFile: env.STORE_FILE || "uploads.db",
    locale: oneOf("LOCALE", LOCALES, "zh-CN"),
    logLevel: oneOf("LOG_LEVEL", LOG_LEVELS, "info"),
    host: env.HOST || "127.0.0.1",
    port: integer("PORT", 8179, 0, 65_535),
  };

  // The same in every request, so it is checked here rather than with the first order.
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
  if (url?.username || url?.password) {
    faults.push("CBT_URL must not have a user name or password: CBT identifies you by CBT_TOKEN.");
    return fallback;
  }
  // The body has the token in plain text, so it leaves this machine encrypted or not at all.
  if (url?.protocol === "https:") return url;
  if (url?.protocol === "http:" && LOOPBACK.includes(url.hostname)) return url;
  faults.push("CBT_URL must be an https:// address (or http:// on this machine, for tests).");
  return fallback;
}
