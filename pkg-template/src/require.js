// The entry of require() in Node, which reads the WebAssembly module from the package's folder. The bundler makes it CommonJS.

import { readFileSync } from "node:fs";
import { init, NotReadyError } from "./slim.js";

export * from "./public.js";

init(() => {
  try {
    return readFileSync(`${__dirname}/cbt179.wasm`);
  } catch (error) {
    // A bundler that does not know the condition `module` takes this entry without copying the file.
    throw new NotReadyError(
      "cbt179.wasm can't be read; copy it there from the package, or load cbt179 by `import`, which has it inlined",
      error,
    );
  }
});
