// Reads the answers of the core, which writes them as a tape: numbers for the structure, beside one text of all strings. The
// objects are built in less than half the time of JSON.parse. The format is described in crates/fast/src/tape.rs.

/**
 * Builds the value on a tape.
 *
 * @param {Uint32Array} words
 * @param {string} text
 * @param {(index: number) => string} nameOf the name of a field by its index
 */
export function readAnswer(words, text, nameOf) {
  let at = 0;
  let end = 0;
  const word = () => /** @type {number} */ (words[at++]);

  /** @returns {any} */
  function read() {
    const head = word();
    const count = head >>> 3;
    switch (head & 7) {
      case 0:
        return null;
      case 1:
        return false;
      case 2:
        return true;
      case 3:
        return word();
      case 4: {
        const start = end;
        end += count;
        return text.slice(start, end);
      }
      case 5: {
        const list = [];
        for (let index = 0; index < count; index++) list.push(read());
        return list;
      }
      case 6: {
        /** @type {any} */
        const struct = {};
        for (let index = 0; index < count; index++) {
          const name = nameOf(word());
          struct[name] = read();
        }
        return struct;
      }
      default:
        // Unlike an assignment, this takes `__proto__` for a name like any other.
        return Object.fromEntries(Array.from({ length: count }, () => [read(), read()]));
    }
  }

  return read();
}
