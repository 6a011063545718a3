// Findings as people read them, as rustc and ruff show theirs.

import { drawExcerpt } from "./excerpt.js";
import { covered, coveredBody } from "./secret.js";
import { visible } from "./terminal.js";

/** @import { DecodedForm, Finding, Range } from "../../index.js" */
/** @import { Context } from "./main.js" */
/** @import { Excerpt } from "./excerpt.js" */
/** @import { Terminal } from "./terminal.js" */

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
 * @returns {Source}
 */
export function bodySource(context, { name, hasPosition }, body, decoded) {
  const { say } = context;
  const isBytes = typeof body !== "string";
  // Most bodies have no finding to show.
  const texts = once(() => coveredBody(context, body, decoded));
  return {
    place({ path, at: { form, json } }) {
      const position = form && hasPosition ? `:${form.line}:${form.column}` : "";
      const where = [
        json && say.in.json(json.line, json.column),
        form && say.in.form(form.start, form.end),
      ].filter((text) => text !== undefined);
      const about = path || say.wholeBody;
      return `${name}${position}: ${about}${where.length ? say.aside(where.join(say.in.and)) : ""}`;
    },
    excerpt({ code, path, at }) {
      const { form, eData, payExInfo } = texts();
      if (at.json && !OF_FORM.test(code))
        return excerptOf(path.startsWith("/EData") ? eData : payExInfo, at.json, isBytes);
      return at.form && { ...excerptOf(form, at.form, false), isBytes };
    },
  };
}

/**
 * Returns a text of one layer as a source: JSON, such as a reply or a text to sign; or customs' request, a form.
 *
 * @param {Context} context
 * @param {string} name
 * @param {string | Uint8Array} given
 * @param {object} [more]
 * @param {object | string | Uint8Array | undefined} [more.request] the one that the text belongs to, if it is known
 * @param {boolean} [more.isBytes] whether findings count bytes
 * @param {boolean} [more.isInForm] whether the text was decoded from a form in the file
 * @param {"form" | "json"} [more.layer] which ranges of a finding count in the text
 * @returns {Source}
 */
export function textSource(
  context,
  name,
  given,
  { request, isBytes = typeof given !== "string", isInForm = false, layer = "json" } = {},
) {
  const { say } = context;
  const text = once(() => {
    const counted = isBytes && typeof given === "string" ? Buffer.from(given) : given;
    const shown = covered(context, counted, request);
    return typeof shown === "string" ? shown : new TextDecoder().decode(shown);
  });
  return {
    place({ path, at: { [layer]: at } }) {
      const position = at && !isInForm ? `:${at.line}:${at.column}` : "";
      const aside = at && isInForm ? say.aside(say.in.json(at.line, at.column)) : "";
      return `${name}${position}${path && `: ${path}`}${aside}`;
    },
    excerpt: ({ at: { [layer]: at } }) => at && excerptOf(text(), at, isBytes),
  };
}

/** Makes a value when it is first asked for. @template T @param {() => T} make */
function once(make) {
  /** @type {T | undefined} */
  let made;
  return () => {
    made ??= make();
    return made;
  };
}

/**
 * @param {string} text
 * @param {Range} range
 * @param {boolean} isBytes whether the range counts bytes of the text in UTF-8
 * @returns {Excerpt}
 */
function excerptOf(text, { start, end, line }, isBytes) {
  if (!isBytes) return { text, start, end, line };
  const bytes = Buffer.from(text);
  const first = bytes.toString("utf8", 0, start).length;
  return { text, start: first, end: first + bytes.toString("utf8", start, end).length, line };
}

/**
 * The findings, each with its source, and an empty line after each.
 *
 * @param {Context} context
 * @param {Terminal} terminal
 * @param {readonly Finding[]} findings
 * @param {(finding: Finding) => Source} sourceOf
 */
export function drawFindings({ say }, terminal, findings, sourceOf) {
  const { paint } = terminal;
  const blocks = findings.map((finding) => {
    const { severity, code, message, help, clause, count, fix } = finding;
    const source = sourceOf(finding);
    const excerpt = source.excerpt(finding);
    const margin = " ".repeat(String(excerpt?.line ?? 1).length);
    const note = (/** @type {string} */ word, /** @type {string | undefined} */ text) =>
      drawNote(say, terminal, margin, word, text);
    const lines = excerpt ? drawExcerpt(excerpt, severity, terminal, margin) : [];
    return [
      `${paint(severity, `${say.severity[severity]}[${code}]`)}${paint("bold", `${say.colon}${visible(message)}`)}`,
      `${margin}${paint("gutter", "-->")} ${visible(source.place(finding))}`,
      ...lines,
      ...(lines.length ? [`${margin} ${paint("gutter", "|")}`] : []),
      ...note(say.found, count === undefined ? count : say.times(count)),
      ...note(say.help, help),
      ...note(say.clause, clause),
      ...note(fix?.applicability === "unsafe" ? say.guess : say.fix, fix?.label),
      "",
    ].join("\n");
  });
  return blocks.map((block) => `${block}\n`).join("");
}

/**
 * Formats a note about a finding; none if there is no text.
 *
 * @param {Context["say"]} say
 * @param {Terminal} terminal
 * @param {string} margin
 * @param {string} word
 * @param {string | undefined} text
 */
export function drawNote({ colon }, { paint }, margin, word, text) {
  return text
    ? [`${margin} ${paint("gutter", "=")} ${paint("bold", word + colon)}${visible(text)}`]
    : [];
}

/**
 * How many findings there are of each severity.
 *
 * @param {Context["say"]} say
 * @param {readonly Pick<Finding, "severity">[]} findings
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
 * How many findings `cbt179 fix` can fix, with the words before it; empty if none.
 *
 * @param {Context["say"]} say
 * @param {readonly Pick<Finding, "fix">[]} findings
 */
export function countFixable(say, findings) {
  const fixable = findings.filter(({ fix }) => fix);
  const safe = fixable.filter(({ fix }) => fix?.applicability === "safe").length;
  return fixable.length ? say.clauseBreak + say.fixable(safe, fixable.length - safe) : "";
}

/**
 * The verdict in one line.
 *
 * @param {Context} context
 * @param {Terminal} terminal
 * @param {readonly Pick<Finding, "severity" | "fix">[]} findings
 * @param {{ isFixable: boolean }} what whether it is a form body, which `cbt179 fix` takes
 */
export function verdict({ say }, { paint }, findings, { isFixable } = { isFixable: true }) {
  if (findings.length === 0) return `${paint("ok", say.allWell)}\n`;
  const counts = countFindings(say, findings);
  const isOk = !hasError(findings);
  const line = paint(isOk ? "ok" : "error", isOk ? say.okBut(counts) : say.notOk(counts));
  return `${line}${isFixable ? countFixable(say, findings) : ""}\n`;
}

/**
 * Writes the findings about anything but a form body, and the verdict on it if there are any.
 *
 * @param {Context} context
 * @param {readonly Finding[]} findings
 * @param {(finding: Finding) => Source} sourceOf
 */
export function writeFindings(context, findings, sourceOf) {
  const { report } = context;
  report.write(drawFindings(context, report, findings, sourceOf));
  if (findings.length > 0) report.write(verdict(context, report, findings, { isFixable: false }));
}

/** @param {readonly Pick<Finding, "severity">[]} findings */
export const hasError = (findings) => findings.some(({ severity }) => severity === "error");
