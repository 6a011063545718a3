// One field of the form: its label, its control, its counter, and the findings about it.

import { chinaDigits } from "../china-time.js";
import { button, h, icon, prose, sentence } from "../dom.js";
import { isMissing } from "../grades.js";
import { told } from "../legend.js";
import { asText, newGuid } from "./values.js";
import { rejectedBy, toneOf } from "./verdict.js";

// A field with a longer maximum takes the whole width, or several lines.
const HALF_WIDTH = 60;
const ONE_LINE = 250;

let ids = 0;
/** Returns a unique element id. Unlike paths, ids stay the same when an order is removed. */
export const newId = () => `build-${++ids}`;

/**
 * Makes a field for a member of `values`. `page` has `t()`, the texts, and `onInput(field)`, called after each change.
 */
export function makeField(name, schema, values, page) {
  const own = page.t();
  const about = told(schema);
  const { title, max, choices, type, isSecret } = about;
  const id = newId();
  // The builder fills in an empty commitTime.
  const isClock = name === "commitTime";
  const required = about.required && !isClock;
  const shared = {
    id,
    required,
    spellcheck: false,
    "aria-describedby": `${id}-about ${id}-errors`,
  };
  const input = makeInput();
  const counter = h("span", { className: "size" });
  const errors = h("ul", { className: "errors", id: `${id}-errors`, hidden: true });

  function makeInput() {
    const value = asText(values[name]);
    if (choices.length) {
      const none = h("option", { value: "" }, required ? own.choose : own.leaveOut);
      const options = choices.map(({ code, title }) =>
        h("option", { value: code }, `${code} ${title}`),
      );
      // Keep a value that is not among the choices.
      if (value && !choices.some(({ code }) => code === value))
        options.push(h("option", { value }, value));
      const select = h("select", shared, none, options);
      select.value = value;
      return select;
    }
    if (max > ONE_LINE) return h("textarea", { ...shared, value, rows: 2 });
    const isNumber = type === "amount" || type === "time";
    return h("input", {
      ...shared,
      value,
      type: isSecret ? "password" : "text",
      autocomplete: isSecret ? "new-password" : "off",
      inputMode: isNumber ? "decimal" : undefined,
    });
  }

  function count() {
    const length = [...input.value].length;
    counter.textContent = max && !choices.length ? own.counted(length, max) : "";
    counter.classList.toggle("over", length > (max ?? Infinity));
  }

  function taken() {
    if (input.value === "") delete values[name];
    else values[name] = input.value;
    field.isTouched = true;
    count();
    page.onInput(field);
  }

  function put(text) {
    input.value = text;
    taken();
    input.focus();
  }

  const helper = (text, onclick, properties) =>
    button(text, onclick, { ariaLabel: `${text} ${name}`, ...properties });
  const reveal = ({ currentTarget }) => {
    const isShown = input.type === "text";
    input.type = isShown ? "password" : "text";
    currentTarget.ariaPressed = String(!isShown);
  };
  const facts = [
    isClock ? own.commitTimeHint : null,
    about.required ? null : own.optional,
    type === "amount" || type === "time" ? own.type[type] : null,
  ];
  input.addEventListener("input", taken);
  count();

  const field = {
    title,
    children: [],
    isField: true,
    isTouched: false,
    element: h(
      "div",
      { className: max > HALF_WIDTH || /name$/i.test(name) ? "field wide" : "field" },
      h(
        "label",
        { htmlFor: id },
        h("span", { className: "title" }, prose(title)),
        " ",
        h("code", {}, name),
        required ? h("span", { className: "must", ariaHidden: "true" }, "\u00a0*") : null,
      ),
      h(
        "div",
        { className: "control" },
        input,
        type === "time" ? helper(own.now, () => put(chinaDigits(Date.now()))) : null,
        name === "guid" ? helper(own.newGuid, () => put(newGuid())) : null,
        isSecret ? helper(own.show, reveal, { ariaPressed: "false" }) : null,
      ),
      h(
        "p",
        { className: "hint", id: `${id}-about` },
        h("span", {}, facts.filter(Boolean).join(" · ")),
        counter,
      ),
      errors,
    ),
    at(path) {
      field.path = path;
      input.name = path;
    },
    show(findings) {
      showErrors(errors, findings, own);
      const rejecting = findings.filter(rejectedBy).map(toneOf);
      input.ariaInvalid = rejecting.length ? "true" : null;
      input.dataset.tone = rejecting.includes("error") ? "error" : "warning";
    },
    focus: () => input.focus(),
  };
  return field;
}

/** Draws findings below the field or group that they are about. */
export function showErrors(list, findings, own) {
  list.hidden = findings.length === 0;
  list.replaceChildren(
    ...findings.map((finding) => {
      const { message, help } = finding;
      const item = h(
        "li",
        {},
        icon(toneOf(finding)),
        h(
          "span",
          {},
          h("strong", {}, own.rejects[rejectedBy(finding)] ?? own.severity[finding.severity]),
          " ",
          // The message and its help would only repeat the label.
          isMissing(finding) ? own.missing : sentence(message),
          help && !isMissing(finding) ? h("span", { className: "hint" }, sentence(help)) : null,
        ),
      );
      item.dataset.severity = toneOf(finding);
      return item;
    }),
  );
}
