// What is measured: every task at every size, with the contenders that can do it.

import { SIGNED } from "./contenders.mjs";
import { AJV, NODE_ONLY, ORDINARY, OURS } from "./names.mjs";

/** @import { Case } from "./bodies.mjs" */
/** @import { Contenders, Customs } from "./contenders.mjs" */
/** @import { Contender } from "./timing.mjs" */

/**
 * @typedef {object} Task
 * @property {string} task
 * @property {Case["size"]} size
 * @property {"string" | "bytes" | "object"} input
 * @property {number} bytes of the body that is read or made
 * @property {() => Contender[]} contenders with inputs of their own, which are made when they are needed
 */

/**
 * Copies of an input, which take turns, so that nothing that an engine remembers of a string or an object helps. Each is
 * flat: no string in it is put together of others.
 *
 * @template T @param {number} bytes @param {() => T} copy
 */
const copies = (bytes, copy) => Array.from({ length: bytes > 1e6 ? 2 : 4 }, copy);

const ofString = (/** @type {string} */ text) =>
  copies(text.length, () => Buffer.from(text).toString());
const ofBytes = (/** @type {string} */ text) => copies(text.length, () => Buffer.from(text));

/**
 * @template I @template {(...args: any[]) => any} F
 * @param {Record<string, F>} contenders
 * @param {I[]} inputs
 * @param {(contender: F, input: I) => unknown} call
 * @returns {Contender[]}
 */
const taking = (contenders, inputs, call) =>
  Object.entries(contenders).map(([name, contender]) => ({
    name,
    run: (index) => call(contender, /** @type {I} */ (inputs[index % inputs.length])),
  }));

/** The contenders chosen for speed; the others are measured only on clean bodies. */
const FASTEST = [OURS, NODE_ONLY, ORDINARY, AJV];

/** @template T @param {Record<string, T>} contenders @returns {Record<string, T>} */
const fastest = (contenders) =>
  Object.fromEntries(Object.entries(contenders).filter(([name]) => FASTEST.includes(name)));

/** @param {Case[]} cases @param {Contenders} contenders @returns {Task[]} */
export function makeTasks(cases, { check, decode, build, reply, compose }) {
  const few = fastest(check);
  const tasks = cases.flatMap(({ size, customs, body, states, request, odd, texts }) => {
    /** @type {(task: string, input: Task["input"], body: string | Buffer, contenders: Task["contenders"]) => Task} */
    const task = (task, input, { length: bytes }, contenders) => ({
      task,
      size,
      input,
      bytes,
      contenders,
    });
    const asErrors = customs ? "error" : "off";
    /** @type {(task: string, contenders: typeof check, body: string, rules: Customs) => Task} */
    const checks = (what, contenders, body, rules) =>
      task(what, "string", body, () =>
        taking(contenders, ofString(body), (contender, input) => contender(input, rules)),
      );
    const decodes = (/** @type {(string | Buffer)[]} */ inputs) =>
      taking(decode, inputs, (contender, input) => contender(input, customs));
    const sent = { serialNumber: request.eData.serialNumber };
    /** @type {(what: string, request: Case["request"]) => Task} */
    const builds = (what, request) => {
      const text = JSON.stringify(request);
      const requests = copies(body.length, () => JSON.parse(text));
      const made = Object.values(build)[0]?.(request, customs).body ?? "";
      return task(what, "object", made, () =>
        taking(build, requests, (contender, request) => contender(request, customs)),
      );
    };
    return [
      checks("check", check, body, asErrors),
      task("check", "bytes", body, () =>
        taking(check, ofBytes(body), (contender, input) => contender(input, asErrors)),
      ),
      checks("check, with advice", few, states.advice, customs ? "warning" : "off"),
      checks("check, with warnings", few, states.warned, "warning"),
      checks("check, one error", few, states.one, asErrors),
      checks("check, many errors", few, states.many, asErrors),
      task("decode", "string", body, () => decodes(ofString(body))),
      task("decode", "bytes", body, () => decodes(ofBytes(body))),
      builds("build", request),
      builds("build, with advice", odd),
      task("compose", "string", Buffer.from(texts.payExInfo), () =>
        taking(compose, ofString(texts.payExInfo), (contender, text) =>
          contender(text, SIGNED, sent, customs),
        ),
      ),
    ];
  });
  const sent = { serialNumber: JSON.parse(SIGNED).serialNumber };
  const replies = () => taking(reply, ofString(SIGNED), (contender, text) => contender(text, sent));
  return [
    ...tasks,
    { task: "reply", size: "S", input: "string", bytes: SIGNED.length, contenders: replies },
  ];
}
