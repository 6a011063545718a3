// What is measured: every task at every size, with the contenders that can do it.

import { SIGNED } from "./contenders.mjs";

/** @import { Case } from "./bodies.mjs" */
/** @import { Contenders } from "./contenders.mjs" */
/** @import { Contender } from "./measure.mjs" */

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

/** @param {Case[]} cases @param {Contenders} contenders @returns {Task[]} */
export function makeTasks(cases, { check, decode, build, reply, compose }) {
  const tasks = cases.flatMap(({ size, customs, body, faulty, request, texts }) => {
    /** @type {(task: string, input: Task["input"], body: string | Buffer, contenders: Task["contenders"]) => Task} */
    const task = (task, input, { length: bytes }, contenders) => ({
      task,
      size,
      input,
      bytes,
      contenders,
    });
    const checks = (/** @type {(string | Buffer)[]} */ inputs) =>
      taking(check, inputs, (contender, input) => contender(input, customs));
    const decodes = (/** @type {(string | Buffer)[]} */ inputs) =>
      taking(decode, inputs, (contender, input) => contender(input, customs));
    const sent = { serialNumber: request.eData.serialNumber };
    const text = JSON.stringify(request);
    const requests = () => copies(body.length, () => JSON.parse(text));
    return [
      task("check", "string", body, () => checks(ofString(body))),
      task("check", "bytes", body, () => checks(ofBytes(body))),
      task("check, one fault", "string", faulty.one, () => checks(ofString(faulty.one))),
      task("check, many faults", "string", faulty.many, () => checks(ofString(faulty.many))),
      task("decode", "string", body, () => decodes(ofString(body))),
      task("decode", "bytes", body, () => decodes(ofBytes(body))),
      task("build", "object", Object.values(build)[0]?.(request, customs).body ?? "", () =>
        taking(build, requests(), (contender, request) => contender(request, customs)),
      ),
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
