// Calls of every function of cbt179 and cbt179/verify, several where a function has several modes; for tests of faults.

import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { makeProject, REPLY, sample, validRequest } from "./project.mjs";

const NOW = 1_768_440_491_000;

/** Installs the package, and returns its exports, the calls with their expected outcomes, and two samples. */
export async function setUp() {
  const project = await makeProject();
  await project.write("verify.mjs", 'export * from "cbt179/verify";\n');
  /** @type {any} the tests pass wrong types */
  const cbt179 = await import(pathToFileURL(`${project.dir}/verify.mjs`).href);
  const calls = await callsOf(cbt179);
  const body = await sample("sample-form-body.txt");
  const certificate = await sample("sm2-certificate.pem");
  return { project, cbt179, calls, expected: outcomes(calls), body, certificate };
}

/**
 * Returns the calls by name. Each returns the same every time.
 *
 * @param {any} cbt179 the exports of cbt179/verify, which has all of cbt179's
 * @returns {Promise<Record<string, () => unknown>>}
 */
export async function callsOf(cbt179) {
  const body = await sample("sample-form-body.txt");
  const certificate = await sample("sm2-certificate.pem");
  const built = cbt179.buildForm(validRequest());
  const bytes = new TextEncoder().encode(built.body).buffer;
  const { findings } = cbt179.checkForm(body);
  const advised = validRequest();
  advised.payExInfo.payExchangeInfoHead.guid =
    advised.payExInfo.payExchangeInfoHead.guid.toLowerCase();
  const upload = cbt179.composeUpload(built.payExInfo, REPLY);
  const garbled = built.eData.replace(/"cusName":"[^"]*"/, '"cusName":"鏌愭煇鐢靛晢"');
  const gbk = Buffer.from('{"cusName":"\xb5\xe7\xc9\xcc\xb9\xab\xcb\xbe"}', "latin1");
  const request = { eData: built.eData };
  const line = `POST /sign token=${validRequest().eData.token} 好`;
  return {
    "checkForm: clean": () => cbt179.checkForm(built.body),
    "checkForm: an ArrayBuffer": () => cbt179.checkForm(bytes),
    "checkForm: faulty": () => cbt179.checkForm(body, { locale: "en" }),
    "checkForm: GBK": () => cbt179.checkForm(cbt179.encodeForm({ eData: gbk, payExInfo: "{}" })),
    "checkForm: UTF-8 read as GBK": () =>
      cbt179.checkForm(cbt179.encodeForm({ eData: garbled, payExInfo: built.payExInfo })),
    "decodeForm: clean": () => cbt179.decodeForm(built.body),
    "decodeForm: faulty": () => cbt179.decodeForm(body),
    "checkRequest: clean": () => cbt179.checkRequest(validRequest()),
    "checkRequest: faulty": () => cbt179.checkRequest({ ...validRequest(), payExInfo: "{" }),
    "buildForm: clean": () => cbt179.buildForm(validRequest()),
    "buildForm: advice": () => cbt179.buildForm(advised),
    "buildForm: faulty": () => cbt179.buildForm({}, { now: NOW }),
    encodeForm: () => cbt179.encodeForm({ eData: "{}", payExInfo: "好" }),
    checkReply: () => cbt179.checkReply(JSON.stringify(REPLY), { request }),
    composeUpload: () => cbt179.composeUpload(built.payExInfo, REPLY),
    signingText: () => cbt179.signingText(built.payExInfo, REPLY.serviceTime),
    checkOpenReq: () =>
      cbt179.checkOpenReq('openReq={"orderNo":"1","sessionID":"2","serviceTime":3}'),
    openReqAnswer: () => cbt179.openReqAnswer({ serviceTime: NOW }),
    checkUploadReply: () =>
      cbt179.checkUploadReply('{"code":"10000","message":"","serviceTime":1}'),
    locate: () => cbt179.locate(body, { path: "/payExInfoStr/payExchangeInfoHead/guid" }),
    applyFixes: () => cbt179.applyFixes(body, findings),
    findSecrets: () => cbt179.findSecrets(line, { request }),
    maskSecrets: () => cbt179.maskSecrets(line),
    schema: () => cbt179.schema(),
    signingRequest: () => cbt179.signingRequest["~standard"].validate({ eData: {}, payExInfo: {} }),
    verifySignature: () => cbt179.verifySignature(upload.json, { certificate, now: NOW }),
    readCertificate: () => cbt179.readCertificate(certificate, { now: NOW }),
    "composeUpload: verified": () =>
      cbt179.composeUpload(built.payExInfo, REPLY, { certificate, now: NOW }),
  };
}

/**
 * Returns the result of a call, or the findings that it throws. Rethrows any other error.
 *
 * @param {() => unknown} call
 */
export function outcome(call) {
  try {
    return { returned: call() };
  } catch (error) {
    const { code, findings } = /** @type {any} */ (error);
    if (code !== "CBT179_CHECK") throw error;
    return { findings };
  }
}

/**
 * Asserts that every call returns what it returned before.
 *
 * @param {Record<string, () => unknown>} calls
 * @param {Record<string, unknown>} expected
 */
export function assertAllRight(calls, expected) {
  for (const [name, call] of Object.entries(calls))
    assert.deepEqual(outcome(call), expected[name], name);
}

/** @param {Record<string, () => unknown>} calls */
export const outcomes = (calls) =>
  Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, outcome(call)]));
