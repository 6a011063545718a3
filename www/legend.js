// Describes the fields of the interface, from the schema that the core makes of its table.

/** The names of the form's fields, by the names of the page's parts, which are those in a request. */
export const FIELDS = { eData: "EData", payExInfo: "payExInfoStr" };
/** The page's parts. */
export const PARTS = Object.keys(FIELDS);

/** Splits a path (a JSON Pointer) into names. */
export const namesIn = (path) =>
  path
    .slice(1)
    .split("/")
    .map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));

/** Converts a path in a body to the path in its request: `/EData/token` to `/eData/token`. */
export function inRequest(path) {
  const [root, form, ...rest] = path.split("/");
  return [root, PARTS.find((part) => FIELDS[part] === form) ?? form, ...rest].join("/");
}

/** Describes the field at a path of a body; returns undefined if the interface has no such field. */
export function fieldAt(schema, path) {
  const [form, ...names] = namesIn(path);
  let field = schema.properties[PARTS.find((part) => FIELDS[part] === form)];
  for (const name of names) {
    // An item is described by its list.
    if (/^\d+$/.test(name) && field?.items) field = { ...field, ...field.items };
    // A list may be written as its only item.
    else field = member(field?.items ?? field, name);
  }
  return field && told(field);
}

/** Returns a member of an object by its name, or by an alternative name in the document. */
function member(field, name) {
  const members = Object.entries(field?.properties ?? {});
  return members.find(([key, of]) => key === name || of["x-also"]?.includes(name))?.[1];
}

/** Describes a field of the schema, as the chain and the form show it. */
export function told(field) {
  const types = [field.type].flat();
  const choices = (field.oneOf ?? []).filter((option) => "const" in option);
  return {
    title: field.title,
    type: types.includes("object")
      ? "object"
      : types.includes("array")
        ? "array"
        : types.includes("number")
          ? "amount"
          : field.pattern
            ? "time"
            : "string",
    required: field["x-required"],
    max: field.maxLength,
    choices: choices.map((option) => ({ code: option.const, title: option.title })),
    isSecret: Boolean(field.writeOnly),
    authority: field["x-authority"],
    clause: field["x-clause"],
  };
}
