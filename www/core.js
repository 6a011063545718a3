// The page's side of the worker: calls of the model, answered by promises.

import source from "./worker.js?source";

// Of a file that was opened from disk, a browser lets no worker be made but of what it has in memory. The policy lets
// nothing else be one either.
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

/** Why the worker is dead, where its script failed or no memory was left. */
let death;
worker.onerror = ({ message }) => {
  death = new Error(message);
  for (const { failed } of waiting.values()) failed(death);
  waiting.clear();
};

/** Calls a method of the model (or of the worker) with what it is given. */
export const ask = (call, given) =>
  new Promise((done, failed) => {
    if (death) throw death;
    const id = calls++;
    waiting.set(id, { done, failed });
    worker.postMessage({ id, call, given });
  });

/** The same, where only the last of several questions counts: to the others, `undefined` is the answer. */
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
