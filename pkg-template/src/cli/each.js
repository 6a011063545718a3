// Checks each input of a command that takes several, and reports it.

import { itemsOf } from "./items.js";
import { suggestCommand } from "./kinds.js";
import { reporterOf } from "./reporters.js";

/** @import { Item } from "./items.js" */
/** @import { Context } from "./main.js" */
/** @import { Result } from "./reporters.js" */
/** @import { Look } from "./text-reporter.js" */

/** An input; `isMany` if there are several. @typedef {Item & { body: string | Uint8Array, isMany: boolean }} Input */

/**
 * @param {Context} context
 * @param {Look} look
 * @param {(input: Input) => Omit<Result, keyof Item | "text">} check
 */
export async function checkEach(context, look, check) {
  const { say, values, files } = context;
  const isMany = Boolean(values.jsonl) || files.length > 1;
  const reporter = reporterOf(context, { ...look, isMany });
  let [done, isWell] = [0, true];
  for await (const item of itemsOf(context)) {
    const { file, label, line, body } = item;
    if (isMany) await context.progress(() => say.progress(done, label));
    done++;
    if (item.isUnread) process.exitCode = 2;
    const result =
      body === undefined ? { ok: false, findings: [] } : check({ ...item, body, isMany });
    reporter.add({ ...item, text: body, ...result });
    if (result.ok) continue;
    isWell = false;
    if (body !== undefined && line === undefined) suggestCommand(context, file, body);
  }
  reporter.end();
  return isWell;
}
