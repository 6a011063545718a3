// Findings as a SARIF 2.1.0 log, which code hosts and editors read.

import { isAbsolute, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { readCatalogue } from "./catalogue.js";
import { versionOf } from "./package.js";
import { rangeOf, regionsIn } from "./region.js";

/** @import { Finding, Offsets, Severity } from "../../index.js" */
/** @import { Context } from "./main.js" */
/** @import { Reporter, Result } from "./reporters.js" */

/** @type {Record<Severity, string>} */
const LEVEL = { error: "error", warning: "warning", info: "note" };

/** @param {Context} context @returns {Reporter} */
export function sarifReporter({ lang, report }) {
  /** @type {object[]} */
  const results = [];
  /** @type {object[]} */
  const notifications = [];
  /** @type {Set<string>} */
  const codes = new Set();
  let isUnread = false;
  return {
    add(result) {
      if (result.isUnread) isUnread = true;
      if (result.error !== undefined)
        notifications.push({
          level: "error",
          message: { text: result.error },
          locations: [locationOf(result.file, lineOf(result))],
        });
      const regionOf = sarifRegionsIn(result);
      for (const finding of result.findings) {
        codes.add(finding.code);
        results.push(resultOf(result, finding, regionOf));
      }
    },
    end() {
      const rules = readCatalogue()
        .filter(({ code }) => codes.has(code))
        .map((entry) => ({
          id: entry.code,
          shortDescription: { text: entry[lang].message },
          help: { text: entry[lang].help },
          defaultConfiguration: { level: LEVEL[entry.severity] },
        }));
      const log = {
        version: "2.1.0",
        $schema: "https://json.schemastore.org/sarif-2.1.0.json",
        runs: [
          {
            tool: { driver: { name: "cbt179", version: versionOf(), rules } },
            columnKind: "utf16CodeUnits",
            invocations: [
              { executionSuccessful: !isUnread, toolExecutionNotifications: notifications },
            ],
            results,
          },
        ],
      };
      report.write(`${JSON.stringify(log, null, 2)}\n`);
    },
  };
}

/** @typedef {(range: Offsets) => object} RegionOf */

/** @param {Result} result @returns {RegionOf} */
function sarifRegionsIn({ text = "" }) {
  if (typeof text === "string") return regionsIn(text);
  // Columns are those of text.
  return ({ start, end }) => ({ byteOffset: start, byteLength: end - start });
}

/** @param {Result} result @param {Finding} finding @param {RegionOf} regionOf */
function resultOf(result, finding, regionOf) {
  const { code, severity, message, count, path } = finding;
  const range = rangeOf(result, finding);
  const fix = fixOf(result, finding, regionOf);
  return {
    ruleId: code,
    level: LEVEL[severity],
    message: { text: message },
    locations: [locationOf(result.file, range ? regionOf(range) : lineOf(result), path)],
    ...(count !== undefined && { occurrenceCount: count }),
    ...(fix && { fixes: [fix] }),
  };
}

/** The region of a line in JSON lines. @param {Result} result */
const lineOf = ({ line }) => (line === undefined ? undefined : { startLine: line });

/** @param {string} file @param {object | undefined} region @param {string} [path] */
const locationOf = (file, region, path) => ({
  physicalLocation: { artifactLocation: { uri: uriOf(file) }, ...(region && { region }) },
  ...(path && { logicalLocations: [{ fullyQualifiedName: path }] }),
});

/**
 * Returns a safe fix as replacements in the file. A fix of the JSON in a body has none, since the file has its Base64.
 *
 * @param {Result} result
 * @param {Finding} finding
 * @param {RegionOf} regionOf
 */
function fixOf({ file, line, layer }, { fix }, regionOf) {
  const isPlain = fix?.layer === layer && fix?.applicability === "safe" && line === undefined;
  if (!isPlain || fix.edits.length === 0) return undefined;
  const replacements = fix.edits.map((edit) => ({
    deletedRegion: regionOf(edit),
    insertedContent: { text: edit.text },
  }));
  return {
    description: { text: fix.label },
    artifactChanges: [{ artifactLocation: { uri: uriOf(file) }, replacements }],
  };
}

/** A relative path stays relative. @param {string} file */
function uriOf(file) {
  if (file === "-") return "stdin";
  if (isAbsolute(file)) return pathToFileURL(file).href;
  return file.split(sep).map(encodeURIComponent).join("/");
}
