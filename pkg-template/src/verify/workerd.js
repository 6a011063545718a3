// The entry for Cloudflare Workers, as ../workerd.js.

import module from "./cbt179-verify.wasm";
import { useModule } from "./core.js";

export * from "../index.js";
export { composeUpload, readCertificate, ready, verifySignature } from "./api.js";

useModule(() => module);
