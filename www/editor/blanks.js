// Makes invisible characters visible: control and format characters always, white space only where it is at fault.

import { Decoration, highlightSpecialChars } from "@codemirror/view";
import { h } from "../dom.js";

/** Formats a character's code point: `U+FEFF`. */
const written = (code) => `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;

/**
 * Shows control characters as their pictures (`␍`), and other invisible characters and unusual spaces as their code
 * points.
 */
export const specialChars = () =>
  highlightSpecialChars({
    addSpecialChars:
      /[\u00a0\u1680\u180e\u2000-\u200a\u200c\u202f\u205f\u2060\u3000\u3164]|\u200d/g,
    render(code, description, picture) {
      const name = written(code);
      const className = code < 32 ? "cm-specialChar" : "cm-specialChar cm-boxed";
      return h(
        "span",
        { className, title: description.replace(/0x[0-9a-f]+$/, name), ariaLabel: name },
        code < 32 ? picture : name,
      );
    },
  });

const MOST_LENGTH = 2000;
// White space at either end of the range (inside its quotes, if any), runs of it, and tabs.
const AT_FAULT = /^["']?[ \t]+|[ \t]+(?=["']?$)|[ \t]{2,}|\t/g;
const BLANKS = {
  " ": Decoration.mark({ class: "cm-blank" }),
  "\t": Decoration.mark({ class: "cm-blank cm-tabbed" }),
};

/** Returns decorations for the faulty white space in a marked range, unless it has line breaks and so is layout. */
export function blanksIn(text, from) {
  if (text.length > MOST_LENGTH || text.includes("\n")) return [];
  return [...text.matchAll(AT_FAULT)].flatMap(({ 0: run, index }) =>
    [...run].flatMap(
      (char, i) => BLANKS[char]?.range(from + index + i, from + index + i + 1) ?? [],
    ),
  );
}
