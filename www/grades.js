// Grades findings by who would reject the body because of them.

/**
 * The grades of findings, the gravest first:
 *
 * - `cbt`: CBT would refuse to sign
 * - `customs`: CBT would sign, but customs would reject
 * - `checker`: the body was not checked
 * - `warning`, `info`: nobody would reject the body
 */
export const GRADES = ["cbt", "customs", "checker", "warning", "info"];

/** The tone of each grade, which is its colour and its icon; and of `error`, the grade of an unusable reply. */
export const TONES = {
  error: "error",
  cbt: "error",
  customs: "warning",
  checker: "error",
  warning: "warning",
  info: "info",
};

/** Returns the grade of a finding from a check that takes customs rules as errors. */
export function gradeOf({ severity, cbtCode, code }) {
  if (severity !== "error") return severity;
  if (cbtCode) return "cbt";
  return code === "form.too-large" ? "checker" : "customs";
}

/** Returns whether a finding is about an empty or absent required field. */
export const isMissing = ({ code }) => code === "field.missing";

export const inGrade = (findings, grade) => findings.filter((finding) => finding.grade === grade);

/** Returns the verdict on a body with these findings: `refused` by CBT, `rejected` by customs, `unchecked` or `ok`. */
export function verdictOn(findings) {
  const has = (grade) => findings.some((finding) => finding.grade === grade);
  if (has("checker")) return "unchecked";
  if (has("cbt")) return "refused";
  return has("customs") ? "rejected" : "ok";
}
