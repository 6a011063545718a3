// A certificate for TLS at 127.0.0.1, signed by itself, for a day.

import { generateKeyPairSync, sign } from "node:crypto";
import { der, makeCertificate, oid, sequence } from "../stand-in/certificate.js";

/** @returns {{ key: string, cert: string }} both in PEM */
export function makeTlsCertificate() {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const key = {
    publicKey: publicKey.export({ type: "spki", format: "der" }),
    algorithm: sequence(oid("2a864886f70d01010b"), der(0x05)),
    signDer: (/** @type {Buffer} */ body) => sign("sha256", body, privateKey),
  };
  const address = sequence(der(0x87, Buffer.from([127, 0, 0, 1])));
  const isAuthority = sequence(der(0x01, Buffer.from([0xff])));
  const content = {
    subject: "stand-in",
    serialNumber: Buffer.from([1]),
    extensions: [extension("551d11", address), extension("551d13", isAuthority)],
  };
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: makeCertificate(key, content),
  };
}

/** @param {string} id @param {Buffer} value */
const extension = (id, value) => sequence(oid(id), der(0x04, value));
