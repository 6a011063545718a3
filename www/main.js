// The page: an encoded form body on the left, its two parts decoded on the right. Whichever side is edited, the other
// follows, and the verdict with it. All of it happens here in the browser; the page's policy forbids any connection.

import { checkForm, decodeForm, encodeForm } from "cbt179";
import example from "../tests/data/sample-form-body.txt";
import { byId } from "./dom.js";
import { drawFindings } from "./findings.js";
import { fieldValue, withField } from "./form.js";
import { preferredLocale, texts } from "./i18n.js";
import { selectRange } from "./select.js";
import { edited, shown, toShown } from "./text.js";

const EMPTY = { eData: { text: "" }, payExInfo: { text: "" }, findings: [] };
const FIELDS = { eData: "EData", payExInfo: "payExInfoStr" };
const PARTS = Object.keys(FIELDS);
// Up to here a check is done well within a frame, so it runs at each keystroke; above, when typing pauses.
const LARGE = 100_000;
const PAUSE_MS = 250;

const areas = { body: byId("body"), eData: byId("eData"), payExInfo: byId("payExInfo") };
const openGroups = new Set();

let locale = preferredLocale(navigator.languages);
let body = "";
// A part's text is what the body last decoded to, or what the person typed. Stale: the body does not decode to it now.
// Lossy: it has stand-ins for bytes that are no text.
const parts = { eData: { text: "" }, payExInfo: { text: "" } };
let result = { ok: true, findings: [] };
let pending;

function bodyEdited() {
  body = areas.body.value;
  attempt(() => {
    const decoded = body ? decodeForm(body) : EMPTY;
    for (const part of PARTS) {
      const text = decoded[part]?.text;
      // Nothing at all out of a value that is there is no decoding either.
      const stale = text === undefined || (text === "" && Boolean(fieldValue(body, FIELDS[part])));
      const lossy = decoded.findings.some(
        ({ code, path }) => code === "utf8.invalid" && path.startsWith(`/${FIELDS[part]}`),
      );
      parts[part] = { text: stale ? parts[part].text : text, stale, lossy };
      setValue(areas[part], shown(parts[part].text));
    }
    check();
  });
}

function partEdited(part) {
  const text = edited(parts[part].text, areas[part].value);
  parts[part] = { text, stale: false, lossy: false };
  attempt(() => {
    const encoded = encodeForm({ eData: "", payExInfo: "", [part]: text });
    body = withField(body, FIELDS[part], fieldValue(encoded, FIELDS[part]));
    setValue(areas.body, body);
    check();
  });
}

function check() {
  result = body ? checkForm(body, { locale }) : { ok: true, findings: [] };
}

/** Runs a step and draws what came out of it, a failure of the checker itself too. */
function attempt(step) {
  try {
    step();
  } catch (error) {
    // With findings it is a refusal: the texts are too large to encode.
    const broken = error.findings ? undefined : String(error.message ?? error);
    result = { ok: false, findings: error.findings ?? [], broken };
  }
  draw();
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
    const note = byId(`${part}-note`);
    areas[part].classList.toggle("stale", Boolean(parts[part].stale));
    setText(note, noteOn(parts[part], t));
    note.hidden = !note.textContent;
  }

  const none = byId("findings-none");
  none.hidden = result.findings.length > 0;
  setText(none, none.hidden ? "" : t.none[state]);
  const list = byId("findings");
  list.inert = false;
  const isCurrent = (part) => !parts[part].stale;
  drawFindings(list, result.findings, { t, open: openGroups, isCurrent, go });
}

function noteOn({ text, stale, lossy }, t) {
  if (stale) return text ? t.stale : t.undecodable;
  return lossy ? t.lossy : "";
}

function verdictState() {
  if (result.broken) return "broken";
  if (!result.ok) return "error";
  if (!body) return "empty";
  return result.findings.some((finding) => finding.severity === "warning") ? "warning" : "ok";
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

function setBody(text) {
  areas.body.value = text;
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
  flush();
  locale = to;
  document.documentElement.lang = locale;
  for (const element of document.querySelectorAll("[data-text]"))
    setText(element, texts[locale][element.dataset.text]);
  for (const area of Object.values(areas))
    area.placeholder = texts[locale][area.dataset.placeholder];
  for (const button of document.querySelectorAll("[data-locale]"))
    button.ariaPressed = String(button.dataset.locale === locale);
  attempt(check);
}

areas.body.addEventListener("input", () => schedule(bodyEdited, areas.body.value.length));
for (const part of PARTS)
  areas[part].addEventListener("input", () =>
    schedule(() => partEdited(part), areas[part].value.length),
  );
// One edit at a time: work that waits is done before another text area can be typed into.
for (const area of Object.values(areas)) area.addEventListener("focus", flush);
byId("example").addEventListener("click", () => setBody(example));
byId("clear").addEventListener("click", () => {
  setBody("");
  areas.body.focus();
});
for (const button of document.querySelectorAll("[data-copy]"))
  button.addEventListener("click", () => copy(button));
for (const button of document.querySelectorAll("[data-locale]"))
  button.addEventListener("click", () => setLocale(button.dataset.locale));
setLocale(locale);
