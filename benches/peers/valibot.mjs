// URLSearchParams, Buffer, JSON.parse, and valibot. Tried and slower: objects that keep what is unknown.

import * as v from "valibot";
import { formats } from "./formats.mjs";
import { checkOf, membersOf } from "./schema.mjs";
import { fits } from "./values.mjs";

/** @import { Field } from "./fields.mjs" */

/** @param {Field[]} fields @param {boolean} customs @returns {v.GenericSchema<any>} */
function objectOf(fields, customs) {
  const { shape, isOne } = membersOf(fields, customs, schemaOf, (schema) => v.optional(schema));
  const isObject = (/** @type {any} */ value) => !Array.isArray(value);
  // To valibot a list is an object too, but one that lacks what is required.
  const object = customs ? v.object(shape) : v.pipe(v.any(), v.check(isObject), v.object(shape));
  return isOne ? v.pipe(object, v.check(isOne)) : object;
}

/** @param {Field} field @param {boolean} customs @returns {v.GenericSchema<any>} */
function schemaOf(field, customs) {
  const isLoose = field.customs && !customs;
  const schema = bareSchemaOf(field, customs, isLoose);
  return isLoose || field.optional ? v.nullable(schema) : schema;
}

/** @param {Field} field @param {boolean} customs @param {boolean | undefined} isLoose @returns {v.GenericSchema<any>} */
function bareSchemaOf(
  { kind, max = Infinity, optional, codes = [], fields = [] },
  customs,
  isLoose,
) {
  if (kind === "object") return objectOf(fields, customs);
  if (kind === "list") {
    const list = v.array(objectOf(fields, customs));
    return isLoose ? list : v.pipe(list, v.minLength(1));
  }
  if (kind === "amount") return v.number();
  if (isLoose) return v.string();
  const isBlank = /** @type {(text: string) => boolean} */ (formats.blank);
  if (kind === "code") {
    if (!optional) return v.picklist(codes);
    const isCode = (/** @type {string} */ text) => codes.includes(text) || isBlank(text);
    return v.pipe(v.string(), v.check(isCode));
  }
  // One check and not two; what valibot counts itself are units of UTF-16, or of what looks like a character.
  const isWell = /** @type {(text: string) => boolean} */ (
    formats[optional ? `${kind}OrBlank` : kind]
  );
  return v.pipe(
    v.string(),
    v.check((text) => isWell(text) && fits(text, max)),
  );
}

export const check = checkOf(objectOf, (schema, value) => v.is(schema, value));
