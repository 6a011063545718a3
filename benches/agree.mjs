// Before anyone is timed, all must agree: over the corpus, over mutations of a clean request, and over the bodies that are
// measured. What a peer is excused from is in peers/fields.mjs, and all that it may do then is to say "ok".

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { unpacked } from "../tests/corpus/unpacked.mjs";
import { root } from "./bodies.mjs";
import { SIGNED } from "./contenders.mjs";
import { OURS } from "./names.mjs";
import { cbt179 } from "./package.mjs";
import { EXCUSED } from "./peers/fields.mjs";

const { checkForm, checkReply, decodeForm } = cbt179;

/** @import { Contenders } from "./contenders.mjs" */
/** @import { Case } from "./bodies.mjs" */
/** @typedef {{ bodies: number, mutations: number, decoded: number, built: number, replies: number, uploads: number, excused: Record<string, number> }} Agreement how many of each all agree on, and how often an excuse was needed */

const CORPUS = "tests/corpus/bodies.jsonl";

/** The bodies of the corpus. @returns {(string | Buffer)[]} */
function corpus() {
  const lines = readFileSync(join(root, CORPUS), "utf8").trim().split("\n");
  return lines.map((line) => {
    const { body, bodyBase64 } = JSON.parse(line);
    return bodyBase64 === undefined ? unpacked(body) : Buffer.from(bodyBase64, "base64");
  });
}

/**
 * Throws at the first disagreement that is not excused.
 *
 * @param {Contenders} contenders
 * @param {Case[]} cases
 * @param {number} mutations how many of each kind
 * @returns {Agreement}
 */
export function agree(contenders, cases, mutations) {
  const bodies = corpus();
  const [clean] = bodies;
  assert(typeof clean === "string");
  const mutated = [...mutationsOf(clean, mutations)];
  const measured = cases.flatMap(({ body, states }) => [body, ...Object.values(states)]);
  /** @type {Record<string, number>} */
  const excused = {};
  for (const body of [...bodies, ...mutated, ...measured]) {
    sameVerdicts(contenders, body, excused);
  }
  const decoded = [...bodies, ...mutated, ...measured].filter((body) =>
    sameParts(contenders, body),
  );
  // A request with what peers are excused from may be refused by us alone.
  const isExcused = (/** @type {string | Buffer} */ body) =>
    checkForm(body).findings.some(({ code }) => EXCUSED.includes(code));
  const sound = decoded.filter((body) => !isExcused(body));
  const measuredRequests = cases.flatMap(({ request, odd }) => [request, odd]);
  const requests = [...sound.map(requestOf), ...measuredRequests].filter(
    // A request may hold a text too, which is another thing to do.
    ({ eData, payExInfo }) => isObject(eData) && isObject(payExInfo),
  );
  const built = [...requests, ...requests.map(shuffled)].filter((request) =>
    [true, false].map((customs) => sameBody(contenders, request, customs)).includes(true),
  );
  const replies = repliesOf(SIGNED);
  for (const reply of replies) sameReply(contenders, reply);
  const texts = [decodeForm(clean), ...decoded.slice(0, 100).map((body) => decodeForm(body))];
  const uploads = [
    ...texts.map((parts) => parts.payExInfo?.text ?? ""),
    ...cases.map(({ texts }) => texts.payExInfo),
  ];
  const composed = uploads.flatMap((text, index) =>
    (index === 0 ? replies : [SIGNED]).filter((reply) =>
      [true, false].map((customs) => sameUpload(contenders, text, reply, customs)).includes(true),
    ),
  );
  return {
    bodies: bodies.length,
    mutations: mutated.length,
    decoded: decoded.length,
    built: built.length,
    replies: replies.length,
    uploads: composed.length,
    excused,
  };
}

/** @param {Contenders} contenders @param {string | Buffer} body @param {Record<string, number>} excused */
function sameVerdicts({ check }, body, excused) {
  const [asErrors, off] = /** @type {const} */ (["error", "off"]).map((customsRules) =>
    checkForm(body, { customsRules }),
  );
  assert(asErrors && off);
  const { findings } = asErrors;
  const excuse = findings.find(({ code }) => EXCUSED.includes(code));
  const expected = {
    error: asErrors.ok,
    off: off.ok,
    warning: off.ok && !asErrors.ok ? "warned" : off.ok,
  };
  let wasNeeded = false;
  for (const [name, contender] of Object.entries(check)) {
    const inputs = typeof body === "string" ? [body, Buffer.from(body)] : [body];
    for (const customs of /** @type {const} */ (["error", "warning", "off"])) {
      for (const input of inputs) {
        const verdict = contender(input, customs);
        if (verdict === expected[customs] || (customs === "warning" && name === OURS)) continue;
        assert(verdict && excuse, disagreement(name, verdict, body, findings));
        wasNeeded = true;
      }
    }
  }
  if (excuse && wasNeeded) excused[excuse.code] = (excused[excuse.code] ?? 0) + 1;
}

/** @param {string} name @param {unknown} said @param {unknown} input @param {readonly { code: string, path: string }[]} findings */
const disagreement = (name, said, input, findings) =>
  `${name} says ${said} of ${String(input).slice(0, 4000)}, in which is ${findings
    .map(({ code, path }) => `${code} ${path}`)
    .slice(0, 5)}`;

/** What is wrong with the layers, or the JSON; behind it, peers have nothing to show. */
const OF_LAYERS = /^(form|percent|base64|utf8|json)\.|^field\.(missing|both-names|misspelt|empty)$/;

/** Whether both parts could be read by all, with the same outcome. @param {Contenders} contenders @param {string | Buffer} body */
function sameParts({ decode }, body) {
  const { findings, ...parts } = decodeForm(body);
  const isBroken = findings.some(
    ({ severity, code, path }) =>
      severity === "error" &&
      OF_LAYERS.test(code) &&
      (!code.startsWith("field.") || path.split("/").length === 2),
  );
  if (isBroken || !parts.eData || !parts.payExInfo) return false;
  for (const [name, contender] of Object.entries(decode)) {
    assert.deepEqual({ ...contender(body, true), findings: 0 }, { ...parts, findings: 0 }, name);
  }
  return true;
}

/** @param {string | Buffer} body */
function requestOf(body) {
  const { eData, payExInfo } = decodeForm(body);
  return { eData: eData?.value, payExInfo: payExInfo?.value };
}

const isObject = (/** @type {unknown} */ value) => typeof value === "object" && value !== null;

/** A time for what has none. */
const NOW = Date.UTC(2026, 0, 15, 1, 28, 11);

/** Whether a body was built, and the same by all. @param {Contenders} contenders @param {{ eData: any, payExInfo: any }} request @param {boolean} customs */
function sameBody({ build }, request, customs) {
  const bodies = Object.entries(build).map(([name, contender]) => {
    try {
      const { body, eData, payExInfo } = /** @type {any} */ (contender(request, customs, NOW));
      return { name, built: { body, eData, payExInfo } };
    } catch {
      return { name, built: undefined };
    }
  });
  for (const { name, built } of bodies)
    assert.deepEqual(built, bodies[0]?.built, `${name}: ${JSON.stringify(request).slice(0, 4000)}`);
  return bodies[0]?.built !== undefined;
}

/** The same with all keys the other way round. @param {any} value @returns {any} */
function shuffled(value) {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, inner]) => [name, shuffled(inner)]),
  );
}

const SENT = { serialNumber: "20119182839304" };

/** @param {Contenders} contenders @param {string} text */
function sameReply({ reply }, text) {
  const { findings } = checkReply(text, { request: SENT });
  const verdicts = Object.entries(reply).map(([name, contender]) => [
    name,
    contender(text, SENT).ok,
  ]);
  for (const [name, verdict] of verdicts)
    assert.equal(verdict, verdicts[0]?.[1], disagreement(String(name), verdict, text, findings));
}

/** Whether there is an upload, and the same by all. @param {Contenders} contenders @param {string} text @param {string} reply @param {boolean} customs */
function sameUpload({ compose }, text, reply, customs) {
  const uploads = Object.entries(compose).map(([name, contender]) => {
    try {
      const { json, body } = contender(text, reply, SENT, customs);
      return { name, upload: { json, body } };
    } catch {
      return { name, upload: undefined };
    }
  });
  for (const { name, upload } of uploads)
    assert.deepEqual(upload, uploads[0]?.upload, `${name}: ${text.slice(0, 4000)}, ${reply}`);
  return uploads[0]?.upload !== undefined;
}

/** A reply, and others that are not sound. @param {string} signed */
function repliesOf(signed) {
  const good = JSON.parse(signed);
  const changes = [
    {},
    { status: "failure", code: "SYSTEM_ERROR" },
    ...[
      { status: "ok" },
      { status: "" },
      { status: null },
      { code: "SYSTEM_ERROR" },
      { code: null },
    ],
    ...[{ serialNumber: "1" }, { serialNumber: "" }, { serialNumber: 20119182839304 }],
    ...[{ serviceTime: "20180803155003" }, { serviceTime: 1533282603450 }, { serviceTime: "" }],
    ...[{ certNo: "" }, { certNo: " " }, { certNo: "1a2b3c4d" }, { certNo: null }],
    ...[{ signValue: "" }, { signValue: "AAAA" }, { signValue: `${"A".repeat(86)}==` }],
    ...[{ signValue: `${"A".repeat(85)}B==` }, { signValue: good.signValue.replace("+", " ") }],
    ...[{ msg: "成功" }, { msg: null }, { other: 1 }],
  ];
  const replies = changes.map((change) => JSON.stringify({ ...good, ...change }));
  const texts = ["", "OK", "[]", "null", "<html></html>", signed.slice(0, -3), `\ufeff${signed}`];
  return [signed, ...replies, ...texts];
}

/** A body with one character changed, and one whose JSON has one changed; the same each time. @param {string} clean @param {number} count */
function* mutationsOf(clean, count) {
  const { eData, payExInfo } = decodeForm(clean);
  assert(eData && payExInfo);
  let state = 179;
  const random = (/** @type {number} */ below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const changed = (/** @type {string} */ text, /** @type {string[]} */ others) => {
    const at = random(text.length);
    const other = others[random(others.length)] ?? "";
    return text.slice(0, at) + other + text.slice(at + random(3));
  };
  const encoded = (/** @type {string} */ text) =>
    encodeURIComponent(Buffer.from(text).toString("base64"));
  // What Node's decoder can't tell apart.
  yield clean.replaceAll("A", "杁");
  for (let made = 0; made < count; made += 1) {
    yield changed(clean, [
      ..."+/=%&-_ AQ9",
      "%2",
      "%2B",
      "%25",
      "%3d",
      "\n",
      "電",
      "杁",
      "\ud800",
      "",
    ]);
    const [e, p] = [eData.text, payExInfo.text].map((text, index) =>
      made % 2 === index
        ? changed(text, [
            ...'{}[]",:\\0192aZ \t\u3000\u00a0é電😀',
            "null",
            '""',
            "\\ud83d",
            "\\/",
            "1e2",
            "",
          ])
        : text,
    );
    yield `EData=${encoded(String(e))}&payExInfoStr=${encoded(String(p))}`;
  }
}
