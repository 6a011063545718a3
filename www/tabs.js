// The three views as tabs, which the address and the browser's history follow.

import { byId } from "./dom.js";

const TABS = ["check", "build", "exchange"];
const DEFAULT = "check";

/**
 * Shows the view in the address, and follows clicks, keys and the history. Calls `onEnter(name)` with each view shown.
 * Returns a function that selects a view by name.
 */
export function startTabs(onEnter) {
  const tablist = document.querySelector("[role=tablist]");

  function show(name) {
    const from = current();
    const isFocusLost = name !== from && byId(from).contains(document.activeElement);
    for (const tab of TABS) {
      const control = byId(`tab-${tab}`);
      control.ariaSelected = String(tab === name);
      control.tabIndex = tab === name ? 0 : -1;
      byId(tab).hidden = tab !== name;
    }
    if (isFocusLost) byId(`tab-${name}`).focus();
    onEnter(name);
  }

  function select(name) {
    if (name === current()) return;
    setInAddress("view", name === DEFAULT ? undefined : name, true);
    show(name);
  }

  const tabOf = (event) => event.target.closest("[role=tab]")?.id.slice("tab-".length);
  tablist.addEventListener("click", (event) => {
    const tab = tabOf(event);
    if (tab) select(tab);
  });
  tablist.addEventListener("keydown", (event) => {
    const at = TABS.indexOf(tabOf(event));
    const to = {
      ArrowRight: at + 1,
      ArrowLeft: at + TABS.length - 1,
      Home: 0,
      End: TABS.length - 1,
    }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const tab = TABS[to % TABS.length];
    select(tab);
    byId(`tab-${tab}`).focus();
  });
  addEventListener("popstate", () => show(fromAddress()));

  show(fromAddress());
  return select;
}

const current = () => TABS.find((tab) => !byId(tab).hidden);

function fromAddress() {
  const view = new URLSearchParams(location.search).get("view");
  return TABS.includes(view) ? view : DEFAULT;
}

/** Sets or removes a parameter of the address. With `isStep`, Back returns to the previous address. */
export function setInAddress(name, value, isStep = false) {
  const url = new URL(location.href);
  if (value === undefined) url.searchParams.delete(name);
  else url.searchParams.set(name, value);
  try {
    history[isStep ? "pushState" : "replaceState"](null, "", url);
  } catch {
    // Some browsers let a page from disk change only the fragment.
  }
}
