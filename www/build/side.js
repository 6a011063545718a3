// Beside the form: what CBT and customs would do with the request, what is still missing or wrong, and the body.

import { button, h, icon, refill, say, sentence, setText } from "../dom.js";
import { copy } from "../output.js";
import { isMissing, rejectedBy, toneOf, verdictsOn } from "./verdict.js";

// As many as leave room for the body.
const MOST_LISTED = 24;
// A longer body is for programs: it can be copied whole.
const MOST_SHOWN = 8000;

/**
 * Makes the side. `page` has `t()`, the texts; `isTokenShown()`; `nodeOf(path)`, the form's node for a finding, if it is
 * drawn; and `go(path)`, which leads to it.
 */
export function makeSide(page) {
  const verdicts = h("ul", { className: "verdicts" });
  const toTodo = button(
    "",
    () => {
      todoTitle.focus();
      todo.scrollIntoView({ block: "nearest" });
    },
    { className: "link", id: "build-to-todo" },
  );
  const makeButton = h("button", { type: "submit", className: "main", id: "build-make" });
  const state = h("p", { className: "hint", id: "build-state" });
  const todoTitle = h("h2", { id: "build-todo", tabIndex: -1 });
  const todoList = h("div", {});
  const todo = h(
    "section",
    { className: "todo", "aria-labelledby": "build-todo" },
    todoTitle,
    todoList,
  );
  const bodyTitle = h("h2", { id: "build-body-title" });
  const size = h("span", { className: "size" });
  const copyButton = button("", ({ currentTarget }) => copy(currentTarget, shown.body, page.t), {
    className: "copy",
    id: "build-copy",
    "data-text": "copy",
  });
  // A scrolling area must be within reach of the keyboard.
  const encoded = h("pre", {
    tabIndex: 0,
    id: "build-body",
    "aria-labelledby": "build-body-title",
    hidden: true,
  });
  const none = h("p", { className: "hint" });
  const body = h(
    "section",
    { className: "encoded", "aria-labelledby": "build-body-title" },
    h("div", { className: "head" }, bodyTitle, size, h("div", { className: "tools" }, copyButton)),
    encoded,
    none,
  );
  const summary = h(
    "div",
    { className: "summary" },
    verdicts,
    h("div", { className: "places" }, makeButton, toTodo),
    state,
  );

  /** The last answer of the model. */
  let shown;
  let heard;

  function draw() {
    if (!shown) return;
    const own = page.t();
    drawTodo(own);
    drawBody(own);
    if (shown.broken) {
      const line = h("li", { role: "alert" }, icon("error"), h("span", {}, shown.broken));
      line.dataset.state = "error";
      verdicts.replaceChildren(line);
      return;
    }
    const { cbt, customs } = verdictsOn(shown.findings);
    const lines = [verdict("cbt", cbt), verdict("customs", customs)];
    verdicts.replaceChildren(...lines);
    const words = lines.map(({ dataset }) => dataset.state);
    // Only a change of a verdict is worth hearing while somebody types.
    if (heard && heard !== words.join()) say(own.list(lines.map((line) => line.textContent)));
    heard = words.join();
  }

  /** One line: who, what they would do, and because of how much. */
  function verdict(who, { missing, wrong }) {
    const own = page.t();
    const isFine = missing + wrong === 0;
    // While fields are merely empty, nothing is wrong yet.
    const tone = isFine ? "ok" : wrong === 0 ? "empty" : who === "cbt" ? "error" : "warning";
    const line = h(
      "li",
      {},
      icon(tone),
      h("strong", {}, isFine ? own.accepts[who] : own.refuses[who]),
      h("span", { className: "hint" }, isFine ? "" : own.reasons(missing, wrong)),
    );
    line.dataset.who = who;
    line.dataset.state = tone;
    return line;
  }

  function drawTodo(own) {
    const listed = shown.findings.filter(({ severity }) => severity !== "info");
    const wrong = listed.filter((finding) => !isMissing(finding));
    const missing = listed.filter(isMissing);
    setText(toTodo, listed.length ? own.todo(listed.length) : "");
    toTodo.hidden = listed.length === 0;
    setText(todoTitle, listed.length ? own.todo(listed.length) : own.nothingToDo);
    const more =
      Math.max(0, wrong.length - MOST_LISTED) + Math.max(0, missing.length - MOST_LISTED);
    refill(todoList, [
      h(
        "ul",
        { className: "wrong" },
        wrong.slice(0, MOST_LISTED).map((finding) => item(finding)),
      ),
      h(
        "ul",
        { className: "missing" },
        missing.slice(0, MOST_LISTED).map((finding) => item(finding)),
      ),
      ...(more ? [h("p", { className: "hint" }, own.rest(more))] : []),
    ]);
  }

  /** A finding as a link to its field. */
  function item(finding) {
    const node = page.nodeOf(finding.path);
    const items = node?.items?.map(({ title }) => title) ?? [];
    const name = [...items, node ? node.title : finding.path].join(" › ");
    const link = button("", () => page.go(finding.path), { className: "to-field" });
    const isEmpty = isMissing(finding);
    link.append(
      icon(isEmpty ? "empty" : toneOf(finding)),
      h("span", {}, sentence(isEmpty && node ? name : finding.message)),
    );
    link.dataset.path = finding.path;
    link.dataset.severity = toneOf(finding);
    if (isEmpty) link.title = page.t().rejects[rejectedBy(finding)] ?? "";
    return h("li", {}, link);
  }

  function drawBody(own) {
    const { body = "", masked = "" } = shown;
    const visible = page.isTokenShown() ? body : masked;
    const isCut = visible.length > MOST_SHOWN;
    setText(
      encoded,
      isCut ? `${visible.slice(0, MOST_SHOWN)}\n${own.cut(visible.length - MOST_SHOWN)}` : visible,
    );
    setText(size, body ? own.size(body.length) : "");
    encoded.hidden = !body;
    copyButton.hidden = !body;
    none.hidden = Boolean(body);
  }

  return {
    element: h("aside", { className: "side", id: "build-side" }, summary, todo, body),

    /** Shows what the model says of the request. */
    show(answer) {
      shown = answer;
      draw();
    },

    /** Says why the request did not become the body. */
    tell: (text) => setText(state, text),

    speak() {
      const own = page.t();
      makeButton.textContent = own.make;
      bodyTitle.textContent = own.body;
      copyButton.textContent = own.copy;
      copyButton.ariaLabel = own.copyOf(own.body);
      none.textContent = own.noBodyYet;
      draw();
    },
  };
}
