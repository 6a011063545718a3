// The build view: a form with the interface's fields, the verdicts, and the encoded body.

import { ask } from "../core.js";
import { button, h, plain, refill, say, setText } from "../dom.js";
import { makeForm } from "./form.js";
import { makeSide } from "./side.js";
import { asObject, cleaned } from "./values.js";
import { rejectedBy } from "./verdict.js";

const PAUSE_MS = 200;

const empty = () => ({ eData: {}, payExInfo: {} });

/**
 * Builds the view in a panel. `make(request)` replaces the page's body with the request; it returns the findings that
 * prevent this, or undefined if the model fails. `isTokenShown()` returns whether the user asked to see the token.
 */
export function buildView(panel, { t, make, isTokenShown }) {
  let schema;
  let request = empty();
  let form;
  let findings = [];
  /** Whether the user typed anything since the form was last filled in or cleared. */
  let isTouched = false;
  /** Whether the user tried to build. Until then, only fields that were edited show findings. */
  let tried = false;
  /** The user's request before the form was filled in or cleared, for undo. */
  let before;
  /** The JSON that the form was last filled in with. */
  let filledIn;
  let timer;
  let answers = 0;
  let fills = 0;

  const hint = h("p", { className: "hint" });
  const fillButton = button("", () => replaceWith(fill), { id: "build-fill" });
  const resetButton = button("", () => replaceWith(reset), { id: "build-reset" });
  const undoButton = button("", undo, { id: "build-undo", hidden: true });
  const jumps = h("nav", { className: "jumps" });
  const fields = h("div", { className: "fields-of" });
  const side = makeSide({ t, isTokenShown, nodeOf: (path) => form?.nodes.get(path), go });
  const box = h(
    "form",
    { id: "build-form", autocomplete: "off", noValidate: true, onsubmit: submit },
    h(
      "div",
      { className: "entry" },
      jumps,
      h(
        "div",
        { className: "intro" },
        hint,
        h("p", { className: "places" }, undoButton, fillButton, resetButton),
      ),
      fields,
    ),
    side.element,
  );
  panel.append(box);
  // Other tabs keep the form, but leaving the page would lose it.
  addEventListener("beforeunload", (event) => {
    if (isTouched) event.preventDefault();
  });

  /** Draws the whole form, after a change of language or of all values. */
  function draw(touched = []) {
    form = makeForm(schema, request, {
      t,
      onInput() {
        touch();
        clearTimeout(timer);
        timer = setTimeout(check, PAUSE_MS);
      },
      onShape(isEdit) {
        form.index();
        mark();
        if (!isEdit) return;
        touch();
        check();
      },
    });
    fields.replaceChildren(...form.elements);
    for (const path of touched) {
      const node = form.nodes.get(path);
      if (node) node.isTouched = true;
    }
    mark();
    check();
  }

  function touch() {
    isTouched = true;
    before = undefined;
    undoButton.hidden = true;
  }

  async function check() {
    clearTimeout(timer);
    const mine = ++answers;
    const answer = await ask("check", { request: cleaned(request) }).catch(({ message }) => ({
      findings: [],
      broken: message,
    }));
    if (mine !== answers) return;
    // The checker groups findings by kind, but users go through the form from the top.
    const order = [...form.nodes.keys()];
    findings = answer.findings.sort((a, b) => order.indexOf(a.path) - order.indexOf(b.path));
    side.show(answer);
    mark();
  }

  /** Shows each finding at its field. */
  function mark() {
    const byPath = new Map();
    for (const finding of findings)
      byPath.set(finding.path, [...(byPath.get(finding.path) ?? []), finding]);
    for (const [path, node] of form.nodes)
      node.show(tried || node.isTouched ? (byPath.get(path) ?? []) : []);
    const refusals = findings.filter((finding) => rejectedBy(finding) === "cbt").length;
    side.tell(tried && refusals ? t().invalid(refusals) : "");
    drawJumps();
  }

  /** Draws links to the sections, each with its number of missing and wrong fields. */
  function drawJumps() {
    const sections = form.sections();
    const nearest = (path) =>
      sections.findLast((section) => path === section.path || path.startsWith(`${section.path}/`));
    const counts = new Map();
    for (const finding of findings.filter(rejectedBy)) {
      const section = nearest(finding.path);
      counts.set(section, (counts.get(section) ?? 0) + 1);
    }
    const links = sections.map((section) => {
      const count = counts.get(section);
      const name = section.isItem ? section.title : section.name;
      const link = button(name, () => go(section.path), { title: plain(section.title) });
      link.dataset.path = section.path;
      if (count) link.append(" ", h("span", { className: "n" }, String(count)));
      return link;
    });
    refill(jumps, links);
  }

  /** Goes to the field or section with this path. */
  function go(path) {
    const node = form.reach(path);
    if (!node) return;
    node.element.scrollIntoView({ block: node.isSection ? "start" : "center" });
    node.focus();
  }

  async function submit(event) {
    event.preventDefault();
    clearTimeout(timer);
    answers++;
    isTouched = false;
    const refused = await make(cleaned(request));
    if (refused?.length === 0) {
      tried = false;
      return;
    }
    isTouched = true;
    // If the model failed, the check fails too, and says why.
    tried = Boolean(refused);
    await check();
    if (!refused) return;
    const isRefused = ({ path }) =>
      findings.some((finding) => finding.path === path && rejectedBy(finding) === "cbt");
    const first = [...form.nodes.values()].find(isRefused);
    if (first) go(first.path);
    else side.show({ findings: refused });
    say(t().invalid(refused.length));
  }

  // -------------------------------------------------------------------------------------------------------------------
  // Filling in and clearing.

  /** Fills in the form from the body, unless the user types meanwhile. */
  async function fill() {
    const mine = ++fills;
    const wasTouched = isTouched;
    isTouched = false;
    const [own, filled] = await Promise.all([ask("schema"), ask("request")]);
    if (mine !== fills || isTouched) return;
    schema = own;
    const text = JSON.stringify(filled);
    // The form still has these values.
    if (form && !wasTouched && text === filledIn) {
      check();
      return;
    }
    filledIn = text;
    show({ eData: asObject(filled.eData), payExInfo: asObject(filled.payExInfo) });
  }

  function reset() {
    fills++;
    filledIn = undefined;
    show(empty());
  }

  function show(next) {
    request = next;
    // The interface has only one version.
    request.eData.version ??= "1.0";
    tried = false;
    isTouched = false;
    findings = [];
    draw();
  }

  /** Fills in or clears the form, and offers to restore the user's entries. */
  async function replaceWith(work) {
    const old = isTouched ? request : undefined;
    await Promise.resolve(work()).catch(failed);
    before = old;
    undoButton.hidden = !old;
    if (old) say(t().replacedTyped);
  }

  function undo() {
    filledIn = undefined;
    show(before);
    touch();
    fields.querySelector("input")?.focus();
  }

  function failed({ message }) {
    filledIn = undefined;
    fields.replaceChildren(h("p", { role: "alert" }, message));
  }

  let entered;

  return {
    /** Fills in the form from the body, unless it has the user's entries. */
    enter() {
      entered = isTouched ? check() : fill().catch(failed);
    },

    /** Goes to the field with this path. */
    async show(path) {
      await entered;
      go(path);
    },

    async speak() {
      const own = t();
      box.ariaLabel = own.buildTitle;
      setText(hint, own.buildHint);
      setText(fillButton, own.fill);
      setText(resetButton, own.reset);
      setText(undoButton, own.undoTyped);
      jumps.ariaLabel = own.sections;
      side.speak();
      if (!form) return;
      schema = await ask("schema");
      const touched = [...form.nodes].filter(([, node]) => node.isTouched).map(([path]) => path);
      draw(touched);
    },
  };
}
