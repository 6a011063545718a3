// A stand-in for CBT, written from its interface document alone: none of our code is in here. It decodes strictly, refuses
// as the table in clause 4.1 says, and signs with a real key. The document does not name the digest of the signature:
// SHA-256 is this stand-in's choice.

import { createPublicKey, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { once } from "node:events";
import http from "node:http";
import https from "node:https";

export const DIGEST = "sha256";
export const CODES = {
  ILLEGAL_ARGUMENT: "参数不正确",
  HASH_NO_PRIVILEGE: "没有权限访问该服务",
  ILLEGAL_CLIENT_IP: "客户端 IP 地址无权访问服务",
  SYSTEM_ERROR: "系统错误",
  CERT_NO_EXIST: "证书不存在",
};

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */

/**
 * Something else than the answer that is due.
 * @typedef {(response: ServerResponse, due: Record<string, string>, body: string) => void} Fault
 */

/**
 * @param {string} token
 * @param {{ key: string, cert: string }} [tls] for HTTPS
 */
export async function startCbt(token, tls) {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
  const certNo = randomBytes(4).toString("hex");
  /** @type {Set<string>} */
  const usedSerialNumbers = new Set();
  /** @type {{ body: string, serialNumber: string | undefined, sessionID: string | undefined, refusal: unknown }[]} */
  const requests = [];
  let port = 0;
  let connections = 0;
  /** @type {(sessionID: string | undefined) => Fault | undefined} */
  let faultFor = () => undefined;

  /** @param {IncomingMessage} request @param {ServerResponse} response */
  const serve = async (request, response) => {
    const bytes = await wholeBody(request);
    if (!bytes) return;
    const seen = { body: bytes.toString(), serialNumber: undefined, sessionID: undefined };
    const log = { ...seen, refusal: /** @type {unknown} */ (undefined) };
    requests.push(log);
    /** @type {Record<string, string>} */
    let due;
    try {
      const text = decode(request, bytes, log);
      const { serialNumber = "" } = log;
      if (usedSerialNumbers.has(serialNumber)) throw new Refusal("serialNumber is not unique");
      usedSerialNumbers.add(serialNumber);
      const signature = sign(DIGEST, Buffer.from(text), privateKey).toString("base64");
      const signed = { serviceTime: String(Date.now()), certNo, signValue: signature };
      due = { status: "success", code: "", msg: "", serialNumber, ...signed };
    } catch (error) {
      log.refusal = error;
      const code = error instanceof Refusal ? error.code : "SYSTEM_ERROR";
      due = failure(code, log.serialNumber);
    }
    const fault = faultFor(log.sessionID);
    if (fault) fault(response, due, log.body);
    else answer(response, JSON.stringify(due));
  };
  const server = tls ? https.createServer(tls, serve) : http.createServer(serve);

  /** @param {IncomingMessage} request @param {Buffer} bytes @param {{ serialNumber?: string, sessionID?: string }} log */
  function decode(request, bytes, log) {
    check(request.method === "POST", "not a POST");
    const type = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
    check(type === "application/x-www-form-urlencoded", "not a form");
    const form = new URLSearchParams(utf8(bytes));
    check(
      [...form.keys()].sort().join() === "EData,payExInfoStr",
      "not these two fields, once each",
    );
    const payExInfoStr = form.get("payExInfoStr") ?? "";
    check(payExInfoStr.length <= 2 * 1024 * 1024, "payExInfoStr is longer than 2M");
    const eData = json(base64(form.get("EData") ?? ""));
    log.serialNumber = eData.serialNumber;
    checkEData(eData);
    if (eData.token !== token) throw new Refusal("wrong token", "HASH_NO_PRIVILEGE");
    const text = base64(payExInfoStr);
    const payExInfo = json(text);
    log.sessionID = payExInfo.sessionID;
    checkPayExInfo(payExInfo);
    return text;
  }

  server.on("connection", () => {
    connections += 1;
  });
  const listen = async () => {
    if (server.listening) return;
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    port = /** @type {import("node:net").AddressInfo} */ (server.address()).port;
  };
  await listen();

  return {
    url: `${tls ? "https" : "http"}://127.0.0.1:${port}/sign?v=1`,
    certNo,
    publicKey: createPublicKey(privateKey),
    /** Every request that came whole. */
    requests,
    connections: () => connections,
    /** @param {typeof faultFor} choose which fault each request meets, by its sessionID */
    setFaults: (choose) => {
      faultFor = choose;
    },
    start: listen,
    stop: async () => {
      if (!server.listening) return;
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Nothing where the sender gave up. @param {IncomingMessage} request */
async function wholeBody(request) {
  const chunks = [];
  try {
    for await (const chunk of request) chunks.push(chunk);
    return Buffer.concat(chunks);
  } catch {
    return undefined;
  }
}

class Refusal extends Error {
  /** @param {string} message @param {keyof typeof CODES} code */
  constructor(message, code = "ILLEGAL_ARGUMENT") {
    super(message);
    this.code = code;
  }
}

/** @param {boolean} condition @param {string} otherwise */
function check(condition, otherwise) {
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
  // Node reads past what is no Base64; what it makes of the bytes is canonical.
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
  check(isTime(eData.commitTime), "commitTime is no time");
}

/** What clause 3.1.2.2 says of payExInfoStr, with the field names of the example in 5.1. @param {Record<string, any>} payExInfo */
function checkPayExInfo({ sessionID, payExchangeInfoHead: head, payExchangeInfoLists: orders }) {
  check(typeof sessionID === "string" && sessionID !== "", "sessionID is not a string, or empty");
  check(isObject(head), "payExchangeInfoHead is no object");
  const { totalAmount, tradingTime } = head;
  check(totalAmount === undefined || Number.isFinite(totalAmount), "totalAmount is no double");
  check(tradingTime === undefined || isTime(tradingTime), "tradingTime is no time");
  checkStrings(head, [
    ...["guid", "initalRequest", "initalResponse", "ebpCode", "payCode", "payTransactionId"],
    ...["currency", "verDept", "payType", "tradingTime", "note"],
  ]);
  check(Array.isArray(orders) && orders.length > 0, "payExchangeInfoLists is no list, or empty");
  for (const order of orders) {
    check(isObject(order), "an order is no object");
    checkStrings(order, ["orderNo", "recpAccount", "recpCode", "recpName"]);
    check(order.goodsInfo === undefined || Array.isArray(order.goodsInfo), "goodsInfo is no list");
    for (const goods of order.goodsInfo ?? []) {
      check(isObject(goods), "goods are no object");
      checkStrings(goods, ["gname", "itemLink"]);
    }
  }
}

/** @param {Record<string, unknown>} object @param {string[]} names */
function checkStrings(object, names) {
  for (const name of names) {
    check(object[name] === undefined || typeof object[name] === "string", `${name} is no string`);
  }
}

/** 14 digits, yyyyMMddHHmmss, a time that exists. @param {unknown} value */
function isTime(value) {
  if (typeof value !== "string" || !/^\d{14}$/.test(value)) return false;
  const iso = value.replace(/^(....)(..)(..)(..)(..)(..)$/, "$1-$2-$3T$4:$5:$6.000Z");
  const time = new Date(iso);
  return !Number.isNaN(time.getTime()) && time.toISOString() === iso;
}

/** @param {keyof typeof CODES} code @param {string} [serialNumber] @returns {Record<string, string>} */
export const failure = (code, serialNumber = "") => ({
  status: "failure",
  code,
  serialNumber,
  msg: CODES[code],
});

/** @param {ServerResponse} response @param {string | Buffer} body */
export function answer(response, body, status = 200, type = "application/json;charset=UTF-8") {
  response.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(body) });
  response.end(body);
}

/** @param {ServerResponse} response @param {string} text what goes out, HTTP or not, before the connection ends */
const raw = (response, text) => response.socket?.end(text);

/** @param {Record<string, unknown>} changes to the reply that is due; undefined takes away @returns {Fault} */
const changed = (changes) => (response, due) =>
  answer(response, JSON.stringify({ ...due, ...changes }));

/** @param {number} status @returns {Fault} a page that quotes the request, as a helpful proxy may */
const page = (status) => (response, _, body) =>
  answer(response, `<html><h1>${status}</h1><pre>${body}</pre></html>`, status, "text/html");

/** What a service that answers wrongly has signed nothing with. */
export const NO_SIGNATURE = {
  "an HTML error page": page(502),
  "an HTML page that claims success": page(200),
  "nothing, successfully": /** @type {Fault} */ ((response) => answer(response, "")),
  "no content": /** @type {Fault} */ ((response) => response.writeHead(204).end()),
  "a redirection": /** @type {Fault} */ (
    (response) => response.writeHead(307, { location: "/sign" }).end()
  ),
  "JSON cut short": /** @type {Fault} */ (
    (response, due) => answer(response, JSON.stringify(due).slice(0, 150))
  ),
  "JSON cut short by the connection's end": /** @type {Fault} */ (
    (response, due) => raw(response, `HTTP/1.1 200 OK\r\n\r\n${JSON.stringify(due).slice(0, 150)}`)
  ),
  "a list": /** @type {Fault} */ ((response, due) => answer(response, JSON.stringify([due]))),
  "bytes that are not UTF-8": /** @type {Fault} */ (
    (response) => answer(response, Buffer.from([0x7b, 0xff, 0xfe, 0x7d]))
  ),
  "a signature with status 500": /** @type {Fault} */ (
    (response, due) => answer(response, JSON.stringify(due), 500)
  ),
  "another's serial number": changed({ serialNumber: "20119182839304" }),
  "no serial number": changed({ serialNumber: undefined }),
  "no signature": changed({ signValue: undefined }),
  "an empty signature": changed({ signValue: "" }),
  "null for a signature": changed({ signValue: null }),
  "a signature cut short": changed({ signValue: "JANJXKMQ8WYk" }),
  "a signature that is not Base64": changed({ signValue: "JANJ*KMQ8WYkhuCDZC2PwhtS" }),
  "no time of signing": changed({ serviceTime: undefined }),
  "no certificate number": changed({ certNo: undefined }),
  "no status": changed({ status: undefined }),
  "success with an error code": changed({ code: "SYSTEM_ERROR" }),
};

/** What ends before the answer is whole. */
export const BROKEN = {
  "closed at once": /** @type {Fault} */ ((response) => response.socket?.destroy()),
  "reset at once": /** @type {Fault} */ ((response) => response.socket?.resetAndDestroy()),
  "closed within the head": /** @type {Fault} */ (
    (response) => raw(response, "HTTP/1.1 200 OK\r\nContent-Le")
  ),
  "closed within the body": /** @type {Fault} */ (
    (response, due) =>
      raw(
        response,
        `HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n${JSON.stringify(due).slice(0, 99)}`,
      )
  ),
  "closed before the length it gave": /** @type {Fault} */ (
    (response, due) =>
      raw(response, `HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n${JSON.stringify(due)}`)
  ),
  "closed within a chunk": /** @type {Fault} */ (
    (response) =>
      raw(response, 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{"status":')
  ),
  "not HTTP": /** @type {Fault} */ ((response) => raw(response, "SSH-2.0-OpenSSH_9.2\r\n")),
  "an upgrade": /** @type {Fault} */ (
    (response) =>
      raw(response, "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n")
  ),
  endless: /** @type {Fault} */ (
    (response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write("x".repeat(10_000)));
      };
      response.on("drain", more);
      more();
    }
  ),
};

/** What takes longer than anyone waits. */
export const SLOW = {
  silent: /** @type {Fault} */ (() => {}),
  "silent within the head": /** @type {Fault} */ (
    (response) => response.socket?.write("HTTP/1.1 200 OK\r\n")
  ),
  "a byte at a time": /** @type {Fault} */ (
    (response, due) => {
      const text = JSON.stringify(due);
      response.writeHead(200, { "content-length": text.length });
      let sent = 0;
      const timer = setInterval(() => response.write(text.charAt(sent++)), 50);
      response.on("close", () => clearInterval(timer));
    }
  ),
};
