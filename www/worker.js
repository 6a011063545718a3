// The worker: runs the core and the model, and answers messages in order. A message is `{ id, call, given }`, its
// answer `{ id, result }` or `{ id, error }`.

import { init } from "cbt179";
import deflated from "cbt179.wasm";
import { Model } from "./model.js";
import { fromBase64, inflated, packed, unpacked } from "./pack.js";

const model = inflated(fromBase64(deflated))
  .then((bytes) => WebAssembly.compile(bytes))
  .then((module) => {
    init(module);
    return new Model();
  });

const calls = {
  pack: ({ text }) => packed(text),
  unpack: ({ text }) => unpacked(text),
};

let last;
self.onmessage = ({ data: { id, call, given } }) => {
  const before = last;
  last = (async () => {
    await before;
    try {
      const own = calls[call];
      const result = own ? await own(given) : (await model)[call](given);
      postMessage({ id, result });
    } catch (error) {
      postMessage({ id, error: String(error?.message ?? error) });
    }
  })();
};
