// The fast ways, against the plain ones: nobody may see by which of them an answer came.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { unpacked } from "../corpus/unpacked.mjs";
import { makeProject, validRequest } from "./project.mjs";

const RealInstance = WebAssembly.Instance;
const root = join(import.meta.dirname, "../..");

/** How many calls went the fast way. */
const taken = { readPiece: 0, buildValues: 0 };

/** @type {Awaited<ReturnType<typeof makeProject>>} */
let project;
/** @type {typeof import("../../pkg-template/index.js")} */
let cbt179;
/**
 * The package by its other entry, with a core whose fast path rejects every input.
 *
 * @type {typeof import("../../pkg-template/index.js")}
 */
let plain;
before(async () => {
  project = await makeProject();
  const folder = join(project.dir, "node_modules/cbt179");
  const module = new WebAssembly.Module(await readFile(join(folder, "cbt179.wasm")));
  const Spy = class extends RealInstance {
    /** @param {WebAssembly.Module} its @param {WebAssembly.Imports} imports */
    constructor(its, imports) {
      super(its, imports);
      const exports = /** @type {any} */ ({ ...this.exports });
      for (const name of /** @type {const} */ (["readPiece", "buildValues"])) {
        const real = exports[name];
        exports[name] = (/** @type {number} */ length) => {
          if (its === module) return 0;
          const answer = real(length);
          taken[name] += answer;
          return answer;
        };
      }
      // biome-ignore lint/correctness/noConstructorReturn: a stand-in is what the test is about
      return /** @type {any} */ ({ exports });
    }
  };
  WebAssembly.Instance = /** @type {any} */ (Spy);
  cbt179 = await project.load();
  const slim = await import(pathToFileURL(join(folder, "slim.js")).href);
  slim.init(module);
  plain = slim;
});
after(() => {
  WebAssembly.Instance = RealInstance;
  return project.remove();
});

/** A small generator (mulberry32), so that a failure can be had again. @param {number} seed */
function randomFrom(seed) {
  return (/** @type {number} */ below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const OPTIONS = /** @type {const} */ ([
  undefined,
  { locale: "en" },
  { customsRules: "error" },
  { customsRules: "off" },
]);

/** What a call gives or throws, in full. @param {() => unknown} call */
function outcome(call) {
  try {
    return { given: call() };
  } catch (error) {
    if (error instanceof cbt179.InternalError || error instanceof plain.InternalError) throw error;
    const { name, message, findings } = /** @type {any} */ (error);
    return { name, message, findings };
  }
}

/** @param {string | Uint8Array} body @param {any} [options] */
function assertSameVerdict(body, options) {
  const expected = plain.checkForm(body, options);
  assert.deepEqual(cbt179.checkForm(body, options), expected);
  const decoded = cbt179.decodeForm(body, options);
  assert.deepEqual(decoded.findings, expected.findings);
  assert.deepEqual(decoded, plain.decodeForm(body, options));
  return expected.findings.length === 0;
}

/**
 * Whether both ways build the same; `make` makes a new request, as one may be readable only once.
 *
 * @param {() => any} make
 * @param {any} [options]
 */
function assertSameBuilt(make, options) {
  const fixed = { now: 1_768_440_491_000, ...options };
  const expected = outcome(() => plain.buildForm(make(), fixed));
  const before = taken.buildValues;
  const found = outcome(() => cbt179.buildForm(make(), fixed));
  const isFast = taken.buildValues > before;
  assert.deepEqual(found, expected);
  assert.deepEqual(Object.keys(found.given ?? {}), Object.keys(expected.given ?? {}));
  return isFast;
}

test("all bodies of the corpus have the same findings by either way", async () => {
  const lines = (await readFile(join(root, "tests/corpus/bodies.jsonl"), "utf8")).trim();
  const before = taken.readPiece;
  for (const line of lines.split("\n")) {
    const { body, bodyBase64, options = {}, findings } = JSON.parse(line);
    const text = bodyBase64 === undefined ? unpacked(body) : Buffer.from(bodyBase64, "base64");
    const { units, ...others } = options;
    const given = units === "bytes" ? Buffer.from(text) : text;
    assertSameVerdict(given, others);
    const codes = (/** @type {any[]} */ list) => list.map(({ code, path }) => `${code} ${path}`);
    assert.deepEqual(codes(cbt179.checkForm(given, others).findings), codes(findings));
    for (const options of OPTIONS) assertSameVerdict(Buffer.from(text), options);
  }
  assert.ok(taken.readPiece - before > 20);
});

test("3000 bodies that are nearly clean have the same findings by either way", () => {
  const random = randomFrom(179);
  const good = cbt179.buildForm(validRequest());
  const pieces = ["%2B", "%3D", "%2f", "+", "/", "=", "&", "A", '"', "\\", "\\n", '\\"', ",", "}"];
  pieces.push(" ", "\n", "\t", "0", "1", ".", "null", "\0", "é", "好", "\u3000", "\ufffd", "😀");
  const mutate = (/** @type {string} */ text) => {
    const at = random(text.length);
    const piece = random(3) ? pieces[random(pieces.length)] : String.fromCharCode(random(256));
    return text.slice(0, at) + (random(4) ? piece : "") + text.slice(at + random(3));
  };
  let clean = 0;
  const before = taken.readPiece;
  for (let i = 0; i < 3000; i++) {
    let { eData, payExInfo, body } = good;
    if (i % 4 === 1) eData = mutate(eData);
    if (i % 4 > 1) payExInfo = mutate(payExInfo);
    body = i % 4 ? cbt179.encodeForm({ eData, payExInfo }) : mutate(body);
    if (random(8) === 0) body = mutate(body);
    const given = i % 2 ? body : Buffer.from(body);
    if (assertSameVerdict(given, OPTIONS[random(OPTIONS.length)])) clean++;
  }
  assert.ok(clean > 600 && clean < 2700, String(clean));
  assert.ok(taken.readPiece - before > clean, "nearly all that is clean is seen at a glance");
});

test("bodies of several pieces have the same findings by either way, wherever those end", () => {
  const pieceLength = 1 << 14;
  const options = { customsRules: "off" };
  for (let length = 0; length < 60; length++) {
    const request = validRequest();
    // Nearly all of its Base64 are escapes and what stands between them.
    request.payExInfo.payExchangeInfoHead.note = "?>~".repeat(2568) + "x".repeat(length);
    const { body } = cbt179.buildForm(request, /** @type {any} */ (options));
    const [eData, payExInfo] = body.split("&");
    // The `&` comes to stand to either side of the end of the first piece.
    const turned = `${payExInfo}&${eData}`;
    assert.ok(Math.abs(turned.indexOf("&") - pieceLength) < 60, String(turned.indexOf("&")));
    for (const given of [body, turned, Buffer.from(turned)]) {
      const before = taken.readPiece;
      assert.ok(assertSameVerdict(given, options));
      assert.equal(taken.readPiece - before, 2 * Math.ceil(given.length / pieceLength));
    }
    const at = pieceLength - 30 + length;
    for (const odd of ["é", "😀", "\ud83d", "%", "&", "="])
      assertSameVerdict(turned.slice(0, at) + odd + turned.slice(at), options);
  }
  // Where a body ends with a piece, or nearly.
  const { body } = cbt179.buildForm(largeRequest(200));
  for (let pieces = 1; pieces < 3; pieces++)
    for (let length = -3; length < 4; length++)
      assert.ok(!assertSameVerdict(body.slice(0, pieces * pieceLength + length)));
});

/** Places of a request, and values to put there; undefined is absent. */
const PLACES = [
  ["eData", "version"],
  ["eData", "commitTime"],
  ["eData", "cusName"],
  ["eData", "token"],
  ["payExInfo", "sessionID"],
  ["payExInfo", "payExchangeInfoHead"],
  ["payExInfo", "payExchangeInfoLists"],
  ["payExInfo", "payExchangeInfoHead", "guid"],
  ["payExInfo", "payExchangeInfoHead", "initalRequest"],
  ["payExInfo", "payExchangeInfoHead", "initalResponse"],
  ["payExInfo", "payExchangeInfoHead", "totalAmount"],
  ["payExInfo", "payExchangeInfoHead", "payType"],
  ["payExInfo", "payExchangeInfoHead", "note"],
  ["payExInfo", "payExchangeInfoLists", "0", "goodsInfo"],
  ["payExInfo", "payExchangeInfoLists", "0", "goodsInfo", "0", "gname"],
  ["payExInfo", "payExchangeInfoLists", "0", "recpCode"],
  ["payExInfo", "payExchangeInfoLists", "0", "recpName"],
];

const AMOUNTS = [0, -0, 1, 100.1, 1e21, 1e-7, 0.1 + 0.2, Number.NaN, Number.POSITIVE_INFINITY, -1];
const AMOUNT_TEXTS = [
  "100.1",
  "100.10",
  "1e2",
  "-0",
  "",
  " 1",
  "99999999999999",
  "12345678901234567.1",
];
/** @type {any[]} */
const OTHERS = [
  undefined,
  null,
  "",
  true,
  1n,
  [],
  {},
  [null],
  [{}],
  new Date(0),
  Symbol("s"),
  () => 1,
];
OTHERS.push(new String("x"), new Number(1), Object.create(null), new Map());
const CHARACTERS = [
  "a",
  "Z",
  "0",
  " ",
  '"',
  "\\",
  "/",
  "\n",
  "\t",
  "\b",
  "\f",
  "\0",
  "\x01",
  "\x0b",
];
CHARACTERS.push(
  "\x7f",
  "\u0080",
  "é",
  "\u2028",
  "好",
  "\u3000",
  "\ufeff",
  "\ufffd",
  "\uffff",
  "😀",
);
CHARACTERS.push("\ud83d", "\ude00", "\ud800", "\udfff");

/** @param {(below: number) => number} random */
function randomText(random) {
  const length = random([4, 60, 60, 400][random(4)] ?? 0);
  // Most have few kinds of characters, so that some are clean.
  const kinds = Array.from({ length: 1 + random(3) }, () => CHARACTERS[random(CHARACTERS.length)]);
  kinds.push("a", "好");
  return Array.from({ length }, () => kinds[random(kinds.length)]).join("");
}

/** @param {any} object @param {string[]} path @param {any} value */
function put(object, path, value) {
  const last = /** @type {string} */ (path.at(-1));
  let place = object;
  for (const key of path.slice(0, -1)) place = place?.[key];
  if (typeof place === "object" && place !== null) place[last] = value;
}

test("800 requests at random are built the same by either way", () => {
  let fast = 0;
  for (let seed = 0; seed < 800; seed++) {
    const make = () => {
      const random = randomFrom(seed);
      const pick = (/** @type {any[]} */ list) => list[random(list.length)];
      const request = /** @type {any} */ (validRequest());
      for (let n = random(4); n > 0; n--) {
        const path = pick(PLACES);
        const isAmount = path.at(-1) === "totalAmount";
        const kind = random(6);
        const amount = random(2) ? pick(AMOUNTS) : pick(AMOUNT_TEXTS);
        put(request, path, kind === 0 ? pick(OTHERS) : isAmount ? amount : randomText(random));
      }
      const shuffle = (/** @type {any} */ object) =>
        Object.fromEntries(Object.entries(object).sort(() => random(3) - 1));
      if (random(3) === 0) request.eData = shuffle(request.eData);
      if (random(3) === 0 && request.payExInfo) request.payExInfo = shuffle(request.payExInfo);
      if (random(8) === 0) delete request.eData.version;
      if (random(8) === 0) delete request.eData.commitTime;
      if (random(30) === 0) request.eData.extra = "x";
      return request;
    };
    const names = seed % 3 ? "cus" : "co";
    const customsRules = ["warning", "error", "off"][seed % 5] ?? "warning";
    if (assertSameBuilt(make, { names, customsRules, locale: "en" })) fast++;
  }
  assert.ok(fast > 200 && fast < 750, String(fast));
});

test("odd objects are built as JSON.stringify sees them", () => {
  const noteOf = (/** @type {any} */ request) => request.payExInfo.payExchangeInfoHead;
  /** @type {Record<string, (request: any) => any>} */
  const makers = {
    "nothing odd": (request) => request,
    "without a prototype": (request) => Object.assign(Object.create(null), request),
    "a part without a prototype": (request) => ({
      ...request,
      eData: Object.assign(Object.create(null), request.eData),
    }),
    "inherited fields": (request) => ({ ...request, eData: Object.create(request.eData) }),
    "an instance": (request) => {
      class Data {
        cusName = "类";
      }
      return { ...request, eData: Object.assign(new Data(), request.eData) };
    },
    "a hidden toJSON": (request) => {
      const toJSON = () => ({ ...request.eData, cusName: "other" });
      return {
        ...request,
        eData: Object.defineProperty({ ...request.eData }, "toJSON", { value: toJSON }),
      };
    },
    "a list with toJSON": (request) => {
      const { payExchangeInfoLists: list } = request.payExInfo;
      list.toJSON = () => [list[0], list[0]];
      return request;
    },
    "a hole": (request) => {
      request.payExInfo.payExchangeInfoLists.length = 2;
      return request;
    },
    "a list with a name": (request) => {
      request.payExInfo.payExchangeInfoLists.name = "x";
      return request;
    },
    "a symbol for a name": (request) => {
      request.eData[Symbol("x")] = 1;
      return request;
    },
    "what can't be enumerated": (request) => {
      Object.defineProperty(request.eData, "cusName", { enumerable: false });
      return request;
    },
    "undefined for nothing": (request) => {
      noteOf(request).note = undefined;
      request.eData.extra = undefined;
      return { ...request, more: undefined };
    },
    "null for nothing": (request) => {
      noteOf(request).note = null;
      return request;
    },
    "an amount as an object": (request) => {
      noteOf(request).totalAmount = new Number(5);
      return request;
    },
    __proto__: (request) => {
      request.eData = JSON.parse(`{"__proto__":"x",${JSON.stringify(request.eData).slice(1)}`);
      return request;
    },
    "a proxy": (request) => ({ ...request, eData: new Proxy(request.eData, {}) }),
    "payExInfo as text": (request) => ({
      ...request,
      payExInfo: JSON.stringify(request.payExInfo),
    }),
    "payExInfo as a list": (request) => ({ ...request, payExInfo: [request.payExInfo] }),
    nothing: () => ({}),
  };
  for (const [what, make] of Object.entries(makers)) {
    const isFast = assertSameBuilt(() => make(validRequest()));
    if (what === "nothing odd") assert.ok(isFast);
  }
});

test("what prototypes have a say in is built as JSON.stringify sees it", () => {
  const value = () => "from a prototype";
  for (const prototype of [String.prototype, Array.prototype, Object.prototype, Number.prototype]) {
    for (const enumerable of [false, true]) {
      Object.defineProperty(prototype, "toJSON", { value, enumerable, configurable: true });
      try {
        assertSameBuilt(validRequest);
      } finally {
        delete (/** @type {any} */ (prototype).toJSON);
      }
    }
  }
  const polluted = /** @type {any} */ (Object.prototype);
  polluted.note = "from a prototype";
  try {
    assertSameBuilt(() => {
      const request = validRequest();
      delete request.payExInfo.payExchangeInfoHead.note;
      return request;
    });
  } finally {
    delete polluted.note;
  }
});

test("a getter is asked once where nothing is found, and may call back", () => {
  const expected = cbt179.buildForm(validRequest());
  const large = largeRequest(300);
  let calls = 0;
  const request = /** @type {any} */ (validRequest());
  const { token } = request.eData;
  Object.defineProperty(request.eData, "token", {
    enumerable: true,
    get() {
      calls++;
      // With other options, other sizes, and the plain way.
      assert.ok(cbt179.buildForm(large, { names: "co" }).body.length > 65536);
      assert.throws(
        () => cbt179.buildForm(/** @type {any} */ ({}), { locale: "en" }),
        cbt179.CheckError,
      );
      assert.equal(cbt179.checkForm(expected.body, { customsRules: "error" }).ok, true);
      return token;
    },
  });
  assert.deepEqual(cbt179.buildForm(request), expected);
  assert.equal(calls, 1);

  // A list has as many items as it had when its turn came, as it does for JSON.stringify.
  const growing = /** @type {any} */ (validRequest());
  const { goodsInfo } = growing.payExInfo.payExchangeInfoLists[0];
  const { gname, itemLink } = goodsInfo[0];
  goodsInfo[0] = {
    get gname() {
      goodsInfo.push({ gname: "more", itemLink: "more" });
      return gname;
    },
    itemLink,
  };
  assert.deepEqual(cbt179.buildForm(growing), expected);
  assert.equal(goodsInfo.length, 2);
});

/** @param {number} orders */
function largeRequest(orders) {
  const request = validRequest();
  const [order] = request.payExInfo.payExchangeInfoLists;
  const made = Array.from({ length: orders }, (_, index) => ({ ...order, orderNo: `ord${index}` }));
  request.payExInfo.payExchangeInfoLists = [order, ...made.slice(1)];
  return request;
}

test("what is built of a large request has all that of a small one has", () => {
  for (const options of [{}, { names: "co" }, { customsRules: "off" }]) {
    const now = { now: 1_768_440_491_000, ...options };
    const expected = plain.buildForm(largeRequest(400), /** @type {any} */ (now));
    const build = () => cbt179.buildForm(largeRequest(400), /** @type {any} */ (now));
    assert.ok(expected.body.length > 65536);
    assert.ok(assertSameBuilt(() => largeRequest(400), options));
    assert.deepEqual({ ...build() }, expected);
    assert.deepEqual(structuredClone(build()), expected);
    assert.equal(JSON.stringify(build()), JSON.stringify(expected));
    assert.deepEqual(Object.entries(build()), Object.entries(expected));
    assert.deepEqual(Object.assign({}, build()), expected);
    assert.equal(Object.freeze(build()).payExInfo, expected.payExInfo);
    // It is of what was built, whatever became of that, and of the package, since.
    const built = build();
    built.body = "";
    for (let i = 0; i < 3; i++) cbt179.buildForm(largeRequest(100 + i), { names: "cus" });
    assert.equal(built.payExInfo, expected.payExInfo);
    for (const mine of ["mine", /** @type {any} */ (undefined)]) {
      built.payExInfo = mine;
      assert.equal(built.payExInfo, mine);
    }
    assert.ok(delete (/** @type {any} */ (built).payExInfo));
  }
  // Where nearly nothing is asked for, nearly nothing may be there.
  for (const item of [{}, { itemLink: "x" }, { gname: '"' }, { gname: "\\" }]) {
    const make = () => {
      const request = /** @type {any} */ (validRequest());
      request.payExInfo.payExchangeInfoLists[0].goodsInfo = new Array(20_000).fill(item);
      return request;
    };
    assertSameBuilt(make, { customsRules: "off" });
  }
  const quoted = () => {
    const request = largeRequest(400);
    request.payExInfo.payExchangeInfoHead.guid = '"'.repeat(36);
    return request;
  };
  assertSameBuilt(quoted);
});

test("sizes that change from call to call", () => {
  const random = randomFrom(7);
  for (let i = 0; i < 100; i++) {
    const orders = i % 2 ? 1 + random(3) : 1 + random(1500);
    const options = { names: random(2) ? "cus" : "co", customsRules: "error" };
    assert.ok(assertSameBuilt(() => largeRequest(orders), options));
    if (i % 10 === 0) {
      const { body } = plain.buildForm(largeRequest(orders));
      assert.ok(assertSameVerdict(body));
      assert.ok(assertSameVerdict(Buffer.from(body)));
    }
  }
});

test("the text of a large body outlives the memory that it was built in", () => {
  const now = { now: 0 };
  const built = cbt179.buildForm(largeRequest(400), now);
  const expected = plain.buildForm(largeRequest(400), now).payExInfo;
  // So much that the instance is not kept.
  const body = "A".repeat(40 << 20);
  assert.equal(cbt179.checkForm(body, { maxBodyBytes: body.length }).ok, false);
  assert.equal(built.payExInfo, expected);
});

test("what is built is not larger than the cap", () => {
  const make = () => largeRequest(2);
  const { length } = plain.buildForm(make()).body;
  for (const maxBodyBytes of [0, 1, (length / 2) | 0, length - 1, length, length + 1])
    assertSameBuilt(make, { maxBodyBytes });
  const { body } = plain.buildForm(make());
  for (const maxBodyBytes of [0, length - 1, length]) assertSameVerdict(body, { maxBodyBytes });
});

test("options are those that were given, whatever was given before", () => {
  const words = (/** @type {any} */ options) =>
    outcome(() => cbt179.checkForm("EData=", options).findings.map(({ message }) => message));
  const [en, zh] = [words({ locale: "en" }), words({})];
  assert.notDeepEqual(en, zh);
  const changing = (/** @type {string[]} */ ...locales) => ({
    get locale() {
      return locales.shift() ?? "none";
    },
  });
  class OfAClass {
    locale = "en";
  }
  const nothing = Object.assign(Object.create({ locale: "en" }), {});
  const sameAs = /** @type {const} */ ([
    [{ locale: "en" }, en],
    [nothing, zh],
    [Object.assign(Object.create(null), { locale: "en" }), en],
    [{ locale: undefined }, zh],
    [{ [Symbol("locale")]: "en" }, zh],
    [new OfAClass(), en],
    [JSON.parse('{"locale":"en"}'), en],
  ]);
  const wrong = [
    { locale: Number.NaN },
    { maxBodyBytes: Number.NaN },
    { locale: { locale: "en" } },
    { locale: Symbol("en") },
    { locale: null },
    { now: 1n << 80n },
    { toJSON: () => undefined },
    { toJSON: () => 1 },
    { constructor: "x" },
    JSON.parse('{"__proto__":"x"}'),
    changing(),
  ];
  for (const before of [...sameAs.map(([options]) => options), ...wrong]) {
    for (const [options, expected] of sameAs) {
      words(before);
      assert.deepEqual(words(options), expected);
      assert.deepEqual(words(options), expected);
    }
    for (const options of wrong.slice(0, -1)) {
      words(before);
      assert.equal(words(options).name, "TypeError");
      assert.equal(words(options).name, "TypeError");
    }
    // A getter that says something else each time is asked once.
    assert.deepEqual(words(changing("zh-CN", "en")), zh);
    assert.deepEqual(words({ locale: "en" }), en);
    assert.deepEqual(words(changing("en", "zh-CN")), en);
    assert.deepEqual(words({ locale: "zh-CN" }), zh);
  }
  // A getter that calls back with options of its own, or throws.
  const calling = {
    get locale() {
      assert.deepEqual(words({ locale: "zh-CN" }), zh);
      return "en";
    },
  };
  assert.deepEqual(words(calling), en);
  assert.deepEqual(words({ locale: "zh-CN" }), zh);
  const failing = {
    maxBodyBytes: 1,
    get locale() {
      throw new Error("mine");
    },
  };
  assert.equal(words(failing).message, "mine");
  assert.deepEqual(words({ locale: "en" }), en);
});
