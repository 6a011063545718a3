// The line that says what the page did with the texts, and offers to undo it.

import { button, byId, h, say, sentence } from "./dom.js";
import { fixLine } from "./findings.js";

/**
 * Makes the line. `t()` gives the texts. A notice is `{ words(t), undo, changes }`: `undo()` reverts the action, and
 * `changes` are the fixed findings.
 */
export function makeNotice(t) {
  const line = byId("notice");
  let shown;

  function draw() {
    line.hidden = !shown;
    line.replaceChildren();
    if (!shown) return;
    const { words, extra, undo, changes = [] } = shown;
    const said = [words, extra].filter(Boolean).map((part) => part(t()));
    line.replaceChildren(
      ...[
        h("span", {}, said.join(" ")),
        undo && button(t().undo, takeBack, { id: "undo", className: "link" }),
        changes.length
          ? button(t().showChanges, showChanges, { id: "show-changes", className: "link" })
          : null,
      ].filter(Boolean),
    );
  }

  function takeBack() {
    const { undo } = shown;
    shown = undefined;
    draw();
    undo();
  }

  function showChanges() {
    const dialog = byId("changes");
    const items = shown.changes.map((finding) =>
      h(
        "li",
        {},
        h("p", { className: "message" }, sentence(finding.message)),
        fixLine(finding, t()),
      ),
    );
    dialog.querySelector("ol").replaceChildren(...items);
    dialog.showModal();
  }

  return {
    draw,
    /** Shows a notice instead of the last one, or none. */
    show(notice) {
      shown = notice;
      draw();
      if (notice) say(notice.words(t()));
    },
    /** Says something after the notice, which keeps its way back. */
    add(extra) {
      shown = { ...shown, extra };
      draw();
      say(extra(t()));
    },
  };
}
