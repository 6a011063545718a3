// A certificate for 127.0.0.1, signed by itself, for a day: Node has nothing that makes one.

import { generateKeyPairSync, sign } from "node:crypto";

/** @returns {{ key: string, cert: string }} both in PEM */
export function makeCertificate() {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const sha256WithRsa = sequence(oid("2a864886f70d01010b"), der(0x05));
  const name = sequence(der(0x31, sequence(oid("550403"), der(0x0c, Buffer.from("stand-in")))));
  const address = sequence(der(0x87, Buffer.from([127, 0, 0, 1])));
  const isAuthority = sequence(der(0x01, Buffer.from([0xff])));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    sha256WithRsa,
    name,
    sequence(time(-1), time(1)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(extension("551d11", address), extension("551d13", isAuthority))),
  );
  const signature = der(0x03, Buffer.from([0]), sign("sha256", body, privateKey));
  const base64 = sequence(body, sha256WithRsa, signature).toString("base64");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`,
  };
}

/** @param {number} tag @param {Buffer[]} parts */
function der(tag, ...parts) {
  const body = Buffer.concat(parts);
  const { length } = body;
  const long = length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...(length < 128 ? [length] : long)]), body]);
}
/** @param {Buffer[]} parts */
const sequence = (...parts) => der(0x30, ...parts);
/** @param {string} hex */
const oid = (hex) => der(0x06, Buffer.from(hex, "hex"));
/** @param {string} id @param {Buffer} value */
const extension = (id, value) => sequence(oid(id), der(0x04, value));
/** @param {number} days from now */
const time = (days) => {
  const iso = new Date(Date.now() + days * 86_400_000).toISOString();
  return der(0x17, Buffer.from(`${iso.replace(/\D/g, "").slice(2, 14)}Z`));
};
