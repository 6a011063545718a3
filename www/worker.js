// The worker: runs the core and the model, and answers messages in order. A message is `{ id, call, given }`, its
// answer `{ id, result }` or `{ id, error }`.

import { init } from "cbt179";
import { useModule } from "cbt179/verify/core";
import deflated from "cbt179.wasm";
import { fromBase64 } from "./base64.js";
import { Model } from "./model.js";
import { inflated, packed, unpacked } from "./pack.js";

const compiled = async (deflated) => WebAssembly.compile(await inflated(fromBase64(deflated)));

const model = compiled(deflated).then((module) => {
  init(module);
  return new Model();
});

const calls = {
  pack: ({ text }) => packed(text),
  unpack: ({ text }) => unpacked(text),
  /** Takes the module that verifies signatures, which is loaded when it is first needed. */
  async loadVerifier({ deflated }) {
    const module = await compiled(deflated);
    useModule(() => module);
  },
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
