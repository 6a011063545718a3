// The bundler's version of wasm-bindgen's cbt179_bg.js: the same functions, from a factory instead of a module, so
// that each instance of the WebAssembly module has its own.

/**
 * The functions that both modules have. Texts are written into the memory that `input` reserves. Functions that return
 * nothing, or whether they succeeded, leave an answer for `readAnswer`, unless their comment says otherwise.
 */
export interface Boundary {
  /** Makes room for so many bytes of input, and says where. */
  input(length: number): number;
  /** Returns whether the first `length` bytes of the input contain U+FFFD. */
  hasReplacement(length: number): boolean;
  /** Resets the options of all following calls to the defaults. */
  resetOptions(): void;
  /** Sets an option from the `typeof` and the text of its value. */
  setOption(name: string, type: string, spelled: string, own: string): void;
  /** Returns the cap on the input's size that the options set. */
  maxBodyBytes(): number;
  /** The report on input that was refused before it was copied. */
  tooLarge(bytes: number): void;
  /** Where in memory the structure of the answer is, in 32-bit words. */
  answerStart(): number;
  /** How many words it has. */
  answerLength(): number;
  /** Makes the strings of the answer the result. Returns whether it is UTF-16. */
  answerText(): boolean;
  /** The name of a field by its index. */
  answerName(index: number): string;
  /** Where in memory the result is. */
  resultStart(): number;
  resultEnd(): number;
}

/** The functions of the module that does everything but verify signatures. */
export interface Core extends Boundary {
  /** Makes a text that the last call made the result. Returns whether it is UTF-16. */
  textMade(index: number): boolean;
  /** Makes room for so many sizes of values, of 32 bits each, and says where. */
  sizes(count: number): number;
  /** Begins reading a body of `length` bytes. Returns the address to write each piece to, a buffer three pieces long. */
  beginReading(length: number): number;
  /** Returns the length of every piece but the last. */
  pieceLength(): number;
  /** Reads the next piece. Returns false if the body is not sound. */
  readPiece(length: number): boolean;
  /** Returns whether the body read last has no finding. */
  isClean(): boolean;
  /** The report on the body read last. Returns false if the report needs `checkForm`. */
  reportOnRead(utf16: boolean): boolean;
  /** Makes a JSON text of the body read last the result. Returns whether it is UTF-16, which it is unless it is ASCII. */
  textOfRead(part: number): boolean;
  /** The fields of the interface: of each its name, what it is, and the fields in it. */
  table(): void;
  /** Builds the body of a request from its values. Returns false if only `buildForm` can build it. */
  buildValues(length: number): boolean;
  /** Returns whether the body built last has no finding. */
  isBuiltClean(): boolean;
  /** The report on the request whose values are still the input. Returns false if the report needs `checkRequest`. */
  reportOnBuilt(length: number): boolean;
  /** Makes that body, which is ASCII, the result. */
  bodyOfBuilt(): void;
  /** Makes one of its JSON texts the result, as `textOfRead` does. */
  textOfBuilt(part: number): boolean;
  checkForm(length: number, utf16: boolean): void;
  decodeForm(length: number, utf16: boolean): void;
  checkRequest(length: number, textLength: number | undefined, utf16: boolean): void;
  /** The findings. Returns whether a body was built; `textMade` then gives the body and its two JSON texts. */
  buildForm(length: number, textLength: number | undefined, utf16: boolean): boolean;
  checkReply(
    length: number,
    utf16: boolean,
    serialNumber?: string,
    commitTime?: string,
    request?: string,
  ): void;
  /** The findings. Returns whether an upload was made; `textMade` then gives its body, the inserted members, and the whole JSON text. */
  composeUpload(
    length: number,
    replyLength: number,
    utf16: boolean,
    serialNumber?: string,
    commitTime?: string,
    request?: string,
  ): boolean;
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
  /** No findings; `textMade` gives the schema. */
  schema(): void;
  /** `ranges` has four offsets for each finding: in the body and in the JSON text, or 2³² - 1 for an absent range. */
  applyFixes(
    length: number,
    utf16: boolean,
    codes: string[],
    paths: string[],
    ranges: number[],
  ): void;
  signingText(length: number, utf16: boolean, serviceTime?: string): void;
  checkOpenReq(length: number, utf16: boolean): void;
  checkUploadReply(length: number, utf16: boolean, sessionID?: string): void;
  /** No findings; `textMade` gives the body. */
  encodeForm(eDataLength: number, payExInfoLength: number): void;
}

/** The rest of wasm-bindgen's glue: the imports of the module, and the setter of its exports. */
export type Glue = WebAssembly.ModuleImports & {
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
};

export function makeGlue(coders: {
  TextEncoder: typeof TextEncoder;
  TextDecoder: typeof TextDecoder;
}): Core & Glue;
