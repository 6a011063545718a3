// The ways into the page for a text: a file, a drop, a paste.

import { byId } from "./dom.js";
import { MOST_BYTES, textOf } from "./file.js";
import { HEAD } from "./recognise.js";

/** Listens to all of them. Calls `open(text, note)` with a text, and `onBadFile()` if a file can't be read. */
export function startIntake({ open, onBadFile }) {
  async function openFile(file) {
    if (!file) return;
    try {
      if (file.size > MOST_BYTES) throw new RangeError("larger than any body");
      const { text, note } = textOf(await file.arrayBuffer());
      await open(text, note);
    } catch {
      // Too large, a folder, or deleted meanwhile.
      onBadFile();
    }
  }

  for (const id of ["open", "way-open"])
    byId(id).addEventListener("click", () => byId("file").click());
  byId("file").addEventListener("change", ({ currentTarget }) => {
    openFile(currentTarget.files[0]);
    currentTarget.value = "";
  });

  const setDropping = (isDropping) =>
    document.documentElement.classList.toggle("dropping", isDropping);
  const hasFiles = ({ dataTransfer }) => dataTransfer?.types.includes("Files");
  addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    setDropping(true);
  });
  addEventListener("dragleave", ({ relatedTarget }) => {
    if (!relatedTarget) setDropping(false);
  });
  addEventListener(
    "drop",
    (event) => {
      setDropping(false);
      const [file] = event.dataTransfer.files;
      if (!file) return;
      event.preventDefault();
      openFile(file);
    },
    true,
  );

  // Check a text that is pasted outside of all fields.
  addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain");
    if (!text || event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    open(text);
  });
}

/** Returns whether a pasted text is a whole request, which replaces all texts, wherever it is pasted. */
export const isRequest = (text) =>
  /^\s*(?:\$\s*)?curl\b/.test(text.slice(0, HEAD)) ||
  ["EData", "payExInfoStr"].every((name) => text.includes(name));

/** Returns whether a pasted text cannot be a piece of a form body. */
export const isNoPiece = (text) => isRequest(text) || /^\s*[{[<]/.test(text.slice(0, HEAD));
