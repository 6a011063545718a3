// The entry that also verifies signatures: the second module is inlined like the first, and compiled on its first call.

import { fromAscii } from "../ascii.js";
import { useModule } from "./core.js";
import ascii from "./wasm-ascii.js";

export * from "../index.js";
export { composeUpload, readCertificate, ready, verifySignature } from "./api.js";

useModule(() => fromAscii(ascii));
