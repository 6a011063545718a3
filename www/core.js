// The page's side of the worker: calls of the model, answered by promises.

import source from "./worker.js?source";

// A page opened from disk can start a worker only from a script in memory, and the policy allows no other URL, either.
const policy = globalThis.trustedTypes?.createPolicy("cbt179", { createScriptURL: (url) => url });
const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
const worker = new Worker(policy ? policy.createScriptURL(url) : url);
URL.revokeObjectURL(url);

const waiting = new Map();
let calls = 0;

worker.onmessage = ({ data: { id, result, error } }) => {
  const asked = waiting.get(id);
  waiting.delete(id);
  if (error === undefined) asked?.done(result);
  else asked?.failed(new Error(error));
};

/** The error that ended the worker, such as a failed script or a lack of memory. */
let death;
worker.onerror = ({ message }) => {
  death = new Error(message);
  for (const { failed } of waiting.values()) failed(death);
  waiting.clear();
};

/** Calls a method of the model (or of the worker) with its arguments. */
export const ask = (call, given) =>
  new Promise((done, failed) => {
    if (death) throw death;
    const id = calls++;
    waiting.set(id, { done, failed });
    worker.postMessage({ id, call, given });
  });

let verifier;

/** Loads the module that verifies signatures into the worker, unless it is loaded. */
export function loadVerifier() {
  verifier ??= import("cbt179-verify.wasm")
    .then(({ default: deflated }) => ask("loadVerifier", { deflated }))
    .catch((error) => {
      verifier = undefined;
      throw error;
    });
  return verifier;
}

/** Returns a function like `ask` for one call, of which only the latest counts: earlier ones resolve to undefined. */
export function lastOnly(call) {
  let count = 0;
  let last = Promise.resolve();
  return (given) => {
    const mine = ++count;
    const ifLast = (work) => (mine === count ? work() : undefined);
    last = last
      .catch(() => {})
      .then(() => ifLast(() => ask(call, given)))
      .then((answer) => ifLast(() => answer));
    return last;
  };
}
