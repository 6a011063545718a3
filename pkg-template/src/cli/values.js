// Formats the values of a message, one per line.

import { visible } from "./terminal.js";

/** @import { Context } from "./main.js" */

/**
 * Formats values with their names. Times also appear in China Standard Time.
 *
 * @param {Context["say"]} say
 * @param {object} values strings by their names; undefined ones are left out
 */
export function valueLines(say, values) {
  const shown = Object.entries(values).filter(([, value]) => value !== undefined);
  const width = Math.max(...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => {
    const time = chinaTime(value);
    return `  ${name.padEnd(width)}  ${visible(value)}${time && say.aside(time)}`;
  });
}

/** @param {string} text Unix milliseconds or RFC 3339; the result for anything else is empty */
function chinaTime(text) {
  const isTime = /^(\d{13}|\d{4}-\d\d-\d\dT[\d:.]+Z)$/.test(text);
  const millis = isTime ? Number(/^\d+$/.test(text) ? text : Date.parse(text)) : Number.NaN;
  if (Number.isNaN(millis)) return "";
  const time = new Date(millis + 8 * 3_600_000).toISOString();
  return `${time.slice(0, 10)} ${time.slice(11, 19)} +08:00`;
}
