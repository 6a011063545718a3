// Findings for which the core refuses some work.

/** Does the work; returns the findings for which the core refuses it, or none if the work is done. */
export function refusal(work) {
  try {
    work();
    return [];
  } catch (error) {
    if (!error.findings) throw error;
    return error.findings;
  }
}

/** Returns whether a finding is not among the `known` ones, whose paths may start at an inner object. */
export const isNew = (known) => (finding) =>
  !known.some(({ code, path }) => code === finding.code && finding.path.endsWith(path));
