// Groups the missing fields of an object, and findings without a fix at the same field of several orders. The core
// merges all other repeats.

import { GRADES, isMissing } from "./grades.js";

// More than anyone reads at once, but few enough to draw at each keystroke.
const MOST = 100;

/**
 * Returns the groups, the gravest first, each with its first finding and the others, and the number of groups left out.
 *
 * A group of missing fields has `missing`: the findings' ids, the names, and the path of the objects that lack them.
 */
export function groupsOf(findings) {
  const groups = new Map();
  for (const finding of findings) {
    const path = isMissing(finding) ? parentOf(finding.path) : finding.path;
    const field = inAny(path) || finding.message;
    const key = [finding.grade, finding.code, field, finding.fix && finding.id].join(" ");
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  // The grade of an unusable reply is not among them, and so the first.
  const rank = ([, [first]]) => GRADES.indexOf(first.grade);
  const sorted = [...groups].sort((a, b) => rank(a) - rank(b));
  return {
    groups: sorted.slice(0, MOST).map(([key, [first, ...others]]) => ({
      key,
      first,
      others: others.slice(0, MOST),
      more: Math.max(0, others.length - MOST),
      missing: isMissing(first) ? lackOf([first, ...others]) : undefined,
    })),
    more: Math.max(0, sorted.length - MOST),
  };
}

const parentOf = (path) => path.slice(0, path.lastIndexOf("/"));

/** Returns a path in any item of its lists: with a star for each index. */
const inAny = (path) => path.replace(/\/\d+(?=\/|$)/g, "/*");

function lackOf(findings) {
  const paths = findings.map(({ path }) => path);
  const [parent, ...others] = new Set(paths.map(parentOf));
  return {
    ids: findings.map(({ id }) => id),
    names: [...new Set(paths.map((path) => path.slice(parentOf(path).length + 1)))],
    path: others.length ? inAny(parent) : parent,
  };
}
