// One text in an editor: CodeMirror as the page uses it. Offsets count UTF-16 code units, as everywhere in the page.

import {
  history,
  historyKeymap,
  isolateHistory,
  redo,
  standardKeymap,
  undo,
} from "@codemirror/commands";
import { closeSearchPanel, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, Prec, Transaction } from "@codemirror/state";
import { Decoration, EditorView, keymap, placeholder } from "@codemirror/view";
import { plain } from "./dom.js";
import { blanksIn, specialChars } from "./editor/blanks.js";
import { jsonDocument, structure, unfolded } from "./editor/document.js";
import { cover, covers, Gap, LAYERS, links, marks } from "./editor/layers.js";
import { formLooks, PLAIN, tints } from "./editor/looks.js";
import {
  difference,
  layersOf,
  layoutOf,
  project,
  projection,
  sentChanges,
} from "./editor/projection.js";
import { indented } from "./json.js";

/**
 * Makes an editor in an element. `kind` is `form` or `json`; for JSON, `formatButton` switches between the formatted
 * text and the text as sent. The editor calls:
 *
 * - `onEdit()` after the user changes the text
 * - `onLook({ start, end })` after the cursor or selection moves
 * - `onHover(range)` with the character under the mouse, or undefined
 * - `onReplace(text)` after a paste over the whole text, or a paste for which `isReplacing(text)` is true
 */
export function makeEditor(
  parent,
  { kind, formatButton, onEdit, onLook, onHover, isReplacing = () => false, onReplace },
) {
  const hinting = new Compartment();
  const special = new Compartment();
  // Mutated, because CodeMirror would lay out everything again if it were given other phrases.
  const words = {};
  let isOwn = false;
  let isPlain = false;
  /** Whether to format minified JSON: true until the user asks for the text as sent. */
  let isFormatWanted = Boolean(formatButton);
  /** The state of the text as sent, with its history, while the view shows the formatted text. */
  let sent;

  const listener = EditorView.updateListener.of((update) => {
    if (isOwn) return;
    if (update.docChanged) {
      if (sent) follow(update);
      drawFormat();
      onEdit();
    }
    if (update.selectionSet && view.hasFocus) onLook(selected());
  });

  const handlers = EditorView.domEventHandlers({
    mousemove(event) {
      if (event.buttons) return;
      const at = view.posAndSideAtCoords({ x: event.clientX, y: event.clientY }, true);
      onHover(at && shownCharacter(at.assoc < 0 ? at.pos - 1 : at.pos));
    },
    mouseleave: () => onHover(undefined),
    focus: () => onLook(selected()),
    beforeinput(event) {
      if (sent && /^history(?:Undo|Redo)$/.test(event.inputType)) {
        event.preventDefault();
        return travel(event.inputType === "historyUndo" ? undo : redo);
      }
      // A browser that types over a selection itself keeps the style inline, which the policy forbids.
      if (event.inputType !== "insertText" || event.isComposing || view.state.selection.main.empty)
        return false;
      event.preventDefault();
      view.dispatch(view.state.replaceSelection(event.data ?? ""), {
        userEvent: "input.type",
        scrollIntoView: true,
      });
      return true;
    },
    paste(event) {
      const { from, to } = view.state.selection.main;
      const text = event.clipboardData?.getData("text/plain");
      if (!text || (!isReplacing(text) && (from > 0 || to < view.state.doc.length))) return false;
      event.preventDefault();
      onReplace(text);
      return true;
    },
  });

  const shared = [
    search({ top: true }),
    // Otherwise CodeMirror would normalize line endings, which the signature covers.
    EditorState.lineSeparator.of("\n"),
    special.of(specialChars()),
    EditorView.lineWrapping,
    EditorView.cspNonce.of("cbt179"),
    EditorView.contentAttributes.of({
      tabindex: "0",
      "aria-labelledby": `${parent.id}-title`,
      "aria-describedby": `${parent.id}-note`,
    }),
    keymap.of([...standardKeymap, ...searchKeymap]),
    kind === "json" ? jsonDocument : formLooks,
    Prec.low(LAYERS.map(({ field }) => field)),
    kind === "form" ? Prec.lowest(tints) : [],
    EditorState.phrases.of(words),
    hinting.of([]),
    listener,
    handlers,
  ];

  const view = new EditorView({
    parent,
    state: EditorState.create({
      // An edit on the other side can change megabytes here, and the history keeps them for each step.
      extensions: [history({ minDepth: 50 }), keymap.of(historyKeymap), shared],
    }),
  });

  // -------------------------------------------------------------------------------------------------------------------
  // The formatted view.

  /** Switches to the formatted text. */
  function enterFormat() {
    sent = view.state;
    const layout = indented(sent.doc.toString());
    const travels = historyKeymap.map(({ run, ...binding }) => ({
      ...binding,
      run: () => travel(run),
    }));
    const state = EditorState.create({
      doc: layout.text,
      extensions: [
        projection,
        keymap.of(travels),
        // Copying gives the text as sent.
        EditorView.clipboardOutputFilter.of((_, state) => {
          const { toSent } = layoutOf(state);
          const { from, to } = state.selection.main;
          return sent.sliceDoc(toSent(from), toSent(to));
        }),
        shared,
      ],
    });
    enter(state.update({ effects: project.of(layout) }).state);
  }

  /** Switches to the text as sent. */
  function leaveFormat() {
    const state = sent;
    sent = undefined;
    enter(state);
  }

  /** Shows another state, and keeps the selection, the layers and the phrases. */
  function enter(state) {
    const { state: old } = view;
    const [from, to] = [layoutOf(old), layoutOf(state)];
    const { anchor, head } = old.selection.main;
    const [newAnchor, newHead] = [anchor, head].map((at) => to.toShown(from.toSent(at), true));
    const { state: next } = state.update({
      selection: { anchor: newAnchor, head: newHead },
      effects: [
        ...layersOf(old, from, to),
        hinting.reconfigure(hinting.get(old)),
        special.reconfigure(special.get(old)),
      ],
    });
    view.setState(next);
    dispatch({ effects: EditorView.scrollIntoView(newHead, { y: "nearest", yMargin: 30 }) });
    drawFormat();
  }

  /** Applies an edit of the formatted text to the text as sent. */
  function follow({ changes, startState, transactions }) {
    const layout = layoutOf(startState);
    const { anchor, head } = startState.selection.main;
    sent = sent.update({
      selection: { anchor: layout.toSent(anchor), head: layout.toSent(head) },
    }).state;
    const edit = sent.update({
      changes: sentChanges(changes, layout),
      userEvent: transactions[0].annotation(Transaction.userEvent),
    });
    sent = edit.state;
    reformat(edit.changes.mapPos(layout.toSent(head), 1));
  }

  /** Formats the text as sent again, or leaves the formatted view if the text is no longer minified. */
  function reformat(head) {
    const layout = indented(sent.doc.toString());
    dispatch({
      changes: difference(view.state.doc.toString(), layout.text),
      effects: project.of(layout),
    });
    const anchor = head === undefined ? undefined : layout.toShown(head, true);
    // Setting the selection would end the composition of an input method.
    if (anchor !== undefined && anchor !== view.state.selection.main.head)
      dispatch({ selection: { anchor }, scrollIntoView: true });
    if (!sent.field(structure).isMinified) leaveFormat();
  }

  /** Undoes or redoes an edit of the text as sent while the view shows the formatted text. */
  function travel(command) {
    return command({
      state: sent,
      dispatch(transaction) {
        sent = transaction.state;
        reformat(sent.selection.main.head);
        onEdit();
        onLook(selected());
      },
    });
  }

  function drawFormat() {
    if (!formatButton) return;
    formatButton.hidden = !sent && !view.state.field(structure).isMinified;
    formatButton.ariaPressed = String(Boolean(sent));
  }
  formatButton?.addEventListener("click", () => {
    isFormatWanted = !sent;
    if (sent) leaveFormat();
    else enterFormat();
  });

  // -------------------------------------------------------------------------------------------------------------------

  /** Returns the state of the text as sent, in which the page's offsets count. */
  const own = () => sent ?? view.state;

  /** Returns the range of the character at an offset, both halves of a surrogate pair included. */
  function character(start) {
    const { doc } = own();
    if (start < 0 || start >= doc.length) return undefined;
    const [before, at] = [start - 1, start].map((pos) => (pos < 0 ? 0 : unit(pos)));
    if (before >> 10 === 0x36 && at >> 10 === 0x37) return { start: start - 1, end: start + 1 };
    return { start, end: start + (at >> 10 === 0x36 ? 2 : 1) };
  }

  /** Returns the character at an offset in the view; undefined for white space that formatting inserted. */
  function shownCharacter(at) {
    const { toSent, toShown } = layoutOf(view.state);
    const start = toSent(at);
    return toShown(start) === at ? character(start) : undefined;
  }

  const unit = (pos) =>
    own()
      .sliceDoc(pos, pos + 1)
      .charCodeAt(0);

  /**
   * Returns the selection. Without one, returns the character after the cursor (at the end of a line, before it), with
   * `isWhole`, which asks for the whole value around it.
   */
  function selected() {
    const { toSent } = layoutOf(view.state);
    const { from, to, empty } = view.state.selection.main;
    const [start, end] = [toSent(from), toSent(to)];
    if (!empty) return { start, end };
    const isAtEnd = view.state.doc.lineAt(from).to === from;
    const range = (!isAtEnd && character(start)) || character(start - 1) || character(start);
    return range && { ...range, isWhole: true };
  }

  /** Dispatches a transaction that is not the user's, so that no callback runs. */
  function dispatch(...specs) {
    isOwn = true;
    try {
      view.dispatch(...specs);
    } finally {
      isOwn = false;
    }
  }

  /** Replaces the old text, in one step of the history. */
  function replace(old, text) {
    const change = { changes: difference(old, text), annotations: isolateHistory.of("full") };
    if (sent) {
      sent = sent.update(change).state;
      reformat();
    } else dispatch(change);
    if (!sent && isFormatWanted && view.state.field(structure).isMinified) enterFormat();
    drawFormat();
  }

  /** Converts a range to offsets in the view. */
  const within = ({ start, end }) => {
    const { length } = own().doc;
    const { toShown } = layoutOf(view.state);
    const from = toShown(Math.min(start, length));
    return [from, end > start ? toShown(Math.min(end, length), true) : from];
  };

  const unfold = ([from, to]) => (kind === "json" ? unfolded(view.state, { from, to }) : []);

  /** Returns decorations for ranges; an empty range becomes a gap. */
  function decorated(ranges, toClass) {
    return ranges.map((range) => {
      const [from, to] = within(range);
      const title = range.message && plain(range.message);
      const name = toClass(range);
      if (from === to)
        return Decoration.widget({ widget: new Gap(name, title), side: 1 }).range(from);
      const attributes = title ? { title } : undefined;
      return Decoration.mark({ class: name, attributes }).range(from, to);
    });
  }

  const set = ({ set }, ranges) => dispatch({ effects: set.of(Decoration.set(ranges, true)) });

  return {
    text: () => own().doc.toString(),

    slice: ({ start, end }) => own().sliceDoc(start, end),

    /** Shows another text by replacing only what differs. The editor's undo reverts it. */
    show(text) {
      const old = own().doc.toString();
      if (old !== text) replace(old, text);
      if (text.length >= PLAIN === isPlain) return;
      isPlain = !isPlain;
      // Every second character of garbage would be a special one.
      const extension = isPlain ? [] : specialChars();
      dispatch({ effects: special.reconfigure(extension) });
    },

    /** Underlines ranges `{ start, end, severity, message }`, and makes the faulty white space in them visible. */
    mark: (ranges) =>
      set(marks, [
        ...decorated(ranges, ({ severity }) => `cm-mark cm-${severity}`),
        ...ranges.flatMap((range) => {
          const [from, to] = within(range);
          return blanksIn(view.state.sliceDoc(from, to), from);
        }),
      ]),

    /**
     * Highlights ranges `{ start, end, is }`: `is` is `value` for the whole value at the cursor, `exact` for a
     * selection, and `field` for the value around it.
     */
    link: (ranges) =>
      set(
        links,
        decorated(ranges, ({ is }) => `cm-${is}`),
      ),

    /** Covers ranges with dots; the text beneath stays the same. */
    cover: (ranges) =>
      set(
        covers,
        ranges
          .map(within)
          .filter(([from, to]) => from < to)
          .map(([from, to]) => cover.range(from, to)),
      ),

    /** Scrolls within the editor until a place is in view. */
    reveal(range) {
      const [from, to] = within(range);
      dispatch({
        effects: [
          ...unfold([from, to]),
          EditorView.scrollIntoView(from, { y: "nearest", yMargin: 30 }),
        ],
      });
    },

    /** Selects a range, scrolls to it, and takes the focus. */
    select(range) {
      const [anchor, head] = within(range);
      view.focus();
      view.dispatch({
        selection: { anchor, head },
        effects: [...unfold([anchor, head]), EditorView.scrollIntoView(anchor, { y: "center" })],
      });
      parent.scrollIntoView({ block: "nearest" });
    },

    focus: () => view.focus(),
    hasFocus: () => view.hasFocus,
    selected,

    /** Sets the phrases and the placeholder in the language of the page. */
    speak({ hint, phrases }) {
      for (const key of Object.keys(words)) delete words[key];
      Object.assign(words, phrases);
      // The search panel would keep the old phrases until it is opened again.
      closeSearchPanel(view);
      dispatch({ effects: hinting.reconfigure(placeholder(hint)) });
    },
  };
}
