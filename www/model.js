// The state of the page: a body, its two decoded texts, and the findings. Runs in the worker, so that work on a large
// body never blocks typing.

import {
  applyFixes,
  buildForm,
  checkRequest,
  decodeForm,
  findSecrets,
  maskSecrets,
  schema,
} from "cbt179";
import { fewer, withStars } from "./cover.js";
import { diffOf } from "./diff.js";
import { checkExchange } from "./exchange/checks.js";
import { asForm, locateIn, UNCAPPED, valueRange, withText, withValue } from "./form.js";
import { GRADES, gradeOf, inGrade, TONES, verdictOn } from "./grades.js";
import { groupsOf } from "./groups.js";
import { tokenAt } from "./json.js";
import { FIELDS, fieldAt, namesIn, PARTS } from "./legend.js";
import { withEmptyFields } from "./missing.js";
import { percentDecoded } from "./percent.js";
import { recognise } from "./recognise.js";
import { isNew, refusal } from "./refusal.js";

// Underlines of one text: more than anyone would look at.
const MOST_MARKS = 2000;

/** Takes customs rules as errors, because the page tells CBT's rejections and customs' apart. */
const STRICT = (options) => ({ ...options, customsRules: "error" });

/** Returns the part that a path belongs to. */
const partOf = (path) => (/^\/edata\b/i.test(path) ? "eData" : "payExInfo");

export class Model {
  options = { locale: "zh-CN" };
  body = "";
  // A part's text is decoded from the body, except in these states, each of which has a note:
  //   missing   the body has no such part
  //   stale     the body does not decode to the part now; the text is the last one decoded
  //   lossy     the text has U+FFFD for bytes that can't be decoded
  //   unread    the user typed the text, and it can't be read back from the body
  parts = { eData: { text: "" }, payExInfo: { text: "" } };
  findings = [];
  /** The ranges of each pane that may hold a secret. */
  secrets = { body: [], eData: [], payExInfo: [] };
  /** The error message if the checker itself failed. */
  broken;

  /**
   * Takes over a text that was pasted, dropped or opened, and returns its kind as `taken`. The text of a step of the exchange
   * is only returned.
   */
  open({ text }) {
    const { kind, part, step, ...given } = recognise(text);
    if (kind === "base64") this.setBody(withValue(this.body, FIELDS[part], given.value));
    else if (kind === "json") this.setPart(part, given.text);
    else if (kind !== "step") this.setBody(given.body);
    return { taken: { kind, part, step, text: step && given.text }, ...this.state() };
  }

  /** Takes over an edit of a pane. For the body's pane, `parts` are the parts that the body lacks; see `setBody`. */
  edit({ pane, text, parts }) {
    if (pane === "body") this.setBody(text, parts);
    else this.setPart(pane, text);
    return this.state();
  }

  /** Checks the texts again with other options. */
  setOptions(options) {
    this.options = options;
    this.#sync();
    return this.state();
  }

  /** Applies the fix of the finding with this id, even an unsafe one; without an id, all safe fixes. */
  fix({ id }) {
    const isOne = id !== undefined;
    const findings = isOne ? [this.findings[id]] : this.findings;
    const options = { ...this.options, unsafe: isOne };
    this.#guard(() => this.setBody(applyFixes(this.body, findings, options)));
    return this.state();
  }

  /** Inserts the missing fields of these findings, with empty values. Their groups must be `isInsertable`. */
  insertMissing({ ids }) {
    const paths = ids.map((id) => this.findings[id].path);
    for (const part of PARTS) {
      const own = paths.filter((path) => partOf(path) === part);
      const { text } = this.parts[part];
      const objectAt = (path) => this.#locate({ path }).json;
      const typeOf = (path) => fieldAt(this.schema(), path)?.type;
      if (own.length)
        this.parts[part] = { text: withEmptyFields(text, own, objectAt, typeOf), state: "unread" };
    }
    this.#sync();
    return this.state();
  }

  /** Replaces the body, and the parts that it does not decode to, given as `[part, text, state]`. */
  setBody(text, parts = []) {
    this.body = text;
    for (const part of PARTS)
      if (this.#isUnread(part)) this.parts[part] = { ...this.parts[part], state: "stale" };
    for (const [part, text, state] of parts) this.parts[part] = { text, state };
    this.#sync();
  }

  setPart(part, text) {
    this.parts[part] = { text, state: "unread" };
    this.#sync();
  }

  /** Writes edits of the parts into the body, and decodes the body. */
  #sync() {
    this.#guard(() => {
      const refusals = PARTS.filter((part) => this.#isUnread(part)).flatMap((part) =>
        this.#write(part),
      );
      const decoded = this.body ? decodeForm(this.body, STRICT(this.options)) : { findings: [] };
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

  /** Writes a part's text into the body. Returns the findings if the text is too large for that. */
  #write(part) {
    return refusal(() => {
      this.body = withText(this.body, FIELDS[part], this.parts[part].text, this.options);
    });
  }

  /** Returns the new state of a part, given the decoded body. */
  #read(part, decoded) {
    const { text: old } = this.parts[part];
    const text = decoded[part]?.text ?? "";
    if (this.#isUnread(part) && text !== old) return this.parts[part];
    const isLossy = ({ code, path }) =>
      /^(percent|base64|utf8)\./.test(code) && path.startsWith(`/${FIELDS[part]}`);
    const lossy = text.includes("\ufffd") && decoded.findings.some(isLossy);
    if (text) return { text, state: lossy ? "lossy" : undefined };
    // An empty text from a value that is not empty was not decoded, for example because the body is too large.
    const range = this.body && valueRange(this.body, FIELDS[part]);
    if (range && range.start < range.end) return { text: old, state: "stale" };
    return { text, state: this.body && !range ? "missing" : undefined };
  }

  #isUnread = (part) => this.parts[part].state === "unread";
  #isCurrent = (part) => !["unread", "stale"].includes(this.parts[part].state);

  /** Returns the state that the page shows. */
  state() {
    const { body, parts, findings, broken } = this;
    const isBehind = PARTS.some(this.#isUnread);
    // Fixes change the body, and would discard edits that it lacks.
    const listed = findings.map((finding, id) => told(finding, id, !isBehind, this.#isCurrent));
    const marks = this.#marks(listed);
    this.secrets = this.#secrets();
    const { groups, more } = groupsOf(listed);
    for (const group of groups)
      if (group.missing) group.isInsertable = !isBehind && this.#takesFields(group.first);
    const toDiff = this.#differ();
    // A fix can have thousands of edits, so the page gets a diff of the first ones.
    for (const { first } of groups) if (first.fix) first.fix = toDiff(first);
    const safe = listed.filter(({ fix }) => fix && !fix.isUnsafe);
    return {
      body,
      parts,
      isBehind,
      broken,
      ...this.#verdict(listed),
      fixes: safe.reduce((sum, { count = 1 }) => sum + count, 0),
      sizes: {
        body: sizeOf(body),
        eData: sizeOf(parts.eData.text),
        payExInfo: sizeOf(parts.payExInfo.text),
      },
      groups,
      more,
      marks,
      secrets: this.secrets,
    };
  }

  /** Returns the verdict on the body, and the number of findings in each grade. */
  #verdict(listed) {
    const isEmpty = !this.body && listed.length === 0;
    return {
      verdict: this.broken ? "broken" : isEmpty ? "empty" : verdictOn(listed),
      counts: Object.fromEntries(GRADES.map((grade) => [grade, countOf(inGrade(listed, grade))])),
    };
  }

  /**
   * Returns whether fields can be inserted next to a missing one without damage: its part is JSON without a fault, none of it
   * is lost when it is encoded again, and the field is not within a string.
   */
  #takesFields({ path }) {
    const part = partOf(path);
    const isInTheWay = ({ code, severity, path: of }) =>
      code === "field.quoted-json"
        ? path.startsWith(`${of}/`)
        : severity === "error" && code.startsWith("json.") && partOf(of) === part;
    return this.parts[part].state === undefined && !this.findings.some(isInTheWay);
  }

  /** Returns the ranges to underline in each pane. The fix of a repeated mistake gives all its ranges. */
  #marks(listed) {
    const marks = { body: [], eData: [], payExInfo: [] };
    for (const { places, grade, message, path, count, fix } of listed) {
      const edited = count && fix && { form: "body", json: partOf(path) }[fix.layer];
      const repeats = edited ? fix.edits.map((edit) => ({ ...edit, pane: edited })) : [];
      const others = places.filter(({ pane }) => pane !== edited);
      for (const { pane, start, end } of [...others, ...repeats])
        if (marks[pane].length < MOST_MARKS)
          marks[pane].push({ start, end, severity: TONES[grade], message });
    }
    return marks;
  }

  /** Returns options with which the core finds the request's token in any text. */
  #known() {
    const request = this.#isCurrent("eData") ? this.body : this.parts.eData.text;
    return { ...UNCAPPED, request };
  }

  #secrets() {
    const known = this.#known();
    const found = findSecrets(this.body, this.#isCurrent("eData") ? UNCAPPED : known);
    const inPart = (part) =>
      this.#isCurrent(part) ? found[part] : findSecrets(this.parts[part].text, known).text;
    return {
      body: fewer(found.text),
      eData: fewer(inPart("eData")),
      payExInfo: fewer(inPart("payExInfo")),
    };
  }

  /** Returns a function that shortens a finding's fix to its label and a diff, with secrets covered. */
  #differ() {
    const { body, parts, secrets } = this;
    const covered = {};
    const textOf = (layer, part) => {
      if (layer === "form") return withStars(body, secrets.body);
      if (layer === "base64") return coveredBase64(body, FIELDS[part], secrets.body);
      return this.#isCurrent(part) ? withStars(parts[part].text, secrets[part]) : undefined;
    };
    return ({ path, fix: { label, isUnsafe, layer, edits } }) => {
      const part = partOf(path);
      const key = layer === "form" ? layer : layer + part;
      if (edits.length && !(key in covered)) covered[key] = textOf(layer, part);
      const diff = covered[key] === undefined || !edits.length ? {} : diffOf(covered[key], edits);
      return { label, isUnsafe, layer, ...diff };
    };
  }

  #locate = (spot) => locateIn(this.body, spot);

  /**
   * Locates a range of one pane in every layer, and describes the field that it is in. With `isWhole`, extends the
   * range to the whole name or value, if any; `near` keeps the range as given.
   */
  link({ pane, start, end, isWhole }) {
    if (pane !== "body" && !this.#isCurrent(pane)) return undefined;
    const spot =
      pane === "body"
        ? { form: { start, end } }
        : { path: `/${FIELDS[pane]}`, json: { start, end } };
    const { path, ...near } = this.#carried(spot);
    if (!path) return { at: pane === "body" ? near : {} };
    const part = partOf(path);
    if (!this.#isCurrent(part)) delete near.json;
    const json = isWhole && near.json && tokenAt(this.parts[part].text, near.json.start);
    const { path: of, ...at } = json
      ? this.#carried({ path: `/${FIELDS[part]}`, json })
      : { path, ...near };
    const value = this.#locate({ path: of });
    return {
      part,
      names: this.#shownNames(of, part),
      at,
      near,
      isWhole: Boolean(json),
      value: { form: value.form, json: at.json && value.json },
      field: fieldAt(this.schema(), of),
    };
  }

  /** Locates a spot in every layer, and extends its form range to whole escapes. */
  #carried(spot) {
    const at = this.#locate(spot);
    const { path, base64 } = at;
    if (base64?.end > base64?.start) at.form = this.#locate({ path, base64 }).form;
    return at;
  }

  /** Returns the names in a path, with stars for covered ones, since the token may be where a name should be. */
  #shownNames(path, part) {
    const visible = withStars(this.parts[part].text, this.secrets[part]);
    const isShown = (name, index) =>
      index === 0 || /^\d{1,5}$/.test(name) || visible.includes(name);
    return namesIn(path).map((name, index) => (isShown(name, index) ? name : "***"));
  }

  #schemas = {};

  /** Returns the schema from which the build view makes its form. */
  schema() {
    const { locale } = this.options;
    this.#schemas[locale] ??= schema({ locale });
    return this.#schemas[locale];
  }

  /** Returns the request in the body, as far as it can be read, with numbers as raw text. */
  request() {
    const { eData, payExInfo } = this.body ? decodeForm(this.body, this.options) : {};
    return { eData: spelled(eData), payExInfo: spelled(payExInfo) };
  }

  /** Checks a request that is being filled in, and encodes it if CBT would sign it. */
  check({ request }) {
    const { findings } = checkRequest(request, STRICT(this.options));
    const encoded = {};
    const refused = refusal(() => {
      const { body } = buildForm(request, this.options);
      const masked = maskSecrets(body, { ...UNCAPPED, request: body });
      Object.assign(encoded, { body, masked });
    });
    const all = [...findings, ...refused.filter(isNew(findings))];
    return { findings: all.map(bare), ...encoded };
  }

  /** Replaces the body with a request, unless CBT would refuse it. */
  build({ request }) {
    const refused = refusal(() => this.setBody(buildForm(request, this.options).body));
    return { refused: refused.map(bare), ...this.state() };
  }

  /** Checks the steps of the exchange, whose texts are given. `broken` is the reason if the verifier can't be loaded. */
  exchange({ texts, broken }) {
    const { options, body, parts } = this;
    const current = (part) => (this.#isCurrent(part) ? parts[part].text : "");
    const request = {
      isSent: Boolean(body) && this.#isCurrent("eData"),
      eData: current("eData"),
      payExInfo: current("payExInfo"),
      ...this.#verdict(this.findings.map(bare)),
    };
    return checkExchange(texts, { options, known: this.#known(), request, broken });
  }

  /** Returns a body to share: its two fields only, with secrets replaced by stars. */
  shared() {
    const body = asForm(this.body, this.options);
    const fields = PARTS.map((part) => ({ part, value: valueRange(body, FIELDS[part]) }))
      .filter(({ value }) => value)
      .sort((a, b) => a.value.start - b.value.start);
    const secrets = findSecrets(body, UNCAPPED);
    const decoded = decodeForm(body, UNCAPPED);
    const known = { ...UNCAPPED, request: body };
    const pairs = fields.map(({ part, value }) => {
      const pair = body.slice(body.lastIndexOf("&", value.start - 1) + 1, value.end);
      if (isPublic(pair, known)) return pair;
      const text = decoded[part]?.text ?? "";
      // Bytes that are not text may split the token.
      if (text.includes("\ufffd")) return "";
      const starred = withStars(text, secrets[part]);
      const covered = withText(pair, FIELDS[part], starred, this.options);
      return isCovered(covered, part, known) ? covered : "";
    });
    return { text: pairs.filter(Boolean).join("&") };
  }
}

/** Returns whether a form field holds no secret. */
function isPublic(pair, known) {
  const { text, eData, payExInfo } = findSecrets(pair, known);
  return [text, eData, payExInfo].every((ranges) => ranges.length === 0);
}

/** Returns whether the page encoded a form field whose secrets are all stars in the JSON text of the part. */
function isCovered(pair, part, known) {
  const secrets = findSecrets(pair, known);
  const value = valueRange(pair, FIELDS[part]);
  const { text = "" } = decodeForm(pair, UNCAPPED)[part] ?? {};
  return (
    secrets.text.every(({ start }) => start >= value?.start) &&
    secrets[part].every(({ start, end }) => /^\**$/.test(text.slice(start, end))) &&
    // In a body with swapped fields, a part's value is in the other part's field.
    PARTS.every((other) => other === part || secrets[other].length === 0)
  );
}

/**
 * Decodes the percent-encoding of a field's value, and puts stars for its secrets. Offsets of the Base64 layer count in
 * the result. Returns undefined if the field is missing or its value has further layers.
 */
function coveredBase64(body, field, secrets) {
  const value = valueRange(body, field);
  const text = value && percentDecoded(body.slice(value.start, value.end));
  if (!text || /\\|%[0-9a-f]{2}/i.test(text)) return undefined;
  const offset = (at) => percentDecoded(body.slice(value.start, Math.max(at, value.start))).length;
  const within = secrets.filter(({ start, end }) => start < value.end && end > value.start);
  return withStars(
    text,
    within.map(({ start, end }) => ({
      start: offset(start),
      end: offset(Math.min(end, value.end)),
    })),
  );
}

/** Counts findings: `n`, and whether there are more that the core does not list. */
function countOf(findings) {
  const listed = findings.filter(({ code }) => code !== "findings.more");
  return { n: listed.length, isMore: listed.length < findings.length };
}

/** Converts a finding for the page: adds its grade, keeps the places that panes can show, and the fix if it applies. */
function told({ at, fix, ...finding }, id, isFixable, isCurrent) {
  const part = partOf(finding.path);
  const places = [];
  if (at?.form) places.push({ pane: "body", ...at.form });
  if (at?.json && isCurrent(part)) places.push({ pane: part, ...at.json });
  const isUnsafe = fix?.applicability === "unsafe";
  const given = isFixable && fix ? { ...fix, isUnsafe } : undefined;
  return { ...finding, grade: gradeOf(finding), id, places, fix: given };
}

/** Makes a finding about something in none of the panes. */
const bare = (finding, id) => told(finding, id, false, () => false);

/** Parses a part as far as it can be read, with numbers as raw text. */
function spelled(part) {
  try {
    return JSON.parse(part.text, (_, value, context) =>
      typeof value === "number" ? (context?.source ?? String(value)) : value,
    );
  } catch {
    return part?.value;
  }
}

/** Counts code points, which are the interface's characters. */
function sizeOf(text) {
  let pairs = 0;
  for (const _ of text.matchAll(/[\ud800-\udbff][\udc00-\udfff]/g)) pairs++;
  return text.length - pairs;
}
