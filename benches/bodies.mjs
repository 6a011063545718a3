// The bodies that are measured, made from the interface's own example, the same each time.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cbt179 } from "./package.mjs";

const { applyFixes, checkForm, decodeForm } = cbt179;

/** @typedef {{ eData: any, payExInfo: any }} Request */

/**
 * One size of everything.
 *
 * @typedef {object} Case
 * @property {"S" | "M" | "L" | "X"} size
 * @property {string} what it is
 * @property {boolean} customs whether customs' rules are errors, or off
 * @property {string} body without any finding
 * @property {States} states
 * @property {Request} request what the body was built from
 * @property {Request} odd the same request with values that get advice
 * @property {{ eData: string, payExInfo: string }} texts the JSON in the body
 */

export const root = join(import.meta.dirname, "..");
const sample = (/** @type {string} */ name) => readFileSync(join(root, "tests/data", name), "utf8");

/**
 * Variants of a body with different findings:
 *
 * - `advice`: a lowercase guid, `\/` for every slash, a trailing zero in the amount
 * - `warned`: values that only customs rejects
 * - `one`, `many`: errors
 *
 * @typedef {{ advice: string, warned: string, one: string, many: string }} States
 */

/** A form body of two texts, not as a rope. @param {{ eData: string, payExInfo: string }} texts */
const bodyOf = ({ eData, payExInfo }) =>
  Buffer.from(`EData=${encoded(eData)}&payExInfoStr=${encoded(payExInfo)}`).toString();

const encoded = (/** @type {string} */ text) =>
  encodeURIComponent(Buffer.from(text).toString("base64"));

/**
 * The example after all fixes, and what no fix can know: a currency that is settled in, a whole guid, a request after the
 * payment, and a token that is not printed in a document.
 */
function mendedExample() {
  const faulty = sample("sample-form-body.txt");
  const mended = applyFixes(faulty, checkForm(faulty).findings);
  const { eData, payExInfo } = decodeForm(mended);
  assert(eData && payExInfo);
  const text = payExInfo.text
    .replace('"502"', '"142"')
    .replace(
      '"guid": "fe2374-8fnejf97-32839218"',
      '"guid": "FE237400-8FEF-4F97-A283-921832839218"',
    );
  const request = eData.text
    .replace('"20071117020101"', '"20180705133401"')
    .replace('"12345678901234567890123456789012"', '"8d1f0b6e3c9a4725b0e4c7d2f6a95318"');
  return { eData: request, payExInfo: text };
}

/** @returns {Case[]} */
export function makeCases() {
  const example = mendedExample();
  /** @type {Request} */
  const request = { eData: JSON.parse(example.eData), payExInfo: JSON.parse(example.payExInfo) };
  const m = largest(
    (count) => withOrders(request, count),
    (made) => made.body.length <= 200_000,
  );
  const l = largest(
    (count) => withOrders(request, count),
    (made) => base64Length(made) <= LONGEST,
  );
  const x = largest(
    (count) => withHugeStrings(request, count),
    (made) => base64Length(made) <= LONGEST,
  );
  const orders = (/** @type {Made} */ { request }) => request.payExInfo.payExchangeInfoLists.length;
  const made = { request, texts: example, body: bodyOf(example) };
  /** @type {Omit<Case, "states" | "odd">[]} */
  const cases = [
    {
      size: "S",
      what: "the interface's example, corrected until it has no finding",
      ...made,
      customs: true,
    },
    { size: "M", what: `${orders(m)} orders`, ...m, customs: true },
    {
      size: "L",
      what: `${orders(l)} orders: the most Base64 without a finding, even with every slash escaped`,
      ...l,
      customs: true,
    },
    {
      size: "X",
      what: "as large, two huge escaped strings, customs' rules off",
      ...x,
      customs: false,
    },
  ];
  return cases.map((all) => ({ ...all, states: statesOf(all), odd: oddOf(all.request) }));
}

/** @typedef {{ request: Request, texts: { eData: string, payExInfo: string }, body: string }} Made */

/** With one more character of Base64 there would be a finding; a group of it is four. */
const LONGEST = 1_999_996;

const base64Length = (/** @type {Made} */ { texts }) =>
  Math.ceil(Buffer.byteLength(escaped(texts.payExInfo)) / 3) * 4;

/** Escapes slashes, as PHP does. @param {string} json */
const escaped = (json) => json.replaceAll("/", "\\/");

/** @param {Request} request @returns {Made} */
function made(request) {
  const texts = {
    eData: JSON.stringify(request.eData),
    payExInfo: JSON.stringify(request.payExInfo),
  };
  return { request, texts, body: bodyOf(texts) };
}

/** The largest that fits. @param {(count: number) => Made} make @param {(made: Made) => boolean} fits */
function largest(make, fits) {
  let [count, step] = [2, 1024];
  for (; step >= 1; step /= 2) if (fits(make(count + step))) count += step;
  return make(count);
}

/** A request with so many orders. @param {Request} request @param {number} count */
function withOrders({ eData, payExInfo }, count) {
  const models = payExInfo.payExchangeInfoLists;
  const orders = Array.from({ length: count }, (_, index) => {
    const model = models[index % models.length];
    const [first, second] = model.goodsInfo;
    // Lengths differ from order to order, as they do.
    const goods = { ...first, gname: `${first.gname}${index % 7 ? ` ${index}g` : "，限时特惠"}` };
    const goodsInfo = index % 7 === 3 ? [goods] : [goods, second];
    return { ...model, orderNo: `ord2018080300${index}`, goodsInfo };
  });
  return made({ eData, payExInfo: { ...payExInfo, payExchangeInfoLists: orders } });
}

/** A request with the payment's request and response so many times over. @param {Request} request @param {number} count */
function withHugeStrings({ eData, payExInfo }, count) {
  const { initalRequest, initalResponse, ...head } = payExInfo.payExchangeInfoHead;
  const payExchangeInfoHead = {
    guid: head.guid,
    // As escaped as the print is, with a Chinese word now and then.
    initalRequest: `${initalRequest}\n"商品": "小米盒子"`.repeat(count),
    initalResponse: `${initalResponse}\n"商品": "小米盒子"`.repeat(count),
    ...head,
  };
  return made({ eData, payExInfo: { ...payExInfo, payExchangeInfoHead } });
}

/**
 * Makes the other states of a body. All changes are in the JSON, so that every peer must decode all
 * layers to see them: at a raw `+`, peers stop at once.
 *
 * @param {Made & { customs: boolean }} made
 * @returns {States}
 */
function statesOf({ texts, customs }) {
  const change = (
    /** @type {string} */ text,
    /** @type {RegExp} */ from,
    /** @type {string | ((...parts: string[]) => string)} */ to,
  ) => {
    assert.match(text, from);
    return text.replace(from, /** @type {any} */ (to));
  };
  const { eData, payExInfo } = texts;
  const amount = /("totalAmount": ?)2000/;
  const lower = change(payExInfo, /"guid": ?"[^"]+"/, (guid = "") => guid.toLowerCase());
  const advice = escaped(change(lower, amount, "$12000.10"));
  // The strings of X are already longer than customs allows.
  const warned = customs
    ? change(change(payExInfo, /"142"/, '"502"'), /("orderNo": ?")/, `$1${"0".repeat(60)}`)
    : payExInfo;
  const one = change(payExInfo, amount, '$1"2000"');
  const many = customs
    ? change(
        change(
          change(one, /"142"/, '"CNY"'),
          /"tradingTime": ?"\d+"/,
          '"tradingTime":"1530768800"',
        ),
        /"recpAccount": ?"(\d+)"/g,
        '"recpAccount":$1',
      )
    : // Line breaks within the strings.
      change(one, /\\n/g, "\n");
  const [a = "", w = "", o = "", m = ""] = [advice, warned, one, many].map((payExInfo) =>
    bodyOf({ eData, payExInfo }),
  );
  return { advice: a, warned: w, one: o, many: m };
}

/** Makes a request that gets advice; an object has no escapes to change. @param {Request} request @returns {Request} */
function oddOf({ eData, payExInfo }) {
  const { guid, ...head } = payExInfo.payExchangeInfoHead;
  const odd = { guid: guid.toLowerCase(), ...head, totalAmount: "2000.10" };
  return { eData, payExInfo: { ...payExInfo, payExchangeInfoHead: odd } };
}
