// The few lines of DOM building that the page needs in place of a framework. Texts always go in as text nodes, never as
// HTML: what a body holds is untrusted.

export const byId = (id) => document.getElementById(id);

/** An element with properties and children; a null or undefined child is left out. */
export function h(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children.flat().filter((child) => child != null));
  return element;
}

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
