// Findings of one kind at one path (or at the same place in every list entry) are told once, with all their places.

// More than anyone reads at once, and few enough to draw at every keystroke.
const MOST = 100;

/** The gravest first. */
export const SEVERITIES = ["error", "warning", "info"];

/** The groups, the gravest first; how many more there are; each with its first finding and the others. */
export function groupsOf(findings) {
  const groups = new Map();
  for (const finding of findings) {
    const where = finding.path.replace(/\/\d+(?=\/|$)/g, "/*") || finding.message;
    const key = [finding.severity, finding.code, where].join(" ");
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  const rank = ([, [first]]) => SEVERITIES.indexOf(first.severity);
  const sorted = [...groups].sort((a, b) => rank(a) - rank(b));
  return {
    groups: sorted.slice(0, MOST).map(([key, [first, ...others]]) => ({
      key,
      first,
      others: others.slice(0, MOST),
      more: Math.max(0, others.length - MOST),
      fixes: [first, ...others].filter(({ fix }) => fix).map(({ id }) => id),
    })),
    more: Math.max(0, sorted.length - MOST),
  };
}
