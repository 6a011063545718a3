// The interface's rules by hand, on what JSON.parse gave: properties by their names, no loop over a table.

import { fits, isAmount, isTidy, isTime, isWhole, saysSomething } from "./values.mjs";

/** A string without half a pair: nothing to look at, where it is Latin-1. @param {any} value @param {number} max */
const isVerbatim = (value, max) =>
  typeof value === "string" && fits(value, max) && saysSomething(value) && value.isWellFormed();

/** @param {any} value @param {number} max */
const isText = (value, max) =>
  typeof value === "string" && fits(value, max) && isTidy(value) && value.isWellFormed();

/** @param {any} value */
const isBlank = (value) => typeof value === "string" && !saysSomething(value);

/** Whether there are so many members. @param {object} object @param {number} count */
function has(object, count) {
  let found = 0;
  for (const _ in object) found += 1;
  return found === count;
}

/** Exactly one of two spellings. @param {any} one @param {any} other */
const either = (one, other) => (one === undefined ? other : other === undefined ? one : undefined);

/** @param {any} parsed @param {string} text */
export function isEData(parsed, text) {
  return (
    parsed !== null &&
    parsed.version === "1.0" &&
    typeof parsed.commitTime === "string" &&
    isTime(parsed.commitTime) &&
    isVerbatim(either(parsed.cusName, parsed.coName), 60) &&
    isVerbatim(either(parsed.cusCode, parsed.coCode), 18) &&
    isVerbatim(parsed.serialNumber, 32) &&
    isVerbatim(either(parsed.token, parsed.Token), 32) &&
    // What nobody looked at may have half a pair in it.
    (has(parsed, 6) || isWhole(text, parsed))
  );
}

/** With customs' rules as errors. @param {any} parsed @param {string} text */
export function isPayExInfo(parsed, text) {
  if (parsed === null) return false;
  const { sessionID, payExchangeInfoHead: head } = parsed;
  const orders = either(parsed.payExchangeInfoLists, parsed.payExchangeInfoList);
  if (!isVerbatim(sessionID, Infinity) || head == null || !isHead(head, text)) return false;
  if (!Array.isArray(orders) || orders.length === 0) return false;
  let all = has(parsed, 3) && has(head, 10 + Number("payType" in head) + Number("note" in head));
  for (const order of orders) {
    if (order === null || !isOrder(order)) return false;
    all &&= has(order, 4 + Number("recpCode" in order));
    for (const goods of order.goodsInfo) all &&= has(goods, 2);
  }
  return all || isWhole(text, parsed);
}

/** @param {any} head @param {string} text */
function isHead(head, text) {
  const { verDept, payType, note } = head;
  return (
    isText(head.guid, 36) &&
    isVerbatim(head.initalRequest, 8000) &&
    isVerbatim(head.initalResponse, 8000) &&
    isText(head.ebpCode, 18) &&
    isText(head.payCode, 18) &&
    isText(head.payTransactionId, 60) &&
    typeof head.totalAmount === "number" &&
    isAmount(text, head.totalAmount) &&
    head.currency === "142" &&
    (verDept === "1" || verDept === "2" || verDept === "3") &&
    (payType == null || isPayType(payType)) &&
    typeof head.tradingTime === "string" &&
    isTime(head.tradingTime) &&
    (note == null || isBlank(note) || isVerbatim(note, 1000))
  );
}

/** @param {any} value */
const isPayType = (value) =>
  typeof value === "string" && ((value.length === 1 && "1234".includes(value)) || isBlank(value));

/** @param {any} order */
function isOrder(order) {
  const { goodsInfo, recpCode } = order;
  if (!isText(order.orderNo, 60) || !Array.isArray(goodsInfo) || goodsInfo.length === 0)
    return false;
  for (const goods of goodsInfo) {
    if (goods === null || !isText(goods.gname, 250) || !isText(goods.itemLink, 3000)) return false;
  }
  return (
    isText(order.recpAccount, 60) &&
    (recpCode == null || isBlank(recpCode) || isText(recpCode, 18)) &&
    isText(order.recpName, 100)
  );
}

const isObject = (/** @type {any} */ value) =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isMaybe = (/** @type {any} */ value) => value == null || typeof value === "string";

/** Without customs' rules: what is left of them are the types. @param {any} parsed @param {string} text */
export function isSigned(parsed, text) {
  if (!isObject(parsed)) return false;
  const { sessionID, payExchangeInfoHead: head } = parsed;
  const orders = either(parsed.payExchangeInfoLists, parsed.payExchangeInfoList);
  if (!isVerbatim(sessionID, Infinity) || !isObject(head) || !Array.isArray(orders)) return false;
  const { totalAmount } = head;
  return (
    orders.length > 0 &&
    (totalAmount == null || typeof totalAmount === "number") &&
    TEXTS.every((name) => isMaybe(head[name])) &&
    orders.every(isSignedOrder) &&
    isWhole(text, parsed)
  );
}

const TEXTS = [
  ...["guid", "initalRequest", "initalResponse", "ebpCode", "payCode", "payTransactionId"],
  ...["currency", "verDept", "payType", "tradingTime", "note"],
];

/** @param {any} order */
function isSignedOrder(order) {
  if (!isObject(order)) return false;
  const { orderNo, goodsInfo, recpAccount, recpCode, recpName } = order;
  const isSigned = (/** @type {any} */ goods) =>
    isObject(goods) && isMaybe(goods.gname) && isMaybe(goods.itemLink);
  return (
    [orderNo, recpAccount, recpCode, recpName].every(isMaybe) &&
    (goodsInfo == null || (Array.isArray(goodsInfo) && goodsInfo.every(isSigned)))
  );
}

/**
 * Selects the rules for a check, with customs rules as errors, as warnings, or off. With warnings,
 * the verdict is "warned" if only customs rules are broken.
 *
 * @param {import("../contenders.mjs").Customs} customs
 * @returns {(parsed: any, text: string) => import("../contenders.mjs").Verdict}
 */
export function rulesOf(customs) {
  if (customs === "warning") return isEither;
  return customs === "error" ? isPayExInfo : isSigned;
}

/** @param {any} parsed @param {string} text */
const isEither = (parsed, text) =>
  isPayExInfo(parsed, text) || (isSigned(parsed, text) && "warned");
