// URLSearchParams, Buffer, JSON.parse, and zod. Tried and slower: objects that keep what is unknown.

import { z } from "zod";
import { formats } from "./formats.mjs";
import { checkOf, membersOf } from "./schema.mjs";
import { fits } from "./values.mjs";

/** @import { Field } from "./fields.mjs" */

/** @param {Field[]} fields @param {boolean} customs @returns {z.ZodType} */
function objectOf(fields, customs) {
  const { shape, isOne } = membersOf(fields, customs, schemaOf, (schema) => schema.optional());
  const object = z.object(shape);
  return isOne ? object.refine(isOne) : object;
}

/** @param {Field} field @param {boolean} customs @returns {z.ZodType} */
function schemaOf(field, customs) {
  const isLoose = field.customs && !customs;
  const schema = bareSchemaOf(field, customs, isLoose);
  return isLoose || field.optional ? schema.nullable() : schema;
}

/** @param {Field} field @param {boolean} customs @param {boolean | undefined} isLoose @returns {z.ZodType} */
function bareSchemaOf(
  { kind, max = Infinity, optional, codes = [], fields = [] },
  customs,
  isLoose,
) {
  if (kind === "object") return objectOf(fields, customs);
  if (kind === "list") {
    const list = z.array(objectOf(fields, customs));
    return isLoose ? list : list.min(1);
  }
  if (kind === "amount") return z.number();
  if (isLoose) return z.string();
  const isBlank = formats.blank;
  if (kind === "code") {
    if (!optional) return z.enum(codes);
    return z.string().refine((text) => codes.includes(text) || isBlank?.(text));
  }
  // One check and not two; zod's own max counts units of UTF-16.
  const isWell = formats[optional ? `${kind}OrBlank` : kind];
  return z.string().refine((text) => isWell?.(text) && fits(text, max));
}

export const check = checkOf(objectOf, (schema, value) => schema.safeParse(value).success);
