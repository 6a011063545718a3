// Shows a minified text indented. The indented text is a projection: it adds only white space, over which the cursor
// passes. All offsets outside the editor count in the text as sent.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";
import { LAYERS } from "./layers.js";

const addition = Decoration.mark({});
const atomic = ({ added }) => Decoration.set(added.map(({ from, to }) => addition.range(from, to)));

/** Sets the layout that `indented` returned for the current text. */
export const project = StateEffect.define();

/** Holds the layout of the formatted view; see `indented`. */
export const projection = StateField.define({
  create: () => undefined,
  update(value, { effects }) {
    const layout = effects.find((effect) => effect.is(project))?.value;
    return layout ? { ...layout, atoms: atomic(layout) } : value;
  },
  provide: (self) =>
    EditorView.atomicRanges.of((view) => view.state.field(self)?.atoms ?? Decoration.none),
});

const same = (at) => at;
const IDENTITY = { toShown: same, toSent: same };

/** Returns a state's layout, which converts between its offsets and those of the text as sent. */
export const layoutOf = (state) => state.field(projection, false) ?? IDENTITY;

/** Returns effects that copy the layers of one state to another, in which offsets differ. */
export const layersOf = (state, from, to) =>
  LAYERS.map(({ set, field }) => {
    const ranges = [];
    state.field(field).between(0, state.doc.length, (start, end, decoration) => {
      const at = to.toShown(from.toSent(start), false);
      const until = start === end ? at : to.toShown(from.toSent(end), true);
      ranges.push(decoration.range(at, until));
    });
    return set.of(Decoration.set(ranges, true));
  });

/** Converts changes of a projection to changes of the text as sent. */
export function sentChanges(changes, { toSent }) {
  const sent = [];
  changes.iterChanges((from, to, _, __, insert) => {
    sent.push({ from: toSent(from), to: toSent(to), insert });
  });
  return sent;
}

/** Returns the single change that turns one text into another. */
export function difference(old, text) {
  const most = Math.min(old.length, text.length);
  let head = 0;
  while (head < most && old.charCodeAt(head) === text.charCodeAt(head)) head++;
  let tail = 0;
  while (
    tail < most - head &&
    old.charCodeAt(old.length - 1 - tail) === text.charCodeAt(text.length - 1 - tail)
  )
    tail++;
  return { from: head, to: old.length - tail, insert: text.slice(head, text.length - tail) };
}
