// A minified text shown indented. The indented text is a projection: what it adds is only white space, the cursor passes over
// that, and all offsets that the page knows are those of the text as it was sent.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";
import { LAYERS } from "./layers.js";

const addition = Decoration.mark({});
const atomic = ({ added }) => Decoration.set(added.map(({ from, to }) => addition.range(from, to)));

/** Sets how the text is indented now. */
export const project = StateEffect.define();

/** How the text that is shown is indented: see `indented`. */
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

/** How a state's offsets relate to those of the text as it was sent. */
export const layoutOf = (state) => state.field(projection, false) ?? IDENTITY;

/** Returns effects that take the layers of one state over into another, in which offsets differ. */
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

/** Returns changes in another text for changes that were made in a projection of it. */
export function sentChanges(changes, { toSent }) {
  const sent = [];
  changes.iterChanges((from, to, _, __, insert) => {
    sent.push({ from: toSent(from), to: toSent(to), insert });
  });
  return sent;
}

/** Returns the one change that makes a text of another. */
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
