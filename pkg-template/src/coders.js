// TextEncoder and TextDecoder, with a substitute where the host has none, such as Jest with jsdom. The host is asked for them
// on first use, never on import.

/** Returns the classes to encode and decode texts with. */
export function coders() {
  const { TextEncoder = Encoder, TextDecoder = Decoder } = /** @type {any} */ (globalThis);
  return { TextEncoder, TextDecoder };
}

/**
 * Writes a code point as UTF-8, a lone surrogate as the three bytes that it would have. Returns the end.
 *
 * @param {number} code
 * @param {Uint8Array} memory
 * @param {number} at
 */
export function writeCodePoint(code, memory, at) {
  if (code < 0x80) {
    memory[at] = code;
    return at + 1;
  }
  const length = utf8Length(code);
  for (let index = length - 1; index > 0; index--) {
    memory[at + index] = 0x80 | (code & 0x3f);
    code >>= 6;
  }
  // The lead byte begins with as many ones as there are bytes: 0xc0, 0xe0, 0xf0.
  memory[at] = ((0xf00 >> length) & 0xff) | code;
  return at + length;
}

/**
 * Returns how many bytes a code point takes in UTF-8.
 *
 * @param {number} code
 */
export function utf8Length(code) {
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

class Encoder {
  /** @param {string} text */
  encode(text) {
    const bytes = new Uint8Array(text.length * 3);
    return bytes.slice(0, this.encodeInto(text, bytes).written);
  }

  /**
   * @param {string} text
   * @param {Uint8Array} memory
   */
  encodeInto(text, memory) {
    let read = 0;
    let written = 0;
    for (const char of text) {
      const point = /** @type {number} */ (char.codePointAt(0));
      const code = point >= 0xd800 && point <= 0xdfff ? 0xfffd : point;
      if (written + utf8Length(code) > memory.length) break;
      written = writeCodePoint(code, memory, written);
      read += char.length;
    }
    return { read, written };
  }
}

class Decoder {
  /** @param {string} [label] */
  constructor(label = "utf-8") {
    const decode = /** @type {any} */ ({ "utf-8": decodeUtf8, "utf-16le": decodeUtf16 })[label];
    if (!decode) throw new RangeError(`no TextDecoder for ${label} here`);
    /** @type {(bytes: Uint8Array) => string} */
    this.decode = decode;
  }
}

// Matches well-formed UTF-8 sequences and their beginnings (Unicode, table 3-7). Every other byte is ill-formed.
const SEQUENCES =
  /[\xc2-\xdf][\x80-\xbf]?|\xe0(?:[\xa0-\xbf][\x80-\xbf]?)?|[\xe1-\xec\xee\xef][\x80-\xbf]{0,2}|\xed(?:[\x80-\x9f][\x80-\xbf]?)?|\xf0(?:[\x90-\xbf][\x80-\xbf]{0,2})?|[\xf1-\xf3][\x80-\xbf]{0,3}|\xf4(?:[\x80-\x8f][\x80-\xbf]{0,2})?|[\x80-\xff]/g;

/** @param {Uint8Array} [bytes] */
function decodeUtf8(bytes = new Uint8Array()) {
  return fromUnits(bytes).replace(SEQUENCES, (sequence) => {
    const escaped = Array.from(sequence, (byte) => `%${byte.charCodeAt(0).toString(16)}`).join("");
    try {
      return decodeURIComponent(escaped);
    } catch {
      return "\ufffd";
    }
  });
}

/** @param {Uint8Array} bytes */
function decodeUtf16(bytes) {
  // A copy begins at an even address. WebAssembly's memory is little-endian, and so are all hosts in practice.
  return fromUnits(new Uint16Array(bytes.slice().buffer));
}

/** @param {Uint8Array | Uint16Array} units */
function fromUnits(units) {
  const pieces = [];
  // Functions take a limited number of arguments.
  for (let start = 0; start < units.length; start += 4096)
    pieces.push(String.fromCharCode(...units.subarray(start, start + 4096)));
  return pieces.join("");
}
