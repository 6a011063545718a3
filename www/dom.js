// The few lines of DOM building that the page needs in place of a framework. Texts always go in as text nodes, never as
// HTML: what a body holds is untrusted.

export const byId = (id) => document.getElementById(id);

/** An element with properties (or, where there is no such property, attributes) and children; a null child is left out. */
export function h(name, properties, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties ?? {})) {
    if (value === undefined) continue;
    if (key in element) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child != null));
  return element;
}

/** A button, with its name and what it does. */
export const button = (name, onclick, properties) =>
  h("button", { type: "button", onclick, ...properties }, name);

/** One of the symbols in index.html. Icons stand beside a word, so they are hidden from screen readers. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

/** A message's text, with what stands in backticks as code. */
export function prose(text) {
  return text.split(/`([^`]*)`/).map((piece, i) => (i % 2 ? h("code", {}, piece) : piece));
}

/** The same, as a sentence: in English, messages of the core begin in lower case. */
export const sentence = (text) => prose(text.replace(/^[a-z]/, (letter) => letter.toUpperCase()));

/** A message's text for where there is no markup: in a tooltip, or read out. */
export const plain = (text) => text.replaceAll("`", "");

/** Replaces what is in a container. The focus stays on the element with the same `data-path`. */
export function refill(container, children) {
  const focused = container.contains(document.activeElement) && document.activeElement.dataset.path;
  container.replaceChildren(...children);
  if (!focused) return;
  const next = container.querySelector(`[data-path="${CSS.escape(focused)}"]`);
  (next ?? container.querySelector("button"))?.focus({ preventScroll: true });
}

/** Sets an element's text, unless it is that already. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

const QUIET_MS = 700;
let saying;

/** Has a screen reader say something, once nothing new has come up for a while. */
export function say(text) {
  clearTimeout(saying);
  saying = setTimeout(() => setText(byId("said"), text), QUIET_MS);
}
