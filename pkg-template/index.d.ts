// The types of cbt179, written by hand.

/**
 * A form body, or a JSON text: a string, or its bytes in UTF-8 (a Node `Buffer` is a `Uint8Array`).
 *
 * A string's findings count offsets in UTF-16 units, as `String.prototype.slice` does; those of bytes count bytes.
 */
export type Text = string | Uint8Array | ArrayBuffer;

/** The language of `message` and `help`: Chinese, or English. */
export type Locale = "zh-CN" | "en";

/**
 * What to make of a break of a rule that is the customs' alone (announcement 179 of 2018): CBT signs such a request,
 * but customs refuse it later.
 *
 * - `"warning"`: tell, but let it pass
 * - `"error"`: the request is not `ok`
 * - `"off"`: say nothing
 */
export type CustomsRules = "warning" | "error" | "off";

/** What every function takes as its last argument. An unknown name or a wrong value throws a `TypeError`. */
export interface Options {
  /** The language of the findings. Default: `"zh-CN"`. */
  locale?: Locale | undefined;
  /** What to make of breaks of rules that are the customs' alone. Default: `"warning"`. */
  customsRules?: CustomsRules | undefined;
  /**
   * The most bytes that the input may have, as UTF-8: a form body, or a request's JSON text. Larger input is
   * refused, with a finding, before it is copied; so is a body that would become larger when built. Default: 8 MiB,
   * which holds the longest `payExInfoStr` with every character escaped.
   */
  maxBodyBytes?: number | undefined;
  /**
   * Which of the document's two spellings {@link buildForm} writes: `"cus"` for `cusName` and `cusCode` (clauses 3.1.2.2
   * and 3.1.2.3), `"co"` for `coName` and `coCode` (the example of clause 5.1). The request may use either. Default:
   * `"cus"`.
   */
  names?: "cus" | "co" | undefined;
  /** Whether {@link applyFixes} also applies fixes that are a guess: those with `applicability: "unsafe"`. Default: false. */
  unsafe?: boolean | undefined;
  /**
   * The time for a `commitTime` that the request leaves out, as `Date.now()` gives it: for tests, or a clock of your
   * own. Default: now.
   */
  now?: number | undefined;
}

/**
 * How bad a finding is.
 *
 * - `"error"`: a strict reader of the interface document, or of the RFCs beneath it, refuses the body or loses data
 * - `"warning"`: the document contradicts itself here, or customs (not CBT) refuse it
 * - `"info"`: advice
 */
export type Severity = "error" | "warning" | "info";

/**
 * Which rule a finding is about: stable, dotted, lower-case, for programs to compare. Examples:
 * `"form.unencoded-plus"`, `"json.trailing-comma"`.
 */
export type Code = string;

/** A stretch of text: from `start` up to, not including, `end`. */
export interface Range {
  /** Offset of the first unit, from 0: UTF-16 units where the input was a string, bytes where it was bytes. */
  start: number;
  /** Offset just behind its end; equal to `start` where something is missing. */
  end: number;
  /** The line of `start`, from 1. */
  line: number;
  /** The column of `start` in its line, from 1, in the same units. */
  column: number;
}

/**
 * Where a finding is, in each layer of the body that has it. Which part of the body `base64` and `json` are in, the
 * finding's `path` says: `/EData…` or `/payExInfoStr…`.
 */
export interface At {
  /** In the form body as it was given. */
  form?: Range;
  /** In the part's Base64, after percent-decoding. */
  base64?: Range;
  /**
   * In the part's JSON text: the `text` that {@link decodeForm} gives. A finding about the percent-encoding or the Base64
   * has here what the characters at fault carry; an empty range where they carry nothing.
   */
  json?: Range;
}

/**
 * One edit of a text: replaces the range from `start` to `end` (exclusive) with `text`. Offsets are those of the text
 * before any edit: UTF-16 units if the input was a string, bytes if it was bytes.
 */
export interface Edit extends Offsets {
  /** The replacement: punctuation, or a name, code or number of the interface, never a secret. Empty for a deletion. */
  text: string;
}

/** A text that a fix edits; see {@link At}. */
export type Layer = "form" | "base64" | "json";

/**
 * How certain a fix is.
 *
 * - `"safe"`: the fixed text carries exactly the sender's data: layers encoded again, delimiters, quotes, names, another
 *   spelling of the same value
 * - `"unsafe"`: a likely guess that changes or invents data, such as a time zone, missing seconds, an object wrapped in a list
 */
export type Applicability = "safe" | "unsafe";

/**
 * How to fix a finding, as edits of the text that the fault is in. {@link applyFixes} carries them outward and encodes once.
 *
 * For {@link checkForm} and {@link decodeForm} the outermost text is the form body; for {@link checkRequest} and
 * {@link buildForm} it is `payExInfo`'s JSON text, given as text.
 */
export interface Fix {
  /** What it does, in a few words, in the language of {@link Options.locale}: the text for a button. */
  label: string;
  /** How certain it is. */
  applicability: Applicability;
  /** The text whose offsets `edits` use. For `base64` and `json`, the finding's `path` names the part. */
  layer: Layer;
  /** Sorted, without overlaps. Empty if re-encoding is the whole fix. */
  edits: Edit[];
}

/** One thing that was found: a fault, a contradiction, or advice. */
export interface Finding {
  /** How bad it is. */
  severity: Severity;
  /** Which rule it is about. */
  code: Code;
  /**
   * What it is about, as a JSON Pointer (RFC 6901) from the body's root, such as
   * `/payExInfoStr/payExchangeInfoHead/totalAmount`; `/EData` is a form field, `""` the whole body. Of something
   * missing, it is where that would be. Segments are cut behind 100 characters, and masked as `***` where the token may
   * stand in the place of a name.
   */
  path: string;
  /** What is the matter, in one sentence, in the language of {@link Options.locale}. */
  message: string;
  /** What to do about it. */
  help?: string;
  /** The error code that CBT would answer with (clause 4.1), such as `"ILLEGAL_ARGUMENT"`. */
  cbtCode?: string;
  /** Where that is said: a clause of the interface document such as `"3.1.2.2"`, or of customs' announcement, or of an RFC. */
  clause?: string;
  /** What was found there, at most 60 characters of it; masked as `***` where it is the token, or may hold it. */
  value?: string;
  /** Where it is. */
  at: At;
  /**
   * Number of times the part has this mistake, if more than one; `at` is the first, and `fix` fixes all.
   */
  count?: number;
  /**
   * How to fix it. Absent if a person must decide: a value is missing, there are two readings, data was lost, or it takes
   * more than 32,768 edits.
   */
  fix?: Fix;
}

/** A verdict. */
export interface Report {
  /** Whether no finding is an error. */
  ok: boolean;
  /** What was found, errors and warnings and advice; empty where all is well. */
  findings: Finding[];
}

/** One decoded part of a form body. */
export interface DecodedPart {
  /** The text, exactly as it was sent, whether it is JSON or not; U+FFFD stands for bytes that are not UTF-8. */
  text: string;
  /**
   * What it says, as `JSON.parse` gives it, read past mistakes such as a trailing comma: what could not be read is null,
   * a lone surrogate U+FFFD. Absent where it says nothing.
   */
  value?: unknown;
}

/** What {@link decodeForm} gives: as much as could be decoded, and why there isn't more. */
export interface DecodedForm {
  /** The field `EData`: who asks CBT. Absent where the body has none. */
  eData?: DecodedPart;
  /** The field `payExInfoStr`: what is to be signed. Absent where the body has none. */
  payExInfo?: DecodedPart;
  /** The same findings as {@link checkForm} gives. */
  findings: Finding[];
}

/** What {@link buildForm} gives. */
export interface BuiltForm {
  /** The body to POST as `application/x-www-form-urlencoded`: `EData=…&payExInfoStr=…`, plain ASCII. */
  body: string;
  /** The JSON text of `EData`, as it is in the body. */
  eData: string;
  /**
   * The JSON text that CBT signs, as it is in the body. Keep it: CBT's signature covers these very characters, and the
   * text for customs is made by adding to it, never by writing the object as JSON once more.
   */
  payExInfo: string;
  /** Warnings and advice; errors are thrown. */
  findings: Finding[];
}

/**
 * A signing request before it is encoded: a plain object.
 *
 * It is written as `JSON.stringify` writes it, but for `bigint`, `NaN` and the infinities, which count as the strings
 * that `String()` makes of them.
 */
export interface SigningRequest {
  /** Who asks CBT (clause 3.1.2.2). */
  eData: EData;
  /** What CBT is to sign; or its JSON text, which is then checked and sent exactly as it is. */
  payExInfo: PayExInfo | Text;
}

/** Who asks CBT: the protocol parameters, 协议参数 (clause 3.1.2.2). Lengths count characters (Unicode code points). */
export type EData = Protocol & (CusNames | CoNames);

/** What every request has. */
export interface Protocol {
  /** 网关版本, the gateway's version: always `"1.0"`. Default: that. */
  version?: "1.0" | (string & {}) | undefined;
  /** 提交时间, the time of submission: 14 digits, `yyyyMMddHHmmss`, China Standard Time. Default: now. */
  commitTime?: string | undefined;
  /** 流水号, the request's own number, made by the sender and never used twice: at most 32 characters. */
  serialNumber: string;
  /** 公服认证 token, a secret: at most 32 characters. Findings never show it. */
  token: string;
}

/** Who the sender is, as clauses 3.1.2.2 and 3.1.2.3 spell it. */
export interface CusNames {
  /** 海关备案名称, the sender's name as registered with customs: at most 60 characters. */
  cusName: string;
  /** 海关备案代码, the sender's code as registered with customs: at most 18 characters. */
  cusCode: string;
}

/** The same, as the example of clause 5.1 spells it. What is written, {@link Options}' `names` says. */
export interface CoNames {
  /** See {@link CusNames}' `cusName`. */
  coName: string;
  /** See {@link CusNames}' `cusCode`. */
  coCode: string;
}

/**
 * What CBT signs and customs receive: the original payment data (clause 3.1.2.2, payExInfoStr 内容说明). Its Base64 is
 * at most 2,097,152 characters (the document's 2M).
 */
export interface PayExInfo {
  /** 会话 ID: the one that customs sent when they asked; never used twice. */
  sessionID: string;
  /** 支付原始数据表头, the payment. */
  payExchangeInfoHead: Head;
  /** 支付原始数据表体: every order that the payment was for; at least one. */
  payExchangeInfoLists: readonly Order[];
}

/**
 * The payment, 支付原始数据表头. What is not optional here is what customs require; lengths count characters (Unicode code
 * points) and are the customs' too.
 */
export interface Head {
  /** 系统唯一序号, the record's unique number: 36 characters, letters in upper case. */
  guid: string;
  /** 原始请求, the original request to the payment company: at most 8000 characters. (This spelling is official.) */
  initalRequest: string;
  /** 原始响应, its original response: at most 8000 characters. (This spelling is official.) */
  initalResponse: string;
  /** 电商平台代码, the e-commerce platform's code: at most 18 characters. */
  ebpCode: string;
  /** 支付企业代码, the payment company's code: at most 18 characters. */
  payCode: string;
  /** 交易流水号, the payment's number: at most 60 characters. */
  payTransactionId: string;
  /**
   * 交易金额, the amount paid: at most 19 digits, 5 of them decimals. A decimal string keeps its digits, and is sent as
   * a JSON number all the same, never through a floating-point number.
   */
  totalAmount: number | bigint | string;
  /** 币制: a code of the customs' own, not ISO 4217's; `"142"` is CNY, in which retail import is settled. */
  currency: Currency;
  /** 验核机构, who verifies the payment: `"1"` 银联, `"2"` 网联, `"3"` 其他 (other). */
  verDept: "1" | "2" | "3" | (string & {});
  /** 支付类型, the kind of payment: `"1"` APP, `"2"` PC, `"3"` 扫码 (scanned code), `"4"` 其他 (other). */
  payType?: "1" | "2" | "3" | "4" | (string & {}) | undefined;
  /** 交易成功时间, the time of the successful payment: 14 digits, `yyyyMMddHHmmss`, China Standard Time. */
  tradingTime: string;
  /** 备注, a note: at most 1000 characters. */
  note?: string | undefined;
}

/**
 * A currency's customs code: 142 CNY, 502 USD, 110 HKD, 116 JPY, 121 MOP, 129 PHP, 132 SGD, 133 KRW, 136 THB, 143 TWD,
 * 300 EUR, 302 DKK, 303 GBP, 326 NOK, 330 SEK, 331 CHF, 501 CAD, 601 AUD, 609 NZD.
 */
export type Currency =
  | "142"
  | "502"
  | "110"
  | "116"
  | "121"
  | "129"
  | "132"
  | "133"
  | "136"
  | "143"
  | "300"
  | "302"
  | "303"
  | "326"
  | "330"
  | "331"
  | "501"
  | "601"
  | "609"
  | (string & {});

/** One order of the payment, 支付原始数据表体. What is not optional here is what customs require. */
export interface Order {
  /** 订单编号, the order's number: at most 60 characters. */
  orderNo: string;
  /** 商品信息, the goods: at least one. */
  goodsInfo: readonly Goods[];
  /** 收款账号, the payee's account: at most 60 characters. */
  recpAccount: string;
  /** 收款企业代码, the payee's unified social credit code (统一社会信用代码): at most 18 characters. */
  recpCode?: string | undefined;
  /** 收款企业名称, the payee's name: at most 100 characters. */
  recpName: string;
}

/** One of an order's goods, 商品信息. */
export interface Goods {
  /** 商品名称, its name: at most 250 characters. */
  gname: string;
  /** 商品展示链接地址, the link to it: at most 3000 characters; several are joined with `;`. */
  itemLink: string;
}

/**
 * Checks a whole form body, `EData=…&payExInfoStr=…`, as it is POSTed to CBT (clauses 3.1.2.2, 3.1.2.3, 5.1): the form,
 * its percent-encoding, the Base64, UTF-8 and JSON within, and every field. Goes on past each fault as far as it can.
 *
 * @param body the body; bytes may be anything at all
 * @param options see {@link Options}
 * @returns whether it is well, and what was found, in every case
 * @throws {TypeError} where an argument is of a wrong type
 * @throws {InternalError} where the package itself fails; the next call starts afresh
 * @example
 * const { ok, findings } = checkForm(body, { locale: "en" });
 * for (const { severity, path, message } of findings) console.log(severity, path, message);
 */
export function checkForm(body: Text, options?: Options): Report;

/**
 * Decodes a form body into its two JSON texts, and what they say, as far as that goes. The texts are exact: they are
 * what CBT signs.
 *
 * @param body the body; bytes may be anything at all
 * @param options see {@link Options}
 * @returns both parts, as far as they can be decoded, and the findings of {@link checkForm}
 * @throws {TypeError} where an argument is of a wrong type
 * @throws {InternalError} where the package itself fails; the next call starts afresh
 * @example
 * const { eData, payExInfo } = decodeForm(body);
 * console.log(eData?.text, payExInfo?.value);
 */
export function decodeForm(body: Text, options?: Options): DecodedForm;

/**
 * Checks a request before it is encoded, by the same rules as {@link checkForm}. What of a request is missing is a
 * finding, not a throw.
 *
 * @param request the request; its `payExInfo` an object, or its JSON text
 * @param options see {@link Options}
 * @returns whether it is well, and what was found, in every case
 * @throws {TypeError} where an argument is of a wrong type, or holds itself or is nested so deeply that
 * `JSON.stringify` can't write it
 * @throws {InternalError} where the package itself fails; the next call starts afresh
 * @example
 * const { ok, findings } = checkRequest({ eData, payExInfo });
 */
export function checkRequest(request: SigningRequest, options?: Options): Report;

/**
 * Checks a request and builds the form body to POST: fields in the document's order, both values in Base64 and
 * percent-encoded.
 *
 * @param request the request; its `payExInfo` an object, or its JSON text, which is sent exactly as it is
 * @param options see {@link Options}
 * @returns the body, the two JSON texts in it, and warnings and advice
 * @throws {CheckError} where there is an error, with all findings
 * @throws {TypeError} where an argument is of a wrong type, or holds itself or is nested so deeply that
 * `JSON.stringify` can't write it
 * @throws {InternalError} where the package itself fails; the next call starts afresh
 * @example
 * const { body, payExInfo } = buildForm(request);
 * await fetch(url, { method: "POST", body, headers: { "content-type": "application/x-www-form-urlencoded" } });
 */
export function buildForm(request: SigningRequest, options?: Options): BuiltForm;

/** What CBT answered (clause 3.1.2.4). What it does not have, or not as text, is absent. */
export interface Reply {
  /** `success` or `failure`. */
  status?: "success" | "failure" | (string & {});
  /** Of a failure: which (clause 4.1). */
  code?:
    | "ILLEGAL_ARGUMENT"
    | "HASH_NO_PRIVILEGE"
    | "ILLEGAL_CLIENT_IP"
    | "SYSTEM_ERROR"
    | "CERT_NO_EXIST"
    | (string & {});
  /** What CBT says about it. */
  msg?: string;
  /** The request's. */
  serialNumber?: string;
  /** When it was signed, in Unix milliseconds. */
  serviceTime?: string;
  /** The certificate's serial number. */
  certNo?: string;
  /** The signature of `payExInfo`'s text, in Base64. */
  signValue?: string;
}

/** What a reply is compared with. */
export interface SentRequest {
  serialNumber?: string | undefined;
  commitTime?: string | undefined;
  /** Whatever else `eData` has; its token is in no finding. */
  [name: string]: unknown;
}

/** What {@link checkReply} and {@link composeUpload} take as their last argument. */
export interface ReplyOptions extends Options {
  /**
   * The request that the reply is to answer: what {@link buildForm} gave, the request itself, or its `eData`, as far as it
   * is known. With its `serialNumber` the reply's is compared, with its `commitTime` the time of signing; its `token` is in
   * no finding, even if the reply repeats it.
   */
  request?: SentRequest | { eData: SentRequest | string } | undefined;
}

/** What {@link checkReply} gives. */
export interface CheckedReply extends Report {
  /** What it says; absent where it is no JSON object. */
  reply?: Reply;
}

/**
 * Checks what CBT answered, and says what it means. A failure that CBT reports is an error here, with what to do about it
 * in its `help`; so are an empty answer, a page of HTML, JSON that ends in the middle, fields that contradict each other.
 * A finding's `path` is from the reply's root (`/signValue`), its `at.json` is in the reply's text.
 *
 * @param reply the answer's body, as it came
 * @param options see {@link ReplyOptions}
 * @returns whether CBT has signed and nothing contradicts it, what was found, and what the reply says
 * @throws {TypeError} where an argument is of a wrong type
 * @throws {InternalError} where the package itself fails; the next call starts afresh
 * @example
 * const { ok, reply, findings } = checkReply(await response.text(), { request: built });
 */
export function checkReply(reply: Text, options?: ReplyOptions): CheckedReply;

/** What {@link composeUpload} gives. */
export interface Upload {
  /** The JSON text for customs: the text that was signed, with the signature before its last brace. */
  json: string;
  /** The form body that carries it: `payExInfoStr=…`, percent-encoded, plain ASCII. */
  body: string;
  /** Warnings and advice; errors are thrown. */
  findings: Finding[];
}

/**
 * Puts a reply's `serviceTime`, `certNo` and `signValue` into the text that was signed, before its last brace. No other
 * character of it changes, so that the signature holds.
 *
 * @param payExInfo the very text that was sent: {@link BuiltForm}'s `payExInfo`
 * @param reply what CBT answered, as it came; or {@link checkReply}'s `reply`
 * @param options see {@link ReplyOptions}
 * @returns the JSON text and the form body to POST to customs
 * @throws {CheckError} where the reply is a failure or is not sound, or where the text is not what CBT takes, or has a
 * signature already. Findings about the text have paths from `/payExInfoStr` on, those about the reply from `/reply`;
 * none has a fix, as a text that was signed can't be mended. Offsets count in the units of `payExInfo`
 * @throws {TypeError} where an argument is of a wrong type
 * @throws {InternalError} where the package itself fails; the next call starts afresh
 * @example
 * const { json, body } = composeUpload(built.payExInfo, await response.text(), { request: built });
 */
export function composeUpload(payExInfo: Text, reply: Text | Reply, options?: ReplyOptions): Upload;

/**
 * Encodes two JSON texts as a form body, as they are, unchecked: the inverse of {@link decodeForm}'s texts.
 *
 * @param texts both JSON texts
 * @param options see {@link Options}; only `maxBodyBytes` (for both texts together) and `locale` matter here
 * @returns the body, `EData=…&payExInfoStr=…`
 * @throws {CheckError} where the texts are larger than `maxBodyBytes`
 * @throws {TypeError} where an argument is of a wrong type
 * @throws {InternalError} where the package itself fails; the next call starts afresh
 * @example
 * const body = encodeForm({ eData: eDataText, payExInfo: payExInfoText });
 */
export function encodeForm(texts: { eData: Text; payExInfo: Text }, options?: Options): string;

/** A range of a text: `start`, and `end` just behind it, from 0; offsets behind the text's end stand for its end. */
export interface Offsets {
  start: number;
  end: number;
}

/**
 * A range in one layer of a body, or the path of a value, for {@link locate}. A {@link Finding}'s `at` with its `path` is
 * one. Where several layers are given, the innermost counts: `json` before `base64` before `form`.
 */
export interface Spot {
  /**
   * Which part `base64` or `json` is in: `/EData…` or `/payExInfoStr…`. Where there is no range, what to find: the value at
   * this JSON Pointer (RFC 6901), such as `/EData/token`, or a whole part, such as `/EData`. Of members with the same key it
   * is the last one's, as in `JSON.parse`.
   */
  path?: string | undefined;
  /** In the form body as it is given. */
  form?: Offsets | undefined;
  /** In the part's Base64, after percent-decoding. */
  base64?: Offsets | undefined;
  /** In the part's JSON text: the `text` that {@link decodeForm} gives. */
  json?: Offsets | undefined;
}

/** One range in every layer that has it, and what it is in. */
export interface Located extends At {
  /**
   * What it is in, as a JSON Pointer (RFC 6901), such as `/payExInfoStr/payExchangeInfoHead/totalAmount`: the innermost value
   * or member that holds the range, a member with its key, as far as the JSON can be read. Where nothing can, it is the part;
   * absent where it is in no part.
   *
   * Keys stand in it as they are, neither cut nor masked as in a finding's `path`, so that it leads back here. In a body with
   * faults the token may be among them: don't log it.
   */
  path?: string;
}

/**
 * Finds a range of one layer of a body, or the value at a path, in all layers, either way, exactly; and says what it is in.
 *
 * Outward it is what carries the range: of JSON the Base64 characters that hold any of its bits, and of these the
 * characters of the body that spell them, escapes whole. Inward it is all that the range carries any bit of, in whole
 * characters; so going there and coming back covers where it began. What carries nothing, such as white space within
 * Base64, is found empty where it stands. Of a value at a path `json` is as it is spelled, a string with its quotes; of a
 * whole part it is all its text, and `form` its value.
 *
 * @param body a form body
 * @param at a range in one layer, in UTF-16 units where `body` is a string, in bytes where it is bytes; or a path
 * @param options see {@link Options}; only `maxBodyBytes` matters here
 * @returns the range in each layer; none where the body has no such part, or no value at the path, or is larger than
 * `maxBodyBytes`
 * @throws {TypeError} where an argument is of a wrong type, or `at` does not say where
 * @throws {InternalError} where the package itself fails; the next call starts afresh
 * @example
 * const { findings } = checkForm(body);
 * for (const { path, at } of findings) if (at.json) console.log(locate(body, { path, ...at }).form);
 * console.log(locate(body, { path: "/EData/cusName" }).json, locate(body, { form: { start: 99, end: 99 } }).path);
 */
export function locate(body: Text, at: Spot, options?: Options): Located;

/** A JSON Schema (2020-12) of an object, or of a field's value, as {@link schema} makes it. */
export interface JsonSchema {
  /** What it is, in the language of {@link Options.locale}. */
  title?: string;
  type?: string | string[];
  /** The fields of an object, in the order of the interface. */
  properties?: Record<string, JsonSchema>;
  /** Which of them must be there: not what the library fills in, nor what has another name too; see `x-required`. */
  required?: string[];
  /** Of what stands in a list. */
  items?: JsonSchema;
  /** The codes that a field may have, and what they mean; of one that may be left out, also what has no `const`: blanks. */
  oneOf?: { const?: string; title?: string; [keyword: string]: unknown }[];
  maxLength?: number;
  /** Of a secret. */
  writeOnly?: boolean;
  /** Who lays the rules down that a field has: CBT, or customs. */
  "x-authority"?: "cbt" | "customs";
  /** Where they stand, such as `"3.1.2.2"`. */
  "x-clause"?: string;
  /** Whether what is sent must have the field, be it filled in or by another name. */
  "x-required"?: boolean;
  /** Its other names, which are accepted in its place. */
  "x-also"?: string[];
  [keyword: string]: unknown;
}

/**
 * The JSON Schema (2020-12) of a {@link SigningRequest}: what {@link buildForm} takes, for a validator, a form, or a legend.
 *
 * It accepts what {@link checkRequest} finds no error in with `customsRules: "error"`, and more, as a schema can't say
 * everything: whether a time exists, what only blanks are, how many decimals a number has, what is in the text of
 * `payExInfo`. Only a blank text that is longer than an optional field may be is refused by the schema alone. Names that the
 * interface does not have pass, as they do here with a warning.
 *
 * It has the interface's fields by their first names, `cusName` and `cusCode` among them; the document's other names
 * (`x-also`), such as those of `names: "co"`, are accepted in their place. The keywords that begin with `x-` are not JSON
 * Schema's; a validator that knows no such must be told to pass over them (Ajv: `strict: false`).
 *
 * @param options see {@link Options}; only `locale` matters here
 * @returns the schema, a new one each time
 * @throws {TypeError} where the options are wrong
 * @throws {InternalError} where the package itself fails; the next call starts afresh
 * @example
 * const validate = new Ajv2020({ strict: false }).compile(schema());
 * console.log(validate(request), validate.errors);
 */
export function schema(options?: Options): JsonSchema;

/**
 * Applies the fixes of findings to the text they were found in. Edits are made in their own layers, and the text is encoded
 * once. Unsafe fixes need `unsafe: true`; findings without a fix are skipped. Everything else in the text stays as it is,
 * lone surrogates of a string too.
 *
 * The findings must be those of this very text, in the same units: a finding with a fix that this text does not have is
 * refused. They may have gone through JSON.
 *
 * @param text what was checked: a form body; or, for findings of {@link checkRequest} and {@link buildForm}, `payExInfo`'s
 * JSON text
 * @param findings its findings, or those of them to fix
 * @param options the options that it was checked with; see {@link Options}
 * @returns the fixed text, as a string: of bytes, what they are in UTF-8, a byte order mark kept, U+FFFD for what is not
 * UTF-8. A text larger than `maxBodyBytes` comes back as it was
 * @throws {TypeError} where an argument is of a wrong type, or a finding that has a fix is not one of this text's
 * @throws {InternalError} where the package itself fails; you can call it again
 * @example
 * const { findings } = checkForm(body);
 * const fixed = applyFixes(body, findings);
 * const onlyCommas = applyFixes(body, findings.filter(({ code }) => code === "json.trailing-comma"));
 */
export function applyFixes(text: Text, findings: readonly Finding[], options?: Options): string;

/** Options of {@link findSecrets} and {@link maskSecrets}. */
export interface SecretOptions extends Options {
  /**
   * The request that the text belongs to, if it is known: its form body, the request itself, or its `eData`. Its token is
   * found in the text whatever stands around it.
   */
  request?: Text | object | undefined;
}

/** Result of {@link findSecrets}: sorted ranges without overlaps. */
export interface SecretRanges {
  /** In the text itself. */
  text: Offsets[];
  /** In the JSON text of `EData`, as {@link decodeForm} gives it, if the text is a form body that has one. */
  eData: Offsets[];
  /** In the JSON text of `payExInfoStr`, likewise. */
  payExInfo: Offsets[];
}

/**
 * Finds where the token is, or may be, in any text: a form body, sound or broken, JSON, a URL, XML, a log line, Base64.
 *
 * When in doubt it covers too much: in an `EData` that is not JSON, everything but punctuation and field names.
 *
 * @param text any text; one larger than `maxBodyBytes` is covered as a whole
 * @param options see {@link SecretOptions}
 * @returns the ranges to cover before a person or a log sees the text, in UTF-16 code units for a string, in bytes for bytes
 * @throws {TypeError} where an argument is of a wrong type
 * @throws {InternalError} where the package itself fails; you can call it again
 * @example
 * for (const { start, end } of findSecrets(line).text) console.log(start, end);
 */
export function findSecrets(text: Text, options?: SecretOptions): SecretRanges;

/**
 * Replaces each character that {@link findSecrets} finds by a star.
 *
 * @param text any text
 * @param options see {@link SecretOptions}
 * @returns the text, fit for a log
 * @throws {TypeError} where an argument is of a wrong type
 * @throws {InternalError} where the package itself fails; you can call it again
 * @example
 * console.log(maskSecrets(await response.text(), { request: built }));
 */
export function maskSecrets(text: string, options?: SecretOptions): string;

/** Thrown by {@link buildForm} and {@link composeUpload} where something is wrong with what they got. Its message holds the first few. */
export class CheckError extends Error {
  /** Tells it apart even where the package is loaded twice, as `import` and as `require`. */
  readonly code: "CBT179_CHECK";
  /** What was found: the errors, warnings and advice. */
  readonly findings: Finding[];
  constructor(findings: readonly Finding[]);
}

/**
 * Thrown where the package itself fails: a defect, or no memory left. It is no verdict on the input. The next call starts
 * afresh.
 */
export class InternalError extends Error {
  /** Tells it apart even where the package is loaded twice, as `import` and as `require`. */
  readonly code: "CBT179_INTERNAL";
  constructor(cause: unknown);
}

/**
 * Thrown where the host forbids starting WebAssembly synchronously, as Chrome up to 114 does on a page's main thread: await
 * {@link ready}, then call again.
 */
export class NotReadyError extends Error {
  /** Tells it apart even where the package is loaded twice, as `import` and as `require`. */
  readonly code: "CBT179_NOT_READY";
  constructor(message: string, cause: unknown);
}

/**
 * Compiles and starts the WebAssembly module asynchronously. All other functions stay synchronous. Only a host that forbids
 * starting WebAssembly synchronously needs it, such as a page in Chrome up to 114; elsewhere the first call does it.
 *
 * @throws {NotReadyError} where the host forbids WebAssembly altogether, for example by a Content-Security-Policy without
 * `wasm-unsafe-eval`
 * @throws {TypeError} in `cbt179/slim` before `init`
 * @example
 * await ready();
 * const { ok } = checkForm(body);
 */
export function ready(): Promise<void>;
