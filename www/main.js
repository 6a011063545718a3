// The page: a form body, its two decoded parts, and the findings. The model, in a worker, has the state; `main` renders
// it and forwards edits.

import { buildView } from "./build/view.js";
import { ask } from "./core.js";
import { withStars } from "./cover.js";
import { byId, h, say, sentence, setText } from "./dom.js";
import { makeEditor } from "./editor.js";
import { exchangeView } from "./exchange/view.js";
import { drawFindings, fixLine } from "./findings.js";
import { GRADES } from "./grades.js";
import { preferredLocale, texts } from "./i18n.js";
import { isNoPiece, isRequest, startIntake } from "./intake.js";
import { FIELDS, inRequest, PARTS } from "./legend.js";
import { linkPanes } from "./link.js";
import { drawSamples, startMenus } from "./menus.js";
import { makeNotice } from "./notice.js";
import { copy, download, fillPrint, toCurl } from "./output.js";
import { example } from "./samples.js";
import { startSharing } from "./share.js";
import { setInAddress, startTabs } from "./tabs.js";
import { drawVerdict } from "./verdict.js";
import { makeWalk } from "./walk.js";

const PANES = ["body", ...PARTS];
// Checking a shorter text takes less than a frame, so it runs at each keystroke; a longer text waits for a pause in
// typing.
const LARGE = 100_000;
const PAUSE_MS = 150;

const asked = new URLSearchParams(location.search).get("lang");
let locale = asked in texts ? asked : preferredLocale(navigator.languages);
const NOTHING = {
  body: "",
  isBehind: false,
  parts: { eData: { text: "" }, payExInfo: { text: "" } },
  verdict: "empty",
  counts: Object.fromEntries(GRADES.map((grade) => [grade, { n: 0 }])),
  fixes: 0,
  sizes: {},
  groups: [],
  more: 0,
  marks: { body: [], eData: [], payExInfo: [] },
  secrets: { body: [], eData: [], payExInfo: [] },
};
/** The last state of the model. */
let state = NOTHING;
/** The number of edits. An answer of the model counts only if no edit was made since the question. */
let edits = 0;
/** An edit that waits for a pause in typing. */
let pending;
/** The parts whose edits are not in the body's pane yet. */
const ahead = new Set();
/** The number of pending answers of the model. */
let awaited = 0;
/** The number of pending answers that replace all texts. */
let replacing = 0;
/** Whether the texts hold the user's work, which leaving the page would lose. */
let isOwnWork = false;
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
      onLook: (range) => {
        linked.look(pane, range);
        walk.look(pane, range);
      },
      onHover: (range) => linked.hover(pane, range),
      isReplacing: pane === "body" ? isNoPiece : isRequest,
      onReplace: (text) => (pane === "body" || isRequest(text) ? open(text) : replaced(pane, text)),
    }),
  ]),
);

const linked = linkPanes(editors, {
  t,
  version: () => (pending ? undefined : edits),
  covered: (pane) => (isTokenShown ? [] : secretsNow(pane)),
  go,
});

const notice = makeNotice(t);

const walk = makeWalk({
  findings: () =>
    state.groups.flatMap(({ first, others }) =>
      [first, ...others].map((finding) => ({ ...finding, item: first.id })),
    ),
  show: (place) => go(place.pane, place),
});

// ---------------------------------------------------------------------------------------------------------------------
// Edits.

function edited(pane) {
  if (pending && pending.pane !== pane) flush();
  edits++;
  isOwnWork = true;
  if (pane !== "body") ahead.add(pane);
  notice.show(undefined);
  clearTimeout(pending?.timer);
  pending = { pane };
  drawBusy();
  if (Math.max(0, ...Object.values(state.sizes)) > LARGE)
    pending.timer = setTimeout(flush, PAUSE_MS);
  else flush();
}

/** Sends the pending edit to the model. */
function flush() {
  if (!pending) return;
  const { pane, timer } = pending;
  clearTimeout(timer);
  pending = undefined;
  const parts = pane === "body" ? [...ahead].map(partNow) : [];
  tell("edit", { pane, text: editors[pane].text(), parts });
}

/** Returns a part as it is shown: `[part, text, state]`. */
const partNow = (part) => [
  part,
  editors[part].text(),
  ahead.has(part) ? "unread" : state.parts[part].state,
];

/**
 * Calls a method that changes the model, and shows the new state unless another edit was made meanwhile. Returns the
 * answer, or an empty object if the call fails.
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
    // The panes keep their texts.
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

/** Returns the ranges of a pane that may hold a secret: the whole text until the model has read it. */
function secretsNow(pane) {
  const text = editors[pane].text();
  const read = pane === "body" ? state.body : state.parts[pane].text;
  return text === read ? state.secrets[pane] : [{ start: 0, end: text.length }];
}

const cover = (pane, ranges) => editors[pane].cover(isTokenShown ? [] : ranges);

/** Whether the model works: the findings then belong to an older text. */
const isBusy = () => Boolean(awaited || pending);

function drawBusy() {
  byId("check").ariaBusy = String(isBusy());
  byId("findings").inert = isBusy();
}

/** Calls a method of the model that replaces all texts. Blocks typing meanwhile, since it would be lost. */
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
  // Edits of the parts belonged to the old body.
  if (pane === "body") ahead.clear();
  edited(pane);
}

/** Returns a function that restores the current texts; undefined if all are empty. */
function snapshot() {
  if (PANES.every((pane) => !editors[pane].text())) return undefined;
  const before = { pane: "body", text: editors.body.text(), parts: PARTS.map(partNow) };
  const wasOwnWork = isOwnWork;
  return async () => {
    isOwnWork = wasOwnWork;
    await replace("edit", before);
    editors.body.focus();
  };
}

/** Recognises a text from any source, and takes it over as that. */
async function open(text, note) {
  const undo = snapshot();
  const answering = replace("open", { text });
  const mine = edits;
  const answer = await answering;
  if (mine !== edits) return;
  if (!answer.taken) {
    // Keep the text if the model fails.
    replaced("body", text);
    editors.body.focus();
    return;
  }
  const { kind, part, step } = answer.taken;
  if (step) {
    selectTab("exchange");
    views.exchange.take(step, answer.taken.text);
    return;
  }
  isOwnWork = note !== "shared";
  selectTab("check");
  editors.body.focus();
  notice.show({
    words: ({ taken, replaced }) => {
      const said = taken[note ?? kind];
      const known = typeof said === "function" ? said(FIELDS[part]) : said;
      return undo && !part ? `${known} ${replaced}` : known;
    },
    undo,
  });
}

/** Replaces the body, without recognising the text. */
function put(text, words = ({ replaced }) => replaced) {
  const undo = snapshot();
  selectTab("check");
  replaced("body", text);
  isOwnWork = false;
  if (undo) notice.show({ words, undo });
}

/** Applies a change that the page offers, and shows a notice about it. */
async function change(call, given, words, changes = []) {
  const undo = snapshot();
  const answer = await replace(call, given);
  editors.body.focus();
  if (!isDone(answer)) return;
  isOwnWork = true;
  notice.show({ words, undo, changes });
}

/** Whether a call of the model that changes it succeeded. */
const isDone = (answer) => "body" in answer && !answer.broken;

/**
 * Applies the fix of a finding; asks first if the fix is a guess. The focus then stays in its pane, or moves to the next
 * button of that kind, or to the body if there is none.
 */
async function fix(finding, from) {
  const pane = PANES.find((name) => editors[name].hasFocus());
  const mine = edits;
  if (finding.fix.isUnsafe && !(await isWanted(finding))) return;
  // A file can be dropped on the dialog.
  if (mine !== edits) return;
  const kind = finding.fix.isUnsafe ? ".fix.unsafe" : ".fix:not(.unsafe)";
  const buttons = () => [...document.querySelectorAll(`#findings ${kind}`)];
  const index = buttons().indexOf(from);
  await change("fix", { id: finding.id }, ({ fixed }) => fixed(finding.count ?? 1), [finding]);
  const next = index < 0 ? editors[pane] : (buttons()[index] ?? buttons().at(-1));
  next?.focus();
}

/** Asks the user to confirm a fix that may change the data. */
function isWanted(finding) {
  const dialog = byId("guess");
  dialog
    .querySelector(".what")
    .replaceChildren(
      h("p", { className: "message" }, sentence(finding.message)),
      fixLine(finding, t()),
      h("p", { className: "hint" }, t().guessHint),
    );
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((done) => {
    dialog.onclose = () => done(dialog.returnValue === "apply");
  });
}

async function fixAll() {
  const { fixes: n } = state;
  const safe = state.groups.map(({ first }) => first).filter(({ fix }) => fix && !fix.isUnsafe);
  await change("fix", {}, ({ fixed }) => fixed(n), safe);
}

async function insertMissing(ids) {
  await change("insertMissing", { ids }, ({ insertedEmpty }) => insertedEmpty(ids.length));
}

// ---------------------------------------------------------------------------------------------------------------------
// Rendering.

/**
 * Shows a state of the model, unless another edit was made meanwhile. Yields to the browser between large texts, whose
 * layout takes a while.
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
  const own = t();
  const { note, none, size } = own;
  say(drawVerdict(state, own).join(own.pause));
  for (const pane of PANES) {
    setText(byId(`${pane}-size`), state.sizes[pane] ? size(state.sizes[pane]) : "");
    document.querySelector(`[data-copy="${pane}"]`).disabled = !state.sizes[pane];
    editors[pane].mark(state.marks[pane]);
    cover(pane, secretsNow(pane));
  }
  const isEmpty = state.verdict === "empty" && PARTS.every((part) => !state.parts[part].text);
  byId("check").classList.toggle("empty", isEmpty);
  if (isEmpty) byId("check").classList.remove("started");
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
  setText(all, state.fixes ? own.fixAll(state.fixes) : "");
  all.title = own.fixAllKeys;
  const number = GRADES.reduce((sum, grade) => sum + state.counts[grade].n, 0);
  setText(document.querySelector(".segments .number"), number ? String(number) : "");
  drawFindings(byId("findings"), state, {
    t: own,
    names: own.grade,
    open: openGroups,
    go,
    fix,
    insert: insertMissing,
    fill: (path) => {
      selectTab("build");
      views.build.show(inRequest(path));
    },
  });
  walk.draw();
}

/** Shows a note under a pane, or none. */
function drawNote(pane, text = "") {
  const note = byId(`${pane}-note`);
  setText(note, text);
  note.hidden = !text;
}

function go(pane, range) {
  selectTab("check");
  selectSegment(pane);
  editors[pane].select(range);
}

/** Selects the segment that a phone shows: a pane, or the findings. */
function selectSegment(name) {
  byId("check").dataset.segment = name;
  for (const choice of document.querySelectorAll("[data-segment]"))
    if (choice.matches("button")) choice.ariaPressed = String(choice.dataset.segment === name);
}

// ---------------------------------------------------------------------------------------------------------------------
// The views, and the page's own buttons.

const views = {
  build: buildView(byId("build"), {
    t,
    /** Builds the body from a request. Returns the findings if it is refused, and undefined if the model fails. */
    async make(request) {
      const undo = snapshot();
      const answer = await replace("build", { request });
      if (!isDone(answer)) return undefined;
      if (answer.refused.length) return answer.refused;
      isOwnWork = true;
      selectTab("check");
      editors.body.focus();
      if (undo) notice.show({ words: ({ replaced }) => replaced, undo });
      return [];
    },
    isTokenShown: () => isTokenShown,
  }),
  exchange: exchangeView(byId("exchange"), {
    t,
    isTokenShown: () => isTokenShown,
    open,
    put(body) {
      replaced("body", body);
      isOwnWork = false;
    },
    show: (view) => selectTab(view),
  }),
};

const selectTab = startTabs((name) => {
  flush();
  views[name]?.enter();
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
  drawSamples(own, locale, put);
  notice.draw();
  linked.draw();
  document.documentElement.classList.remove("loading");
  return tell("setOptions", { locale }).then(() =>
    Promise.all(Object.values(views).map((view) => view.speak())),
  );
}

startIntake({
  open,
  onBadFile: () => notice.show({ words: ({ taken }) => taken.badFile }),
});
startMenus();
selectSegment("body");

byId("clear").addEventListener("click", () => {
  put("", ({ cleared }) => cleared);
  editors.body.focus();
});
byId("fix-all").addEventListener("click", fixAll);
for (const choice of document.querySelectorAll("button[data-segment]"))
  choice.addEventListener("click", () => selectSegment(choice.dataset.segment));

/** Warns that a text that leaves the page contains the token. */
const tellToken = (pane) => {
  if (state.secrets[pane].length) notice.add(({ withToken }) => withToken);
};
for (const control of document.querySelectorAll("[data-copy]")) {
  const pane = control.dataset.copy;
  control.addEventListener("click", async () => {
    await copy(control, editors[pane].text(), t);
    tellToken(pane);
  });
}
byId("download").addEventListener("click", () => {
  download("cbt179-body.txt", editors.body.text());
  tellToken("body");
});
byId("curl").addEventListener("click", async ({ currentTarget }) => {
  await copy(currentTarget, toCurl(editors.body.text()), t);
  tellToken("body");
});
byId("print").addEventListener("click", () => print());
byId("token").addEventListener("click", ({ currentTarget }) => {
  isTokenShown = !isTokenShown;
  currentTarget.ariaPressed = String(isTokenShown);
  draw();
  linked.draw();
});
for (const choice of document.querySelectorAll("[data-locale]"))
  choice.addEventListener("click", () => {
    setInAddress("lang", choice.dataset.locale);
    setLocale(choice.dataset.locale);
  });

byId("way-example").addEventListener("click", () => put(example));
byId("way-build").addEventListener("click", () => selectTab("build"));
byId("way-json").addEventListener("click", () => {
  byId("check").classList.add("started");
  editors.eData.focus();
});
byId("guess-apply").addEventListener("click", () => byId("guess").close("apply"));
for (const control of document.querySelectorAll("dialog [data-close]"))
  control.addEventListener("click", () => control.closest("dialog").close());

// A click on a finding shows it in the panes, except on its buttons, and unless it ends a selection of words.
byId("findings").addEventListener("click", ({ target }) => {
  const item = target.closest("[data-id]");
  if (!item || target.closest("button, summary, details") || !getSelection().isCollapsed) return;
  walk.choose(Number(item.dataset.id));
});

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
  const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey;
  if (byId("check").hidden || !isPlain || document.querySelector("dialog[open]")) return;
  const action = {
    F6: () => linked.goAcross(),
    F8: () => walk.step(event.shiftKey ? -1 : 1),
    F9() {
      const finding = walk.current();
      if (isBusy()) return;
      if (!event.shiftKey && finding?.fix) fix(finding);
      if (event.shiftKey && state.fixes) fixAll();
    },
  }[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});
addEventListener("beforeunload", (event) => {
  if (isOwnWork && state.body) event.preventDefault();
});

const sharing = startSharing({ t, ask: () => tell("shared") });
/** Takes over the body in the address. */
async function receive() {
  const received = await sharing.received();
  if (received?.text) await open(received.text, "shared");
  else if (received) notice.show({ words: ({ taken }) => taken.badLink });
}
setLocale(locale).then(receive);
// Opening a link in an open page changes only the address.
addEventListener("hashchange", receive);
