// Builds DOM nodes in a few lines, instead of with a framework. Texts become text nodes, never HTML, because bodies are
// untrusted.

export const byId = (id) => document.getElementById(id);

/** Makes an element with properties (or attributes, if there is no such property) and children; skips null children. */
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

/** Makes a button with a label and a click handler. */
export const button = (name, onclick, properties) =>
  h("button", { type: "button", onclick, ...properties }, name);

/** Makes an icon from a symbol in index.html. Icons accompany words, so they are hidden from screen readers. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

/** Returns the nodes of a message, with its backticked words as code. */
export function prose(text) {
  return text.split(/`([^`]*)`/).map((piece, i) => (i % 2 ? h("code", {}, piece) : piece));
}

/** Returns the nodes of a message as a sentence: the core's English messages begin in lower case. */
export const sentence = (text) => prose(text.replace(/^[a-z]/, (letter) => letter.toUpperCase()));

/** Returns a message without backticks, for tooltips and screen readers. */
export const plain = (text) => text.replaceAll("`", "");

/** Replaces the children of a container. The focus stays on the element with the same `data-path`. */
export function refill(container, children) {
  const focused = container.contains(document.activeElement) && document.activeElement.dataset.path;
  container.replaceChildren(...children);
  if (!focused) return;
  const next = container.querySelector(`[data-path="${CSS.escape(focused)}"]`);
  (next ?? container.querySelector("button"))?.focus({ preventScroll: true });
}

/** Sets an element's text, unless it has that text already. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

const QUIET_MS = 700;
let saying;

/** Has a screen reader announce a text, once no other has come for a while. */
export function say(text) {
  clearTimeout(saying);
  saying = setTimeout(() => setText(byId("said"), text), QUIET_MS);
}
