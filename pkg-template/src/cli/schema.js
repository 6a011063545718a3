// `cbt179 schema`: the JSON Schema of a signing request.

import { schema as schemaOf } from "../index.js";

/** @import { Context } from "./main.js" */

/** @param {Context} context */
export async function schema({ values, options, stdout }) {
  const { target } = values;
  const wanted = {
    locale: options.locale,
    ...(target && { target }),
    ...(values["no-annotations"] && { annotations: false }),
  };
  stdout(`${JSON.stringify(schemaOf(wanted), null, 2)}\n`);
  return true;
}
