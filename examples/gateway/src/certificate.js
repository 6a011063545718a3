// Verifies signatures with CBT's certificate. Without one, they are not verified, and the code for it isn't loaded.

import { readFile } from "node:fs/promises";
import { composeUpload } from "cbt179";
import { Problem } from "./problem.js";
import { SettingsError } from "./settings.js";

/** @typedef {import("./settings.js").Settings} Settings */

/**
 * @typedef {object} Certificate
 * @property {typeof composeUpload} compose also throws a `CheckError` if the signature does not verify
 * @property {(locale: Settings["locale"]) => void} check throws a {@link Problem} if the certificate is not currently valid
 */

/** Returns whether a finding is about the certificate or the signature, not the text or the reply. @param {import("cbt179").Finding} finding */
export const isOfSignature = ({ code }) => /^(key|signature)\./.test(code);

/**
 * @param {Settings["certificateFile"]} file
 * @returns {Promise<Certificate>}
 * @throws {SettingsError}
 */
export async function openCertificate(file) {
  if (!file) return { compose: composeUpload, check() {} };
  const unusable = (/** @type {string | undefined} */ reason) =>
    new SettingsError(`CBT_CERTIFICATE can't be used (${file}): ${reason}.`);

  const certificate = await readFile(file).catch((/** @type {Error} */ { message }) => {
    throw unusable(message);
  });
  const cbt179 = await import("cbt179/verify");
  const { ok, findings } = cbt179.readCertificate(certificate, { locale: "en" });
  if (!ok) throw unusable(findings[0].message);

  return {
    compose: (payExInfo, reply, options) =>
      cbt179.composeUpload(payExInfo, reply, { ...options, certificate }),
    check(locale) {
      const { findings } = cbt179.readCertificate(certificate, { locale });
      const expired = findings.find(({ code }) => code === "key.expired");
      if (expired) {
        throw new Problem("certificate-expired", { detail: expired.message, findings: [expired] });
      }
    },
  };
}
