// The ways out of the page for a text: the clipboard, a file, a curl command, paper.

import { byId, h, say, setText } from "./dom.js";

/** Copies a text, and confirms it on the button for a moment; then the button gets its `data-text` label again. */
export async function copy(button, text, t) {
  // The other label must not move the buttons beside it.
  button.style.minWidth = `${button.offsetWidth}px`;
  const isCopied = await toClipboard(text);
  setText(button, isCopied ? t().copied : t().copyFailed);
  say(button.textContent);
  setTimeout(() => setText(button, t()[button.dataset.text]), 1500);
}

/** Writes a text to the clipboard, and returns whether that succeeded. */
async function toClipboard(text) {
  try {
    // `clipboard` is undefined outside of secure contexts, such as on an intranet host over plain http.
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByCommand(text);
  }
}

/** Copies as Ctrl+C does, but the given text instead of the selection. */
function copyByCommand(text) {
  const fill = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    event.clipboardData.setData("text/plain", text);
  };
  // WebKit copies without a selection only if `beforecopy` is prevented.
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

/** Downloads a text as a file. */
export function download(name, text) {
  const href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  h("a", { href, download: name }).click();
  // By then the browser has read the data.
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}

/** Returns a curl command that sends the body to the address in `$CBT_URL`. */
export const toCurl = (body) =>
  `curl -X POST "$CBT_URL" -H 'Content-Type: application/x-www-form-urlencoded' --data-raw '${body.replaceAll("'", "'\\''")}'`;

// Nobody reads more on paper.
const MOST_PRINTED = 20_000;

/** Fills the printed page with whole texts, of which editors draw only a part. `texts` are pairs `[title, text]`. */
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

/** Returns a text, or its first `most` characters and a line with the number of the others. */
export const shortened = (text, most, t) =>
  text.length > most ? `${text.slice(0, most)}\n${t.cut(text.length - most)}` : text;
