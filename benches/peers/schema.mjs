// What the peers with schemas make of the description in the same way, whatever the library.

import { E_DATA, PAY_EX_INFO } from "./fields.mjs";
import { checkWith } from "./form.mjs";

/** @import { Field } from "./fields.mjs" */

/**
 * The schemas of an object's members by name; and whether an object has one name of each pair that stands for the same,
 * where there are pairs.
 *
 * @template S
 * @param {Field[]} fields
 * @param {boolean} customs
 * @param {(field: Field, customs: boolean) => S} schemaOf
 * @param {(schema: S) => S} optional
 */
export function membersOf(fields, customs, schemaOf, optional) {
  /** @type {Record<string, S>} */
  const shape = {};
  /** @type {[string, string][]} */
  const pairs = [];
  for (const { name, also, ...field } of fields) {
    const schema = schemaOf({ name, ...field }, customs);
    const isOptional = field.optional || (field.customs && !customs);
    shape[name] = isOptional || also ? optional(schema) : schema;
    if (!also) continue;
    shape[also] = optional(schema);
    pairs.push([name, also]);
  }
  const isThere = (/** @type {any} */ value, /** @type {string} */ name) =>
    value[name] !== undefined;
  const isOne = (/** @type {any} */ value) =>
    pairs.every(([one, other]) => isThere(value, one) !== isThere(value, other));
  return { shape, isOne: pairs.length > 0 ? isOne : undefined };
}

/**
 * The check of a body with a library's schemas.
 *
 * @template S
 * @param {(fields: Field[], customs: boolean) => S} objectOf
 * @param {(schema: S, value: any) => boolean} accepts
 */
export function checkOf(objectOf, accepts) {
  const validate = (/** @type {Field[]} */ fields, customs = true) => {
    const schema = objectOf(fields, customs);
    return (/** @type {any} */ value) => accepts(schema, value);
  };
  return checkWith({
    eData: validate(E_DATA),
    payExInfo: validate(PAY_EX_INFO),
    signed: validate(PAY_EX_INFO, false),
  });
}
