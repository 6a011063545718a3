// The functions of the package. All input is read here, before anything is written into wasm memory, so a getter or
// toJSON of the caller that calls back into the package does no harm. Bytes are read last: a getter may detach their buffer.

import {
  objectOrThrow,
  quoted,
  rangeOrThrow,
  stringOrThrow,
  textOrThrow,
  wrongType,
} from "./arguments.js";
import { askIn, isUtf16 } from "./ask.js";
import { withInstance } from "./core.js";
import { CheckError } from "./errors.js";
import { toJson } from "./json.js";
import { optionsOf } from "./options.js";
import { decodedOfRead, isSound, reportOnRead } from "./read.js";
import { asText, withEdits, withStars } from "./text.js";
import { buildValues, built, valuesOf } from "./values.js";

/** @import * as api from "../index.js" */
/** @import { Core } from "./glue.js" */
/** @import { GivenOption, Instance } from "./core.js" */
/** @import { Field } from "./values.js" */

export { ready } from "./core.js";
export { CheckError, InternalError, NotReadyError } from "./errors.js";

/** @type {typeof api.checkForm} */
export function checkForm(body, options) {
  const opts = optionsOf(options);
  return withInstance(check, textOrThrow(body, "body"), opts);
}

/**
 * @param {Instance} instance
 * @param {string | Uint8Array} body
 * @param {GivenOption[]} options
 */
function check(instance, body, options) {
  const report = isSound(instance, body, options) ? reportOnRead(instance, body) : undefined;
  return report ?? diagnose(instance, body, options);
}

/**
 * @param {Instance} instance
 * @param {string | Uint8Array} body
 * @param {GivenOption[]} options
 */
function diagnose(instance, body, options) {
  return askIn(instance, [body], options, (core, [length]) =>
    core.checkForm(length, isUtf16(body)),
  );
}

/** @type {typeof api.decodeForm} */
export function decodeForm(body, options) {
  const opts = optionsOf(options);
  return withInstance(decode, textOrThrow(body, "body"), opts);
}

/**
 * @param {Instance} instance
 * @param {string | Uint8Array} body
 * @param {GivenOption[]} options
 */
function decode(instance, body, options) {
  if (isSound(instance, body, options)) {
    const report = reportOnRead(instance, body);
    if (report) return decodedOfRead(instance, report.findings);
  }
  const { ok: _, ...decoded } = askIn(instance, [body], options, (core, [length]) =>
    core.decodeForm(length, isUtf16(body)),
  );
  for (const part of ["eData", "payExInfo"]) {
    if (!decoded[part]) continue;
    const { text, repaired, readable } = decoded[part];
    decoded[part] = readable ? { text, value: JSON.parse(repaired ?? text) } : { text };
  }
  return decoded;
}

/** @type {typeof api.checkRequest} */
export function checkRequest(request, options) {
  const opts = optionsOf(options);
  const given = /** @type {object} */ (objectOrThrow(request, "request"));
  const values = valuesOf(given, table());
  const report = values && withInstance(buildValues, values, opts);
  if (report) return report;
  const texts = requestTexts(given);
  return ask(texts, opts, (core, [length, textLength]) =>
    core.checkRequest(length, textLength, isUtf16(texts[1])),
  );
}

/** @type {typeof api.buildForm} */
export function buildForm(request, options) {
  const opts = optionsOf(options);
  const values = valuesOf(objectOrThrow(request, "request"), table());
  const made = values && withInstance(build, values, opts);
  if (made) return orThrow(made);
  const texts = requestTexts(request);
  return make(texts, opts, ["body", "eData", "payExInfo"], (core, [length, textLength]) =>
    core.buildForm(length, textLength, isUtf16(texts[1])),
  );
}

/**
 * @param {Instance} instance
 * @param {(string | number)[]} values
 * @param {GivenOption[]} options
 */
function build(instance, values, options) {
  const report = buildValues(instance, values, options);
  if (!report) return undefined;
  const { ok, findings } = report;
  return ok ? built(instance, findings) : { findings };
}

/** @type {Field[] | undefined} */
let madeTable;
/** The fields of the interface. */
function table() {
  madeTable ??= withInstance((instance) => {
    instance.core.table();
    return instance.answer();
  });
  return /** @type {Field[]} */ (madeTable);
}

/** @type {typeof api.checkReply} */
export function checkReply(reply, options) {
  const { sent, opts } = sentAndOptions(options);
  const text = textOrThrow(reply, "reply");
  const answer = ask([text], opts, (core, [length]) =>
    core.checkReply(length, isUtf16(text), ...sent),
  );
  return withTexts(answer, "reply", REPLY);
}

/** The names of the values that the core reads, in its order. */
const REPLY = ["status", "code", "msg", "serialNumber", "serviceTime", "certNo", "signValue"];
const OPEN_REQ = ["orderNo", "sessionID", "serviceTime"];
const UPLOAD_REPLY = ["code", "message", "total", "serviceTime"];

/**
 * Names the values of an answer. The core returns null for an absent one.
 *
 * @param {any} answer
 * @param {string} name
 * @param {string[]} names
 */
function withTexts({ texts, ...report }, name, names) {
  if (!texts) return report;
  const all = names.map((key, index) => [key, texts[index]]);
  return { ...report, [name]: Object.fromEntries(all.filter(([, text]) => text !== null)) };
}

/** @type {typeof api.composeUpload} */
export function composeUpload(payExInfo, reply, options) {
  const { sent, opts } = sentAndOptions(options);
  const answer = asText(reply) ?? toJson(objectOrThrow(reply, "reply"), "reply");
  const text = textOrThrow(payExInfo, "payExInfo");
  const isBytes = isUtf16(text) === false;
  const names = ["body", "inserted", ...(isBytes ? ["json"] : [])];
  const made = make([text, answer], opts, names, (core, [length, answerLength]) =>
    core.composeUpload(length, answerLength, isUtf16(text), ...sent),
  );
  const {
    body,
    inserted,
    json = withInserted(/** @type {string} */ (text), inserted),
    findings,
  } = made;
  return { json, body, findings };
}

/**
 * Inserts members before the last brace of a JSON object. Engines join the slices without copying
 * them.
 *
 * @param {string} text
 * @param {string} inserted
 */
function withInserted(text, inserted) {
  const end = text.lastIndexOf("}");
  return text.slice(0, end) + inserted + text.slice(end);
}

/**
 * Reads `options.request`: its serialNumber, its commitTime, and the JSON text that has its token. They may be in its
 * `eData`, an object or JSON text.
 *
 * @param {api.ReplyOptions | undefined} options
 */
function sentAndOptions(options) {
  const { request, ...others } = options === undefined ? {} : objectOrThrow(options, "options");
  /** @type {any} */
  let eData = request === undefined ? {} : objectOrThrow(request, "options.request");
  if (eData.eData !== undefined) {
    ({ eData } = eData);
    if (typeof eData === "string") eData = parsed(eData);
    objectOrThrow(eData, "options.request.eData");
  }
  const { serialNumber, commitTime } = eData;
  const sent = Object.entries({ serialNumber, commitTime }).map(([name, value]) =>
    value === undefined ? undefined : stringOrThrow(value, `options.request.${name}`),
  );
  if (request !== undefined) sent.push(toJson(eData, "options.request"));
  return { sent, opts: optionsOf(others, "request") };
}

/** @param {string} eData */
function parsed(eData) {
  try {
    return JSON.parse(eData);
  } catch {
    // The error message would quote the text, which contains the token.
    throw new TypeError("`options.request.eData` must be JSON");
  }
}

/** @type {typeof api.signingText} */
export function signingText(payExInfo, serviceTime, options) {
  const opts = optionsOf(options);
  const text = textOrThrow(payExInfo, "payExInfo");
  const isNumber = typeof serviceTime === "number" || typeof serviceTime === "bigint";
  const time =
    serviceTime === undefined
      ? undefined
      : stringOrThrow(isNumber ? String(serviceTime) : serviceTime, "serviceTime");
  const { texts, ...report } = ask([text], opts, (core, [length]) =>
    core.signingText(length, isUtf16(text), time),
  );
  return texts ? { ...report, text: texts[0] } : report;
}

/** @type {typeof api.checkOpenReq} */
export function checkOpenReq(body, options) {
  const opts = optionsOf(options);
  const text = textOrThrow(body, "body");
  const answer = ask([text], opts, (core, [length]) => core.checkOpenReq(length, isUtf16(text)));
  return withTexts(answer, "openReq", OPEN_REQ);
}

/** @type {typeof api.openReqAnswer} */
export function openReqAnswer(answer = {}) {
  const {
    code = "10000",
    message = "",
    serviceTime = Date.now(),
    ...others
  } = objectOrThrow(answer, "answer");
  for (const name in others)
    throw new TypeError(
      `answer: there is no \`${quoted(name)}\`, only \`code\`, \`message\`, \`serviceTime\``,
    );
  stringOrThrow(code, "answer.code");
  stringOrThrow(message, "answer.message");
  if (!Number.isSafeInteger(serviceTime))
    throw wrongType("answer.serviceTime", "a whole number of milliseconds", serviceTime);
  return JSON.stringify({ code, message, serviceTime });
}

/** @type {typeof api.checkUploadReply} */
export function checkUploadReply(reply, options) {
  const { sessionID, ...others } = options === undefined ? {} : objectOrThrow(options, "options");
  const id = sessionID === undefined ? undefined : stringOrThrow(sessionID, "options.sessionID");
  const opts = optionsOf(others, "sessionID");
  const text = textOrThrow(reply, "reply");
  const answer = ask([text], opts, (core, [length]) =>
    core.checkUploadReply(length, isUtf16(text), id),
  );
  return withTexts(answer, "reply", UPLOAD_REPLY);
}

/** @type {typeof api.encodeForm} */
export function encodeForm(texts, options) {
  const { eData, payExInfo } = objectOrThrow(texts, "texts");
  const opts = optionsOf(options);
  const both = [textOrThrow(eData, "eData"), textOrThrow(payExInfo, "payExInfo")];
  const { body } = make(both, opts, ["body"], (core, [eDataLength, payExInfoLength]) =>
    core.encodeForm(eDataLength, payExInfoLength),
  );
  return body;
}

/** The layers that a range can be given in, the innermost first: it counts where there are several. */
const LAYERS = /** @type {const} */ (["json", "base64", "form"]);

/** @type {typeof api.locate} */
export function locate(body, at, options) {
  const spot = objectOrThrow(at, "at");
  const layer = LAYERS.find((name) => spot[name] !== undefined) ?? "path";
  const { path = "" } = spot;
  if (layer === "path" && path === "")
    throw new TypeError("`at` must have a `path`, or a range in `json`, `base64` or `form`");
  const range = layer === "path" ? undefined : rangeOrThrow(spot[layer], `at.${layer}`);
  const { start, end } = range ?? { start: 0, end: 0 };
  const opts = optionsOf(options);
  const text = textOrThrow(body, "body");
  if (layer !== "form" && (typeof path !== "string" || !path.startsWith("/")))
    throw new TypeError(
      `\`at.path\` must begin with a part, such as "/EData", not \`${quoted(path)}\``,
    );
  const {
    ok: _,
    findings: __,
    ...located
  } = ask([text], opts, (core, [length]) =>
    // No text is longer than this, and wasm counts in 32 bits.
    core.locate(
      length,
      isUtf16(text),
      layer,
      layer === "form" ? "" : path,
      clamp(start),
      clamp(end),
    ),
  );
  return located;
}

/**
 * @param {api.SchemaOptions} [options]
 * @returns {any} the type depends on the target
 */
export function schema(options) {
  const { body } = make([], optionsOf(options), ["body"], (core) => core.schema());
  return JSON.parse(body);
}

export const signingRequest = /* @__PURE__ */ standardSchema({});

/**
 * Makes a Standard Schema whose options are these unless `validate` gets others.
 *
 * @param {api.Options} own
 * @returns {api.SigningRequestSchema}
 */
function standardSchema(own) {
  return {
    "~standard": {
      version: 1,
      vendor: "cbt179",
      validate(value, { libraryOptions } = {}) {
        const options = { ...own, ...libraryOptions };
        // Wrong options are the program's mistake and throw here, unlike anything about the value.
        withInstance((instance) => instance.use(optionsOf(options)));
        return standardResult(value, options);
      },
    },
    with: (options) => standardSchema({ ...own, ...options }),
  };
}

/**
 * Checks a request as a Standard Schema does.
 *
 * @param {any} value
 * @param {api.Options} options
 * @returns {api.StandardResult}
 */
function standardResult(value, options) {
  try {
    const { ok, findings } = checkRequest(value, options);
    if (ok) return { value };
    const errors = findings.filter(({ severity }) => severity === "error");
    return { issues: errors.map(({ message, path }) => ({ message, path: keysOf(path) })) };
  } catch (error) {
    // Not an object, or nested too deeply.
    if (error instanceof TypeError) return { issues: [{ message: error.message }] };
    throw error;
  }
}

/**
 * Splits a JSON Pointer into keys, with indices as numbers.
 *
 * @param {string} path
 */
function keysOf(path) {
  const names = path.split("/").slice(1);
  return names.map((name) =>
    /^\d+$/.test(name) ? Number(name) : name.replaceAll("~1", "/").replaceAll("~0", "~"),
  );
}

/** @type {typeof api.applyFixes} */
export function applyFixes(text, findings, options) {
  const fixable = fixableOf(findings);
  const codes = fixable.map(({ code }) => code);
  const paths = fixable.map(({ path }) => path);
  const ranges = fixable.flatMap(({ ranges }) => ranges);
  const opts = optionsOf(options);
  const given = textOrThrow(text, "text");
  // Input over the cap gets a report in place of edits.
  const { edits = [], stale } = ask([given], opts, (core, [length]) =>
    core.applyFixes(length, isUtf16(given), codes, paths, ranges),
  );
  if (stale !== undefined)
    throw new TypeError(
      `\`${fixable[stale]?.name}\` (\`${quoted(codes[stale])}\`) is not a finding of this text`,
    );
  return withEdits(given, edits);
}

/** @type {typeof api.findSecrets} */
export function findSecrets(text, options) {
  const { request, ...others } = options === undefined ? {} : objectOrThrow(options, "options");
  const known =
    request === undefined
      ? undefined
      : (asText(request) ?? toJson(objectOrThrow(request, "options.request"), "options.request"));
  const opts = optionsOf(others, "request");
  const given = textOrThrow(text, "text");
  const texts = known === undefined ? [given] : [given, known];
  // Input over the cap has no ranges. No text in it is longer than the input.
  const all = [{ start: 0, end: given.length }];
  const {
    text: ranges = all,
    eData = all,
    payExInfo = all,
  } = ask(texts, opts, (core, [length, requestLength]) =>
    core.findSecrets(length, requestLength, isUtf16(given)),
  );
  return { text: ranges, eData, payExInfo };
}

/** @type {typeof api.maskSecrets} */
export function maskSecrets(text, options) {
  return withStars(text, findSecrets(text, options).text);
}

const clamp = (/** @type {number} */ offset) => Math.min(offset, 2 ** 31);

/**
 * Passes the texts to the core, and reads the answer. If they are too large, the answer is a report of that.
 *
 * @param {(string | Uint8Array)[]} texts
 * @param {GivenOption[]} options
 * @param {(core: Core, lengths: any[]) => void} run
 */
function ask(texts, options, run) {
  return withInstance(askIn, texts, options, run);
}

/**
 * Passes the texts to the core, and returns the texts that it makes under these names, with its
 * findings. Throws if errors kept it from making any.
 *
 * @param {(string | Uint8Array)[]} texts
 * @param {GivenOption[]} options
 * @param {string[]} names
 * @param {(core: Core, lengths: any[]) => boolean | void} run
 * @returns {any}
 */
function make(texts, options, names, run) {
  const made = withInstance((instance) => {
    let isMade = false;
    const answer = askIn(instance, texts, options, (core, lengths) => {
      isMade = run(core, lengths) !== false;
    });
    // For input over the cap, the answer is a report instead of findings.
    if (!isMade) return { findings: answer.findings ?? answer };
    const entries = names.map((name, index) => [
      name,
      instance.text(instance.core.textMade(index)),
    ]);
    return { ...Object.fromEntries(entries), findings: answer };
  });
  return orThrow(made);
}

/**
 * Returns the result, or throws its findings if it has no body.
 *
 * @param {any} made
 */
function orThrow(made) {
  if (made.body === undefined) throw new CheckError(made.findings);
  return made;
}

/**
 * Returns the request's JSON text, followed by payExInfo's own if that is given as text, which is used as it is.
 *
 * @param {object} request
 */
function requestTexts(request) {
  // By name, so that getters of a class count as well.
  const { eData, payExInfo } = /** @type {any} */ (request);
  if (asText(payExInfo) !== undefined) {
    const json = toJson({ ...request, eData, payExInfo: undefined }, "request");
    return [json, textOrThrow(payExInfo, "payExInfo")];
  }
  if (ArrayBuffer.isView(payExInfo))
    throw wrongType(
      "payExInfo",
      "an object, or text as a string, a Uint8Array or an ArrayBuffer",
      payExInfo,
    );
  return [toJson({ ...request, eData, payExInfo }, "request")];
}

/** The offset that marks an absent range. */
const NOWHERE = 2 ** 32 - 1;

/**
 * Picks what identifies the findings that have a fix. The fixes can be long, and the core makes them again.
 *
 * @param {readonly api.Finding[]} findings
 */
function fixableOf(findings) {
  if (!Array.isArray(findings)) throw wrongType("findings", "an array", findings);
  // Not map(), which skips the holes of a sparse array.
  const all = Array.from(/** @type {readonly api.Finding[]} */ (findings), (finding, index) => {
    const name = `findings[${index}]`;
    const { code, path, at, fix } = objectOrThrow(finding, name);
    const given = objectOrThrow(at, `${name}.at`);
    const ranges = /** @type {const} */ (["form", "json"]).flatMap((layer) => {
      const range = given[layer];
      if (range == null) return [NOWHERE, NOWHERE];
      const { start, end } = rangeOrThrow(range, `${name}.at.${layer}`);
      return [clamp(start), clamp(end)];
    });
    return {
      name,
      code: stringOrThrow(code, `${name}.code`),
      path: stringOrThrow(path, `${name}.path`),
      ranges,
      fix,
    };
  });
  return all.filter(({ fix }) => fix);
}
