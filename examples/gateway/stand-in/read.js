// Reads a request as strictly as CBT's interface document allows: none of cbt179's code is in here.

export const CODES = {
  ILLEGAL_ARGUMENT: "参数不正确",
  HASH_NO_PRIVILEGE: "没有权限访问该服务",
  ILLEGAL_CLIENT_IP: "客户端 IP 地址无权访问服务",
  SYSTEM_ERROR: "系统错误",
  CERT_NO_EXIST: "证书不存在",
};

/** The numbers in a request, as far as it could be read. @typedef {{ serialNumber?: string, sessionID?: string }} Seen */

/**
 * @param {import("node:http").IncomingMessage} request
 * @param {Buffer} bytes its body
 * @param {string} token
 * @param {Seen} seen filled on the way
 * @returns {string} the text to sign
 * @throws {Refusal}
 */
export function read(request, bytes, token, seen) {
  check(request.method === "POST", "not a POST");
  const type = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  check(type === "application/x-www-form-urlencoded", "not a form");
  const form = new URLSearchParams(utf8(bytes));
  check([...form.keys()].sort().join() === "EData,payExInfoStr", "not these two fields once each");
  const payExInfoStr = form.get("payExInfoStr") ?? "";
  check(payExInfoStr.length <= 2 * 1024 * 1024, "payExInfoStr is longer than 2M");
  const eData = json(base64(form.get("EData") ?? ""));
  seen.serialNumber = eData.serialNumber;
  checkEData(eData);
  if (eData.token !== token) throw new Refusal("wrong token", "HASH_NO_PRIVILEGE");
  const text = base64(payExInfoStr);
  const payExInfo = json(text);
  seen.sessionID = payExInfo.sessionID;
  checkPayExInfo(payExInfo);
  return text;
}

/** Says which of its error codes CBT answers with. */
export class Refusal extends Error {
  /** @param {string} message @param {keyof typeof CODES} code */
  constructor(message, code = "ILLEGAL_ARGUMENT") {
    super(message);
    this.code = code;
  }
}

/** @param {boolean} condition @param {string} otherwise */
export function check(condition, otherwise) {
  if (!condition) throw new Refusal(otherwise);
}

/** @param {Uint8Array} bytes */
function utf8(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refusal("not UTF-8");
  }
}

/** @param {string} text */
function base64(text) {
  const bytes = Buffer.from(text, "base64");
  // Node skips characters outside the alphabet; encoding again shows whether there were any.
  check(text !== "" && bytes.toString("base64") === text, "not Base64");
  return utf8(bytes);
}

/** @param {string} text @returns {Record<string, any>} */
function json(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal("not JSON");
  }
  check(isObject(value), "not a JSON object");
  return value;
}

/** @param {unknown} value */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** Clause 3.1.2.2: every field is required; lengths count characters. @param {Record<string, unknown>} eData */
function checkEData(eData) {
  const lengths = {
    version: 10,
    commitTime: 14,
    cusName: 60,
    cusCode: 18,
    serialNumber: 32,
    token: 32,
  };
  for (const [name, most] of Object.entries(lengths)) {
    const value = eData[name];
    check(typeof value === "string" && value !== "", `${name} is not a string, or empty`);
    check([...String(value)].length <= most, `${name} is longer than ${most}`);
  }
  check(eData.version === "1.0", "version is not 1.0");
  check(isTime(eData.commitTime), "commitTime is not a time");
}

/** Clause 3.1.2.2 for payExInfoStr, with the field names of the example in 5.1. @param {Record<string, any>} payExInfo */
function checkPayExInfo({ sessionID, payExchangeInfoHead: head, payExchangeInfoLists: orders }) {
  check(typeof sessionID === "string" && sessionID !== "", "sessionID is not a string, or empty");
  check(isObject(head), "payExchangeInfoHead is not an object");
  const { totalAmount, tradingTime } = head;
  check(totalAmount === undefined || Number.isFinite(totalAmount), "totalAmount is not a number");
  check(tradingTime === undefined || isTime(tradingTime), "tradingTime is not a time");
  checkStrings(head, [
    ...["guid", "initalRequest", "initalResponse", "ebpCode", "payCode", "payTransactionId"],
    ...["currency", "verDept", "payType", "tradingTime", "note"],
  ]);
  check(Array.isArray(orders) && orders.length > 0, "payExchangeInfoLists is not a list, or empty");
  for (const order of orders) {
    check(isObject(order), "an order is not an object");
    checkStrings(order, ["orderNo", "recpAccount", "recpCode", "recpName"]);
    check(
      order.goodsInfo === undefined || Array.isArray(order.goodsInfo),
      "goodsInfo is not a list",
    );
    for (const goods of order.goodsInfo ?? []) {
      check(isObject(goods), "goods are not an object");
      checkStrings(goods, ["gname", "itemLink"]);
    }
  }
}

/** @param {Record<string, unknown>} object @param {string[]} names */
function checkStrings(object, names) {
  for (const name of names) {
    check(
      object[name] === undefined || typeof object[name] === "string",
      `${name} is not a string`,
    );
  }
}

/** 14 digits, yyyyMMddHHmmss, a time that exists. @param {unknown} value */
function isTime(value) {
  if (typeof value !== "string" || !/^\d{14}$/.test(value)) return false;
  const iso = value.replace(/^(....)(..)(..)(..)(..)(..)$/, "$1-$2-$3T$4:$5:$6.000Z");
  const time = new Date(iso);
  return !Number.isNaN(time.getTime()) && time.toISOString() === iso;
}
