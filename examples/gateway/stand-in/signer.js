// Signs as CBT does, with a new key and certificate at each start: SM2 with SM3, like CBT's keys since 2022, or RSA with SHA-1,
// like its older ones.

import { createECDH, createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { bits, der, makeCertificate, oid, sequence } from "./certificate.js";

/** @typedef {"SM3withSM2" | "SHA1withRSA"} Algorithm */
/** @typedef {import("./certificate.js").Key & { sign(text: Buffer): Buffer, certNoBytes: number }} Key */

/** The subject of its certificates. */
export const SUBJECT = "somebody at CBT's stand-in";

/** @param {Algorithm} algorithm @param {[number, number]} [days] the certificate's validity, counted from now */
export function makeSigner(algorithm, days) {
  const key = algorithm === "SM3withSM2" ? makeSm2Key() : makeRsaKey();
  const serialNumber = randomBytes(key.certNoBytes);
  // Positive, and without leading zeros.
  serialNumber[0] = 0x40 | (Number(serialNumber[0]) & 0x3f);
  return {
    algorithm,
    certNo: serialNumber.toString("hex"),
    certificate: makeCertificate(key, { subject: SUBJECT, serialNumber, ...(days && { days }) }),
    /** @param {string} text @returns {string} the signature in Base64 */
    sign: (text) => key.sign(Buffer.from(text)).toString("base64"),
  };
}

/** @returns {Key} */
function makeRsaKey() {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
  const signText = (/** @type {Buffer} */ text) => sign("sha1", text, privateKey);
  return {
    certNoBytes: 4,
    publicKey: publicKey.export({ type: "spki", format: "der" }),
    algorithm: sequence(oid("2a864886f70d010105"), der(0x05)),
    sign: signText,
    signDer: signText,
  };
}

/** The order of SM2's group (GB/T 32918.5). */
const ORDER = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;
/** The input of ZA (GB/T 32918.2, 5.5) before the public key: the user id after its length in bits, the curve, its generator. */
const USER_AND_CURVE = Buffer.concat([
  Buffer.from([0, 128]),
  Buffer.from("1234567812345678"),
  Buffer.from(
    [
      "fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc",
      "28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93",
      "32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7",
      "bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0",
    ].join(""),
    "hex",
  ),
]);

/** @returns {Key} */
function makeSm2Key() {
  const [d, point] = newPair();
  const za = sm3(USER_AND_CURVE, point.subarray(1));
  const inverse = power(1n + d, ORDER - 2n);

  /** GB/T 32918.2, 6.1. @param {Buffer} text @returns {[bigint, bigint]} r and s */
  const signText = (text) => {
    const e = integer(sm3(za, text));
    const [k, kG] = newPair();
    const r = (e + integer(kG.subarray(1, 33))) % ORDER;
    const s = (inverse * (k + (ORDER - r) * d)) % ORDER;
    if (r === 0n || r + k === ORDER || s === 0n) return signText(text);
    return [r, s];
  };
  return {
    certNoBytes: 8,
    publicKey: sequence(sequence(oid("2a8648ce3d0201"), oid("2a811ccf5501822d")), bits(point)),
    algorithm: sequence(oid("2a811ccf55018375")),
    sign: (text) => Buffer.concat(signText(text).map((number) => bytes(number, 32))),
    signDer: (body) => sequence(...signText(body).map(derInteger)),
  };
}

/** Returns a private key, and its public key as an uncompressed point. @returns {[bigint, Buffer]} */
function newPair() {
  const pair = createECDH("SM2");
  const point = pair.generateKeys();
  return [integer(pair.getPrivateKey()), point];
}

/** @param {Buffer[]} parts */
const sm3 = (...parts) => createHash("sm3").update(Buffer.concat(parts)).digest();
/** @param {Buffer} bytes */
const integer = (bytes) => BigInt(`0x${bytes.toString("hex")}`);
/** @param {bigint} number @param {number} length */
const bytes = (number, length) => Buffer.from(number.toString(16).padStart(2 * length, "0"), "hex");
/** Encodes an INTEGER with a leading sign bit. @param {bigint} number */
const derInteger = (number) => der(0x02, bytes(number, (number.toString(2).length >> 3) + 1));

/** @param {bigint} base @param {bigint} exponent @returns {bigint} base^exponent mod ORDER */
function power(base, exponent) {
  if (exponent === 0n) return 1n;
  const half = power((base * base) % ORDER, exponent / 2n);
  return exponent % 2n === 0n ? half : (half * base) % ORDER;
}
