// Sends orders to the gateway, and asserts what holds for every answer.

import assert from "node:assert/strict";
import { verify, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { signingText } from "cbt179";
import { cbt, folder, gateway } from "./harness.mjs";

/** @typedef {Record<string, any>} Json */
/** @typedef {import("../stand-in/faults.js").Fault} Fault */

const { serialNumber: _, ...sample } = JSON.parse(
  await readFile(join(folder, "stand-in/order.json"), "utf8"),
);
let orders = 0;
/** Makes an order with a sessionID of its own. @param {string} [serialNumber] @returns {Json} */
export function newOrder(serialNumber) {
  orders += 1;
  const sessionID = `FE2374D1-8F9E-4F97-A283-${String(orders).padStart(12, "0")}`;
  return { ...structuredClone(sample), sessionID, ...(serialNumber && { serialNumber }) };
}

/** @param {unknown} body @param {string} [url] */
export const post = (body, url = gateway.url) =>
  postText(JSON.stringify(body), "application/json", url);

/** @param {string | Uint8Array<ArrayBuffer>} body @param {string} type */
export async function postText(body, type, url = gateway.url) {
  const headers = { "content-type": type };
  return read(await fetch(`${url}/upload`, { method: "POST", headers, body }));
}

/** Fetches an answer again. @param {string} serialNumber @param {string} [url] */
export const recall = async (serialNumber, url = gateway.url) =>
  read(await fetch(`${url}/upload/${encodeURIComponent(serialNumber)}`));

/** Asserts what holds for every answer. @param {Response} response */
async function read(response) {
  const { status, headers } = response;
  const isProblem = headers.get("content-type")?.startsWith("application/problem+json");
  const json = /** @type {Json} */ (await response.json());
  assert.equal(isProblem, status !== 200);
  if (isProblem) {
    assert.equal(json.status, status);
    assert.match(json.instance, /^urn:uuid:[0-9a-f-]{36}$/);
    for (const name of ["type", "title", "detail"]) assert.ok(json[name], name);
    assert.ok(!("json" in json) && !("body" in json));
  }
  return { status, headers, json, isReplay: headers.get("idempotent-replayed") === "true" };
}

/** The requests of an order that CBT received. @param {string} sessionID */
export const received = (sessionID) =>
  cbt.requests.filter((request) => request.sessionID === sessionID);

/** @param {string} sessionID the order that meets it @param {Fault} fault */
export const setFault = (sessionID, fault) =>
  cbt.setFaults((other) => (other === sessionID ? fault : undefined));

/**
 * Asserts that an upload is signed, and for what was sent.
 * @param {Json} upload
 * @param {typeof cbt} [by]
 * @returns {string} the text that was signed
 */
export function assertSigned({ json, body, serialNumber }, by = cbt) {
  const tail =
    /,"serviceTime":"(\d{13})","certNo":"([0-9a-f]{8})","signValue":"([A-Za-z0-9+/=]+)"(\s*\}\s*)$/;
  const [, serviceTime, certNo, signValue = "", end] =
    tail.exec(json) ?? assert.fail("no signature in the text");
  const signed = json.replace(tail, "") + end;
  const signature = Buffer.from(signValue, "base64");
  assert.equal(signature.length, 128);
  const { text = assert.fail("no signing text") } = signingText(signed, serviceTime);
  const { publicKey } = new X509Certificate(by.certificate);
  assert.ok(verify("sha1", Buffer.from(text), publicKey, signature));
  assert.equal(certNo, by.certNo);
  assert.deepEqual([...new URLSearchParams(body)], [["payExInfoStr", json]]);

  const requests = by.requests.filter((request) => request.serialNumber === serialNumber);
  assert.equal(requests.length, 1);
  const form = new URLSearchParams(requests[0]?.body);
  assert.equal(Buffer.from(String(form.get("payExInfoStr")), "base64").toString(), signed);
  return signed;
}
