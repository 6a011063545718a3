// Colours of the form body: its escapes, and a hue for each of its two parts.

import { Decoration, MatchDecorator, ViewPlugin } from "@codemirror/view";

// Longer texts are shown plain. They mostly are one line of thousands of rows, and a browser lays out all visible rows
// of a line after each change in it.
export const PLAIN = 200_000;

/** Gives each match of a pattern a class. Searches only the visible ranges. */
export function look(regexp, className) {
  const mark = Decoration.mark({ class: className });
  const decorator = new MatchDecorator({
    regexp,
    decorate(add, from, to, _, { state }) {
      if (state.doc.length < PLAIN) add(from, to, mark);
    },
  });
  return ViewPlugin.define(
    (view) => ({
      decorations: decorator.createDeco(view),
      update(update) {
        this.decorations = decorator.updateDeco(update, this.decorations);
      },
    }),
    { decorations: (plugin) => plugin.decorations },
  );
}

const PARTS = [
  [/^edata=/i, Decoration.mark({ class: "cm-of-eData" })],
  [/^payexinfostr=/i, Decoration.mark({ class: "cm-of-payExInfo" })],
];

/** Tints the fields of a form by the part that they carry. */
function tinted({ doc }) {
  const text = doc.toString();
  const ranges = [];
  for (let start = 0, end; start < text.length; start = end + 1) {
    end = text.indexOf("&", start);
    if (end < 0) end = text.length;
    const name = text.slice(start, start + 20);
    const tint = PARTS.find(([pattern]) => pattern.test(name))?.[1];
    if (tint) ranges.push(tint.range(start, end));
  }
  return Decoration.set(ranges);
}

/** Wrap all other decorations, so that a highlight takes the hue of its part. */
export const tints = ViewPlugin.define(
  ({ state }) => ({
    decorations: tinted(state),
    update({ docChanged, state }) {
      if (docChanged) this.decorations = tinted(state);
    },
  }),
  { decorations: (plugin) => plugin.decorations },
);

// No pattern may match without bound: a line can be megabytes of escapes.
export const formLooks = [
  look(/(?:%[0-9A-Fa-f]{2}){1,99}/g, "cm-escape"),
  look(/(?:EData|payExInfoStr)=|&/gi, "cm-field-name"),
];
