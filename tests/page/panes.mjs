// The page's editors, as tests use them. Texts are read from CodeMirror, since the DOM has only the visible lines.

const view = (pane) => `document.querySelector("#${pane} .cm-content").cmTile.root.view`;

// Returns the editor's layout, which converts offsets between a minified text and its indented view, and which
// CodeMirror's state holds.
const layout = (pane) =>
  `(${view(pane)}.state.values.find((value) => value?.toSent) ?? { toShown: (at) => at, toSent: (at) => at })`;

// Functions that run in the page, in scripts that are put together from their source.
const idle = (id) =>
  new Promise((done, failed) => {
    const element = document.getElementById(id);
    const look = () => {
      if (element.ariaBusy !== "false") return;
      observer.disconnect();
      clearTimeout(timer);
      done();
    };
    const timer = setTimeout(() => failed(new Error(`#${id} is busy without end`)), 30_000);
    const observer = new MutationObserver(look);
    observer.observe(element, { attributeFilter: ["aria-busy"] });
    look();
  });
const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

/** Waits until the model has answered every edit. (Playwright's own waits poll only every half second.) */
export const settled = (page) => page.evaluate(idle, "check");

/** Waits until a frame is drawn. */
export const drawn = (page) => page.evaluate(frame);

const IDLE = `(${idle})("check")`;

/** Returns the whole text of a pane. (It is passed as JSON, which keeps lone surrogates.) */
export const text = async (page, pane) =>
  JSON.parse(
    await page.evaluate(
      `${IDLE}.then(() => JSON.stringify(${layout(pane)}.sent ?? ${view(pane)}.state.doc.toString()))`,
    ),
  );

export const texts = async (page) => [
  await text(page, "body"),
  await text(page, "eData"),
  await text(page, "payExInfo"),
];

/** Puts a text in the place of all that is in a pane, as if it had been typed; one with lone surrogates too. */
export async function type(page, pane, text) {
  await page.evaluate(
    `${IDLE}.then(() => { const view = ${view(pane)}; view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: view.state.toText(${JSON.stringify(text)}) }, userEvent: "input" }) }).then(() => ${IDLE})`,
  );
}

/** Pastes a text into a pane, at what is selected there. */
export async function paste(page, pane, text) {
  await page.focus(`#${pane} .cm-content`);
  await pasteInto(page, `#${pane} .cm-content`, text);
}

/** Pastes a text where the focus is not in any field. */
export const pasteInto = async (page, selector, text) => {
  await page.evaluate(
    ([selector, text]) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", text);
      const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
      document.querySelector(selector).dispatchEvent(event);
    },
    [selector, text],
  );
  await settled(page);
};

/** Which pane has the focus, and what is selected there. */
export async function selection(page) {
  await settled(page);
  const pane = await page.evaluate(() => document.activeElement.closest(".editor")?.id);
  if (!pane) return [await page.evaluate(() => document.activeElement.id)];
  return page.evaluate(
    `{ const { from, to } = ${view(pane)}.state.selection.main; const { toSent } = ${layout(pane)}; [${JSON.stringify(pane)}, toSent(from), toSent(to)] }`,
  );
}

/** Puts the cursor somewhere, or selects something, as a person does who then waits for what lights up. */
export async function put(page, pane, anchor, head = anchor) {
  await page.evaluate(
    `{ const view = ${view(pane)}; view.focus(); const { toShown } = ${layout(pane)}; view.dispatch({ selection: { anchor: toShown(${anchor}, ${anchor > head}), head: toShown(${head}, ${head > anchor}) } }) }`,
  );
  await linked(page);
}

/** Shows minified JSON as sent, not indented. */
export async function showAsSent(page, pane) {
  await page.click(`#${pane}-format[aria-pressed="true"]`);
  await drawn(page);
}

/** Waits for the highlights; the model hears of an action within a frame. */
export const linked = (page) =>
  page.evaluate(`${IDLE}.then(${frame}).then(() => (${idle})("chain"))`);

/** Returns the highlighted texts in a pane: `exact`, or `field`. */
export const lit = (page, pane, is) =>
  page.evaluate(
    ([pane, is]) =>
      [...document.querySelectorAll(`#${pane} .cm-${is}`)].map((mark) => mark.textContent).join(""),
    [pane, is],
  );

/** Loads a sample by its number in the menu. */
export async function sample(page, number) {
  await page.click("#samples summary");
  await page
    .locator("#samples .list button")
    .nth(number - 1)
    .click();
  await settled(page);
}

/** Clicks a button of the export menu, by its id. */
export async function exportBy(page, id) {
  await page.click("#export summary");
  await page.click(`#${id}`);
}

/** Goes to a step of the exchange. */
export async function goToStep(page, step) {
  await page.click("#tab-exchange");
  await page.click(`#step-${step}`);
  await page.waitForSelector(step === "request" ? "#exchange .given" : `#${step}-text .cm-content`);
}

/** Waits until the verdict on the step that is shown matches. */
export const outcome = (page, pattern) =>
  page.waitForFunction(
    ([source, flags]) =>
      new RegExp(source, flags).test(
        document.querySelector("#exchange-output .verdict")?.innerText,
      ),
    [pattern.source, pattern.flags],
    { polling: "raf" },
  );
