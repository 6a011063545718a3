// The verdicts of CBT and customs on a request, by the grades of its findings.

import { inGrade, isMissing, TONES } from "../grades.js";

/** Returns who would reject the request because of a finding: `cbt`, `customs`, or undefined for nobody. */
export const rejectedBy = ({ grade }) => (["cbt", "customs"].includes(grade) ? grade : undefined);

/** Returns the tone of a finding, which is its colour and its icon. */
export const toneOf = ({ grade }) => TONES[grade];

/** Counts the `missing` and the `wrong` fields for which CBT and customs would reject the request. */
export function verdictsOn(findings) {
  const split = (reasons) => ({
    missing: reasons.filter(isMissing).length,
    wrong: reasons.filter((finding) => !isMissing(finding)).length,
  });
  return { cbt: split(inGrade(findings, "cbt")), customs: split(inGrade(findings, "customs")) };
}
