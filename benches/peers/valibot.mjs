// URLSearchParams, Buffer, JSON.parse, and valibot. Tried and slower: objects that keep what is unknown.

import * as v from "valibot";
import { E_DATA, PAY_EX_INFO } from "./fields.mjs";
import { checkWith } from "./form.mjs";
import { formats } from "./formats.mjs";
import { fits } from "./values.mjs";

/** @import { Field } from "./fields.mjs" */

/** @param {Field[]} fields @returns {v.GenericSchema<any>} */
function objectOf(fields, customs = true) {
  /** @type {Record<string, v.GenericSchema<any>>} */
  const shape = {};
  /** @type {[string, string][]} */
  const pairs = [];
  for (const { name, also, ...field } of fields) {
    const schema = schemaOf({ name, ...field }, customs);
    const isOptional = field.optional || (field.customs && !customs);
    shape[name] = isOptional || also ? v.optional(schema) : schema;
    if (!also) continue;
    shape[also] = v.optional(schema);
    pairs.push([name, also]);
  }
  const isObject = (/** @type {any} */ value) => !Array.isArray(value);
  // To valibot a list is an object too, but one that lacks what is required.
  const object = customs ? v.object(shape) : v.pipe(v.any(), v.check(isObject), v.object(shape));
  if (pairs.length === 0) return object;
  const isThere = (/** @type {any} */ value, /** @type {string} */ name) =>
    value[name] !== undefined;
  const isOne = (/** @type {any} */ value) =>
    pairs.every(([one, other]) => isThere(value, one) !== isThere(value, other));
  return v.pipe(object, v.check(isOne));
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

const [eData, payExInfo, signed] = [
  objectOf(E_DATA),
  objectOf(PAY_EX_INFO),
  objectOf(PAY_EX_INFO, false),
].map((schema) => (/** @type {any} */ value) => v.is(schema, value));

export const check = checkWith(/** @type {any} */ ({ eData, payExInfo, signed }));
