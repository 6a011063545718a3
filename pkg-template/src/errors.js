// The two kinds of error that are not the caller's wrong types.

/** @import { Findings } from "../index.js" */

// A large request can have thousands of errors; the message shows the first few.
const SHOWN = 5;

export class CheckError extends Error {
  /** @type {"CBT179_CHECK"} */
  code = "CBT179_CHECK";

  /** @param {Findings} findings */
  constructor(findings) {
    const errors = findings.filter((finding) => finding.severity === "error");
    const lines = errors
      .slice(0, SHOWN)
      .map(({ path, message }) => (path ? `${path}: ${message}` : message));
    if (errors.length > SHOWN) lines.push(`… +${errors.length - SHOWN}`);
    super(lines.join("\n"));
    this.findings = findings;
  }
}
CheckError.prototype.name = "CheckError";

export class InternalError extends Error {
  /** @type {"CBT179_INTERNAL"} */
  code = "CBT179_INTERNAL";

  /** @param {unknown} cause */
  constructor(cause) {
    super(
      `cbt179 failed inside (${cause}); the next call starts afresh. Unless WebAssembly is forbidden here, please report it`,
      { cause },
    );
  }
}
InternalError.prototype.name = "InternalError";

/**
 * Names the type of a value, for a message.
 *
 * @param {unknown} value
 */
export function typeName(value) {
  if (value === null || value === undefined) return String(value);
  // "[object DataView]" tells more than "object".
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}
