// The bundler's version of wasm-bindgen's cbt179_bg.js: the same functions, from a factory instead of a module, so
// that each instance of the WebAssembly module has its own.

/**
 * The core's functions. Texts are written into the memory that `input` makes room in; each answer is the result, JSON text
 * that is ASCII, unless it is said otherwise.
 */
export interface Core {
  /** Makes room for so many bytes of input, and says where. */
  input(length: number): number;
  /** Returns whether so many bytes of the input contain U+FFFD. */
  hasReplacement(length: number): boolean;
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
  /** Begins to read a body of so many bytes, and returns where its pieces go, with room for three of them. */
  beginReading(length: number): number;
  /** Returns how many bytes each piece but the last has. */
  pieceLength(): number;
  /** Reads the next piece, which may be overwritten. Returns false if the body is not sound. */
  readPiece(length: number): boolean;
  /** Returns whether the body that was read has no finding. */
  isClean(): boolean;
  /** The report on the body that was read; if of several pieces, it is the input too. Returns false if `checkForm` has more to say. */
  reportOnRead(length: number, utf16: boolean): boolean;
  /** Makes a JSON text of the body that was read the result. Returns whether it is UTF-16, as it is not ASCII. */
  textOfRead(part: number): boolean;
  /** The fields of the interface: of each its name, what it is, and the fields in it. */
  table(): void;
  /** Builds the body of a request from its values. Returns false if `buildForm` must. */
  buildValues(length: number): boolean;
  /** Returns whether the body that was built has no finding. */
  isBuiltClean(): boolean;
  /** The report on the request whose values are still the input. Returns false if `checkRequest` has more to say. */
  reportOnBuilt(length: number): boolean;
  /** Makes that body, which is ASCII, the result. */
  bodyOfBuilt(): void;
  /** Makes one of its JSON texts the result, as `textOfRead` does. */
  textOfBuilt(part: number): boolean;
  /** Where in memory the result is. */
  resultStart(): number;
  resultEnd(): number;
  checkForm(length: number, utf16: boolean): void;
  decodeForm(length: number, utf16: boolean): void;
  checkRequest(length: number, textLength: number | undefined, utf16: boolean): void;
  /** The findings. Returns whether there is a body, with its texts: see `textMade`. */
  buildForm(length: number, textLength: number | undefined, utf16: boolean): boolean;
  checkReply(
    length: number,
    utf16: boolean,
    serialNumber?: string,
    commitTime?: string,
    request?: string,
  ): void;
  /** The findings. Returns whether there is a body, with what was inserted into the text, and the result: see `textMade`. */
  composeUpload(
    length: number,
    replyLength: number,
    utf16: boolean,
    serialNumber?: string,
    commitTime?: string,
    request?: string,
  ): boolean;
  /** Makes one of the texts that the last call made the result. Returns whether it is UTF-16. */
  textMade(index: number): boolean;
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
  /** No findings, and the schema: see `textMade`. */
  schema(): void;
  /** `ranges` has four offsets for each finding: in the body and in the JSON text, or 2³² - 1 for an absent range. */
  applyFixes(
    length: number,
    utf16: boolean,
    codes: string[],
    paths: string[],
    ranges: number[],
  ): void;
  /** No findings, and the body: see `textMade`. */
  encodeForm(eDataLength: number, payExInfoLength: number): void;
}

export function makeGlue(): Core &
  WebAssembly.ModuleImports & { __wbg_set_wasm(exports: WebAssembly.Exports): void };
