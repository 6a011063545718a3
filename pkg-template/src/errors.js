// The package's errors, other than a TypeError about an argument.

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

export class NotReadyError extends Error {
  /** @type {"CBT179_NOT_READY"} */
  code = "CBT179_NOT_READY";

  /**
   * @param {string} message
   * @param {unknown} cause
   */
  constructor(message, cause) {
    super(`${message} (${cause})`, { cause });
  }
}
NotReadyError.prototype.name = "NotReadyError";

export class InternalError extends Error {
  /** @type {"CBT179_INTERNAL"} */
  code = "CBT179_INTERNAL";

  /** @param {unknown} cause */
  constructor(cause) {
    super(`internal error in cbt179 (please report it); you can call it again (${cause})`, {
      cause,
    });
  }
}
InternalError.prototype.name = "InternalError";
