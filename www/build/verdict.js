// What CBT and customs would do with a request that has these findings.

/** Returns who rejects the request because of a finding of a check with customs rules as errors: `cbt`, `customs` or nobody. */
export const rejectedBy = ({ severity, cbtCode }) =>
  severity !== "error" ? undefined : cbtCode ? "cbt" : "customs";

/** The colour and the icon of a finding. */
export const toneOf = (finding) =>
  ({ cbt: "error", customs: "warning" })[rejectedBy(finding)] ?? finding.severity;

/** Whether a finding is about a required field that is empty. */
export const isMissing = ({ code }) => code === "field.missing";

/** Customs never see EData, and read payExInfoStr by all rules. */
const concernsCustoms = ({ severity, path }) =>
  severity === "error" && path.startsWith("/payExInfoStr");

/** Returns, for CBT and for customs, the `missing` and the `wrong` fields for which they would reject the request. */
export function verdictsOn(findings) {
  const split = (reasons) => ({
    missing: reasons.filter(isMissing).length,
    wrong: reasons.filter((finding) => !isMissing(finding)).length,
  });
  return {
    cbt: split(findings.filter((finding) => rejectedBy(finding) === "cbt")),
    customs: split(findings.filter(concernsCustoms)),
  };
}
