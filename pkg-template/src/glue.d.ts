// The bundler's version of wasm-bindgen's cbt179_bg.js: the same functions, from a factory instead of a module, so
// that each instance of the WebAssembly module has its own.

/**
 * The core's functions. Texts are written into the memory that `input` makes room in; each answer is the result, JSON text
 * that is ASCII, unless it is said otherwise.
 */
export interface Core {
  /** Makes room for so many bytes of input, and says where. */
  input(length: number): number;
  /** Makes room for so many sizes of values, of 32 bits each, and says where. */
  sizes(count: number): number;
  /** Resets the options of all following calls to the defaults. */
  resetOptions(): void;
  /** Sets an option from the `typeof` and the text of its value. */
  setOption(name: string, type: string, spelled: string): void;
  /** Returns the cap on the input's size that the options set. */
  maxBodyBytes(): number;
  /** The report on input that was refused before it was copied. */
  tooLarge(bytes: number): void;
  /** Begins to read a body of so many bytes, and says how many a piece of it may have. */
  beginClean(length: number): number;
  /** Whether there is nothing to be found in the body up to the end of its next piece, which is overwritten either way. */
  isClean(length: number): boolean;
  /** Makes a JSON text of the body that was clean the result, and says whether as UTF-16: if it is not ASCII. */
  textOfClean(part: number): boolean;
  /** The fields of the interface: of each its name, what it is, and the fields in it. */
  table(): void;
  /** Whether there is nothing to be found in the values of a request, and so its body was built. */
  buildClean(length: number): boolean;
  /** Makes that body, which is ASCII, the result. */
  bodyOfBuilt(): void;
  /** Makes one of its JSON texts the result, as `textOfClean` does. */
  textOfBuilt(part: number): boolean;
  /** Where in memory the result is. */
  resultStart(): number;
  resultEnd(): number;
  checkForm(length: number, utf16: boolean): void;
  decodeForm(length: number, utf16: boolean): void;
  checkRequest(length: number, textLength: number | undefined, utf16: boolean): void;
  buildForm(length: number, textLength: number | undefined, utf16: boolean): void;
  checkReply(
    length: number,
    utf16: boolean,
    serialNumber?: string,
    commitTime?: string,
    request?: string,
  ): void;
  composeUpload(
    length: number,
    replyLength: number,
    utf16: boolean,
    serialNumber?: string,
    commitTime?: string,
    request?: string,
  ): void;
  /** `layer` is one of them, or `path`. */
  locate(
    length: number,
    utf16: boolean,
    layer: string,
    path: string,
    start: number,
    end: number,
  ): void;
  /** The request, if it is known, follows the text. */
  findSecrets(length: number, requestLength: number | undefined, utf16: boolean): void;
  schema(): void;
  /** `ranges` has four offsets for each finding: in the body and in the JSON text, or 2³² - 1 for an absent range. */
  applyFixes(
    length: number,
    utf16: boolean,
    codes: string[],
    paths: string[],
    ranges: number[],
  ): void;
  encodeForm(eDataLength: number, payExInfoLength: number): void;
}

export function makeGlue(): Core &
  WebAssembly.ModuleImports & { __wbg_set_wasm(exports: WebAssembly.Exports): void };
