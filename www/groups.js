// Findings without a fix that repeat at the same field of several orders are listed as one group. The core itself merges all
// other repeats.

// More than anyone reads at once, and few enough to draw at every keystroke.
const MOST = 100;

/** The most severe first. */
export const SEVERITIES = ["error", "warning", "info"];

/** Returns the groups, the most severe first, each with its first finding and the others, and how many more there are. */
export function groupsOf(findings) {
  const groups = new Map();
  for (const finding of findings) {
    const field = finding.path.replace(/\/\d+(?=\/|$)/g, "/*") || finding.message;
    const key = [finding.severity, finding.code, field, finding.fix && finding.id].join(" ");
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
    })),
    more: Math.max(0, sorted.length - MOST),
  };
}
