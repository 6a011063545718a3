// The page: an encoded form body on the left, its two parts decoded on the right, and what is found in them. What there is
// to know stands in the model, in a worker; here it is shown, and here is told to the model what a person does.

import { buildView } from "./build-view.js";
import { ask } from "./core.js";
import { withStars } from "./cover.js";
import { button, byId, h, say, setText } from "./dom.js";
import { makeEditor } from "./editor.js";
import { MOST_BYTES, textOf } from "./file.js";
import { drawFindings } from "./findings.js";
import { preferredLocale, texts } from "./i18n.js";
import { FIELDS, PARTS } from "./legend.js";
import { linkPanes } from "./link.js";
import { copy, download, fillPrint, toCurl } from "./output.js";
import { replyView } from "./reply-view.js";
import { samples } from "./samples.js";
import { startSharing } from "./share.js";

const PANES = ["body", ...PARTS];
// Up to here a check is done well within a frame, so it runs at each keystroke; above, when typing pauses.
const LARGE = 100_000;
const PAUSE_MS = 150;

let locale = preferredLocale(navigator.languages);
const NOTHING = {
  body: "",
  isBehind: false,
  parts: { eData: { text: "" }, payExInfo: { text: "" } },
  verdict: "empty",
  counts: [],
  fixes: 0,
  sizes: {},
  groups: [],
  more: 0,
  marks: { body: [], eData: [], payExInfo: [] },
  secrets: { body: [], eData: [], payExInfo: [] },
};
/** What the model last said. */
let state = NOTHING;
/** How many edits there were: what the model says counts only where no other edit was made meanwhile. */
let edits = 0;
/** An edit that waits for a pause in typing. */
let pending;
/** The parts that were typed into and that the body in its pane does not carry yet. */
const ahead = new Set();
/** How many answers of the model are awaited. */
let awaited = 0;
/** And how many of them put another text in the place of all that there is. */
let replacing = 0;
/** What the input was taken for, as a key of the texts and what goes in there. */
let taken;
let isTokenShown = false;
const openGroups = new Set();

const t = () => ({ ...texts[locale], panes: (pane) => FIELDS[pane] ?? texts[locale].body });

const editors = Object.fromEntries(
  PANES.map((pane) => [
    pane,
    makeEditor(byId(pane), {
      kind: pane === "body" ? "form" : "json",
      formatButton: byId(`${pane}-format`),
      onEdit: () => edited(pane),
      onLook: (range) => linked.look(pane, range),
      onHover: (range) => linked.hover(pane, range),
      onReplace: (text) => (pane === "body" ? open(text) : replaced(pane, text)),
    }),
  ]),
);

const linked = linkPanes(editors, {
  t,
  version: () => (pending ? undefined : edits),
  covered: () => (isTokenShown ? NOTHING.secrets : state.secrets),
  go,
});

// ---------------------------------------------------------------------------------------------------------------------
// What a person does with the texts.

function edited(pane) {
  if (pending && pending.pane !== pane) flush();
  edits++;
  if (pane !== "body") ahead.add(pane);
  taken = undefined;
  clearTimeout(pending?.timer);
  pending = { pane };
  drawBusy();
  if (Math.max(0, ...Object.values(state.sizes)) > LARGE)
    pending.timer = setTimeout(flush, PAUSE_MS);
  else flush();
}

/** Tells the model of the edit that waits, if there is one. */
function flush() {
  if (!pending) return;
  const { pane, timer } = pending;
  clearTimeout(timer);
  pending = undefined;
  const parts = pane === "body" ? [...ahead].map((part) => [part, editors[part].text()]) : [];
  tell("edit", { pane, text: editors[pane].text(), parts });
}

/**
 * Tells the model of something that changes it, and shows what comes of that, unless there was another edit meanwhile. What
 * it answers is given back, or nothing where it fails.
 */
async function tell(call, given) {
  flush();
  const mine = edits;
  awaited++;
  drawBusy();
  try {
    const answer = await ask(call, given);
    if ("body" in answer) await show(answer, mine);
    return answer;
  } catch (error) {
    // What is in the panes stays as it is.
    if (mine === edits) {
      const { sizes, parts } = state;
      const body = editors.body.text();
      const secrets = Object.fromEntries(PANES.map((pane) => [pane, secretsNow(pane)]));
      const broken = error.message;
      state = { ...NOTHING, body, sizes, secrets, parts, verdict: "broken", broken };
      draw();
    }
    return {};
  } finally {
    awaited--;
    drawBusy();
  }
}

/** The ranges of a pane's text that may hold a secret: all of it while the model has not read it. */
function secretsNow(pane) {
  const text = editors[pane].text();
  const read = pane === "body" ? state.body : state.parts[pane].text;
  return text === read ? state.secrets[pane] : [{ start: 0, end: text.length }];
}

const cover = (pane, ranges) => editors[pane].cover(isTokenShown ? [] : ranges);

/** While the model works, what is shown about the text is that of an older one. */
function drawBusy() {
  const isBusy = Boolean(awaited || pending);
  byId("check").ariaBusy = String(isBusy);
  byId("findings").inert = isBusy;
}

/** The same for what puts another text in the place of all that there is: nothing can be typed meanwhile that this would lose. */
async function replace(call, given) {
  edits++;
  const panes = document.querySelector(".panes");
  panes.inert = true;
  replacing++;
  try {
    return await tell(call, given);
  } finally {
    panes.inert = --replacing > 0;
  }
}

function replaced(pane, text) {
  editors[pane].show(text);
  cover(pane, secretsNow(pane));
  // What was typed into the parts goes with the body that it was to be in.
  if (pane === "body") ahead.clear();
  edited(pane);
}

/** Takes over a text from wherever it comes, as what it is recognised for. */
async function open(text, note) {
  const answering = replace("open", { text });
  const mine = edits;
  const answer = await answering;
  if (mine !== edits) return;
  if (!answer.taken) {
    // It is not lost where the model fails.
    replaced("body", text);
    editors.body.focus();
    return;
  }
  const { kind, part } = answer.taken;
  if (kind === "reply") {
    views.reply.take(text);
    selectTab("reply");
  } else {
    selectTab("check");
    editors.body.focus();
  }
  tellTaken(note ?? kind, FIELDS[part]);
}

async function openFile(file) {
  if (!file) return;
  try {
    if (file.size > MOST_BYTES) throw new RangeError("it is larger than any body");
    const { text, note } = textOf(await file.arrayBuffer());
    await open(text, note);
  } catch {
    // Too large, a folder, or gone meanwhile.
    tellTaken("badFile");
  }
}

/** Says what a text was taken for, or why there is none. */
function tellTaken(key, name) {
  taken = { key, name };
  drawVerdict();
}

/**
 * Applies the fix of a finding; without one, all safe fixes. From a button in the list the focus goes on to the next of its kind,
 * so that nobody applies a guess by pressing Enter once more; if there is none, to the body.
 */
async function fix(id, from) {
  const kind = from?.matches(".unsafe") ? ".fix.unsafe" : ".fix:not(.unsafe)";
  const buttons = () => [...document.querySelectorAll(`#findings ${kind}`)];
  const index = buttons().indexOf(from);
  await replace("fix", { id });
  const next = index < 0 ? undefined : (buttons()[index] ?? buttons().at(-1));
  if (next) next.focus();
  else editors.body.focus();
}

// ---------------------------------------------------------------------------------------------------------------------
// What is shown.

/**
 * Shows what the model said, unless there was another edit meanwhile. Large texts take a while to be laid out, so the
 * browser gets to other work between them.
 */
async function show(next, mine) {
  const texts = {
    body: next.body,
    eData: next.parts.eData.text,
    payExInfo: next.parts.payExInfo.text,
  };
  const work = [
    ...PANES.map((pane) => () => {
      editors[pane].show(texts[pane]);
      cover(pane, next.secrets[pane]);
    }),
    () => {
      state = next;
      ahead.clear();
      draw();
    },
    linked.refresh,
  ];
  const isLarge = Math.max(...Object.values(next.sizes)) > LARGE;
  for (const step of work) {
    if (mine !== edits) return;
    step();
    if (isLarge) await new Promise((done) => setTimeout(done));
  }
}

function draw() {
  drawVerdict();
  const { note, none, size, fixAll } = t();
  for (const pane of PANES) {
    setText(byId(`${pane}-size`), state.sizes[pane] ? size(state.sizes[pane]) : "");
    editors[pane].mark(state.marks[pane]);
    cover(pane, state.secrets[pane]);
  }
  for (const id of ["clear", "download", "curl", "share", "print"]) byId(id).disabled = !state.body;
  for (const part of PARTS) {
    const { text, state: is } = state.parts[part];
    byId(part).classList.toggle("stale", is === "stale" || is === "unread");
    drawNote(part, is === "stale" && !text ? note.undecodable : note[is]);
  }
  byId("body").classList.toggle("stale", state.isBehind);
  drawNote("body", state.isBehind ? note.behind : "");

  const empty = byId("findings-none");
  empty.hidden = state.groups.length > 0;
  setText(empty, empty.hidden ? "" : (none[state.verdict] ?? ""));
  const all = byId("fix-all");
  all.hidden = state.fixes === 0;
  setText(all, state.fixes ? fixAll(state.fixes) : "");
  drawFindings(byId("findings"), state, { t: t(), open: openGroups, go, fix });
}

function drawVerdict() {
  const { verdict, count, list, taken: takenFor } = t();
  const [word, detail] = verdict[state.verdict];
  const told = list(state.counts.map(([severity, n]) => count[severity](n)));
  const box = byId("verdict");
  box.dataset.state = state.verdict;
  box
    .querySelector("use")
    .setAttribute("href", `#icon-${{ broken: "error" }[state.verdict] ?? state.verdict}`);
  setText(byId("verdict-word"), word);
  setText(byId("verdict-detail"), state.broken ?? detail);
  const toFindings = byId("to-findings");
  toFindings.hidden = !told;
  setText(toFindings, told);
  toFindings.title = t().toFindings;
  const words = taken && takenFor[taken.key];
  setText(byId("taken"), typeof words === "function" ? words(taken.name) : (words ?? ""));
  say([word, state.broken ?? detail, told, byId("taken").textContent].filter(Boolean).join(" "));
  const sign = { ok: "✓ ", warning: "✓ ", error: "✕ ", broken: "✕ " }[state.verdict] ?? "";
  document.title = `${sign}cbt179 · ${word}`;
}

/** Shows a note under a pane, or none. */
function drawNote(pane, text = "") {
  const note = byId(`${pane}-note`);
  setText(note, text);
  note.hidden = !text;
}

function go(pane, range) {
  selectTab("check");
  editors[pane].select(range);
}

// ---------------------------------------------------------------------------------------------------------------------
// The views, and the page's own buttons.

const TABS = ["check", "build", "reply"];
const views = {
  build: buildView(byId("build"), {
    t,
    /** Makes a request the body; gives the findings where that is refused. */
    async make(request) {
      const { refused = [], broken } = await replace("build", { request });
      if (refused.length || broken) return refused;
      taken = undefined;
      selectTab("check");
      editors.body.focus();
      return [];
    },
  }),
  reply: replyView(byId("reply"), { t, isTokenShown: () => isTokenShown }),
};

function selectTab(name, isFocused = false) {
  for (const tab of TABS) {
    const isSelected = tab === name;
    const control = byId(`tab-${tab}`);
    control.ariaSelected = String(isSelected);
    control.tabIndex = isSelected ? 0 : -1;
    byId(tab).hidden = !isSelected;
    if (isSelected && isFocused) control.focus();
  }
  flush();
  views[name]?.enter();
}

const tabOf = (event) => event.target.closest("[role=tab]")?.id.slice("tab-".length);
const tablist = document.querySelector("[role=tablist]");
tablist.addEventListener("click", (event) => tabOf(event) && selectTab(tabOf(event)));
tablist.addEventListener("keydown", (event) => {
  const at = TABS.indexOf(tabOf(event));
  const to = { ArrowRight: at + 1, ArrowLeft: at + TABS.length - 1, Home: 0, End: TABS.length - 1 }[
    event.key
  ];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  selectTab(TABS[to % TABS.length], true);
});

function setLocale(to) {
  locale = to;
  document.documentElement.lang = locale;
  const own = t();
  for (const element of document.querySelectorAll("[data-text]"))
    setText(element, own[element.dataset.text]);
  for (const element of document.querySelectorAll("[data-label]"))
    element.ariaLabel = own[element.dataset.label];
  for (const choice of document.querySelectorAll("[data-locale]"))
    choice.ariaPressed = String(choice.dataset.locale === locale);
  for (const control of document.querySelectorAll("[data-copy]"))
    control.ariaLabel = own.copyOf(own.panes(control.dataset.copy));
  for (const pane of PANES)
    editors[pane].speak({
      hint: pane === "body" ? own.bodyHint : own.partHint,
      phrases: own.phrases,
    });
  drawSamples();
  linked.draw();
  document.documentElement.classList.remove("loading");
  return tell("setOptions", { locale }).then(() =>
    Promise.all(Object.values(views).map((view) => view.speak())),
  );
}

function drawSamples() {
  const menu = byId("samples");
  const items = samples.map((sample) =>
    h(
      "li",
      {},
      button(sample[locale], () => {
        menu.open = false;
        replaced("body", sample.text);
        editors.body.focus();
      }),
    ),
  );
  menu.querySelector("ul").replaceChildren(...items);
}

for (const menu of document.querySelectorAll(".menu")) {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (!menu.contains(relatedTarget)) menu.open = false;
  });
}

byId("open").addEventListener("click", () => byId("file").click());
byId("file").addEventListener("change", ({ currentTarget }) => {
  openFile(currentTarget.files[0]);
  currentTarget.value = "";
});
byId("clear").addEventListener("click", () => {
  replaced("body", "");
  editors.body.focus();
});
byId("fix-all").addEventListener("click", () => fix());
byId("to-findings").addEventListener("click", () => {
  byId("findings-title").focus();
  byId("findings-title").scrollIntoView();
});
for (const control of document.querySelectorAll("[data-copy]"))
  control.addEventListener("click", () => copy(control, editors[control.dataset.copy].text(), t));
byId("download").addEventListener("click", () => download("cbt179-body.txt", editors.body.text()));
byId("curl").addEventListener("click", ({ currentTarget }) =>
  copy(currentTarget, toCurl(editors.body.text()), t),
);
byId("print").addEventListener("click", () => print());
byId("token").addEventListener("click", ({ currentTarget }) => {
  isTokenShown = !isTokenShown;
  currentTarget.ariaPressed = String(isTokenShown);
  draw();
  linked.draw();
});
for (const choice of document.querySelectorAll("[data-locale]"))
  choice.addEventListener("click", () => setLocale(choice.dataset.locale));

addEventListener("beforeprint", () => {
  const covered = (pane) => {
    const text = editors[pane].text();
    return isTokenShown ? text : withStars(text, secretsNow(pane));
  };
  fillPrint(
    PANES.map((pane) => [t().panes(pane), covered(pane)]),
    t(),
  );
});
addEventListener("keydown", (event) => {
  if (event.key !== "F6" || byId("check").hidden) return;
  event.preventDefault();
  linked.goAcross();
});
addEventListener("dragover", (event) => {
  if (event.dataTransfer.types.includes("Files")) event.preventDefault();
});
addEventListener(
  "drop",
  (event) => {
    const [file] = event.dataTransfer.files;
    if (!file) return;
    event.preventDefault();
    openFile(file);
  },
  true,
);
// A paste that goes nowhere else is a text to check.
addEventListener("paste", (event) => {
  const text = event.clipboardData?.getData("text/plain");
  if (!text || event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  event.preventDefault();
  open(text);
});

selectTab("check");
const sharing = startSharing({ t, ask: () => tell("shared") });
/** Takes over the body that the address carries. */
async function receive() {
  const received = await sharing.received();
  if (received?.text) await open(received.text, "shared");
  else if (received) tellTaken("badLink");
}
setLocale(locale).then(receive);
// A link that is opened in a page that is open already changes nothing but the address.
addEventListener("hashchange", receive);
