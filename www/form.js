// The form body, as far as the page must take it apart itself: to put in one field's new value and leave all else in it
// as the person has it.

const nameOf = (field) => decodeName(field.split("=", 1)[0]).toLowerCase();

function decodeName(name) {
  // As the platform reads forms, and it never throws.
  return new URLSearchParams(`${name}=`).keys().next().value ?? "";
}

/** A field's value as it stands in the body, still encoded; undefined where there is no such field. */
export function fieldValue(body, name) {
  const field = body.split("&").find((field) => nameOf(field) === name.toLowerCase());
  return field?.slice(field.split("=", 1)[0].length + 1);
}

/** The body with another value in a field. A field that it lacks is put where the document has it: EData first. */
export function withField(body, name, value) {
  const fields = body === "" ? [] : body.split("&");
  const at = fields.findIndex((field) => nameOf(field) === name.toLowerCase());
  if (at >= 0) fields[at] = `${fields[at].split("=", 1)[0]}=${value}`;
  else if (name === "EData") fields.unshift(`${name}=${value}`);
  else fields.push(`${name}=${value}`);
  return fields.join("&");
}
