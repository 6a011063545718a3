// The page: an encoded form body on the left, its two parts decoded on the right. Whichever side is edited, the other
// follows, and the verdict with it. All of it happens here in the browser; the page's policy forbids any connection.

import { applyFixes, decodeForm } from "cbt179";
import example from "../tests/data/sample-form-body.txt";
import { byId } from "./dom.js";
import { drawFindings, fixable } from "./findings.js";
import { valueRange, withText } from "./form.js";
import { preferredLocale, texts } from "./i18n.js";
import { selectRange } from "./select.js";
import { edited, shown, toShown } from "./text.js";

const FIELDS = { eData: "EData", payExInfo: "payExInfoStr" };
const PARTS = Object.keys(FIELDS);
// Up to here a check is done well within a frame, so it runs at each keystroke; above, when typing pauses.
const LARGE = 100_000;
const PAUSE_MS = 250;

const areas = { body: byId("body"), eData: byId("eData"), payExInfo: byId("payExInfo") };
const openGroups = new Set();

let locale = preferredLocale(navigator.languages);
let body = "";
// A part's text is what the body decodes to, but for these states, each told in a note by its name:
//   missing   the body has no such part
//   stale     the body does not decode to it now; the text is what it last decoded to
//   lossy     the text has stand-ins for bytes that are no text
//   unread    the person typed the text, and the body does not carry it, or not so that it is read as this
const parts = { eData: { text: "" }, payExInfo: { text: "" } };
let result = { findings: [] };
let pending;

const isUnread = (part) => parts[part].state === "unread";
const isCurrent = (part) => !isUnread(part) && parts[part].state !== "stale";

function bodyEdited() {
  body = areas.body.value;
  for (const part of PARTS.filter(isUnread)) parts[part].state = "stale";
  sync();
}

function partEdited(part) {
  parts[part] = { text: edited(parts[part].text, areas[part].value), state: "unread" };
  sync();
}

/** Puts what was typed into the body, reads the body, and draws what came out, be it a failure of the checker itself. */
function sync() {
  try {
    const refusals = PARTS.filter(isUnread).flatMap(write);
    const decoded = body ? decodeForm(body, { locale }) : { findings: [] };
    for (const part of PARTS) parts[part] = read(part, decoded);
    result = { findings: [...refusals, ...decoded.findings] };
  } catch (error) {
    result = failure(error);
  }
  for (const name of Object.keys(areas)) setValue(areas[name], shown(textOf(name)));
  draw();
}

const failure = (error) => ({ findings: [], broken: String(error.message ?? error) });

/** Puts a part's text into the body. Returns the findings where that is refused: the text is too large. */
function write(part) {
  try {
    body = withText(body, FIELDS[part], parts[part].text, { locale });
    return [];
  } catch (error) {
    if (!error.findings) throw error;
    return error.findings;
  }
}

/** What becomes of a part now that the body has been decoded to this. */
function read(part, decoded) {
  const { text: old } = parts[part];
  const text = decoded[part]?.text ?? "";
  if (isUnread(part) && text !== old) return parts[part];
  const isLossy = ({ code, path }) =>
    /^(percent|base64|utf8)\./.test(code) && path.startsWith(`/${FIELDS[part]}`);
  const lossy = text.includes("\ufffd") && decoded.findings.some(isLossy);
  if (text) return { text, state: lossy ? "lossy" : undefined };
  // Nothing at all out of a value that is there is no decoding either, as out of a body too large to be read.
  const range = body && valueRange(body, FIELDS[part]);
  if (range && range.start < range.end) return { text: old, state: "stale" };
  return { text, state: body && !range ? "missing" : undefined };
}

function setValue(area, value) {
  if (area.value !== value) area.value = value;
}

/** Runs the work of an edit: at once, or when typing pauses where the text is large. */
function schedule(work, size) {
  clearTimeout(pending?.timer);
  if (size <= LARGE) {
    pending = undefined;
    work();
  } else {
    // Until then the findings' places are those of an older text.
    byId("findings").inert = true;
    pending = { work, timer: setTimeout(flush, PAUSE_MS) };
  }
}

function flush() {
  clearTimeout(pending?.timer);
  const work = pending?.work;
  pending = undefined;
  work?.();
}

function draw() {
  const t = texts[locale];
  const state = verdictState();
  const [word, detail] = t.verdict[state];
  const counts = Object.keys(t.count)
    .map((severity) => [
      severity,
      result.findings.filter((finding) => finding.severity === severity).length,
    ])
    .filter(([, n]) => n > 0);
  const told = t.list(counts.map(([severity, n]) => t.count[severity](n)));
  const verdict = byId("verdict");
  verdict.dataset.state = state;
  verdict.querySelector("use").setAttribute("href", `#icon-${{ broken: "error" }[state] ?? state}`);
  // A live region is read out at each change, so an unchanged text is left alone.
  setText(byId("verdict-word"), word);
  setText(byId("verdict-detail"), result.broken ?? [detail, told].filter(Boolean).join(" "));
  document.title = `${{ ok: "✓ ", warning: "✓ ", error: "✕ ", broken: "✕ " }[state] ?? ""}cbt179`;

  for (const [name, area] of Object.entries(areas))
    setText(byId(`${name}-size`), area.value ? t.size(sizeOf(name)) : "");
  for (const part of PARTS) {
    const { text, state } = parts[part];
    areas[part].classList.toggle("stale", !isCurrent(part));
    tell(part, state === "stale" && !text ? t.note.undecodable : t.note[state]);
  }
  const isBehind = PARTS.some(isUnread);
  areas.body.classList.toggle("stale", isBehind);
  tell("body", isBehind ? t.note.behind : "");

  const none = byId("findings-none");
  none.hidden = result.findings.length > 0;
  setText(none, none.hidden ? "" : t.none[state]);
  // Fixes are made in the body, and what it does not carry would be lost by that.
  const mender = isBehind ? undefined : mend;
  const fixes = mender ? fixable(result.findings).length : 0;
  const fixAll = byId("fix-all");
  fixAll.hidden = fixes === 0;
  setText(fixAll, fixes ? t.fixAll(fixes) : "");
  const list = byId("findings");
  list.inert = false;
  drawFindings(list, result.findings, { t, open: openGroups, isCurrent, go, mend: mender });
}

/** Shows a note under a pane, or none. */
function tell(name, text = "") {
  const note = byId(`${name}-note`);
  setText(note, text);
  note.hidden = !text;
}

function verdictState() {
  if (result.broken) return "broken";
  const has = (severity) => result.findings.some((finding) => finding.severity === severity);
  if (has("error")) return "error";
  if (!body) return "empty";
  return has("warning") ? "warning" : "ok";
}

/** In characters as the interface counts them: code points. */
function sizeOf(name) {
  const text = textOf(name);
  return text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);
}

const textOf = (name) => (name === "body" ? body : parts[name].text);

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function go(name, { start, end }) {
  const text = textOf(name);
  selectRange(areas[name], toShown(text, start), toShown(text, end));
}

/**
 * Makes the fixes of these findings. Of a button in the list, the focus goes on to the next such button; where there is
 * none, it stays in the body, as with every other button that writes there.
 */
function mend(findings, button) {
  const buttons = () => [...document.querySelectorAll("#findings .fix")];
  const index = buttons().indexOf(button);
  const [x, y] = [scrollX, scrollY];
  try {
    setBody(applyFixes(body, findings, { locale }));
  } catch (error) {
    result = failure(error);
    draw();
  }
  const next = index < 0 ? undefined : (buttons()[index] ?? buttons().at(-1));
  if (!next) return;
  scrollTo(x, y);
  next.focus();
}

/** Puts another text into the body's pane as if it had been typed, so that undo brings back what was there. */
function setBody(text) {
  areas.body.focus();
  areas.body.select();
  // Deprecated, but there is no other way, and no browser without it.
  document.execCommand(text ? "insertText" : "delete", false, text);
  setValue(areas.body, text);
  areas.body.setSelectionRange(0, 0);
  areas.body.scrollTop = 0;
  schedule(bodyEdited, 0);
}

async function copy(button) {
  flush();
  const name = button.dataset.copy;
  try {
    await navigator.clipboard.writeText(textOf(name));
    said("copied");
  } catch {
    said("copyFailed");
  }
  function said(key) {
    button.dataset.text = key;
    setText(button, texts[locale][key]);
    setTimeout(() => {
      button.dataset.text = "copy";
      setText(button, texts[locale].copy);
    }, 1500);
  }
}

function setLocale(to) {
  locale = to;
  document.documentElement.lang = locale;
  for (const element of document.querySelectorAll("[data-text]"))
    setText(element, texts[locale][element.dataset.text]);
  for (const area of Object.values(areas))
    area.placeholder = texts[locale][area.dataset.placeholder];
  for (const button of document.querySelectorAll("[data-locale]"))
    button.ariaPressed = String(button.dataset.locale === locale);
  pending ??= { work: sync };
  flush();
}

areas.body.addEventListener("input", () => schedule(bodyEdited, areas.body.value.length));
for (const part of PARTS)
  areas[part].addEventListener("input", () =>
    schedule(() => partEdited(part), Math.max(body.length, areas[part].value.length)),
  );
// One edit at a time: work that waits is done before another text area can be typed into.
for (const area of Object.values(areas)) area.addEventListener("focus", flush);
byId("example").addEventListener("click", () => setBody(example));
byId("clear").addEventListener("click", () => setBody(""));
byId("fix-all").addEventListener("click", ({ currentTarget }) => {
  flush();
  if (!currentTarget.hidden) mend(result.findings);
});
for (const button of document.querySelectorAll("[data-copy]"))
  button.addEventListener("click", () => copy(button));
for (const button of document.querySelectorAll("[data-locale]"))
  button.addEventListener("click", () => setLocale(button.dataset.locale));
setLocale(locale);
