// Finds the word that was probably meant, for "did you mean".

/**
 * Returns the candidate nearest to a misspelt word: one with at most a third of its letters wrong, or the only one that
 * begins with it.
 *
 * @param {string} word
 * @param {readonly string[]} candidates
 * @returns {string | undefined}
 */
export function nearest(word, candidates) {
  const typed = word.toLowerCase();
  const most = Math.max(1, Math.floor(typed.length / 3));
  const [best] = candidates
    .map((candidate) => ({ candidate, edits: distance(typed, candidate.toLowerCase()) }))
    .filter(({ edits }) => edits <= most && edits < typed.length)
    .sort((a, b) => a.edits - b.edits);
  if (best) return best.candidate;
  const longer = candidates.filter((candidate) => candidate.toLowerCase().startsWith(typed));
  return typed !== "" && longer.length === 1 ? longer[0] : undefined;
}

/**
 * The optimal string alignment distance: how many letters must be inserted, deleted, replaced, or swapped with the next.
 * `distance("jsno", "json")` is 1.
 *
 * @param {string} a
 * @param {string} b
 */
function distance(a, b) {
  /** @type {number[][]} */
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (/** @type {number} */ i, /** @type {number} */ j) => rows[i]?.[j] ?? Infinity;
  for (let i = 1; i <= a.length; i++) {
    rows[i] = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      const isSwapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      /** @type {number[]} */ (rows[i])[j] = Math.min(
        at(i - 1, j) + 1,
        at(i, j - 1) + 1,
        at(i - 1, j - 1) + (isSame ? 0 : 1),
        isSwapped ? at(i - 2, j - 2) + 1 : Infinity,
      );
    }
  }
  return at(a.length, b.length);
}
