// Makes self-signed X.509 certificates (RFC 5280), which Node can't.

/**
 * @typedef {object} Key
 * @property {Buffer} publicKey a SubjectPublicKeyInfo in DER
 * @property {Buffer} algorithm an AlgorithmIdentifier in DER
 * @property {(body: Buffer) => Buffer} signDer
 */

/**
 * @param {Key} key
 * @param {{ subject: string, serialNumber: Buffer, days?: [number, number], extensions?: Buffer[] }} content `days` is the
 * validity, counted from now
 * @returns {string} PEM
 */
export function makeCertificate(key, { subject, serialNumber, days = [-1, 1], extensions = [] }) {
  const name = sequence(der(0x31, sequence(oid("550403"), der(0x0c, Buffer.from(subject)))));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serialNumber),
    key.algorithm,
    name,
    sequence(...days.map(time)),
    name,
    key.publicKey,
    ...(extensions.length > 0 ? [der(0xa3, sequence(...extensions))] : []),
  );
  const base64 = sequence(body, key.algorithm, bits(key.signDer(body))).toString("base64");
  const lines = base64.match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

/** @param {number} tag @param {Buffer[]} parts */
export function der(tag, ...parts) {
  const body = Buffer.concat(parts);
  const { length } = body;
  const long = length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...(length < 128 ? [length] : long)]), body]);
}
/** @param {Buffer[]} parts */
export const sequence = (...parts) => der(0x30, ...parts);
/** @param {string} hex */
export const oid = (hex) => der(0x06, Buffer.from(hex, "hex"));
/** @param {Buffer} bytes */
export const bits = (bytes) => der(0x03, Buffer.from([0]), bytes);

/** @param {number} days from now */
const time = (days) => {
  const iso = new Date(Date.now() + days * 86_400_000).toISOString();
  return der(0x17, Buffer.from(`${iso.replace(/\D/g, "").slice(2, 14)}Z`));
};
