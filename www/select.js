// Shows a range of a textarea: selects exactly it, and scrolls it into view, which browsers do not do by themselves.

export function selectRange(area, start, end) {
  area.focus({ preventScroll: true });
  area.setSelectionRange(start, end);
  area.scrollTop = heightOf(area, start) - area.clientHeight / 2;
  area.scrollIntoView({ block: "nearest" });
}

/** How high the text up to a position stands in this textarea, measured on an invisible twin of it. */
function heightOf(area, offset) {
  const twin = area.cloneNode();
  twin.removeAttribute("id");
  twin.classList.add("twin");
  twin.style.width = `${area.offsetWidth}px`;
  twin.value = area.value.slice(0, offset);
  area.after(twin);
  const height = twin.scrollHeight;
  twin.remove();
  return height;
}
