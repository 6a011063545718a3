// The entry of require() in Node, as ../require.js.

import { fileBytes } from "../file.js";
import { useModule } from "./core.js";

export * from "../index.js";
export { composeUpload, readCertificate, ready, verifySignature } from "./api.js";

useModule(() => fileBytes("cbt179-verify.wasm"));
