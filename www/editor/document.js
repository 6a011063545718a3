// A decoded part as a document: coloured values, matching brackets and folding.

import {
  codeFolding,
  foldEffect,
  foldedRanges,
  unfoldAll,
  unfoldEffect,
} from "@codemirror/language";
import { StateField } from "@codemirror/state";
import { Decoration, EditorView, keymap, ViewPlugin, WidgetType } from "@codemirror/view";
import { h } from "../dom.js";
import { breaksOf, countWhere, pairsOf, tokensOf } from "../json.js";
import { look, PLAIN } from "./looks.js";

const NOTHING = { tokens: [], pairs: [], isMinified: false };

/** The tokens of the text, its pairs of brackets, and whether it lacks line breaks. */
export const structure = StateField.define({
  create: ({ doc }) => read(doc),
  update: (value, { docChanged, newDoc }) => (docChanged ? read(newDoc) : value),
});

function read(doc) {
  if (doc.length >= PLAIN) return NOTHING;
  const text = doc.toString();
  const tokens = tokensOf(text);
  const pairs = pairsOf(tokens).map(([open, close]) => ({
    open: tokens[open],
    close: tokens[close],
    isMatched: /^(?:\{\}|\[\])$/.test(text[tokens[open].start] + text[tokens[close].start]),
  }));
  return { tokens, pairs, isMinified: breaksOf(text, tokens).isMinified };
}

// ---------------------------------------------------------------------------------------------------------------------
// Folding of objects and arrays that take more than one row.

class Folder extends WidgetType {
  constructor(range, isFolded) {
    super();
    Object.assign(this, { range, isFolded });
  }
  toDOM(view) {
    const { range, isFolded } = this;
    const title = view.state.phrase(isFolded ? "unfold" : "fold");
    const className = isFolded ? "cm-folder cm-folded" : "cm-folder";
    const folder = h("span", { className, ariaHidden: "true", title });
    folder.addEventListener("mousedown", (event) => {
      event.preventDefault();
      if (isFolded) view.dispatch({ effects: unfoldEffect.of(range) });
      else foldRange(view, range);
    });
    return folder;
  }
  eq({ range, isFolded }) {
    return (
      range.from === this.range.from && range.to === this.range.to && isFolded === this.isFolded
    );
  }
}

const rangeOf = ({ open, close }) => ({ from: open.end, to: close.start });

/** Returns the pairs of brackets that take more than one row. */
const foldable = (state) =>
  state
    .field(structure)
    .pairs.filter(({ open, close }) => state.doc.lineAt(open.end).to < close.start);

const inOrder = (pairs) => pairs.sort((a, b) => a.open.start - b.open.start);

function foldsIn(state, from, to) {
  const folds = [];
  foldedRanges(state).between(from, to, (from, to) => {
    folds.push({ from, to });
  });
  return folds;
}

/** Folds a range. A cursor in it goes before the bracket, since a fold at the cursor opens. */
function foldRange(view, range) {
  const { head } = view.state.selection.main;
  const isIn = head >= range.from && head <= range.to;
  const selection = isIn ? { anchor: range.from - 1 } : undefined;
  view.dispatch({ effects: foldEffect.of(range), selection });
}

/** Folds the innermost object or array at the cursor that is not folded yet. */
function fold(view) {
  const { state } = view;
  const { head } = state.selection.main;
  const isFolded = ({ open, close }) =>
    foldsIn(state, open.end, close.start).some(
      ({ from, to }) => from === open.end && to === close.start,
    );
  const around = foldable(state).find(
    (pair) => pair.open.start <= head && head <= pair.close.end && !isFolded(pair),
  );
  if (around) foldRange(view, rangeOf(around));
  return Boolean(around);
}

/** Unfolds everything within the brackets around the cursor. */
function unfold(view) {
  const { head } = view.state.selection.main;
  const { pairs } = view.state.field(structure);
  const at = pairs.find(({ open, close }) => open.start <= head && head <= close.end);
  const folds = at ? foldsIn(view.state, at.open.end, at.close.start) : [];
  view.dispatch({ effects: folds.map((range) => unfoldEffect.of(range)) });
  return folds.length > 0;
}

/** Folds everything within the outermost brackets. */
function foldAll(view) {
  const ranges = foldable(view.state);
  const inner = ranges.filter(({ open }) =>
    ranges.some((outer) => outer.open.start < open.start && outer.close.end > open.end),
  );
  if (!inner.length) return false;
  view.dispatch({
    effects: inOrder(inner).map((pair) => foldEffect.of(rangeOf(pair))),
    selection: { anchor: 0 },
  });
  return true;
}

/** Returns effects that unfold every fold that hides a range. */
export const unfolded = (state, { from, to }) =>
  foldsIn(state, from, to)
    .filter((fold) => fold.from < Math.max(to, from + 1) && fold.to > from)
    .map((fold) => unfoldEffect.of(fold));

// ---------------------------------------------------------------------------------------------------------------------
// Colours and brackets, only in the visible ranges.

const COLOURS = Object.fromEntries(
  ["name", "string", "number", "word"].map((kind) => [
    kind,
    Decoration.mark({ class: `cm-${kind}` }),
  ]),
);
const bracket = {
  true: Decoration.mark({ class: "cm-bracket" }),
  false: Decoration.mark({ class: "cm-bracket cm-odd" }),
};

function decorationsOf({ state, visibleRanges, hasFocus }) {
  const { tokens, pairs } = state.field(structure);
  const ranges = [];
  for (const { from, to } of visibleRanges) {
    for (
      let i = countWhere(tokens, (token) => token.end <= from);
      i < tokens.length && tokens[i].start < to;
      i++
    ) {
      const { kind, start, end } = tokens[i];
      if (COLOURS[kind]) ranges.push(COLOURS[kind].range(start, end));
    }
  }
  const isInView = (at) => visibleRanges.some(({ from, to }) => at >= from && at <= to);
  const folded = new Set(
    foldsIn(state, 0, state.doc.length).map(({ from, to }) => `${from}-${to}`),
  );
  let line = -1;
  const shown = foldable(state).filter(({ open }) => isInView(open.start));
  for (const pair of inOrder(shown)) {
    // Only the outermost of several in one row gets a fold mark.
    const own = state.doc.lineAt(pair.open.start).from;
    if (own === line) continue;
    line = own;
    const range = rangeOf(pair);
    const widget = new Folder(range, folded.has(`${range.from}-${range.to}`));
    ranges.push(Decoration.widget({ widget, side: -1 }).range(pair.open.start));
  }
  const { head, empty } = state.selection.main;
  const isAt = ({ start, end }) => start === head || end === head;
  const pair = hasFocus && empty && pairs.find(({ open, close }) => isAt(open) || isAt(close));
  for (const { start, end } of pair ? [pair.open, pair.close] : [])
    ranges.push(bracket[pair.isMatched].range(start, end));
  return Decoration.set(ranges, true);
}

// In columns. Deeper indentation counts as this much.
const MOST_INDENT = 24;
const TAB = 4;

const hangs = [];
const hangBy = (columns) =>
  (hangs[columns] ??= Decoration.line({
    class: "cm-hanging",
    attributes: { style: `--hang: ${columns}ch` },
  }));

/** Returns decorations that give each wrapped line a hanging indent. */
function hangingOf({ state: { doc }, visibleRanges }) {
  const ranges = [];
  for (const { from, to } of doc.length < PLAIN ? visibleRanges : []) {
    for (let line = doc.lineAt(from); ; line = doc.line(line.number + 1)) {
      const [blank] = line.text.slice(0, MOST_INDENT).match(/^[ \t]*/);
      const columns = Math.min(blank.replaceAll("\t", " ".repeat(TAB)).length, MOST_INDENT);
      // Tab stops count from the hanging indent.
      const hang = blank.includes("\t") ? columns + TAB - (columns % TAB) : columns + 2;
      // A visible range may begin in the line where the previous range ended.
      if (line.from !== ranges.at(-1)?.from) ranges.push(hangBy(hang).range(line.from));
      if (line.to >= to || line.number === doc.lines) break;
    }
  }
  return Decoration.set(ranges);
}

const hanging = ViewPlugin.define(
  (view) => ({
    decorations: hangingOf(view),
    update({ docChanged, viewportChanged, view }) {
      if (docChanged || viewportChanged) this.decorations = hangingOf(view);
    },
  }),
  { decorations: (plugin) => plugin.decorations },
);

const colours = ViewPlugin.define(
  (view) => ({
    decorations: decorationsOf(view),
    update(update) {
      const { docChanged, viewportChanged, selectionSet, focusChanged, transactions } = update;
      const hasEffects = transactions.some(({ effects }) => effects.length);
      if (docChanged || viewportChanged || selectionSet || focusChanged || hasEffects)
        this.decorations = decorationsOf(update.view);
    },
  }),
  { decorations: (plugin) => plugin.decorations },
);

// No pattern may match without bound: a line can be megabytes of escapes.
const escapes = look(/(?:\\(?:u[0-9A-Fa-f]{4}|.)){1,99}/g, "cm-escape");

export const jsonDocument = [
  structure,
  // Later extensions wrap earlier ones.
  escapes,
  colours,
  hanging,
  EditorView.editorAttributes.of({ class: "cm-json" }),
  codeFolding({ placeholderText: "…" }),
  keymap.of([
    { key: "Ctrl-Shift-[", mac: "Cmd-Alt-[", run: fold },
    { key: "Ctrl-Shift-]", mac: "Cmd-Alt-]", run: unfold },
    { key: "Ctrl-Alt-[", run: foldAll },
    { key: "Ctrl-Alt-]", run: unfoldAll },
  ]),
];
