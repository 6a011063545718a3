// The functions of cbt179/verify. All input is read here, before anything is written into wasm memory, as in ../api.js.

import { objectOrThrow, textOrThrow } from "../arguments.js";
import { askIn, isUtf16 } from "../ask.js";
import { CheckError, composeUpload as compose, ready as readyToCheck } from "../index.js";
import { toJson } from "../json.js";
import { optionsOf } from "../options.js";
import { asText } from "../text.js";
import { ready as readyToVerify, withInstance } from "./core.js";

/** @import * as api from "../../verify.js" */
/** @import { GivenOption } from "../loader.js" */

/** @type {typeof api.verifySignature} */
export function verifySignature(upload, options) {
  const { key, others } = keyAndOptions(options);
  if (!key) throw new TypeError("`options` must have a `certificate` or a `publicKey`");
  const opts = optionsOf(others, KEYS);
  const texts = textsOf(upload);
  return verify(texts, key, opts, isUtf16(texts[0]));
}

/**
 * Returns the upload's text; or the text that was signed, followed by CBT's reply.
 *
 * @param {api.Text | api.SignedText} upload
 */
function textsOf(upload) {
  const text = asText(upload);
  if (text !== undefined) return [text];
  const { payExInfo, reply } = /** @type {api.SignedText} */ (objectOrThrow(upload, "upload"));
  // The result of composeUpload() has neither; its `json` is the text to pass.
  const signed = textOrThrow(payExInfo, "upload.payExInfo");
  const name = "upload.reply";
  return [signed, asText(reply) ?? toJson(objectOrThrow(reply, name), name)];
}

/**
 * @param {(string | Uint8Array)[]} texts
 * @param {Key} key
 * @param {GivenOption[]} options
 * @param {boolean} hasUtf16Offsets
 */
function verify(texts, key, options, hasUtf16Offsets) {
  return withInstance(askIn, [...texts, key.text], options, (core, lengths) => {
    const [length, replyLength] = lengths;
    core.verifySignature(
      length,
      texts.length > 1 ? replyLength : undefined,
      lengths[texts.length],
      key.isCertificate,
      hasUtf16Offsets,
    );
  });
}

/** The names of the options that give a key. */
const KEYS = "certificate publicKey";

/** @typedef {{ text: string | Uint8Array, isCertificate: boolean }} Key */

/**
 * Separates the key from the other options.
 *
 * @template {api.KeyOptions} O
 * @param {O | undefined} options
 */
function keyAndOptions(options) {
  const { certificate, publicKey, ...others } =
    options === undefined ? /** @type {O} */ ({}) : objectOrThrow(options, "options");
  if (certificate !== undefined && publicKey !== undefined)
    throw new TypeError("`options` must not have both a `certificate` and a `publicKey`");
  const isCertificate = certificate !== undefined;
  const name = isCertificate ? "certificate" : "publicKey";
  const given = certificate ?? publicKey;
  /** @type {Key | undefined} */
  const key =
    given === undefined
      ? undefined
      : { text: textOrThrow(given, `options.${name}`), isCertificate };
  return { key, others };
}

/** @type {typeof api.readCertificate} */
export function readCertificate(certificate, options) {
  const { subject, ...others } = options === undefined ? {} : objectOrThrow(options, "options");
  if (subject !== undefined && typeof subject !== "boolean")
    throw new TypeError("`options.subject` must be true or false");
  const opts = optionsOf(others, "subject");
  const text = textOrThrow(certificate, "certificate");
  return withInstance(askIn, [text], opts, (core, [length]) =>
    core.readCertificate(length, subject === true, isUtf16(text)),
  );
}

/** @type {typeof api.composeUpload} */
export function composeUpload(payExInfo, reply, options) {
  const { key, others } = keyAndOptions(options);
  const { request: _, ...opts } = others;
  const upload = composed();
  if (!key) return upload;
  const given = optionsOf(opts);
  const { ok, algorithm, variant, findings } = verify(
    [upload.json],
    key,
    given,
    isUtf16(asText(payExInfo)),
  );
  const all = [...upload.findings, ...findings.map(inSources)];
  if (!ok) throw new CheckError(/** @type {api.Findings} */ (all));
  return { ...upload, algorithm, variant, findings: all };

  function composed() {
    try {
      return compose(payExInfo, reply, others);
    } catch (error) {
      // The message about an unknown option names those of this function, too.
      if (error instanceof TypeError && error.message.startsWith("options: "))
        withInstance((instance) => instance.use(optionsOf(opts, `request ${KEYS}`)));
      throw error;
    }
  }
}

/** The members of the upload that come from CBT's reply. */
const OF_REPLY = /^\/(serviceTime|certNo|signValue)$/;

/**
 * Assigns a finding about the upload to the text that was signed, where ranges are the same, or to the reply, where they are
 * not.
 *
 * @param {api.Finding} finding
 */
function inSources(finding) {
  const { code, path, at } = finding;
  if (code.startsWith("key.")) return finding;
  if (!OF_REPLY.test(path)) return { ...finding, path: `/payExInfoStr${path}` };
  const { json: _, ...others } = at;
  return { ...finding, path: `/reply${path}`, at: others };
}

/** @type {typeof api.ready} */
export async function ready() {
  await Promise.all([readyToCheck(), readyToVerify()]);
}
