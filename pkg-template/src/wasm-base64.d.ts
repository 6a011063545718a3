/** cbt179.wasm in Base64; the bundler writes the module. */
declare const base64: string;
export default base64;
