// The fast way of buildForm: the values of a request in the order of the interface's table, so that no JSON text is made on
// this side. What JSON.stringify would not take as it is, or the table does not know, goes the plain way.

import { writeUtf8 } from "./text.js";

/** @import { GivenOption, Instance } from "./core.js" */

/** @typedef {[name: string, kind: "text" | "amount" | "object" | "list", inner?: Field[]]} Field */

/** A value that is not there, as its size says it. */
const ABSENT = 0xffff_ffff;

/**
 * Texts as they are, and of each list how many items it has, in the order of the table; undefined where anything is odd. A
 * getter is asked once here, and once more by JSON.stringify where it goes the plain way.
 *
 * @param {object} request
 * @param {Field[]} table
 * @returns {(string | number)[] | undefined}
 */
export function valuesOf(request, table) {
  const { eData, payExInfo, ...others } = /** @type {any} */ (request);
  // What every object has, if there is such a thing, is seen here too.
  for (const _ in others) return undefined;
  /** @type {(string | number)[]} */
  const values = [];
  const [[, , eDataFields], [, , payExInfoFields]] = /** @type {any} */ (table);
  const isPlain =
    addObject(eData, eDataFields, values) && addObject(payExInfo, payExInfoFields, values);
  return isPlain ? values : undefined;
}

/**
 * @param {unknown} object
 * @param {Field[]} fields
 * @param {(string | number)[]} values
 * @returns {boolean} whether it was plain
 */
function addObject(object, fields, values) {
  if (typeof object !== "object" || object === null) return false;
  if (Object.getPrototypeOf(object) !== Object.prototype || hasToJson(object)) return false;
  const found = new Array(fields.length);
  let next = 0;
  for (const key in object) {
    // Most have their keys in the order of the table.
    let index = next;
    if (fields[index]?.[0] !== key) index = fields.findIndex((field) => field[0] === key);
    if (index < 0) return false;
    found[index] = /** @type {any} */ (object)[key];
    next = index + 1;
  }
  for (let index = 0; index < fields.length; index++) {
    const value = found[index];
    const [, kind, inner] = /** @type {Field} */ (fields[index]);
    if (inner) {
      const add = kind === "object" ? addObject : addList;
      if (!add(value, inner, values)) return false;
    } else if (typeof value === "string") {
      values.push(value);
    } else if (value === undefined) {
      values.push(ABSENT);
    } else if (kind === "amount" && typeof value === "number") {
      values.push(String(value));
    } else {
      return false;
    }
  }
  return true;
}

/**
 * @param {unknown} list
 * @param {Field[]} fields
 * @param {(string | number)[]} values
 * @returns {boolean} whether it was plain
 */
function addList(list, fields, values) {
  if (!Array.isArray(list) || hasToJson(list)) return false;
  // Once, as a getter within may make the list longer.
  const { length } = list;
  values.push(length);
  for (let index = 0; index < length; index++)
    if (!addObject(list[index], fields, values)) return false;
  return true;
}

/**
 * Whether an object, or what it inherits from, has a say in what JSON is made of it.
 *
 * @param {object} object
 */
function hasToJson(object) {
  return /** @type {any} */ (object).toJSON !== undefined;
}

/**
 * Builds the body of a request from its values. Returns the length of their texts, or undefined if
 * it was not built.
 *
 * @param {Instance} instance
 * @param {(string | number)[]} values
 * @param {GivenOption[]} options
 */
function buildBody(instance, values, options) {
  const { core } = instance;
  const cap = instance.use(options);
  let units = 0;
  for (const value of values) if (typeof value === "string") units += value.length;
  if (units > cap) return undefined;
  const start = core.sizes(values.length);
  // Each UTF-16 unit takes three bytes at most.
  const memory = instance.reserve(units * 3);
  const sizes = new Uint32Array(memory.buffer, start, values.length);
  let end = 0;
  for (const [index, value] of values.entries()) {
    if (typeof value === "string") {
      const before = end;
      end = writeUtf8(value, memory, end);
      sizes[index] = end - before;
    } else {
      sizes[index] = value;
    }
  }
  return core.buildValues(end) ? end : undefined;
}

/**
 * Builds the body of a request from its values, and returns the report on it; undefined if only the
 * full path can.
 *
 * @param {Instance} instance
 * @param {(string | number)[]} values
 * @param {GivenOption[]} options
 */
export function buildValues(instance, values, options) {
  const end = buildBody(instance, values, options);
  if (end === undefined) return undefined;
  const { core } = instance;
  const isClean = core.isBuiltClean();
  if (!isClean && !core.reportOnBuilt(end)) return undefined;
  return isClean ? { ok: true, findings: [] } : instance.answer();
}

/**
 * Returns what {@link buildValues} built, with the findings.
 *
 * @param {Instance} instance
 * @param {any[]} findings
 */
export function built(instance, findings) {
  const { core } = instance;
  core.bodyOfBuilt();
  const body = instance.text(false);
  const eData = instance.text(core.textOfBuilt(0));
  const payExInfo = instance.text(core.textOfBuilt(1));
  return { body, eData, payExInfo, findings };
}
