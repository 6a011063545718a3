// The types of cbt179, written by hand. The unions of codes are generated: codes.d.ts.

import type { CbtCode, Code } from "./codes.js";

export type { CbtCode, Code } from "./codes.js";

/**
 * A form body, or a JSON text: a string, or its bytes in UTF-8 (a Node `Buffer` is a `Uint8Array`).
 *
 * A string's findings count offsets in UTF-16 units, as `String.prototype.slice` does; those of bytes count bytes.
 */
export type Text = string | Uint8Array | ArrayBuffer;

/** The language of `message` and `help`: Chinese (`zh` means `zh-CN`), or English. Case does not matter at run time. */
export type Locale = "zh-CN" | "zh" | "en";

/**
 * The severity of rules that only customs enforces (announcement 179 of 2018): CBT signs a request that breaks one, but
 * customs rejects it later.
 *
 * - `"warning"`: a violation is a warning
 * - `"error"`: a violation is an error, so the request is not `ok`
 * - `"off"`: these rules are not checked
 */
export type CustomsRules = "warning" | "error" | "off";

/** Options of every function, as its last argument. An unknown name or a wrong value throws a `TypeError`. */
export interface Options {
  /** The language of the findings. Default: `"zh-CN"`. */
  locale?: Locale | undefined;
  /** The severity of rules that only customs enforces. Default: `"warning"`. */
  customsRules?: CustomsRules | undefined;
  /**
   * The maximum size of the input in bytes of UTF-8: a form body, or a request's JSON text. Larger input is rejected with
   * a finding before it is copied, and a larger body is not built. Default: 8 MiB, which holds the longest `payExInfoStr`
   * with every character escaped.
   */
  maxBodyBytes?: number | undefined;
  /**
   * The spelling that {@link buildForm} writes, of the document's two: `"cus"` for `cusName` and `cusCode` (clauses 3.1.2.2
   * and 3.1.2.3), `"co"` for `coName` and `coCode` (the example of clause 5.1). The request may use either. Default:
   * `"cus"`.
   */
  names?: "cus" | "co" | undefined;
  /** Whether {@link applyFixes} also applies fixes that are a guess: those with `applicability: "unsafe"`. Default: false. */
  unsafe?: boolean | undefined;
  /**
   * The time for a missing `commitTime`, as `Date.now()` returns it: for tests, or a clock of your own. Default: now.
   */
  now?: number | undefined;
}

/**
 * The severity of a finding.
 *
 * - `"error"`: a receiver that follows the interface document and its RFCs strictly would reject the body or lose data
 * - `"warning"`: the document contradicts itself here, or customs (not CBT) would reject the data
 * - `"info"`: advice
 */
export type Severity = "error" | "warning" | "info";

/** A range of a text: from `start` to `end`, exclusive. */
export interface Range {
  /** Offset of the first unit, from 0: UTF-16 units if the input was a string, bytes if it was bytes. */
  start: number;
  /** Offset after the last unit; equal to `start` if something is missing. */
  end: number;
  /** The line of `start`, from 1. */
  line: number;
  /** The column of `start` in its line, from 1, in the same units. */
  column: number;
}

/**
 * The range of a finding in each layer that contains it. The finding's `path` names the part that `base64` and `json` are
 * in: `/EData…` or `/payExInfoStr…`.
 */
export interface At {
  /** In the form body, as given. */
  form?: Range;
  /** In the part's Base64, after percent-decoding. */
  base64?: Range;
  /**
   * In the part's JSON text: the `text` that {@link decodeForm} returns. For a finding about the percent-encoding or the
   * Base64, it is what the faulty characters encode, and empty if they encode nothing.
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
 * - `"safe"`: it preserves the sender's data exactly: it re-encodes layers, or changes delimiters, quotes, names or the
 *   notation of a value
 * - `"unsafe"`: a likely guess that may change or add data, such as a time zone, missing seconds, an object wrapped in a list
 */
export type Applicability = "safe" | "unsafe";

/**
 * How to fix a finding, as edits of the text that has the error. {@link applyFixes} carries them outward and encodes once.
 *
 * For {@link checkForm} and {@link decodeForm} the outermost text is the form body; for {@link checkRequest} and
 * {@link buildForm} it is `payExInfo`'s JSON text, given as text.
 */
export interface Fix {
  /** A short description in the language of {@link Options.locale}: the text for a button. */
  label: string;
  /** How certain it is. */
  applicability: Applicability;
  /** The text whose offsets `edits` use. For `base64` and `json`, the finding's `path` names the part. */
  layer: Layer;
  /** Sorted, without overlaps. Empty if re-encoding is the whole fix. */
  edits: Edit[];
}

/** An error, a warning, or advice. */
export interface Finding {
  /** The severity. */
  severity: Severity;
  /** The rule, such as `"json.trailing-comma"`. */
  code: Code;
  /**
   * The subject, as a JSON Pointer (RFC 6901). `""` is the whole input; the path of something missing is where it would
   * be.
   *
   * - For a form body, it starts at the body: `/EData/token`, `/payExInfoStr/payExchangeInfoHead/totalAmount`.
   * - For {@link checkRequest} and {@link buildForm}, it leads into the very object that was passed, by the names in it:
   *   `/eData/coName` if the caller wrote `coName`. Where `payExInfo` is JSON text, it goes on into what that says.
   *
   * Segments are truncated after 100 characters, and masked as `***` if the token may be in the place of a name.
   */
  path: string;
  /** The problem, in one sentence, in the language of {@link Options.locale}. */
  message: string;
  /** The remedy, in the imperative. */
  help?: string;
  /** The error code that CBT would answer with (clause 4.1), such as `"ILLEGAL_ARGUMENT"`. */
  cbtCode?: CbtCode;
  /** The source of the rule: a clause of the interface document such as `"3.1.2.2"`, of customs' announcement, or of an RFC. */
  clause?: string;
  /** The value found, at most 60 characters of it; masked as `***` if it is or may contain the token. */
  value?: string;
  /** The range in each text that contains it. */
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

/** One or more findings. */
export type Findings = [Finding, ...Finding[]];

/** The verdict on an input without errors. */
export interface Passed {
  ok: true;
  /** Warnings and advice; usually empty. */
  findings: Finding[];
}

/** The verdict on an input with errors. */
export interface Failed {
  ok: false;
  /** Errors, warnings and advice; at least one error, which comes first. */
  findings: Findings;
}

/** A verdict. `ok` tells the two apart: it is true if no finding is an error. */
export type Report = Passed | Failed;

/** One decoded part of a form body. */
export interface DecodedPart {
  /** The text, exactly as it was sent, whether it is JSON or not; U+FFFD replaces ill-formed UTF-8 as in TextDecoder. */
  text: string;
  /**
   * The value, as `JSON.parse` returns it, after repair of mistakes such as a trailing comma. Unreadable values are null,
   * and lone surrogates are U+FFFD. Absent if the text can't be parsed at all.
   */
  value?: unknown;
}

/** The result of {@link decodeForm}: the parts, as far as they could be decoded, and the findings. */
export interface DecodedForm {
  /** The field `EData`, the protocol parameters. Absent if the body has none. */
  eData?: DecodedPart;
  /** The field `payExInfoStr`, the text to be signed. Absent if the body has none. */
  payExInfo?: DecodedPart;
  /** The findings of {@link checkForm}. */
  findings: Finding[];
}

/** The result of {@link buildForm}. */
export interface BuiltForm {
  /** The body to POST as `application/x-www-form-urlencoded`: `EData=…&payExInfoStr=…`, plain ASCII. */
  body: string;
  /** The JSON text of `EData`, as it is in the body. */
  eData: string;
  /**
   * The JSON text that CBT signs, as it is in the body. Keep it: CBT's signature covers these very characters, and the
   * text for customs is made by adding to it, never by serializing the object again.
   */
  payExInfo: string;
  /** Warnings and advice; errors are thrown. */
  findings: Finding[];
}

/**
 * A signing request before it is encoded: a plain object.
 *
 * It is serialized as by `JSON.stringify`, except that `bigint`, `NaN` and the infinities become the strings that
 * `String()` returns.
 *
 * Rows of a database have `string` where this type has a union of codes. {@link buildForm} checks every value, so assert
 * the type; see {@link NonEmpty} for lists.
 *
 * @example
 * const payExchangeInfoHead = { ...row, currency: row.currency as Currency, verDept: row.verDept as Head["verDept"] };
 */
export interface SigningRequest {
  /** The protocol parameters (clause 3.1.2.2). */
  eData: EData;
  /** The data to be signed, or its JSON text, which is checked and sent unchanged. */
  payExInfo: PayExInfo | Text;
}

/** The protocol parameters, 协议参数 (clause 3.1.2.2). Lengths count characters (Unicode code points). */
export type EData = Protocol & (CusNames | CoNames);

/** The protocol parameters with one spelling only. */
export interface Protocol {
  /** 网关版本, the gateway's version: always `"1.0"`. Default: that. */
  version?: "1.0" | undefined;
  /** 提交时间, the time of submission: 14 digits, `yyyyMMddHHmmss`, China Standard Time. Default: now. */
  commitTime?: string | undefined;
  /** 流水号, the request's serial number, generated by the sender and never reused: at most 32 characters. */
  serialNumber: string;
  /** 公服认证 token, a secret: at most 32 characters. Findings never show it. */
  token: string;
}

/** The sender's registration, as clauses 3.1.2.2 and 3.1.2.3 spell it. A request has one of the two spellings. */
export interface CusNames {
  /** 海关备案名称, the sender's name as registered with customs: at most 60 characters. */
  cusName: string;
  /** 海关备案代码, the sender's code as registered with customs: at most 18 characters. */
  cusCode: string;
  coName?: undefined;
  coCode?: undefined;
}

/** The sender's registration, as the example of clause 5.1 spells it. {@link Options}' `names` chooses what is written. */
export interface CoNames {
  /** See {@link CusNames}' `cusName`. */
  coName: string;
  /** See {@link CusNames}' `cusCode`. */
  coCode: string;
  cusName?: undefined;
  cusCode?: undefined;
}

/**
 * A list with at least one item, as the interface requires. `map` and `filter` return an array that may be empty, so
 * destructure it first:
 *
 * @example
 * const [first, ...others] = rows.map(toOrder);
 * if (!first) throw new Error("no orders");
 * const payExchangeInfoLists = [first, ...others] as const;
 */
export type NonEmpty<T> = readonly [T, ...T[]];

/**
 * The original payment data, which CBT signs and customs receives (clause 3.1.2.2, payExInfoStr 内容说明). Its Base64 has
 * at most 2,097,152 characters (the document's 2M).
 */
export interface PayExInfo {
  /** 会话 ID, the one that customs sent with its inquiry; never reused. */
  sessionID: string;
  /** 支付原始数据表头, the payment. */
  payExchangeInfoHead: Head;
  /** 支付原始数据表体: every order that the payment was for; at least one. */
  payExchangeInfoLists: NonEmpty<Order>;
}

/**
 * The payment, 支付原始数据表头. Customs sets the required fields and the maximum lengths, in characters (Unicode code points).
 * An optional field may also be null, and is then sent as `null`.
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
   * 交易金额, the amount paid: at most 19 digits, 5 of them decimals. A decimal string keeps all its digits: it
   * is sent as a JSON number, but never converted to floating point.
   */
  totalAmount: number | bigint | string;
  /** 币制: a customs code, not an ISO 4217 code; `"142"` is CNY, in which retail imports are settled. */
  currency: Currency;
  /** 验核机构, the institution that verifies the payment: `"1"` 银联, `"2"` 网联, `"3"` 其他 (other). */
  verDept: "1" | "2" | "3";
  /** 支付类型, the kind of payment: `"1"` APP, `"2"` PC, `"3"` 扫码 (scanned code), `"4"` 其他 (other). */
  payType?: "1" | "2" | "3" | "4" | null | undefined;
  /** 交易成功时间, the time of the successful payment: 14 digits, `yyyyMMddHHmmss`, China Standard Time. */
  tradingTime: string;
  /** 备注, a note: at most 1000 characters. */
  note?: string | null | undefined;
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
  | "609";

/** One order of the payment, 支付原始数据表体. Customs sets the required fields. */
export interface Order {
  /** 订单编号, the order's number: at most 60 characters. */
  orderNo: string;
  /** 商品信息, the goods: at least one. */
  goodsInfo: NonEmpty<Goods>;
  /** 收款账号, the payee's account: at most 60 characters. */
  recpAccount: string;
  /** 收款企业代码, the payee's unified social credit code (统一社会信用代码): at most 18 characters. */
  recpCode?: string | null | undefined;
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
 * its percent-encoding, the Base64, UTF-8 and JSON in it, and every field. It continues after each error as far as possible.
 *
 * @param body the body; any bytes are allowed
 * @param options see {@link Options}
 * @returns whether it has no error, and the findings
 * @throws {TypeError} if an argument has the wrong type
 * @throws {InternalError} if the package itself fails; you can call it again
 * @example
 * const { ok, findings } = checkForm(body, { locale: "en" });
 * for (const { severity, path, message } of findings) console.log(severity, path, message);
 */
export function checkForm(body: Text, options?: Options): Report;

/**
 * Decodes a form body into its two JSON texts and their values, as far as possible. The texts are exact: CBT signs these
 * very characters.
 *
 * @param body the body; any bytes are allowed
 * @param options see {@link Options}
 * @returns both parts, as far as they can be decoded, and the findings of {@link checkForm}
 * @throws {TypeError} if an argument has the wrong type
 * @throws {InternalError} if the package itself fails; you can call it again
 * @example
 * const { eData, payExInfo } = decodeForm(body);
 * console.log(eData?.text, payExInfo?.value);
 */
export function decodeForm(body: Text, options?: Options): DecodedForm;

/**
 * Checks a request before it is encoded, by the same rules as {@link checkForm}. Anything wrong in it is a finding; it
 * need not have the type {@link SigningRequest}.
 *
 * @param request the request: an object, whose `payExInfo` is an object or its JSON text
 * @param options see {@link Options}
 * @returns whether it has no error, and the findings
 * @throws {TypeError} if the request is not an object, contains itself, or is nested so deeply that `JSON.stringify`
 * can't write it, or if the options are wrong
 * @throws {InternalError} if the package itself fails; you can call it again
 * @example
 * const { ok, findings } = checkRequest({ eData, payExInfo });
 */
export function checkRequest(request: unknown, options?: Options): Report;

/**
 * Checks a request and builds the form body to POST: fields in the document's order, both values in Base64 and
 * percent-encoded.
 *
 * @param request the request; its `payExInfo` an object, or its JSON text, which is sent unchanged
 * @param options see {@link Options}
 * @returns the body, the two JSON texts in it, and warnings and advice
 * @throws {CheckError} if there is an error, with all findings
 * @throws {TypeError} if an argument has the wrong type, contains itself, or is nested so deeply that
 * `JSON.stringify` can't write it
 * @throws {InternalError} if the package itself fails; you can call it again
 * @example
 * const { body, payExInfo } = buildForm(request);
 * await fetch(url, { method: "POST", body, headers: { "content-type": "application/x-www-form-urlencoded" } });
 */
export function buildForm(request: SigningRequest, options?: Options): BuiltForm;

/** CBT's reply (clause 3.1.2.4). Fields that it lacks, or that are not text, are absent. */
export interface Reply {
  /** `success` or `failure`. */
  status?: "success" | "failure" | (string & {});
  /** The error code of a failure (clause 4.1). */
  code?: CbtCode | (string & {});
  /** CBT's message about a failure. */
  msg?: string;
  /** The serial number of the request. */
  serialNumber?: string;
  /** The signing time, in Unix milliseconds. */
  serviceTime?: string;
  /** The certificate's serial number. */
  certNo?: string;
  /** The signature of `payExInfo`'s text, in Base64. */
  signValue?: string;
}

/** The fields of a request that a reply is compared with. */
export interface SentRequest {
  serialNumber?: string | undefined;
  commitTime?: string | undefined;
  /** Other fields of `eData`; no finding shows its token. */
  [name: string]: unknown;
}

/** Options of {@link checkReply} and {@link composeUpload}. */
export interface ReplyOptions extends Options {
  /**
   * The request that was sent, as far as it is known: the result of {@link buildForm}, the request itself, or its `eData`.
   * The reply's serial number is compared with its `serialNumber`, the signing time with its `commitTime`. No finding shows
   * its `token`, even if the reply repeats it.
   */
  request?: SentRequest | { eData: SentRequest | string } | undefined;
}

/** A reply with CBT's signature. */
export interface SignedReply extends Reply {
  status: "success";
  serviceTime: string;
  certNo: string;
  signValue: string;
}

/** The result of {@link checkReply}: if `ok` is true, `reply` is there and has the signature. */
export type CheckedReply =
  | (Passed & { reply: SignedReply })
  | (Failed & {
      /** The fields of the reply; absent if it is not a JSON object. */
      reply?: Reply;
    });

/**
 * Checks CBT's reply and explains it. A failure that CBT reports is an error here, with the remedy in its `help`; so are an
 * empty reply, an HTML page, truncated JSON, and fields that contradict each other. A finding's `path` starts at the reply
 * (`/signValue`), and its `at.json` is in the reply's text.
 *
 * @param reply the body of the HTTP response, as received
 * @param options see {@link ReplyOptions}
 * @returns whether CBT has signed and nothing contradicts it, the findings, and the fields of the reply
 * @throws {TypeError} if an argument has the wrong type
 * @throws {InternalError} if the package itself fails; you can call it again
 * @example
 * const { ok, reply, findings } = checkReply(await response.text(), { request: built });
 */
export function checkReply(reply: Text, options?: ReplyOptions): CheckedReply;

/** The result of {@link composeUpload}. */
export interface Upload {
  /** The JSON text for customs: the text that was signed, with the signature before its last brace. */
  json: string;
  /** The form body that carries it: `payExInfoStr=…`, percent-encoded, plain ASCII. */
  body: string;
  /** Warnings and advice; errors are thrown. */
  findings: Finding[];
}

/**
 * Inserts a reply's `serviceTime`, `certNo` and `signValue` into the text that was signed, before its last brace. No other
 * character of it changes, so the signature stays valid.
 *
 * @param payExInfo exactly the text that was sent: {@link BuiltForm}'s `payExInfo`
 * @param reply CBT's reply, as received; or the `reply` of {@link checkReply}
 * @param options see {@link ReplyOptions}
 * @returns the JSON text and the form body to POST to customs
 * @throws {CheckError} if the reply is a failure or has errors, or if the text has errors or already has a signature.
 * Paths of findings begin with `/payExInfoStr` for the text, and with `/reply` for the reply. None has a fix, because a
 * signed text must not change. Offsets count in the units of `payExInfo`
 * @throws {TypeError} if an argument has the wrong type
 * @throws {InternalError} if the package itself fails; you can call it again
 * @example
 * const { json, body } = composeUpload(built.payExInfo, await response.text(), { request: built });
 */
export function composeUpload(payExInfo: Text, reply: Text | Reply, options?: ReplyOptions): Upload;

/** The result of {@link signingText}: if `ok` is true, it has `text`. */
export type SigningText =
  | (Passed & {
      /** The text that CBT signs, in UTF-8. */
      text: string;
    })
  | (Failed & { text?: undefined });

/**
 * Returns the text that CBT signs: `"sessionID":"…"||"payExchangeInfoHead":"…"||"payExchangeInfoLists":"…"||"serviceTime":"…"`.
 * Its JSON is copied from `payExInfo`, without the whitespace between tokens; nothing else changes.
 *
 * Warnings name what may change if a program parses the JSON and serializes it again (numbers such as `100.10`, duplicate
 * names), and escapes, which some signers may unescape. Rules about fields are left to {@link checkForm}.
 *
 * @param payExInfo the exact text sent to CBT, {@link BuiltForm}'s `payExInfo`; or the upload, {@link Upload}'s `json`
 * @param serviceTime the time of signing, in Unix milliseconds: {@link Reply}'s `serviceTime`. An upload contains it, so
 * omit it there, or pass the same value
 * @param options see {@link Options}
 * @returns the text, or the errors that leave it unknown, such as malformed JSON or a missing field. Paths begin with
 * `/payExInfoStr`
 * @throws {TypeError} if an argument has the wrong type
 * @throws {InternalError} if the package itself fails; you can call it again
 * @example
 * const { ok, text, findings } = signingText(built.payExInfo, reply.serviceTime);
 */
export function signingText(
  payExInfo: Text,
  serviceTime?: string | number | bigint | undefined,
  options?: Options,
): SigningText;

/** Customs' request for the payment data of an order (announcement 179 of 2018). */
export interface OpenReq {
  /** The order number, 订单编号. */
  orderNo: string;
  /** The session ID, 会话 ID, to use as the `sessionID` of the payment data. It is valid for one upload. */
  sessionID: string;
  /** The time of the request, in Unix milliseconds. */
  serviceTime: string;
}

/** The result of {@link checkOpenReq}: if `ok` is true, `openReq` has all fields. */
export type CheckedOpenReq =
  | (Passed & { openReq: OpenReq })
  | (Failed & {
      /** The fields, as far as they are certain. */
      openReq?: Partial<OpenReq>;
    });

/**
 * Reads and checks the request that customs POSTs to the seller: `openReq=…`, percent-encoded JSON. It also accepts what
 * frameworks make of it: the bare value, decoded, HTML-escaped or with backslashes, or a JSON object that contains it.
 *
 * Answer it at once with {@link openReqAnswer}, and send the payment data later.
 *
 * @param body the body of the HTTP request, or the value of `openReq`; any bytes are allowed
 * @param options see {@link Options}
 * @returns whether all fields were read, the findings, and the fields. A finding's `path` starts at the JSON
 * (`/orderNo`), and its `at.form` is in the body
 * @throws {TypeError} if an argument has the wrong type
 * @throws {InternalError} if the package itself fails; you can call it again
 * @example
 * const { ok, openReq, findings } = checkOpenReq(await request.text());
 * return new Response(openReqAnswer(ok ? {} : { code: "20000", message: findings[0].message }));
 */
export function checkOpenReq(body: Text, options?: Options): CheckedOpenReq;

/** The answer to customs' request. */
export interface OpenReqAnswer {
  /** Default: `"10000"`, received. */
  code?: string | undefined;
  /** What went wrong. Default: `""`. */
  message?: string | undefined;
  /** The time of the answer, in Unix milliseconds. Default: now. */
  serviceTime?: number | undefined;
}

/**
 * Writes the answer to customs' request, as JSON: `{"code":"10000","message":"","serviceTime":1533271903898}`.
 *
 * @param answer what differs from the defaults
 * @returns the body of the HTTP response
 * @throws {TypeError} if an argument has the wrong type
 */
export function openReqAnswer(answer?: OpenReqAnswer): string;

/** Customs' reply to an upload. Fields that it lacks, or that are neither text nor numbers, are absent. */
export interface UploadReply {
  /** `"10000"`, or the code of a failure: `"20000"` to `"21000"`. */
  code?: "10000" | (string & {});
  /** The message from customs. */
  message?: string;
  /** A number that customs does not explain. */
  total?: string;
  /** The time of the reply, in Unix milliseconds. */
  serviceTime?: string;
}

/** Options of {@link checkUploadReply}. */
export interface UploadReplyOptions extends Options {
  /** The `sessionID` of the upload, named in findings about it. */
  sessionID?: string | undefined;
}

/** The result of {@link checkUploadReply}: if `ok` is true, the reply's code is `"10000"`. */
export type CheckedUploadReply =
  | (Passed & { reply: UploadReply & { code: "10000" } })
  | (Failed & {
      /** The fields of the reply; absent if it is not a JSON object. */
      reply?: UploadReply;
    });

/**
 * Checks customs' reply to an upload and explains it, as {@link checkReply} does with CBT's. A failure is an error finding,
 * with advice in its `help` if the code or the message is known.
 *
 * `ok` means that customs has received the data. It does not prove that the signature is valid, as an info finding says.
 *
 * @param reply the body of the HTTP response, as received
 * @param options see {@link UploadReplyOptions}
 * @returns whether customs has received the upload, the findings, and the fields of the reply
 * @throws {TypeError} if an argument has the wrong type
 * @throws {InternalError} if the package itself fails; you can call it again
 * @example
 * const { ok, reply, findings } = checkUploadReply(await response.text(), { sessionID });
 */
export function checkUploadReply(reply: Text, options?: UploadReplyOptions): CheckedUploadReply;

/**
 * Encodes two JSON texts into a form body as they are, unchecked: the inverse of {@link decodeForm}.
 *
 * @param texts both JSON texts
 * @param options see {@link Options}; only `maxBodyBytes` (for both texts together) and `locale` matter here
 * @returns the body, `EData=…&payExInfoStr=…`
 * @throws {CheckError} if the texts are larger than `maxBodyBytes`
 * @throws {TypeError} if an argument has the wrong type
 * @throws {InternalError} if the package itself fails; you can call it again
 * @example
 * const body = encodeForm({ eData: eDataText, payExInfo: payExInfoText });
 */
export function encodeForm(texts: { eData: Text; payExInfo: Text }, options?: Options): string;

/** A range of a text: from `start` to `end`, exclusive, counted from 0. An offset beyond the text means its end. */
export interface Offsets {
  start: number;
  end: number;
}

/**
 * A range in one layer of a body, or the path of a value, for {@link locate}. A {@link Finding}'s `at` and `path` make one.
 * Of several layers, the innermost counts: `json` before `base64` before `form`.
 */
export interface Spot {
  /**
   * The part that `base64` or `json` is in: `/EData…` or `/payExInfoStr…`. Without a range, the JSON Pointer (RFC 6901) of
   * the value to find, such as `/EData/token`, or a whole part, such as `/EData`. The last of duplicate members counts, as
   * in `JSON.parse`.
   */
  path?: string | undefined;
  /** In the form body, as given. */
  form?: Offsets | undefined;
  /** In the part's Base64, after percent-decoding. */
  base64?: Offsets | undefined;
  /** In the part's JSON text: the `text` that {@link decodeForm} returns. */
  json?: Offsets | undefined;
}

/** A range in every layer that contains it, and the path of its value. */
export interface Located extends At {
  /**
   * The innermost value or member that contains the range, as a JSON Pointer (RFC 6901), such as
   * `/payExInfoStr/payExchangeInfoHead/totalAmount`. It is the part if its JSON can't be read, and absent outside the parts.
   *
   * Unlike in a finding's `path`, keys are neither truncated nor masked, so that the path leads back here. In a malformed
   * body, the token may be among them: don't log it.
   */
  path?: string;
}

/**
 * Maps a range of one layer of a body, or the value at a path, to all layers, and returns the path of its value.
 *
 * Outward, it includes all characters that encode any bit of the range, with whole escapes. Inward, it includes all
 * characters of which the range encodes any bit. So mapping a range there and back covers it. Characters that encode
 * nothing, such as white space in Base64, map to an empty range. The `json` range of a string includes its quotes. For a
 * whole part, `json` is all of its text and `form` its value.
 *
 * @param body a form body
 * @param at a range in one layer, in UTF-16 units if `body` is a string, in bytes if it is bytes; or a path
 * @param options see {@link Options}; only `maxBodyBytes` matters here
 * @returns the range in each layer; no range if the body has no such part or value, or is larger than `maxBodyBytes`
 * @throws {TypeError} if an argument has the wrong type, or `at` has neither a path nor a range
 * @throws {InternalError} if the package itself fails; you can call it again
 * @example
 * const { findings } = checkForm(body);
 * for (const { path, at } of findings) if (at.json) console.log(locate(body, { path, ...at }).form);
 * console.log(locate(body, { path: "/EData/cusName" }).json, locate(body, { form: { start: 99, end: 99 } }).path);
 */
export function locate(body: Text, at: Spot, options?: Options): Located;

/** A JSON Schema of an object, or of a field's value, as {@link schema} makes it. */
export interface JsonSchema {
  /** The label of a field, in the language of {@link Options.locale}. */
  title?: string;
  type?: string | string[];
  /** The fields of an object, in the order of the interface. */
  properties?: Record<string, JsonSchema>;
  /** The fields that must be present: not those with a default or another name; see `x-required`. */
  required?: string[];
  /** The schema of a list's items. */
  items?: JsonSchema;
  /** The codes of a field, with their meanings. An optional field also has an entry without `const`, for blanks. */
  oneOf?: { const?: string; title?: string; [keyword: string]: unknown }[];
  maxLength?: number;
  /** True for a secret. */
  writeOnly?: boolean;
  /** The authority that sets the field's rules. */
  "x-authority"?: "cbt" | "customs";
  /** The clause with these rules, such as `"3.1.2.2"`. */
  "x-clause"?: string;
  /** Whether the body that is sent must have the field, filled in or under another name. */
  "x-required"?: boolean;
  /** Its other names, which are accepted too. */
  "x-also"?: string[];
  [keyword: string]: unknown;
}

/** The last argument of {@link schema}. */
export interface SchemaOptions extends Options {
  /**
   * The form of the schema: JSON Schema `"2020-12"` or `"draft-07"`, or a fragment of an OpenAPI 3.1 document. Default:
   * `"2020-12"`.
   */
  target?: "2020-12" | "draft-07" | "openapi-3.1" | undefined;
  /**
   * Whether the schema has titles, clauses and other keywords that validate nothing. Without them, Fastify and Ajv in its
   * strict mode take it as it is. Default: true.
   */
  annotations?: boolean | undefined;
}

/** A fragment to merge into an OpenAPI 3.1 document. References in it need the schema to keep this name. */
export interface OpenApiFragment {
  components: { schemas: { SigningRequest: JsonSchema } };
}

/**
 * Makes the JSON Schema of a {@link SigningRequest}, for a validator, a form, or a legend.
 *
 * It accepts every request in which {@link checkRequest} finds no error with `customsRules: "error"`, except one: an
 * optional field that holds only blanks, and too many of them. It also accepts others, as a schema can't express every rule:
 * whether a time exists, whether a text is blank, how many decimals a number has, or the content of a `payExInfo` given as
 * text. Unknown names are accepted; {@link checkRequest} only warns about them.
 *
 * The properties are the interface's fields under their first names, such as `cusName`. The document's other names
 * (`x-also`), such as those of `names: "co"`, are accepted too. The keywords that begin with `x-` are not part of JSON
 * Schema: leave them out with `annotations: false`, or let the validator ignore them (Ajv: `strict: false`).
 *
 * @param options see {@link SchemaOptions}; only `target`, `annotations` and `locale` matter here
 * @returns the schema, a new one each time; for `openapi-3.1`, `components.schemas.SigningRequest` with the schema in it
 * @throws {TypeError} if the options are wrong
 * @throws {InternalError} if the package itself fails; you can call it again
 * @example
 * const validate = new Ajv({ strict: true }).compile(schema({ target: "draft-07", annotations: false }));
 * fastify.post("/sign", { schema: { body: schema({ target: "draft-07", annotations: false }) } }, handler);
 * const openApi = { openapi: "3.1.0", info, paths, ...schema({ target: "openapi-3.1" }) };
 */
export function schema(options: SchemaOptions & { target: "openapi-3.1" }): OpenApiFragment;
export function schema(
  options?: SchemaOptions & { target?: "2020-12" | "draft-07" | undefined },
): JsonSchema;

/**
 * {@link checkRequest} as a Standard Schema (version 1), which Hono, tRPC and others take as a validator.
 *
 * Each error is an issue; warnings and advice are not. The output is the input itself, as a {@link SigningRequest}.
 * Messages are in Chinese unless options say otherwise.
 *
 * @example
 * app.post("/sign", sValidator("json", signingRequest), (c) => c.text(buildForm(c.req.valid("json")).body));
 * const router = t.router({ sign: t.procedure.input(signingRequest).mutation(({ input }) => buildForm(input).body) });
 * const strict = signingRequest.with({ locale: "en", customsRules: "error" });
 */
export const signingRequest: SigningRequestSchema;

/** A Standard Schema of a signing request. */
export interface SigningRequestSchema {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: "cbt179";
    /** Absent at run time; TypeScript infers from it. */
    readonly types?:
      | { readonly input: SigningRequest; readonly output: SigningRequest }
      | undefined;
    /**
     * Checks a value, synchronously. `libraryOptions` are {@link Options}; they take precedence over those of `with`.
     *
     * @throws {TypeError} if the options are wrong; a value of a wrong type has issues instead
     */
    readonly validate: (
      value: unknown,
      options?: { readonly libraryOptions?: Record<string, unknown> | undefined } | undefined,
    ) => StandardResult;
  };
  /** Returns the same schema with options, for frameworks that pass none: a language, or customs rules as errors. */
  readonly with: (options: Options) => SigningRequestSchema;
}

/** The result of {@link signingRequest}'s `validate`: the value, or its issues. */
export type StandardResult =
  | { readonly value: SigningRequest; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

/** An error in a request, as an issue of the Standard Schema. */
export interface StandardIssue {
  /** The problem, in one sentence. */
  readonly message: string;
  /** The keys from the request to the value, an index as a number: `["eData", "token"]`. */
  readonly path?: readonly PropertyKey[] | undefined;
}

/**
 * Applies the fixes of findings to their text. Edits are made in their own layers, and the text is encoded once. Unsafe
 * fixes need `unsafe: true`; findings without a fix are skipped. Everything else in the text stays unchanged,
 * including lone surrogates of a string.
 *
 * The findings must be those of this very text, in the same units: a finding with a fix that does not recur in the text is
 * rejected. They may have been serialized as JSON in between.
 *
 * @param text the text that was checked: a form body; or, for findings of {@link checkRequest} and {@link buildForm}, `payExInfo`'s
 * JSON text
 * @param findings its findings, or a selection of them
 * @param options the options that it was checked with; see {@link Options}
 * @returns the fixed text, as a string. Bytes are decoded as UTF-8: a byte order mark stays, and U+FFFD replaces bytes that
 * are not UTF-8. A text larger than `maxBodyBytes` is returned unchanged
 * @throws {TypeError} if an argument has the wrong type, or a finding that has a fix is not one of this text's
 * @throws {InternalError} if the package itself fails; you can call it again
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
   * found anywhere in the text.
   */
  request?: Text | object | undefined;
}

/** Result of {@link findSecrets}: sorted ranges without overlaps. */
export interface SecretRanges {
  /** In the text itself. */
  text: Offsets[];
  /** In the JSON text of `EData`, as {@link decodeForm} returns it, if the text is a form body that has one. */
  eData: Offsets[];
  /** In the JSON text of `payExInfoStr`, likewise. */
  payExInfo: Offsets[];
}

/**
 * Finds the ranges that are, or may be, the token in any text: a form body (even malformed), JSON, a URL, XML, a log line, Base64.
 *
 * When in doubt it covers too much: in an `EData` that is not JSON, everything but punctuation and field names.
 *
 * @param text any text; one larger than `maxBodyBytes` is covered as a whole
 * @param options see {@link SecretOptions}
 * @returns the ranges to cover before a person or a log sees the text, in UTF-16 code units for a string, in bytes for bytes
 * @throws {TypeError} if an argument has the wrong type
 * @throws {InternalError} if the package itself fails; you can call it again
 * @example
 * for (const { start, end } of findSecrets(line).text) console.log(start, end);
 */
export function findSecrets(text: Text, options?: SecretOptions): SecretRanges;

/**
 * Replaces each character that {@link findSecrets} finds with an asterisk.
 *
 * @param text any text
 * @param options see {@link SecretOptions}
 * @returns the text, safe to log
 * @throws {TypeError} if an argument has the wrong type
 * @throws {InternalError} if the package itself fails; you can call it again
 * @example
 * console.log(maskSecrets(await response.text(), { request: built }));
 */
export function maskSecrets(text: string, options?: SecretOptions): string;

/** Thrown by {@link buildForm} and {@link composeUpload} if their input has errors. Its message lists the first few. */
export class CheckError extends Error {
  /** Identifies the error even if the package is loaded twice, by `import` and by `require`. */
  readonly code: "CBT179_CHECK";
  /** The errors, warnings and advice. */
  readonly findings: Findings;
  constructor(findings: Findings);
}

/**
 * Thrown if the package itself fails, by a defect or for lack of memory. It is not a verdict on the input, and you can call
 * the function again.
 */
export class InternalError extends Error {
  /** Identifies the error even if the package is loaded twice, by `import` and by `require`. */
  readonly code: "CBT179_INTERNAL";
  constructor(cause: unknown);
}

/**
 * Thrown if the host forbids starting WebAssembly synchronously, as Chrome up to 114 does on a page's main thread: await
 * {@link ready}, then call again. Also thrown if a bundler took the entry of `require()` without `cbt179.wasm`.
 */
export class NotReadyError extends Error {
  /** Identifies the error even if the package is loaded twice, by `import` and by `require`. */
  readonly code: "CBT179_NOT_READY";
  constructor(message: string, cause: unknown);
}

/**
 * Compiles and starts the WebAssembly module asynchronously. All other functions stay synchronous. Only a host that forbids
 * starting WebAssembly synchronously needs it, such as a page in Chrome up to 114; elsewhere the first call does it.
 *
 * @throws {NotReadyError} if the host forbids WebAssembly altogether, for example by a Content-Security-Policy without
 * `wasm-unsafe-eval`
 * @throws {TypeError} in `cbt179/slim` before `init`
 * @example
 * await ready();
 * const { ok } = checkForm(body);
 */
export function ready(): Promise<void>;
