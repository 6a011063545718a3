// The column beside the form: the verdicts, the fields to fill in or correct, and the body.

import { button, h, icon, refill, say, sentence, setText } from "../dom.js";
import { isMissing } from "../grades.js";
import { copy, shortened } from "../output.js";
import { rejectedBy, toneOf, verdictsOn } from "./verdict.js";

// A longer list would leave no room for the body.
const MOST_LISTED = 24;
// Nobody reads a longer body; the button copies all of it.
const MOST_SHOWN = 8000;

/**
 * Makes the column. `page` has `t()`, the texts; `isTokenShown()`; `nodeOf(path)`, the form's node of a path, if it is
 * drawn; and `go(path)`, which goes to a field.
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
  const copyBody = async ({ currentTarget }) => {
    await copy(currentTarget, shown.body, page.t);
    if (shown.body !== shown.masked) setText(state, page.t().withToken);
  };
  const copyButton = button("", copyBody, {
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

  /** The model's last answer. */
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
    // Announce only changes of the verdicts while the user types.
    if (heard && heard !== words.join()) say(lines.map((line) => line.textContent).join(own.pause));
    heard = words.join();
  }

  /** Makes the line with the verdict of CBT or customs, and its reasons. */
  function verdict(who, { missing, wrong }) {
    const own = page.t();
    const isFine = missing + wrong === 0;
    // Empty fields alone are not mistakes yet.
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

  /** Makes a finding that links to its field. */
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
    setText(encoded, shortened(visible, MOST_SHOWN, own));
    setText(size, body ? own.size(body.length) : "");
    encoded.hidden = !body;
    copyButton.hidden = !body;
    none.hidden = Boolean(body);
  }

  return {
    element: h("aside", { className: "side", id: "build-side" }, summary, todo, body),

    /** Shows the model's answer about the request. */
    show(answer) {
      shown = answer;
      draw();
    },

    /** Shows why the body was not built. */
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
