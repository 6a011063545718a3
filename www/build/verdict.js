// What CBT and customs would do with a request that has these findings, graded as in `grades.js`.

import { inGrade, TONES } from "../grades.js";

/** Returns who would reject the request because of a finding: `cbt`, `customs` or nobody. */
export const rejectedBy = ({ grade }) => (["cbt", "customs"].includes(grade) ? grade : undefined);

/** The colour and the icon of a finding. */
export const toneOf = ({ grade }) => TONES[grade];

/** Whether a finding is about a required field that is empty. */
export const isMissing = ({ code }) => code === "field.missing";

/** Returns, for CBT and for customs, the `missing` and the `wrong` fields for which they would reject the request. */
export function verdictsOn(findings) {
  const split = (reasons) => ({
    missing: reasons.filter(isMissing).length,
    wrong: reasons.filter((finding) => !isMissing(finding)).length,
  });
  return { cbt: split(inGrade(findings, "cbt")), customs: split(inGrade(findings, "customs")) };
}
