// The kinds of strings as functions, by their names in fields.mjs: formats of Ajv, checks of zod and of valibot.

import { isTidy, isTime, saysSomething } from "./values.mjs";

const isBlank = (/** @type {string} */ text) => !saysSomething(text);

/** @type {Record<string, (text: string) => boolean>} */
export const formats = {
  text: isTidy,
  loose: saysSomething,
  verbatim: saysSomething,
  time: isTime,
  blank: isBlank,
  textOrBlank: (text) => isTidy(text) || isBlank(text),
  verbatimOrBlank: () => true,
};
