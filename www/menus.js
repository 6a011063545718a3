// The menus, and the samples in one of them.

import { button, byId, h } from "./dom.js";
import { samples } from "./samples.js";

/** Closes menus on Escape, and when they lose the focus. */
export function startMenus() {
  for (const menu of document.querySelectorAll(".menu")) {
    // Safari gives the focus to no button that is clicked, and so to nothing in the menu but this.
    menu.querySelector(".list").tabIndex = -1;
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    menu.addEventListener("focusout", ({ relatedTarget }) => {
      if (!menu.contains(relatedTarget)) menu.open = false;
    });
  }
}

/** Draws the samples by group; `put(text)` loads one into the page. */
export function drawSamples(t, locale, put) {
  const menu = byId("samples");
  const groups = Object.entries(t.sampleGroups).map(([group, title]) => {
    const id = `samples-${group}`;
    const own = samples.filter((sample) => sample.group === group);
    const choices = own.map((sample) =>
      button(sample[locale], () => {
        menu.open = false;
        put(sample.text);
        byId("body").querySelector(".cm-content").focus();
      }),
    );
    return h(
      "div",
      { role: "group", "aria-labelledby": id },
      h("p", { id, className: "hint" }, title),
      choices,
    );
  });
  menu.querySelector(".list").replaceChildren(...groups);
}
