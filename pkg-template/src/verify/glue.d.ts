// The bundler's version of wasm-bindgen's cbt179_verify_bg.js, as ../glue.d.ts describes it.

import type { Boundary, Glue } from "../glue.js";

/** The functions of the module that verifies signatures. */
export interface Verifier extends Boundary {
  /**
   * Verifies a signature. The upload is the input's first text. The reply, if there is one, and the key follow
   * it.
   */
  verifySignature(
    length: number,
    replyLength: number | undefined,
    keyLength: number,
    isCertificate: boolean,
    utf16: boolean,
  ): void;
  /** Reads a certificate. */
  readCertificate(length: number, withSubject: boolean, utf16: boolean): void;
}

export function makeGlue(coders: {
  TextEncoder: typeof TextEncoder;
  TextDecoder: typeof TextDecoder;
}): Verifier & Glue;
