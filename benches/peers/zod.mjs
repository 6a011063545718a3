// URLSearchParams, Buffer, JSON.parse, and zod. Tried and slower: objects that keep what is unknown.

import { z } from "zod";
import { E_DATA, PAY_EX_INFO } from "./fields.mjs";
import { checkWith } from "./form.mjs";
import { formats } from "./formats.mjs";
import { fits } from "./values.mjs";

/** @import { Field } from "./fields.mjs" */

/** @param {Field[]} fields @returns {z.ZodType} */
function objectOf(fields, customs = true) {
  /** @type {Record<string, z.ZodType>} */
  const shape = {};
  /** @type {[string, string][]} */
  const pairs = [];
  for (const { name, also, ...field } of fields) {
    const schema = schemaOf({ name, ...field }, customs);
    const isOptional = field.optional || (field.customs && !customs);
    shape[name] = isOptional || also ? schema.optional() : schema;
    if (!also) continue;
    shape[also] = schema.optional();
    pairs.push([name, also]);
  }
  const object = z.object(shape);
  if (pairs.length === 0) return object;
  const isThere = (/** @type {any} */ value, /** @type {string} */ name) =>
    value[name] !== undefined;
  return object.refine((value) =>
    pairs.every(([one, other]) => isThere(value, one) !== isThere(value, other)),
  );
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

const [eData, payExInfo, signed] = [
  objectOf(E_DATA),
  objectOf(PAY_EX_INFO),
  objectOf(PAY_EX_INFO, false),
].map((schema) => (/** @type {any} */ value) => schema.safeParse(value).success);

export const check = checkWith(/** @type {any} */ ({ eData, payExInfo, signed }));
