// Findings as workflow commands of GitHub Actions, which shows them beside the lines they are about.

import { rangeOf, regionsIn } from "./region.js";
import { visible } from "./terminal.js";

/** @import { Severity } from "../../index.js" */
/** @import { Context } from "./main.js" */
/** @import { Reporter } from "./reporters.js" */

/** @type {Record<Severity, string>} */
const COMMAND = { error: "error", warning: "warning", info: "notice" };

/** @param {Context} context @returns {Reporter} */
export function githubReporter({ say, report }) {
  return {
    add(result) {
      const { file, label, line, error, findings, source, text = "" } = result;
      const regionOf = regionsIn(text);
      const place = file === "-" ? {} : { file: file.replaceAll("\\", "/") };
      if (error !== undefined) {
        const message = result.isUnread ? error : `${label}: ${error}`;
        report.write(command("error", { ...place, line, title: "cbt179" }, message));
      }
      for (const finding of findings) {
        const { severity, code, message, help, fix } = finding;
        const range = rangeOf(result, finding);
        const { startLine = line, endLine, startColumn, endColumn } = range ? regionOf(range) : {};
        // GitHub takes columns of one line only.
        const columns = range && startLine === endLine ? { col: startColumn, endColumn } : {};
        const lines = [
          message,
          source && `--> ${source.place(finding)}`,
          help && `${say.help}: ${help}`,
          fix && `${fix.applicability === "unsafe" ? say.guess : say.fix}: ${fix.label}`,
        ];
        const properties = { ...place, line: startLine, endLine, ...columns, title: code };
        const shown = lines.flatMap((line) => (line ? [visible(line)] : []));
        report.write(command(COMMAND[severity], properties, shown.join("\n")));
      }
    },
    end() {},
  };
}

/**
 * @param {string} name
 * @param {Record<string, string | number | undefined>} properties
 * @param {string} message
 */
function command(name, properties, message) {
  const given = Object.entries(properties).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${escapeProperty(String(value))}`],
  );
  return `::${name} ${given.join(",")}::${escapeData(message)}\n`;
}

/** @param {string} text */
const escapeData = (text) =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

/** @param {string} text */
const escapeProperty = (text) => escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
