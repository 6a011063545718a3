// URLSearchParams, Buffer, JSON.parse, and Ajv's standalone validator.

import { AJV, buildAjv } from "./ajv-build.mjs";
import { checkWith } from "./form.mjs";

/** Makes the validator, and the check that uses it. */
export async function ajvCheck() {
  await buildAjv();
  return checkWith((await import(AJV)).default);
}
