// The types of cbt179/verify: those of cbt179, and those for verifying signatures.

import type { Failed, Options, Passed, Reply, ReplyOptions, Text, Upload } from "./index.js";

export * from "./index.js";

/**
 * The algorithms that CBT signs with.
 *
 * - `"SM3withSM2"`: SM2 with SM3 (GB/T 32918.2, GB/T 32905); keys issued since 2022
 * - `"SHA1withRSA"`: RSASSA-PKCS1-v1_5 with SHA-1 (RFC 8017); older keys
 */
export type SignatureAlgorithm = "SM3withSM2" | "SHA1withRSA";

/** The key to verify with. */
export interface KeyOptions {
  /** CBT's X.509 certificate, in PEM, Base64 or DER. It is also compared with `certNo` and `serviceTime`. */
  certificate?: Text | undefined;
  /** Only the public key: a SubjectPublicKeyInfo in PEM, Base64 or DER; or the point of an SM2 key in hexadecimal (`04…`). */
  publicKey?: Text | undefined;
}

/** Options of {@link verifySignature}: a certificate or a public key is required. */
export type VerifyOptions = Options &
  ({ certificate: Text; publicKey?: undefined } | { certificate?: undefined; publicKey: Text });

/** The text that CBT signed, and its reply. */
export interface SignedText {
  /** The exact text sent to CBT: `payExInfo` of `buildForm`. */
  payExInfo: Text;
  /** CBT's reply, as received; or the `reply` of `checkReply`. */
  reply: Text | Reply;
}

/** The result of {@link verifySignature}. */
export type VerifiedSignature = (Passed | Failed) & {
  /** The algorithm; absent if the key can't be read. */
  algorithm?: SignatureAlgorithm;
  /**
   * How the signed text differs from the signing text, if it is known: names joined by `+`, such as `line-feed` or
   * `php+service-time-seconds`. `line-feed` and `unescaped` count as valid.
   */
  variant?: string;
};

/**
 * Verifies CBT's signature, and explains why it does not verify: a program rewrote the text, the key is wrong, or the digest
 * is another. Only the key that you pass is used; no certificate chain is checked.
 *
 * @param upload the upload, with `serviceTime`, `certNo` and `signValue`: its JSON, or the form body `payExInfoStr=…`; or
 * the signed text and CBT's reply
 * @param options the key, and {@link Options}
 * @returns whether the signature verifies, and the findings
 * @throws {TypeError} if an argument has the wrong type, or if there is no key
 * @throws {InternalError} if the package itself fails; you can call it again
 * @example
 * const { ok, findings } = verifySignature(upload.json, { certificate: await readFile("cbt.cer") });
 */
export function verifySignature(
  upload: Text | SignedText,
  options: VerifyOptions,
): VerifiedSignature;

/** The fields of a certificate that customs and a verifier need. */
export interface Certificate {
  /** The serial number as customs expects it in `certNo`: lower-case hexadecimal, 16 digits (SM2) or 8 (RSA). */
  certNo: string;
  /** The algorithm of signatures by its key. */
  algorithm: SignatureAlgorithm;
  /** The start of its validity (RFC 3339), such as `2020-01-01T00:00:00Z`. */
  notBefore: string;
  /** The end of its validity. */
  notAfter: string;
  /** The public key: a SubjectPublicKeyInfo in PEM. */
  publicKey: string;
  /** The subject (RFC 4514), which may name a person; only with {@link CertificateOptions.subject}. */
  subject?: string;
}

/** Options of {@link readCertificate}. */
export interface CertificateOptions extends Options {
  /** Whether to return the subject. Default: false. */
  subject?: boolean | undefined;
}

/** The result of {@link readCertificate}. */
export type ReadCertificate =
  | (Passed & { certificate: Certificate })
  | (Failed & { certificate?: Certificate });

/**
 * Reads an X.509 certificate. Its issuer is not checked.
 *
 * @param certificate in PEM, Base64 or DER
 * @param options see {@link CertificateOptions}
 * @returns its fields, and the findings: not a certificate, an unsupported key, expired at `now`
 * @throws {TypeError} if an argument has the wrong type
 * @throws {InternalError} if the package itself fails; you can call it again
 * @example
 * const { certificate } = readCertificate(await readFile("cbt.cer"));
 */
export function readCertificate(certificate: Text, options?: CertificateOptions): ReadCertificate;

/** The result of {@link composeUpload}; with a key, also of verifying the signature. */
export interface VerifiedUpload extends Upload {
  /** See {@link VerifiedSignature}; absent without a key. */
  algorithm?: SignatureAlgorithm;
  /** See {@link VerifiedSignature}. */
  variant?: string;
}

/**
 * Composes the upload as `composeUpload` of `cbt179` does. With a certificate or a public key, it also verifies the
 * signature.
 *
 * Paths of all findings start with `/payExInfoStr` for the text and `/reply` for the reply; findings about the key have none.
 * Findings of the verification about the reply have no range, because they are about values that were already read from it.
 *
 * @param payExInfo the exact text sent to CBT
 * @param reply CBT's reply, as received; or the `reply` of `checkReply`
 * @param options the options of `cbt179`'s `composeUpload`, and the key
 * @returns the JSON text and the form body to POST to customs
 * @throws {CheckError} as there, and if the signature does not verify
 * @throws {TypeError} if an argument has the wrong type
 * @throws {InternalError} if the package itself fails; you can call it again
 * @example
 * const { body } = composeUpload(built.payExInfo, await response.text(), { request: built, certificate });
 */
export function composeUpload(
  payExInfo: Text,
  reply: Text | Reply,
  options?: ReplyOptions & KeyOptions,
): VerifiedUpload;
