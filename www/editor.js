// One text in an editor: CodeMirror with what the page needs of it. Offsets are UTF-16 units, as everywhere in the page.

import { history, historyKeymap, isolateHistory, standardKeymap } from "@codemirror/commands";
import { closeSearchPanel, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, Prec } from "@codemirror/state";
import { Decoration, EditorView, keymap, placeholder } from "@codemirror/view";
import { blanksIn, specialChars } from "./editor/blanks.js";
import { format, formatOf, jsonDocument, unfolded } from "./editor/document.js";
import { cover, covers, Gap, LAYERS, links, marks } from "./editor/layers.js";
import { formLooks, PLAIN, tints } from "./editor/looks.js";

/**
 * An editor in an element. What it tells of: `onEdit()`, where a person changed the text; `onLook({ start, end })`, where
 * the cursor or selection went; `onHover(range)`, of the character beneath the mouse, or undefined; and `onReplace(text)`,
 * where a text was pasted in the place of all there was, which `onReplace` then deals with. `kind` is `form` or `json`; for
 * JSON, `formatButton` is the button that shows it formatted or as it was sent.
 */
export function makeEditor(parent, { kind, formatButton, onEdit, onLook, onHover, onReplace }) {
  const hinting = new Compartment();
  const special = new Compartment();
  // Changed in place: for other words, as for other extensions, CodeMirror would lay out all anew.
  const words = {};
  let isOwn = false;
  let isPlain = false;

  const listener = EditorView.updateListener.of((update) => {
    if (formatButton) drawFormat();
    if (isOwn) return;
    if (update.docChanged) onEdit();
    if (update.selectionSet && update.view.hasFocus) onLook(selected());
  });

  const handlers = EditorView.domEventHandlers({
    mousemove(event) {
      if (event.buttons) return;
      const at = view.posAndSideAtCoords({ x: event.clientX, y: event.clientY }, true);
      onHover(at && character(at.assoc < 0 ? at.pos - 1 : at.pos));
    },
    mouseleave: () => onHover(undefined),
    focus: () => onLook(selected()),
    beforeinput(event) {
      // A browser that itself types over a selection keeps its look by an inline style, which the policy forbids.
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
      if (!text || from > 0 || to < view.state.doc.length) return false;
      event.preventDefault();
      onReplace(text);
      return true;
    },
  });

  const view = new EditorView({
    parent,
    state: EditorState.create({
      extensions: [
        // What follows an edit of the other side can be megabytes, and is kept for each step.
        history({ minDepth: 50 }),
        search({ top: true }),
        // Else it would change line ends, which are part of what is signed.
        EditorState.lineSeparator.of("\n"),
        special.of(specialChars()),
        EditorView.lineWrapping,
        EditorView.cspNonce.of("cbt179"),
        EditorView.contentAttributes.of({
          tabindex: "0",
          "aria-labelledby": `${parent.id}-title`,
          "aria-describedby": `${parent.id}-note`,
        }),
        keymap.of([...standardKeymap, ...historyKeymap, ...searchKeymap]),
        kind === "json" ? jsonDocument : formLooks,
        Prec.low(LAYERS),
        kind === "form" ? Prec.lowest(tints) : [],
        EditorState.phrases.of(words),
        hinting.of([]),
        listener,
        handlers,
      ],
    }),
  });

  /** One whole character, as far as there is one. */
  function character(start) {
    const { doc } = view.state;
    if (start < 0 || start >= doc.length) return undefined;
    const [before, at] = [start - 1, start].map((pos) => (pos < 0 ? 0 : unit(pos)));
    if (before >> 10 === 0x36 && at >> 10 === 0x37) return { start: start - 1, end: start + 1 };
    return { start, end: start + (at >> 10 === 0x36 ? 2 : 1) };
  }

  const unit = (pos) => view.state.sliceDoc(pos, pos + 1).charCodeAt(0);

  /**
   * What is selected; or the character after the cursor (at the very end, before it), with `isWhole`: there the whole value
   * counts.
   */
  function selected() {
    const { from, to, empty } = view.state.selection.main;
    if (!empty) return { start: from, end: to };
    const range = character(from) ?? character(from - 1);
    return range && { ...range, isWhole: true };
  }

  function drawFormat() {
    const { isOffered, isOn } = formatOf(view.state);
    formatButton.hidden = !isOffered;
    formatButton.ariaPressed = String(isOn);
  }
  formatButton?.addEventListener("click", () =>
    dispatch({ effects: format(!formatOf(view.state).isOn) }),
  );

  /** Dispatches what no person did. */
  function dispatch(...specs) {
    isOwn = true;
    try {
      view.dispatch(...specs);
    } finally {
      isOwn = false;
    }
  }

  /** Puts a text in the place of the old one. */
  function replace(old, text) {
    const most = Math.min(old.length, text.length);
    let head = 0;
    while (head < most && old.charCodeAt(head) === text.charCodeAt(head)) head++;
    let tail = 0;
    while (
      tail < most - head &&
      old.charCodeAt(old.length - 1 - tail) === text.charCodeAt(text.length - 1 - tail)
    )
      tail++;
    const changes = {
      from: head,
      to: old.length - tail,
      insert: text.slice(head, text.length - tail),
    };
    dispatch({ changes, annotations: isolateHistory.of("full") });
  }

  const within = ({ start, end }) => {
    const { length } = view.state.doc;
    return [Math.min(start, length), Math.min(end, length)];
  };

  const unfold = ([from, to]) => (kind === "json" ? unfolded(view.state, { from, to }) : []);

  /** Ranges as decorations: a gap where there is nothing in them. */
  function decorated(ranges, toClass) {
    return ranges.map((range) => {
      const [from, to] = within(range);
      const { message: title } = range;
      const name = toClass(range);
      if (from === to)
        return Decoration.widget({ widget: new Gap(name, title), side: 1 }).range(from);
      const attributes = title ? { title } : undefined;
      return Decoration.mark({ class: name, attributes }).range(from, to);
    });
  }

  const set = ({ set }, ranges) => dispatch({ effects: set.of(Decoration.set(ranges, true)) });

  return {
    text: () => view.state.doc.toString(),

    slice: ({ start, end }) => view.state.sliceDoc(start, end),

    /** Shows another text: in the place of all that differs, and no more. Undo takes it back, as it does what was typed. */
    show(text) {
      const old = view.state.doc.toString();
      if (old !== text) replace(old, text);
      if (text.length >= PLAIN === isPlain) return;
      isPlain = !isPlain;
      // Of garbage, each second character would be one.
      const extension = isPlain ? [] : specialChars();
      dispatch({ effects: special.reconfigure(extension) });
    },

    /** Underlines ranges `{ start, end, severity, message }`, and shows the blanks at fault in them. */
    mark: (ranges) =>
      set(marks, [
        ...decorated(ranges, ({ severity }) => `cm-mark cm-${severity}`),
        ...ranges.flatMap((range) => {
          const [from, to] = within(range);
          return blanksIn(view.state.sliceDoc(from, to), from);
        }),
      ]),

    /**
     * Lights up ranges `{ start, end, is }`, where `is` is `value` for the one at the cursor, and else `exact`, or `field` for
     * the value around that.
     */
    link: (ranges) =>
      set(
        links,
        decorated(ranges, ({ is }) => `cm-${is}`),
      ),

    /** Covers ranges, which are there all the same. */
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

    /** Selects a range, brings it into view, and goes there. */
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

    /** Its words, in the language of the page. */
    speak({ hint, phrases }) {
      for (const key of Object.keys(words)) delete words[key];
      Object.assign(words, phrases);
      // It has the old words until it is opened anew.
      closeSearchPanel(view);
      dispatch({ effects: hinting.reconfigure(placeholder(hint)) });
    },
  };
}
