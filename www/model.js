// What the page is about, apart from how it looks: a body, the two texts that it carries, and what is found in them. It
// runs in the worker, so that no work on a large body stands in the way of typing.

import {
  applyFixes,
  buildForm,
  checkReply,
  checkRequest,
  composeUpload,
  decodeForm,
  findSecrets,
  maskSecrets,
  schema,
} from "cbt179";
import { withStars } from "./cover.js";
import { diffOf } from "./diff.js";
import { asForm, locateIn, UNCAPPED, valueRange, withText, withValue } from "./form.js";
import { GRADES, gradeOf, inGrade, TONES, verdictOn } from "./grades.js";
import { groupsOf } from "./groups.js";
import { tokenAt } from "./json.js";
import { FIELDS, fieldAt, namesIn, PARTS } from "./legend.js";
import { withEmptyFields } from "./missing.js";
import { percentDecoded } from "./percent.js";
import { recognise } from "./recognise.js";
import { SIGNATURE } from "./upload.js";

// Underlines of one text: more than anyone looks at.
const MOST_MARKS = 2000;
// Ranges covered one by one; of more, an editor is slow.
const MOST_COVERS = 200;

/** With customs rules as errors: the page tells apart who would reject the body. */
const STRICT = (options) => ({ ...options, customsRules: "error" });

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
  /** The ranges of each pane that may hold a secret. */
  secrets = { body: [], eData: [], payExInfo: [] };
  /** Why the checker itself failed, where it did. */
  broken;

  /** Takes over a text that was pasted, dropped or opened, and says what it was taken for. */
  open({ text }) {
    const { kind, part, ...given } = recognise(text);
    if (kind === "base64") this.setBody(withValue(this.body, FIELDS[part], given.value));
    else if (kind === "json") this.setPart(part, given.text);
    else if (kind !== "reply" && kind !== "upload") this.setBody(given.body);
    return { taken: { kind, part }, ...this.state() };
  }

  /** Takes over what was typed into a pane. With a body come the parts that it does not carry: see `setBody`. */
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

  /** Applies the fix of the finding with this number, certain or a guess; without a number, all safe fixes. */
  fix({ id }) {
    const isOne = id !== undefined;
    const findings = isOne ? [this.findings[id]] : this.findings;
    const options = { ...this.options, unsafe: isOne };
    this.#guard(() => this.setBody(applyFixes(this.body, findings, options)));
    return this.state();
  }

  /** Inserts the missing fields of these findings, without values. Their groups are `isInsertable`. */
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

  /** Another body; and what its parts are if it does not decode to them, `[part, text, state]` each. */
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

  /** Puts what was typed into the body, and reads the body. */
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
    const marks = this.#marks(listed);
    this.secrets = this.#secrets();
    const { groups, more } = groupsOf(listed);
    for (const group of groups)
      if (group.missing) group.isInsertable = !isBehind && this.#takesFields(group.first);
    const toDiff = this.#differ();
    // Edits can be many thousands, so the page gets a diff of the first.
    for (const { first } of groups) if (first.fix) first.fix = toDiff(first);
    const safe = listed.filter(({ fix }) => fix && !fix.isUnsafe);
    return {
      body,
      parts,
      isBehind,
      broken,
      verdict: broken ? "broken" : body || listed.length ? verdictOn(listed) : "empty",
      counts: Object.fromEntries(GRADES.map((grade) => [grade, inGrade(listed, grade).length])),
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

  /** What to underline in each pane: all places of a repeated mistake, as far as its fix tells them. */
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

  /** The options that let the core find the token of the request wherever it occurs, in other texts too. */
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
   * What carries a stretch of one pane, in every layer; and the field that it is in, with what the interface says of it. With
   * `isWhole`, all of the name or value that the stretch is in, if it is in one; `near` is then the stretch itself.
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

  /** Locates a spot in every layer: of an escape, all of it. */
  #carried(spot) {
    const at = this.#locate(spot);
    const { path, base64 } = at;
    if (base64?.end > base64?.start) at.form = this.#locate({ path, base64 }).form;
    return at;
  }

  /** The names in a path, with stars for one that is covered in the pane: the token may stand in the place of a name. */
  #shownNames(path, part) {
    const visible = withStars(this.parts[part].text, this.secrets[part]);
    const isShown = (name, index) =>
      index === 0 || /^\d{1,5}$/.test(name) || visible.includes(name);
    return namesIn(path).map((name, index) => (isShown(name, index) ? name : "***"));
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

  /** Checks a request that is being filled in, with customs rules as errors, and encodes it if CBT would take it. */
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

  /** Makes a request the body, unless something is wrong with it. */
  build({ request }) {
    const refused = refusal(() => this.setBody(buildForm(request, this.options).body));
    return { refused: refused.map(bare), ...this.state() };
  }

  /**
   * Explains a reply of CBT, and composes the upload from it and the body's payExInfoStr. An upload in the place of a reply is
   * explained too.
   */
  reply({ text }) {
    const known = this.#known();
    const secrets = fewer(findSecrets(text, known).text);
    const { json } = recognise(text);
    const answer = json ? this.#explainUpload(json) : this.#explainReply(text);
    const fields = answer.fields.map(([name, value]) => [name, maskSecrets(value, known)]);
    return { ...answer, ...groupsOf(answer.findings.map(bare)), fields, secrets };
  }

  #explainReply(text) {
    const { eData, payExInfo } = this.parts;
    const isSent = Boolean(this.body) && this.#isCurrent("eData");
    const sent = isSent ? { request: sentIn(eData.text) } : {};
    const options = { ...this.options, ...sent };
    const { ok, findings, reply = {} } = checkReply(text, options);
    const state = ok ? "signed" : unsignedState(text, reply, findings);
    const answer = { state, isMatched: isSent, findings, fields: shownFields(reply) };
    if (!ok || !payExInfo.text || !this.#isCurrent("payExInfo")) return answer;
    const known = this.#known();
    let upload;
    let found = [];
    const refused = refusal(() => {
      ({ findings: found, ...upload } = composeUpload(payExInfo.text, text, options));
      upload.masked = {
        json: maskSecrets(upload.json, known),
        body: maskSecrets(upload.body, known),
      };
    });
    const more = [...found, ...refused].filter(isNew(findings));
    return { ...answer, upload, refused: refused.length > 0, findings: [...findings, ...more] };
  }

  /** Says whether an upload has its three signature fields, and whether it carries the body's payExInfoStr. */
  #explainUpload(json) {
    const { payExInfo } = this.parts;
    const { text } = payExInfo;
    const said = asObject(json);
    const fields = shownFields(Object.fromEntries(SIGNATURE.map((name) => [name, said[name]])));
    const missing = SIGNATURE.filter((name) => !fields.some(([own]) => own === name));
    // The signature is checked as it would be in the reply that it came in.
    const reply = { status: "success", ...Object.fromEntries(fields) };
    const { findings } = missing.length
      ? { findings: [] }
      : checkReply(JSON.stringify(reply), this.options);
    // It was added before the last brace of the text that was sent.
    const isSame = json.startsWith(text.slice(0, text.lastIndexOf("}")).trimEnd());
    const carries = !text || !this.#isCurrent("payExInfo") ? "unknown" : isSame ? "same" : "other";
    const hasOrders = ["payExchangeInfoLists", "payExchangeInfoList"].some((name) => name in said);
    const isSound = missing.length === 0 && hasOrders;
    return { state: isSound ? "upload" : "incomplete", missing, carries, fields, findings };
  }

  /** The body without the token, for others to see: its two fields alone, without what may hold a secret. */
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
      // Among bytes that are not text the token may be cut up.
      if (text.includes("\ufffd")) return "";
      const starred = withStars(text, secrets[part]);
      const covered = withText(pair, FIELDS[part], starred, this.options);
      return isCovered(covered, part, known) ? covered : "";
    });
    return { text: pairs.filter(Boolean).join("&") };
  }
}

/** Whether a form field holds no secret. */
function isPublic(pair, known) {
  const { text, eData, payExInfo } = findSecrets(pair, known);
  return [text, eData, payExInfo].every((ranges) => ranges.length === 0);
}

/** Whether all secrets of a form field, encoded by the page itself, are in the JSON text of the part, and stars. */
function isCovered(pair, part, known) {
  const secrets = findSecrets(pair, known);
  const value = valueRange(pair, FIELDS[part]);
  const { text = "" } = decodeForm(pair, UNCAPPED)[part] ?? {};
  return (
    secrets.text.every(({ start }) => start >= value?.start) &&
    secrets[part].every(({ start, end }) => /^\**$/.test(text.slice(start, end))) &&
    // In a swapped body, the value of a part is in the other part's field.
    PARTS.every((other) => other === part || secrets[other].length === 0)
  );
}

/**
 * Decodes the percent-encoding of a field's value, which gives the text that a Base64 layer counts in, with stars for secrets.
 * Returns undefined if there is no such field, or if its value has more layers than that.
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

/** The ranges, or if they are too many, one around all of them. */
const fewer = (ranges) =>
  ranges.length > MOST_COVERS ? [{ start: ranges[0].start, end: ranges.at(-1).end }] : ranges;

/** Returns what a reply is that is not in order: signed for `other` requests, signed but `untrusted`, or `unsigned`. */
function unsignedState(text, { signValue }, findings) {
  // In a reply that is damaged, or wrapped in something else, the signature can be seen all the same.
  if (!signValue && !/signValue\W{1,9}[\w+/]{8}/.test(text)) return "unsigned";
  return findings.some(({ code }) => code === "reply.serial-number") ? "other" : "untrusted";
}

/** Returns the fields that have a value, `[name, text]` each. */
const shownFields = (object) =>
  Object.entries(object)
    .filter(([, value]) => value != null && value !== "")
    .map(([name, value]) => [name, String(value)]);

/** Returns the object that a JSON text says, or one without members. */
function asObject(json) {
  try {
    return { ...JSON.parse(json) };
  } catch {
    return {};
  }
}

/** Returns what the package is told of the request: its EData, as far as it is JSON. */
function sentIn(eData) {
  try {
    const { serialNumber, commitTime, ...others } = JSON.parse(eData);
    const texts = Object.entries({ serialNumber, commitTime }).filter(
      ([, value]) => typeof value === "string",
    );
    return { ...others, ...Object.fromEntries(texts) };
  } catch {
    return { text: eData };
  }
}

const isNew = (known) => (finding) =>
  !known.some(({ code, path }) => code === finding.code && finding.path.endsWith(path));

/** Returns a finding for the page: with its grade, the places that panes can show, and its fix if it can be applied. */
function told({ at, fix, ...finding }, id, isFixable, isCurrent) {
  const part = partOf(finding.path);
  const places = [];
  if (at?.form) places.push({ pane: "body", ...at.form });
  if (at?.json && isCurrent(part)) places.push({ pane: part, ...at.json });
  const isUnsafe = fix?.applicability === "unsafe";
  const given = isFixable && fix ? { ...fix, isUnsafe } : undefined;
  return { ...finding, grade: gradeOf(finding), id, places, fix: given };
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
