// What the bundler makes of wasm-bindgen's cbt179_bg.js: the same functions, from a factory instead of a module, so
// that each instance of the WebAssembly module has its own.

/** The core's functions. Texts are written into the memory that `input` makes room in; each answer is JSON text. */
export interface Core {
  /** Makes room for so many bytes of input, and says where. */
  input(length: number): number;
  /** The cap that `options` asks for, or the default. */
  maxBodyBytes(options: string): number;
  /** Whether `options` leave customs' rules out. */
  isCustomsOff(options: string): boolean;
  /** Whether there is nothing to be found in the body; the input holds its two JSON texts then, and no body any more. */
  isClean(length: number, customsOff: boolean): boolean;
  /** Where in memory the first of those texts is (part 0), or the second (1). */
  textStart(part: number): number;
  textEnd(part: number): number;
  /** The report on input that was refused before it was copied. */
  tooLarge(bytes: number, options: string): string;
  checkForm(length: number, utf16: boolean, options: string): string;
  decodeForm(length: number, utf16: boolean, options: string): string;
  checkRequest(
    length: number,
    textLength: number | undefined,
    utf16: boolean,
    options: string,
  ): string;
  buildForm(
    length: number,
    textLength: number | undefined,
    utf16: boolean,
    options: string,
  ): string;
  checkReply(
    length: number,
    utf16: boolean,
    options: string,
    serialNumber?: string,
    commitTime?: string,
  ): string;
  composeUpload(
    length: number,
    replyLength: number,
    utf16: boolean,
    options: string,
    serialNumber?: string,
    commitTime?: string,
  ): string;
  locate(
    length: number,
    utf16: boolean,
    options: string,
    layer: string,
    path: string,
    start: number,
    end: number,
  ): string;
  /** `findings` is JSON text: of each its `code`, `path` and `at`, and as `fix` whether it has one. */
  applyFixes(length: number, utf16: boolean, options: string, findings: string): string;
  /** The form body itself, not JSON. */
  encodeForm(eDataLength: number, payExInfoLength: number): string;
}

export function makeGlue(): Core &
  WebAssembly.ModuleImports & { __wbg_set_wasm(exports: WebAssembly.Exports): void };
