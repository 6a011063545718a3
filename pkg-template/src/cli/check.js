// `cbt179 check`: one body or many, as files, as standard input, or as JSON lines.

import { decodeForm } from "../index.js";
import { checkEach } from "./each.js";
import { bodySource, hasError } from "./report.js";

/** @import { Context } from "./main.js" */

/** @param {Context} context */
export const check = (context) =>
  checkEach(context, { isFixable: true, summary: context.say.bodies }, ({ label, line, body }) => {
    const decoded = decodeForm(body, context.options);
    const { findings } = decoded;
    const name = { name: label, hasPosition: line === undefined };
    const source = bodySource(context, name, body, decoded);
    return { ok: !hasError(findings), findings, layer: "form", source };
  });
