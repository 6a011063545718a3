// Ways out of the page for a text: the clipboard, a file, a curl command, paper.

import { byId, h, say, setText } from "./dom.js";

/** Copies a text, and says so for a moment on the button, whose own name is the text of its `data-text`. */
export async function copy(button, text, t) {
  // So that those beside it stay where they are.
  button.style.minWidth = `${button.offsetWidth}px`;
  const isCopied = await toClipboard(text);
  setText(button, isCopied ? t().copied : t().copyFailed);
  say(button.textContent);
  setTimeout(() => setText(button, t()[button.dataset.text]), 1500);
}

/** Puts a text on the clipboard, and returns whether that succeeded. */
async function toClipboard(text) {
  try {
    // Undefined where the page is not in a secure context, such as plain http on an intranet host.
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByCommand(text);
  }
}

/** Copies as Ctrl+C does, with the text in place of what is selected. */
function copyByCommand(text) {
  const fill = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    event.clipboardData.setData("text/plain", text);
  };
  // WebKit copies without a selection only if this is prevented.
  const allow = (event) => event.preventDefault();
  addEventListener("beforecopy", allow, true);
  addEventListener("copy", fill, true);
  try {
    return document.execCommand("copy");
  } finally {
    removeEventListener("copy", fill, true);
    removeEventListener("beforecopy", allow, true);
  }
}

/** Gives a text as a file. */
export function download(name, text) {
  const href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  h("a", { href, download: name }).click();
  // The browser has taken hold of it by then.
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}

/** A command that sends the body, to an address that whoever runs it fills in. */
export const toCurl = (body) =>
  `curl -X POST "$CBT_URL" -H 'Content-Type: application/x-www-form-urlencoded' --data-raw '${body.replaceAll("'", "'\\''")}'`;

// Nobody reads more than that on paper.
const MOST_PRINTED = 20_000;

/** Puts on paper what editors show only in part: `texts` is `[title, text]` each. */
export function fillPrint(texts, t) {
  const parts = texts
    .filter(([, text]) => text)
    .flatMap(([title, text]) => [
      h("h2", {}, title),
      h("pre", {}, text.slice(0, MOST_PRINTED)),
      text.length > MOST_PRINTED ? h("p", {}, t.cut(text.length - MOST_PRINTED)) : null,
    ]);
  byId("printed").replaceChildren(...parts.filter(Boolean));
}
