// Findings as people read them, as rustc and ruff show theirs; and as programs do.

import { drawExcerpt } from "./excerpt.js";
import { butTold, hideInText, secretsOf, withoutTokens } from "./secret.js";
import { visible } from "./terminal.js";

/** @import { DecodedForm, Finding, Range } from "../../index.js" */
/** @import { Context, Terminal } from "./main.js" */
/** @import { Excerpt } from "./excerpt.js" */
/** @import { Hidden } from "./secret.js" */

/**
 * Where findings come from: what to call it, where in it a finding is, and what of it to show.
 *
 * @typedef {object} Source
 * @property {(finding: Finding) => string} place
 * @property {(finding: Finding) => Excerpt | undefined} excerpt
 */

/** The layers whose faults stand in the form body; those of the others stand in the JSON. */
const OF_FORM = /^(form|percent|base64)\./;

/**
 * A form body as a source.
 *
 * @param {Context} context
 * @param {{ name: string, hasPosition: boolean }} file `hasPosition`: whether the body's lines are the file's
 * @param {string | Uint8Array} body
 * @param {DecodedForm} decoded
 * @returns {Source & { secrets: ReturnType<typeof secretsOf>, findings: readonly Finding[] }} with the findings to be told
 */
export function bodySource({ say, values }, { name, hasPosition }, body, decoded) {
  const isBytes = typeof body !== "string";
  // Of bytes that are not UTF-8, a character for each byte.
  const text = isBytes ? Buffer.from(body).toString("latin1") : body;
  const secrets = secretsOf(text, decoded);
  const parts = {
    eData: partOf(decoded.eData?.text, isBytes),
    payExInfo: partOf(decoded.payExInfo?.text, isBytes),
  };
  return {
    secrets,
    findings: values["show-token"]
      ? decoded.findings
      : withoutTokens(decoded.findings, secrets.tokens),
    place({ path, at: { form, json } }) {
      const position = form && hasPosition ? `:${form.line}:${form.column}` : "";
      const where = [
        json && say.in.json(json.line, json.column),
        form && say.in.form(form.start, form.end),
      ].filter((text) => text !== undefined);
      const about = path || say.wholeBody;
      return `${name}${position}: ${about}${where.length ? ` (${where.join(say.in.and)})` : ""}`;
    },
    excerpt(finding) {
      const { code, path, at } = finding;
      const part = path.startsWith("/EData") ? "eData" : "payExInfo";
      if (at.json && !OF_FORM.test(code)) {
        const { text, unit } = parts[part];
        const hidden = values["show-token"] ? [] : secrets[part];
        return excerptOf(finding, text, at.json, hidden, unit);
      }
      const hidden = values["show-token"] ? [] : secrets.form;
      return (
        at.form && { ...excerptOf(finding, text, at.form, hidden, undefined, isBytes), isBytes }
      );
    },
  };
}

/**
 * A JSON text as a source: a reply, or what is to be signed.
 *
 * @param {string} name
 * @param {string | Uint8Array} given
 * @param {boolean} isBytes whether findings count bytes
 * @returns {Source}
 */
export function jsonSource(name, given, isBytes = typeof given !== "string", showsToken = false) {
  const string = typeof given === "string" ? given : new TextDecoder().decode(given);
  const hidden = showsToken ? [] : hideInText(string);
  const { text, unit } = partOf(string, isBytes);
  return {
    place: ({ path, at: { json } }) =>
      `${name}${json ? `:${json.line}:${json.column}` : ""}${path && `: ${path}`}`,
    excerpt: (finding) =>
      finding.at.json && excerptOf(finding, text, finding.at.json, hidden, unit),
  };
}

/**
 * A text, and what tells the place in it of an offset, which counts bytes where the body is given as bytes.
 *
 * @param {string | undefined} text
 * @param {boolean} isBytes
 */
function partOf(text = "", isBytes) {
  /** @type {Buffer | undefined} */
  let bytes;
  const unit = (/** @type {number} */ offset) => {
    if (!isBytes) return offset;
    bytes ??= Buffer.from(text);
    return bytes.toString("utf8", 0, offset).length;
  };
  return { text, unit };
}

/**
 * @param {Finding} finding
 * @param {string} text
 * @param {Range} range
 * @param {Hidden} hidden
 * @returns {Excerpt}
 */
function excerptOf(
  finding,
  text,
  range,
  hidden,
  unit = (/** @type {number} */ offset) => offset,
  isBytes = false,
) {
  const [start, end] = [unit(range.start), unit(range.end)];
  const seen = butTold(hidden, text, finding, { start, end }, isBytes);
  return { text, start, end, line: range.line, hidden: seen };
}

/** How many places of a repeated finding are listed. */
const MOST_ALSO = 8;

/**
 * The findings, each with its source, an empty line behind each. One that is repeated is shown once, with its places.
 *
 * @param {Context} context
 * @param {Terminal} terminal
 * @param {readonly Finding[]} findings
 * @param {(finding: Finding) => Source} sourceOf
 */
export function drawFindings({ say }, terminal, findings, sourceOf) {
  const { paint } = terminal;
  /** @type {Map<string, Finding[]>} */
  const alike = new Map();
  for (const finding of findings) {
    const { severity, code, path, message } = finding;
    const key = JSON.stringify([severity, code, path, message]);
    const list = alike.get(key);
    if (list) list.push(finding);
    else alike.set(key, [finding]);
  }
  const blocks = [...alike.values()].map(([first, ...others]) => {
    const finding = /** @type {Finding} */ (first);
    const { severity, code, message, help, clause, fix } = finding;
    const source = sourceOf(finding);
    const excerpt = source.excerpt(finding);
    const margin = " ".repeat(String(excerpt?.line ?? 1).length);
    const note = (/** @type {string} */ word, /** @type {string | undefined} */ text) =>
      text
        ? [`${margin} ${paint("gutter", "=")} ${paint("bold", `${word}:`)} ${visible(text)}`]
        : [];
    const lines = excerpt ? drawExcerpt(excerpt, severity, terminal, margin) : [];
    const places = others.slice(0, MOST_ALSO).map(({ at }) => {
      const { line, column } = at.form ?? at.json ?? { line: 0, column: 0 };
      return `${line}:${column}`;
    });
    const rest = others.length > MOST_ALSO ? [`… +${others.length - MOST_ALSO}`] : [];
    return [
      `${paint(severity, `${say.severity[severity]}[${code}]`)}${paint("bold", `: ${visible(message)}`)}`,
      `${margin}${paint("gutter", "-->")} ${visible(source.place(finding))}`,
      ...lines,
      ...(lines.length ? [`${margin} ${paint("gutter", "|")}`] : []),
      ...note(say.also(others.length), [...places, ...rest].join(" ")),
      ...note(say.help, help),
      ...note(say.clause, clause),
      ...note(say.fix, fix?.label),
      "",
    ].join("\n");
  });
  return blocks.map((block) => `${block}\n`).join("");
}

/**
 * How many there are of each kind, and how many of them can be mended.
 *
 * @param {Context["say"]} say
 * @param {readonly Finding[]} findings
 */
export function countFindings(say, findings) {
  const kinds = /** @type {const} */ (["error", "warning", "info"]);
  const counts = kinds.flatMap((kind) => {
    const count = findings.filter(({ severity }) => severity === kind).length;
    return count ? [say.count[kind](count)] : [];
  });
  return say.list(counts);
}

/**
 * The verdict in one line.
 *
 * @param {Context} context
 * @param {Terminal} terminal
 * @param {readonly Finding[]} findings
 * @param {{ isFixable: boolean }} what whether it is a form body, which `cbt179 fix` takes
 */
export function verdict({ say }, { paint }, findings, { isFixable } = { isFixable: true }) {
  if (findings.length === 0) return `${paint("ok", say.allWell)}\n`;
  const counts = countFindings(say, findings);
  const isOk = !hasError(findings);
  const fixable = isFixable ? findings.filter(({ fix }) => fix).length : 0;
  const line = paint(isOk ? "ok" : "error", isOk ? say.okBut(counts) : say.notOk(counts));
  return `${line}${fixable ? say.clauseBreak + say.fixable(fixable) : ""}\n`;
}

/** @param {readonly Finding[]} findings */
export const hasError = (findings) => findings.some(({ severity }) => severity === "error");

/**
 * Findings for programs: as the package gives them, but without the edits that may hold the token.
 *
 * @param {Context} context
 * @param {readonly Finding[]} findings
 * @param {ReturnType<typeof secretsOf>} [secrets]
 */
export function publicFindings({ values }, findings, secrets) {
  if (values["show-token"]) return findings;
  return findings.map((finding) => {
    const { fix, path } = finding;
    const isOpen =
      path.startsWith("/payExInfoStr") &&
      !secrets?.payExInfo.length &&
      fix?.edits.every(
        (edit) => !secrets?.form.some(({ start, end }) => edit.start < end && start < edit.end),
      );
    return fix && !isOpen ? { ...finding, fix: { label: fix.label } } : finding;
  });
}
