// Makes the validator of Ajv, standalone: a program without Ajv, in target/bench/ajv.mjs.

import { createRequire } from "node:module";
import { join } from "node:path";
import { _, Ajv } from "ajv";
import { build } from "esbuild";
import { root } from "../bodies.mjs";
import { E_DATA, PAY_EX_INFO } from "./fields.mjs";
import { formats } from "./formats.mjs";
import { fits } from "./values.mjs";

/** @import { Field } from "./fields.mjs" */

/** A module of CommonJS, whose default export Node and TypeScript see in two ways. @type {typeof import("ajv/dist/standalone/index.js").default} */
const standalone = createRequire(import.meta.url)("ajv/dist/standalone/index.js").default;

export const AJV = join(root, "target/bench/ajv.mjs");

/** @param {Field[]} fields @returns {any} */
function objectOf(fields, customs = true) {
  /** @type {Record<string, any>} */
  const properties = {};
  const required = [];
  const spellings = [];
  for (const field of fields) {
    properties[field.name] = schemaOf(field, customs);
    const isOptional = field.optional || (field.customs && !customs);
    if (field.also) {
      properties[field.also] = properties[field.name];
      spellings.push({ oneOf: [field.name, field.also].map((name) => ({ required: [name] })) });
    } else if (!isOptional) required.push(field.name);
  }
  return {
    type: "object",
    properties,
    ...(required.length && { required }),
    ...(spellings.length && { allOf: spellings }),
  };
}

/** @param {Field} field @param {boolean} customs @returns {any} */
function schemaOf(field, customs) {
  const { kind, max, optional, codes = [], fields = [] } = field;
  const isLoose = field.customs && !customs;
  const nullable = isLoose || optional;
  const type = (/** @type {string} */ type) => ({ type, ...(nullable && { nullable }) });
  switch (kind) {
    case "object":
      return { ...type("object"), ...objectOf(fields, customs) };
    case "list":
      return {
        ...type("array"),
        items: objectOf(fields, customs),
        ...(!isLoose && { minItems: 1 }),
      };
    case "amount":
      return type("number");
  }
  if (isLoose) return type("string");
  if (kind === "code") {
    const some = { ...type("string"), enum: nullable ? [...codes, null] : codes };
    return optional ? { anyOf: [some, { type: "string", format: "blank" }] } : some;
  }
  // (Ajv's own maxLength counts the characters of every string: then it judges twenty times as long.)
  return {
    ...type("string"),
    ...(max && { chars: max }),
    format: optional ? `${kind}OrBlank` : kind,
  };
}

/** Writes the file. */
export async function buildAjv() {
  const ajv = new Ajv({
    formats,
    messages: false,
    strictTypes: false,
    strictRequired: false,
    code: { source: true, optimize: 2, formats: _`require("./formats.mjs").formats` },
  });
  ajv.addKeyword({
    keyword: "chars",
    type: "string",
    schemaType: "number",
    code(cxt) {
      const { gen, data, schema } = cxt;
      const code = _`require("./values.mjs").fits`;
      const counts = gen.scopeValue("func", { ref: fits, code });
      cxt.fail(_`${data}.length > ${schema} && !${counts}(${data}, ${schema})`);
    },
  });
  ajv.addSchema(objectOf(E_DATA), "eData");
  ajv.addSchema(objectOf(PAY_EX_INFO), "payExInfo");
  ajv.addSchema(objectOf(PAY_EX_INFO, false), "signed");
  const names = { eData: "eData", payExInfo: "payExInfo", signed: "signed" };
  const contents = standalone(ajv, names);
  await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    format: "esm",
    platform: "node",
    outfile: AJV,
    logLevel: "warning",
  });
}
