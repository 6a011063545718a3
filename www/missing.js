// Inserts missing members into JSON objects, each with an empty value.

// JSON has no empty number, and 0 could pass for the sender's amount.
const EMPTY = { object: "{}", array: "[]", amount: "null" };

/**
 * Inserts the fields at these paths (JSON Pointers) at the ends of their objects, indented like the members before
 * them.
 *
 * `objectAt(path)` gives the range of an object, and `typeOf(path)` the type of a field. Skips objects that are not
 * found.
 */
export function withEmptyFields(text, paths, objectAt, typeOf) {
  const byObject = new Map();
  for (const path of paths) {
    const slash = path.lastIndexOf("/");
    const [parent, name] = [path.slice(0, slash), path.slice(slash + 1)];
    const field = `${JSON.stringify(name)}: ${EMPTY[typeOf(path)] ?? '""'}`;
    byObject.set(parent, [...(byObject.get(parent) ?? []), field]);
  }
  const edits = [...byObject].flatMap(([parent, fields]) => {
    const range = objectAt(parent);
    if (!range) return [];
    // The range of the whole text has the white space around it.
    const start = text.indexOf("{", range.start) + 1;
    const end = text.lastIndexOf("}", range.end - 1);
    const isObject = start > 0 && !text.slice(range.start, start - 1).trim();
    return isObject ? [{ start, end, fields }] : [];
  });
  // Start at the end, so that earlier offsets stay valid.
  for (const { start, end, fields } of edits.sort((a, b) => b.end - a.end)) {
    const inner = text.slice(start, end);
    const at = start + inner.trimEnd().length;
    const indent = inner.match(/\n[ \t]*(?=\S)/)?.[0] ?? "";
    const comma = inner.trim() ? "," : "";
    const inserted = comma + indent + fields.join(`,${indent || " "}`);
    text = text.slice(0, at) + inserted + text.slice(at);
  }
  return text;
}
