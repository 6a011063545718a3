// The types of cbt179/slim: those of cbt179 and init().

export * from "./index.js";

/** A compiled WebAssembly module, if the program's types declare it (`lib.dom` does, plain ECMAScript doesn't). */
export type WasmModule = typeof globalThis extends {
  WebAssembly: { Module: { prototype: infer Module } };
}
  ? Module
  : object;

/** The module as {@link init} takes it: compiled; or its bytes, which the first call compiles, or {@link ready} asynchronously. */
export type WasmSource = WasmModule | ArrayBuffer | ArrayBufferView;

/**
 * Sets the WebAssembly module, `cbt179/cbt179.wasm`. Until then, every other function throws.
 *
 * @param module the module; or a function that returns it, which runs on the first call
 * @throws {TypeError} if it is neither
 * @example
 * init(await WebAssembly.compileStreaming(fetch("/cbt179.wasm")));
 */
export function init(module: WasmSource | (() => WasmSource)): void;
