// biome-ignore-all format: a table, most often one case a line
// Mistakes of real programs in the text in a field. See ../cases.mjs for the form of a line.
import { at, cleanText, E, G0, H, json, L, O, P, put, SAME, SWAPPED, text, value } from "../tools.mjs";

const UNSAFE = { fix: "unsafe" };

// ---------------------------------------------------------------------------------------------------------------------
// JSON within a string, with faults in it. Its text has marks, which stay when it becomes a string.

/** Puts a JSON text into a string, as a program that serialises twice does. */
const twice = (text) => `⟦${JSON.stringify(text)}⟧`;
/** Replaces several pieces of a JSON text. */
const changed = (text, ...pieces) => pieces.reduce((text, [from, to]) => put(text, from, to), text);
const jsonOf = (path) => JSON.stringify(at(path));
const QUOTED = "E:field.quoted-json";

const HEAD_FAULTS = [
  ['"totalAmount":100.1', '"totalAmount":⟦"100.10"⟧'],
  ['"currency":"142"', '"currency":⟦"CNY"⟧'],
  ['"payTransactionId":"2018080110835"', '"payTransactionId":⟦2018080110835⟧'],
  ['"payType":', '⟦"paytype"⟧:'],
];
json([QUOTED, "E:field.type", "E:amount.string", "W:currency.iso", "W:field.misspelt"], [H, `${H}/payTransactionId`, `${H}/totalAmount`, `${H}/currency`, `${H}/paytype`], "the head is a string of JSON, with four more faults", jsonOf(H), twice(changed(jsonOf(H), ...HEAD_FAULTS)), SAME);
json([QUOTED, "E:field.not-a-list"], [L, L], "the list of orders is a string, with one order in it", jsonOf(L), twice(`⟦${jsonOf(O)}⟧`), SAME, { fixes: ["safe", "unsafe"], safely: put(cleanText("payExInfo"), jsonOf(L), jsonOf(O)), leftSafely: ["field.not-a-list"] });
text([QUOTED, "E:time.format", "E:field.misspelt", "E:field.type"], [E, `${E}/commitTime`, `${E}/cuscode`, `${E}/serialNumber`], "EData was turned into JSON twice, with three more faults", twice(changed(cleanText("eData"), ['"20119182839304"', "⟦20119182839304⟧"], ['"20260115092811"', '⟦"2026-01-15 09:28:11"⟧'], ['"cusCode"', '⟦"cuscode"⟧'])), cleanText("eData"), SWAPPED);
text([QUOTED, QUOTED, "E:field.type", "W:currency.iso"], [P, H, `${O}/recpCode`, `${H}/currency`], "payExInfoStr and its head were turned into JSON twice, with two more faults", twice(changed(cleanText("payExInfo"), [jsonOf(H), twice(put(jsonOf(H), '"142"', '⟦"RMB"⟧'))], ['"1105910159"', "⟦1105910159⟧"])), cleanText("payExInfo"), { order: [0, 1, 3, 2] });
json([QUOTED, "E:json.quotes"], [H, `${H}/currency`], "the head is a string of a Python dict", jsonOf(H), twice(put(jsonOf(H), '"142"', "⟦'142'⟧")), SAME);
