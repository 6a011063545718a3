// Checks the steps of the exchange between customs, the sender and CBT, each against the others. Runs in the worker.

import {
  checkOpenReq,
  checkReply,
  checkUploadReply,
  composeUpload,
  findSecrets,
  maskSecrets,
  openReqAnswer,
  signingText,
} from "cbt179";
import { readCertificate, verifySignature } from "cbt179/verify";
import { fewer } from "../cover.js";
import { groupsOf } from "../groups.js";
import { isNew, refusal } from "../refusal.js";

/** The members that CBT's reply adds to the signed text. */
const SIGNATURE = ["serviceTime", "certNo", "signValue"];
const LISTS = ["payExchangeInfoLists", "payExchangeInfoList"];
// A line can show no more orders.
const MOST_ORDERS = 3;

/**
 * Checks all steps. `texts` has the text of each; `context` has:
 *
 * - `options` and `known`: the core's options, and those for finding secrets
 * - `request`: the request in the check view: `isSent`, `eData`, `payExInfo`, `verdict` and `counts`
 * - `broken`: the reason, if the verifier could not be loaded
 *
 * Returns for each step:
 *
 * - `state`, `tone`, and `notes`: the keys of its words; for the request, its `verdict` and `counts`
 * - `groups` and `more`: its findings; `marks`: the ranges to underline in its text
 * - `fields`: `[name, value, to]`, where `to` is the step that the value goes to
 * - `results`: texts to copy; `masked` is the text to display, unless the editor shows it
 * - `secrets`: ranges to cover in its text; and `text`, if it is composed from other steps
 */
export function checkExchange(texts, context) {
  const openReq = openReqStep(texts.openReq, context);
  const reply = replyStep(texts.reply, context);
  const upload = uploadStep(texts.upload, reply, context);
  const signature = signatureStep(texts.signature, upload, context);
  const checked = {
    openReq,
    request: requestStep(openReq, context),
    reply,
    signature,
    upload: { ...upload, ...signedUpload(upload, signature) },
    uploadReply: uploadReplyStep(texts.uploadReply, upload, context),
  };
  const findings = Object.values(checked).flatMap(({ findings = [] }) => findings);
  const shown = Object.entries(checked).map(([step, answer]) => {
    const text = answer.text ?? texts[step] ?? "";
    const marked = findings.filter(({ pane }) => pane === step);
    return [step, forView(answer, text, marked, context.known)];
  });
  return Object.fromEntries(shown);
}

/** The tones of the states; all others are errors, because a reply that must not be used is like an unsigned one. */
const TONES = {
  empty: "empty",
  waiting: "empty",
  rejected: "warning",
  incomplete: "warning",
  ...Object.fromEntries(
    ["ok", "signed", "verified", "composed", "complete", "received"].map((state) => [state, "ok"]),
  ),
};

const EMPTY = { state: "empty" };
const isBlank = (text = "") => !text.trim();

function openReqStep(text, { options }) {
  if (isBlank(text)) return EMPTY;
  const { ok, findings, openReq = {} } = checkOpenReq(text, options);
  const answer = { name: "openReqAnswer", file: "openreq-answer.json", text: openReqAnswer() };
  return {
    state: ok ? "ok" : "invalid",
    findings: inText("openReq", findings),
    fields: shownFields(openReq, { orderNo: "request", sessionID: "request" }),
    results: ok ? [answer] : [],
    openReq,
  };
}

/** Compares the request in the check view with customs' request. */
function requestStep({ openReq = {} }, { request }) {
  const { verdict, counts } = request;
  if (verdict === "empty") return EMPTY;
  const { serialNumber } = asObject(request.eData);
  const { sessionID, ...others } = asObject(request.payExInfo);
  const orders = LISTS.flatMap((name) => others[name] ?? []);
  const numbers = orders.map((order) => order?.orderNo).filter((number) => isText(number));
  const isOther = {
    session: openReq.sessionID && isText(sessionID) && sessionID !== openReq.sessionID,
    order: openReq.orderNo && numbers.length > 0 && !numbers.includes(openReq.orderNo),
  };
  const isSame = openReq.sessionID && openReq.sessionID === sessionID;
  return {
    state: isOther.session || isOther.order ? "other" : verdict,
    verdict,
    counts,
    notes: [
      isOther.session && "otherSession",
      isOther.order && "otherOrder",
      isSame && !isOther.order && "sameSession",
    ],
    fields: shownFields(
      { serialNumber, orderNo: numbers.slice(0, MOST_ORDERS).join(" "), sessionID },
      { serialNumber: "reply", sessionID: "upload" },
    ),
  };
}

function replyStep(text, { options, request }) {
  if (isBlank(text)) return EMPTY;
  const { isSent, eData } = request;
  const checking = { ...options, ...(isSent ? { request: sentIn(eData) } : {}) };
  const { ok, findings, reply = {} } = checkReply(text, checking);
  const state = ok ? "signed" : unsignedState(text, reply, findings);
  const isFor = Object.fromEntries(SIGNATURE.map((name) => [name, ok ? "upload" : undefined]));
  return {
    state,
    notes: [NOTES[state] ?? (ok && (isSent ? "matched" : "unmatched"))],
    findings: inText("reply", findings),
    fields: shownFields(reply, isFor),
    checking,
    given: text,
  };
}

const NOTES = { other: "doNotUse", untrusted: "doNotUse" };

/** Returns the state of a faulty reply: signed for an `other` request, signed but `untrusted`, or `unsigned`. */
function unsignedState(text, { signValue }, findings) {
  // A damaged or wrapped reply can still have a visible signature.
  if (!signValue && !/signValue\W{1,9}[\w+/]{8}/.test(text)) return "unsigned";
  return findings.some(({ code }) => code === "reply.serial-number") ? "other" : "untrusted";
}

/** Composes the upload from the request and the reply, unless one is given. */
function uploadStep(text, reply, context) {
  if (!isBlank(text)) return givenUpload(text, context);
  const { payExInfo } = context.request;
  if (reply.state !== "signed" || !payExInfo)
    return { ...EMPTY, notes: [reply.state === "signed" ? "needsRequest" : "needsReply"] };
  let upload;
  const refused = refusal(() => {
    upload = composeUpload(payExInfo, reply.given, reply.checking);
  });
  const found = [...(upload?.findings ?? []), ...refused].filter(isNew(reply.findings));
  const findings = inText(undefined, found);
  if (!upload) return { state: "refused", findings };
  const { json, body } = upload;
  return {
    state: "composed",
    text: json,
    notes: ["composed"],
    findings,
    fields: uploadFields(asObject(json)),
    results: [
      { name: "uploadBody", file: "cbt179-upload.txt", text: body },
      { name: "uploadJson", file: "cbt179-upload.json", text: json, isInEditor: true },
    ],
  };
}

/** Checks that an upload has the three signature fields, and compares it with the request's payExInfoStr. */
function givenUpload(text, { options, request }) {
  const said = asObject(text);
  const { payExInfo } = request;
  const missing = SIGNATURE.filter((name) => [undefined, null, ""].includes(said[name]));
  // Check the signature fields like those of a reply.
  const reply = Object.fromEntries(SIGNATURE.map((name) => [name, said[name]]));
  const { findings } = missing.length
    ? { findings: [] }
    : checkReply(JSON.stringify({ status: "success", ...reply }), options);
  const hasOrders = LISTS.some((name) => name in said);
  // The signature was inserted before the last brace of the signed text.
  const isSame = text.trim().startsWith(payExInfo.slice(0, payExInfo.lastIndexOf("}")).trimEnd());
  return {
    state: missing.length === 0 && hasOrders ? "complete" : "incomplete",
    missing,
    notes: [
      missing.length > 0 ? "uploadLacks" : !hasOrders && "uploadLacksData",
      !payExInfo ? "carriesUnknown" : isSame ? "carriesSame" : "carriesOther",
    ],
    isDoubtful: Boolean(payExInfo) && !isSame,
    findings: inText(undefined, findings),
    fields: uploadFields(said),
    text,
  };
}

const uploadFields = ({ sessionID, serviceTime, certNo, signValue }) =>
  shownFields(
    { sessionID, serviceTime, certNo, signValue },
    { sessionID: "uploadReply", signValue: "signature" },
  );

/** Verifies the signature of the upload with a certificate or a public key. */
function signatureStep(text, upload, { options, broken }) {
  const signed = isBlank(upload.text) ? undefined : signingText(upload.text, undefined, options);
  const results = signed?.ok
    ? [{ name: "signingText", file: "signing-text.txt", text: signed.text }]
    : [];
  const others = signed?.findings ?? [];
  if (isBlank(text)) {
    const findings = inText("upload", others);
    return { ...EMPTY, notes: ["needsCertificate"], findings, results };
  }
  if (broken) return { state: "broken", broken, results };
  const { key, fields, findings } = keyIn(text, options);
  const read = {
    findings: inText("signature", findings),
    fields: shownFields(fields, {}),
    results,
  };
  if (!key) return { ...read, state: "unreadable" };
  if (!signed) return { ...read, state: "waiting", notes: ["needsUpload"] };
  const verifying = { ...options, ...key };
  const { ok, variant, findings: found } = verifySignature(upload.text, verifying);
  // Possible rewritings matter only until the actual one is known.
  const possible = ok || variant ? [] : others.filter(isNew(found));
  const about = [...found, ...possible].filter(isNew(findings));
  return {
    ...read,
    state: ok ? "verified" : "failed",
    notes: [ok && "keyOnly"],
    findings: [...read.findings, ...inText("upload", about)],
  };
}

/** Reads a certificate or a public key. Returns the key to verify with, if it is one, and the fields to show. */
function keyIn(text, options) {
  const { certificate, findings } = readCertificate(text, options);
  if (certificate) {
    // The subject may name a person.
    const { certNo, algorithm, notBefore, notAfter } = certificate;
    const fields = { certNo, algorithm, notBefore, notAfter };
    return { key: { certificate: text }, fields, findings };
  }
  // The package reads a public key only to verify with it.
  const { algorithm } = verifySignature("{}", { ...options, publicKey: text });
  if (algorithm) return { key: { publicKey: text }, fields: { algorithm }, findings: [] };
  return { fields: {}, findings };
}

/** Returns what the check of the signature says about the upload. */
function signedUpload({ state, notes = [] }, signature) {
  if (state === "empty" || state === "refused") return {};
  if (signature.state === "verified") return { notes: [...notes, "verified"] };
  if (signature.state !== "failed") return { notes: [...notes, "unverified"] };
  return { state: "forged", notes: [...notes, "forged"] };
}

function uploadReplyStep(text, upload, { options }) {
  if (isBlank(text)) return EMPTY;
  const { sessionID } = asObject(upload.text);
  const sent = isText(sessionID) ? { sessionID } : {};
  const { ok, findings, reply = {} } = checkUploadReply(text, { ...options, ...sent });
  return {
    state: ok ? "received" : reply.code ? "failed" : "unreadable",
    findings: inText("uploadReply", findings),
    fields: shownFields(reply, {}),
  };
}

/** Assigns findings to the text of a step, or to none. */
const inText = (pane, findings) => findings.map((finding) => ({ ...finding, pane }));

/** Converts the answer about a step for the view, and masks secrets. `marked` are the findings in its text. */
function forView(answer, text, marked, known) {
  const { state, verdict, counts, missing, broken } = answer;
  const { isDoubtful = false, findings = [], fields = [], results = [], notes = [] } = answer;
  const mask = (words) => words && maskSecrets(words, known);
  const isSevere = ({ severity }) => severity !== "info";
  const hasError = findings.some(({ severity }) => severity === "error");
  const isFine = TONES[state] === "ok" && !isDoubtful && !findings.some(isSevere);
  const tone = TONES[state] === "ok" && !isFine ? "warning" : (TONES[state] ?? "error");
  // A finding about the whole text has an empty range at its start.
  const rangeIn = ({ at }) => [at?.form ?? at?.json].find((range) => range?.end);
  const listed = findings.map(({ fix, pane, ...finding }, id) => {
    const range = rangeIn(finding);
    return {
      ...finding,
      id,
      path: mask(finding.path),
      message: mask(finding.message),
      help: mask(finding.help),
      // If the text is unusable without an error, the warning is the reason.
      grade: tone === "error" && !hasError && isSevere(finding) ? "error" : finding.severity,
      places: pane && range ? [{ pane, ...range }] : [],
    };
  });
  return {
    state,
    tone,
    verdict,
    counts,
    missing,
    broken,
    notes: notes.filter(Boolean),
    ...groupsOf(listed),
    marks: marked.filter(rangeIn).map((finding) => ({
      ...rangeIn(finding),
      severity: finding.severity,
      message: mask(finding.message),
    })),
    fields: fields.map(([name, value, to]) => [name, mask(value), to]),
    results: results.map(({ isInEditor, ...result }) => ({
      ...result,
      masked: isInEditor ? undefined : mask(result.text),
    })),
    text: answer.text,
    secrets: text ? fewer(findSecrets(text, known).text) : [],
  };
}

/** Returns the fields that have a value, `[name, text, to]` each; `to` is the step that it goes to. */
const shownFields = (object, steps) =>
  Object.entries(object)
    .filter(([, value]) => value != null && value !== "")
    .map(([name, value]) => [name, String(value), steps[name]]);

const isText = (value) => typeof value === "string" && value !== "";

/** Parses a JSON object; returns an empty one for anything else. */
function asObject(json) {
  try {
    return { ...JSON.parse(json) };
  } catch {
    return {};
  }
}

/** Returns the request for the core: its EData, as far as that is JSON. */
function sentIn(eData) {
  try {
    const { serialNumber, commitTime, ...others } = JSON.parse(eData);
    const texts = Object.entries({ serialNumber, commitTime }).filter(
      ([, value]) => typeof value === "string",
    );
    return { ...others, ...Object.fromEntries(texts) };
  } catch {
    return { text: eData };
  }
}
