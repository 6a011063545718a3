// What the page is about, apart from how it looks: a body, the two texts that it carries, and what is found in them. It
// runs in the worker, so that no work on a large body stands in the way of typing.

import {
  applyFixes,
  buildForm,
  checkReply,
  checkRequest,
  composeUpload,
  decodeForm,
  schema,
} from "cbt179";
import { asForm, locateIn, valueRange, withText, withValue } from "./form.js";
import { groupsOf, SEVERITIES } from "./groups.js";
import { FIELDS, fieldAt, PARTS } from "./legend.js";
import { recognise } from "./recognise.js";
import { hidden, isCovered, secretsIn } from "./secrets.js";

// Underlines of one text: more than anyone looks at.
const MOST_MARKS = 2000;

/** Which of the two parts a finding, or a located range, is in. */
const partOf = (path) => (/^\/edata\b/i.test(path) ? "eData" : "payExInfo");

export class Model {
  options = { locale: "zh-CN" };
  body = "";
  // A part's text is what the body decodes to, but for these states, each told in a note by its name:
  //   missing   the body has no such part
  //   stale     the body does not decode to it now; the text is what it last decoded to
  //   lossy     the text has stand-ins for bytes that are no text
  //   unread    the person typed the text, and the body does not carry it, or not so that it is read as this
  parts = { eData: { text: "" }, payExInfo: { text: "" } };
  findings = [];
  /** Why the checker itself failed, where it did. */
  broken;

  /** Takes over a text that was pasted, dropped or opened, and says what it was taken for. */
  open({ text }) {
    const { kind, part, ...given } = recognise(text);
    if (kind === "base64") this.setBody(withValue(this.body, FIELDS[part], given.value));
    else if (kind === "json") this.setPart(part, given.text);
    else if (kind !== "reply") this.setBody(given.body);
    return { taken: { kind, part }, ...this.state() };
  }

  /** Takes over what was typed into a pane; and into parts that a body which is typed into does not carry yet. */
  edit({ pane, text, parts }) {
    if (pane === "body") this.setBody(text, parts);
    else this.setPart(pane, text);
    return this.state();
  }

  /** The same texts, with other options. */
  setOptions(options) {
    this.options = options;
    this.#sync();
    return this.state();
  }

  /** Makes the fixes of findings, by their numbers: all of them, or of one kind, or one. */
  mend({ ids }) {
    const wanted = ids === "all" ? this.findings : ids.map((id) => this.findings[id]);
    this.#guard(() => this.setBody(applyFixes(this.body, wanted, this.options)));
    return this.state();
  }

  /** Another body; and texts of parts, `[part, text]` each, that are to be put into it. */
  setBody(text, typed = []) {
    this.body = text;
    for (const part of PARTS)
      if (this.#isUnread(part)) this.parts[part] = { ...this.parts[part], state: "stale" };
    for (const [part, text] of typed) this.parts[part] = { text, state: "unread" };
    this.#sync();
  }

  setPart(part, text) {
    this.parts[part] = { text, state: "unread" };
    this.#sync();
  }

  /** Puts what was typed into the body, and reads the body. */
  #sync() {
    this.#guard(() => {
      const refusals = PARTS.filter((part) => this.#isUnread(part)).flatMap((part) =>
        this.#write(part),
      );
      const decoded = this.body ? decodeForm(this.body, this.options) : { findings: [] };
      for (const part of PARTS) this.parts[part] = this.#read(part, decoded);
      this.findings = [...refusals, ...decoded.findings];
    });
  }

  #guard(work) {
    this.broken = undefined;
    try {
      work();
    } catch (error) {
      this.findings = [];
      this.broken = String(error.message ?? error);
    }
  }

  /** Puts a part's text into the body. Returns the findings where that is refused: the text is too large. */
  #write(part) {
    return refusal(() => {
      this.body = withText(this.body, FIELDS[part], this.parts[part].text, this.options);
    });
  }

  /** What becomes of a part now that the body has been decoded to this. */
  #read(part, decoded) {
    const { text: old } = this.parts[part];
    const text = decoded[part]?.text ?? "";
    if (this.#isUnread(part) && text !== old) return this.parts[part];
    const isLossy = ({ code, path }) =>
      /^(percent|base64|utf8)\./.test(code) && path.startsWith(`/${FIELDS[part]}`);
    const lossy = text.includes("\ufffd") && decoded.findings.some(isLossy);
    if (text) return { text, state: lossy ? "lossy" : undefined };
    // Nothing at all out of a value that is there is no decoding either, as out of a body too large to be read.
    const range = this.body && valueRange(this.body, FIELDS[part]);
    if (range && range.start < range.end) return { text: old, state: "stale" };
    return { text, state: this.body && !range ? "missing" : undefined };
  }

  #isUnread = (part) => this.parts[part].state === "unread";
  #isCurrent = (part) => !["unread", "stale"].includes(this.parts[part].state);

  /** All that the page shows. */
  state() {
    const { body, parts, findings, broken } = this;
    const isBehind = PARTS.some(this.#isUnread);
    // Fixes are made in the body, and what it does not carry would be lost by that.
    const listed = findings.map((finding, id) => told(finding, id, !isBehind, this.#isCurrent));
    const count = (severity) => findings.filter((finding) => finding.severity === severity).length;
    return {
      body,
      parts,
      isBehind,
      broken,
      verdict: this.#verdict(),
      counts: SEVERITIES.map((severity) => [severity, count(severity)]).filter(([, n]) => n > 0),
      fixes: listed.filter(({ fix }) => fix).length,
      sizes: {
        body: sizeOf(body),
        eData: sizeOf(parts.eData.text),
        payExInfo: sizeOf(parts.payExInfo.text),
      },
      ...groupsOf(listed),
      marks: this.#marks(listed),
      secrets: this.#secrets(),
    };
  }

  #verdict() {
    if (this.broken) return "broken";
    const has = (severity) => this.findings.some((finding) => finding.severity === severity);
    if (has("error")) return "error";
    if (!this.body) return "empty";
    return has("warning") ? "warning" : "ok";
  }

  /** What to underline in each pane. */
  #marks(listed) {
    const marks = { body: [], eData: [], payExInfo: [] };
    for (const { places, severity, message } of listed)
      for (const { pane, start, end } of places)
        if (marks[pane].length < MOST_MARKS) marks[pane].push({ start, end, severity, message });
    return marks;
  }

  /** Where the token is, in every pane. */
  #secrets() {
    const { eData, payExInfo } = this.parts;
    const inParts = { eData: secretsIn(eData.text), payExInfo: secretsIn(payExInfo.text) };
    const carriers = PARTS.filter(this.#isCurrent).flatMap((part) =>
      inParts[part].map((json) => this.#locate({ path: `/${FIELDS[part]}`, json }).form),
    );
    const inBody = [...secretsIn(this.body), ...carriers.filter(Boolean)];
    return { ...inParts, body: inBody.sort((a, b) => a.start - b.start) };
  }

  #locate = (spot) => locateIn(this.body, spot);

  /** What carries a stretch of one pane, in every layer; and the field that it is in, with what the interface says of it. */
  link({ pane, start, end }) {
    if (pane !== "body" && !this.#isCurrent(pane)) return undefined;
    const spot =
      pane === "body"
        ? { form: { start, end } }
        : { path: `/${FIELDS[pane]}`, json: { start, end } };
    const { path, ...at } = this.#locate(spot);
    if (!path) return { at: pane === "body" ? at : {} };
    // Of an escape, all of it.
    const { base64 } = at;
    if (base64?.end > base64?.start) at.form = this.#locate({ path, base64 }).form;
    const part = partOf(path);
    if (!this.#isCurrent(part)) delete at.json;
    const { form, json } = this.#locate({ path });
    return {
      part,
      path,
      at,
      value: { form, json: at.json && json },
      field: fieldAt(this.schema(), path),
    };
  }

  #schemas = {};

  /** What the form of the building view is made of. */
  schema() {
    const { locale } = this.options;
    this.#schemas[locale] ??= schema({ locale });
    return this.#schemas[locale];
  }

  /** The request that the body carries, as far as it can be read; numbers as they are spelled. */
  request() {
    const { eData, payExInfo } = this.body ? decodeForm(this.body, this.options) : {};
    return { eData: spelled(eData), payExInfo: spelled(payExInfo) };
  }

  /** What is wrong with a request that is being filled in. */
  check({ request }) {
    const { findings } = checkRequest(request, this.options);
    return { findings: findings.map(bare) };
  }

  /** Makes a request the body, unless something is wrong with it. */
  build({ request }) {
    const refused = refusal(() => this.setBody(buildForm(request, this.options).body));
    return { refused: refused.map(bare), ...this.state() };
  }

  /** What a reply of CBT means, and the upload that it makes of the body's payExInfoStr. */
  reply({ text }) {
    const { eData, payExInfo } = this.parts;
    const sent = this.body && this.#isCurrent("eData") ? { request: sentIn(eData.text) } : {};
    const options = { ...this.options, ...sent };
    const { ok, findings, reply } = checkReply(text, options);
    const tell = (findings) => groupsOf(findings.map(bare));
    const answer = { ok, reply, ...tell(findings) };
    if (!ok || !payExInfo.text || !this.#isCurrent("payExInfo")) return answer;
    let upload;
    let found = [];
    const refused = refusal(() => {
      ({ findings: found, ...upload } = composeUpload(payExInfo.text, text, options));
    });
    const more = [...found, ...refused].filter(isNew(findings));
    return { ...answer, upload, refused: refused.length > 0, ...tell([...findings, ...more]) };
  }

  /** The body without the token, for others to see: of its two fields what is known not to hold it, and nothing else. */
  shared() {
    let body = asForm(this.body, this.options);
    for (const part of PARTS) {
      const range = valueRange(body, FIELDS[part]);
      if (!range) continue;
      const { text } = this.parts[part];
      const secrets = secretsIn(text);
      const value = body.slice(range.start, range.end);
      // Within a value there may be the other field, where what should divide them does not.
      const isWhole = this.#isCurrent(part) && !/edata/i.test(value);
      if (part === "payExInfo" && isWhole && secrets.length === 0) continue;
      const covered = hidden(text, secrets);
      const isSafe = isWhole && secrets.length > 0 && isCovered(covered);
      body = withText(body, FIELDS[part], isSafe ? covered : "", this.options);
    }
    const kept = PARTS.map((part) => valueRange(body, FIELDS[part])).filter(Boolean);
    let at = 0;
    const pairs = body.split("&").filter((pair) => {
      const [start, end] = [at, at + pair.length];
      at = end + 1;
      return kept.some((range) => range.start >= start && range.end <= end);
    });
    return { text: pairs.join("&") };
  }
}

/** The findings for which some work is refused; none where it is done. */
function refusal(work) {
  try {
    work();
    return [];
  } catch (error) {
    if (!error.findings) throw error;
    return error.findings;
  }
}

/** What is known of the request that a reply answers. */
function sentIn(eData) {
  try {
    const { serialNumber, commitTime } = JSON.parse(eData);
    const given = Object.entries({ serialNumber, commitTime });
    return Object.fromEntries(given.filter(([, value]) => typeof value === "string"));
  } catch {
    return {};
  }
}

const isNew = (known) => (finding) =>
  !known.some(({ code, path }) => code === finding.code && finding.path.endsWith(path));

/** A finding as the page has it: with the places that can be shown, and of its fix the label, as edits can be megabytes. */
function told({ at, fix, ...finding }, id, isFixable, isCurrent) {
  const part = partOf(finding.path);
  const places = [];
  if (at?.form) places.push({ pane: "body", ...at.form });
  if (at?.json && isCurrent(part)) places.push({ pane: part, ...at.json });
  return { ...finding, id, places, fix: isFixable && fix ? fix.label : undefined };
}

/** A finding about what is in none of the panes. */
const bare = (finding, id) => told(finding, id, false, () => false);

/** What a part says, its numbers as they are spelled; as far as it can be read. */
function spelled(part) {
  try {
    return JSON.parse(part.text, (_, value, context) =>
      typeof value === "number" ? (context?.source ?? String(value)) : value,
    );
  } catch {
    return part?.value;
  }
}

/** In characters as the interface counts them: code points. */
function sizeOf(text) {
  let pairs = 0;
  for (const _ of text.matchAll(/[\ud800-\udbff][\udc00-\udfff]/g)) pairs++;
  return text.length - pairs;
}
