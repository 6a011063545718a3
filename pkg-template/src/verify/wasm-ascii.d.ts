/** cbt179-verify.wasm as `toAscii` writes it; the bundler writes the module. */
declare const ascii: { text: string; ranked: number[]; length: number };
export default ascii;
