// The interface as the peers know it: one description, of which the schemas of Ajv, zod and valibot are made, so that
// all of them ask for the same. It is the peers' own, as a user of theirs would have to write it.

/**
 * - `text`: a string without blanks at its ends; `loose`: one where they are no more than a warning
 * - `verbatim`: a string, taken as it comes
 * - `time`: 14 digits that name a time
 * - `code`: one of `codes`
 * - `amount`: a number; how it is spelled is looked at in the JSON text, where no schema can see it
 * - `object`, `list`: of `fields`
 *
 * @typedef {object} Field
 * @property {string} name
 * @property {"text" | "loose" | "verbatim" | "time" | "code" | "amount" | "object" | "list"} kind
 * @property {number} [max] the most characters (Unicode code points)
 * @property {boolean} [optional]
 * @property {boolean} [customs] a rule of customs', which `customsRules: "off"` takes away, all but the type
 * @property {string} [also] another spelling, of which only one may be there
 * @property {string[]} [codes]
 * @property {Field[]} [fields]
 */

/** @type {(name: string, kind: Field["kind"], rest?: Partial<Field>) => Field} */
const cbt = (name, kind, rest) => ({ name, kind, ...rest });
/** @type {typeof cbt} */
const customs = (name, kind, rest) => ({ name, kind, customs: true, ...rest });

/** @type {Field[]} */
export const E_DATA = [
  cbt("version", "code", { codes: ["1.0"] }),
  cbt("commitTime", "time"),
  cbt("cusName", "loose", { max: 60, also: "coName" }),
  cbt("cusCode", "loose", { max: 18, also: "coCode" }),
  cbt("serialNumber", "loose", { max: 32 }),
  cbt("token", "loose", { max: 32, also: "Token" }),
];

/** @type {Field[]} */
const GOODS = [customs("gname", "text", { max: 250 }), customs("itemLink", "text", { max: 3000 })];

/** @type {Field[]} */
const ORDER = [
  customs("orderNo", "text", { max: 60 }),
  customs("goodsInfo", "list", { fields: GOODS }),
  customs("recpAccount", "text", { max: 60 }),
  customs("recpCode", "text", { max: 18, optional: true }),
  customs("recpName", "text", { max: 100 }),
];

/** @type {Field[]} */
const HEAD = [
  customs("guid", "text", { max: 36 }),
  customs("initalRequest", "verbatim", { max: 8000 }),
  customs("initalResponse", "verbatim", { max: 8000 }),
  customs("ebpCode", "text", { max: 18 }),
  customs("payCode", "text", { max: 18 }),
  customs("payTransactionId", "text", { max: 60 }),
  customs("totalAmount", "amount"),
  // Customs' own codes; but with their rules as errors, all but that of the yuan are refused.
  customs("currency", "code", { codes: ["142"] }),
  customs("verDept", "code", { codes: ["1", "2", "3"] }),
  customs("payType", "code", { codes: ["1", "2", "3", "4"], optional: true }),
  customs("tradingTime", "time"),
  customs("note", "verbatim", { max: 1000, optional: true }),
];

/** @type {Field[]} */
export const PAY_EX_INFO = [
  cbt("sessionID", "loose"),
  cbt("payExchangeInfoHead", "object", { fields: HEAD }),
  cbt("payExchangeInfoLists", "list", { fields: ORDER, also: "payExchangeInfoList" }),
];

/** The most characters of Base64 that payExInfoStr may have. */
export const MOST_BASE64 = 2_097_152;

/** The most bytes of a body that are read at all. */
export const MOST_BYTES = 8 * 1024 * 1024;

/**
 * What a peer on JSON.parse is excused from: it can't see it without reading the text a second time, which would make it
 * slower. So it may say "ok" where one of these is found. (The cheapest sound way to see doubled keys that was found is to
 * count quotes before a colon with a regular expression, and to compare with the keys of what was parsed: that alone takes
 * longer than all the rest of the fastest peer.) The others are no rules of the interface: they are signs that a text is not
 * the value which was meant.
 */
export const EXCUSED = [
  "json.duplicate-key",
  "json.too-deep",
  "field.character",
  "field.digits-lost",
  "field.garbled",
  "field.invisible",
  "field.lost-text",
  "field.placeholder",
  "time.after-commit",
  "time.nonexistent",
  "time.zero",
];
