// Types of results: `ok` tells the results apart, and codes are literals. See requests.ts for the directives.

import {
  buildForm,
  type CbtCode,
  CheckError,
  type Code,
  checkForm,
  checkOpenReq,
  checkReply,
  checkRequest,
  checkUploadReply,
  type Finding,
  type JsonSchema,
  type Options,
  openReqAnswer,
  type Report,
  type SigningRequest,
  schema,
  signingText,
} from "cbt179";

export function ofReport(report: Report): Finding | undefined {
  if (report.ok) {
    // @ts-expect-error an input without errors may have no finding
    report.findings[0] satisfies Finding;
    return report.findings[0];
  }
  const [first] = report.findings;
  return first satisfies Finding;
}

export function ofReply(text: string): string {
  const checked = checkReply(text);
  // @ts-expect-error a reply that is not JSON has none
  checked.reply.status satisfies string | undefined;
  if (!checked.ok) {
    // @ts-expect-error a refusal has no signature
    checked.reply?.signValue satisfies string;
    return checked.reply?.code ?? checked.findings[0].code;
  }
  return checked.reply.signValue + checked.reply.certNo + checked.reply.serviceTime;
}

export function ofTakenApart(text: string): string {
  const { ok, reply, findings } = checkReply(text);
  return ok ? reply.signValue : findings[0].message;
}

export function ofSigningText(payExInfo: Uint8Array): string {
  const signed = signingText(payExInfo, 1533282603450, { locale: "en" });
  // @ts-expect-error an error leaves the text unknown
  signed.text.length;
  return signed.ok ? signed.text : signed.findings[0].message;
}
signingText("", undefined);
// @ts-expect-error a time is not a Date
signingText("", new Date());

export function ofOpenReq(body: string): string {
  const { ok, openReq, findings } = checkOpenReq(body);
  // @ts-expect-error a wrong request may lack it
  openReq.orderNo satisfies string | undefined;
  if (ok) return openReq.orderNo + openReq.sessionID + openReq.serviceTime + openReqAnswer();
  // @ts-expect-error or one of its fields
  openReq?.sessionID satisfies string;
  return openReqAnswer({ code: "20000", message: findings[0].message });
}
// @ts-expect-error a code is text
openReqAnswer({ code: 10000 });

export function ofUploadReply(text: string, sessionID: string): "10000" | undefined {
  const { ok, reply, findings } = checkUploadReply(text, { sessionID });
  if (ok) return reply.code;
  // @ts-expect-error a text that is not JSON has no fields
  reply.code satisfies string | undefined;
  findings[0].message satisfies string;
  return undefined;
}

export function ofError(request: SigningRequest): Code | undefined {
  try {
    buildForm(request);
  } catch (error) {
    if (error instanceof CheckError) return error.findings[0].code;
  }
  return undefined;
}

export function explain({ code, cbtCode }: Finding): string {
  // @ts-expect-error no finding has this code
  if (code === "json.trailing-commas") return "";
  // @ts-expect-error CBT has no such code
  if (cbtCode === "ILLEGAL_ARGUMENTS") return "";
  return code === "json.trailing-comma" && cbtCode === "ILLEGAL_ARGUMENT" ? "comma" : "";
}

export const severities = { "form.unencoded-plus": 1 } satisfies Partial<Record<Code, number>>;
export const meanings: Record<CbtCode, string> = {
  ILLEGAL_ARGUMENT: "参数不正确",
  HASH_NO_PRIVILEGE: "没有权限",
  ILLEGAL_CLIENT_IP: "IP 不在白名单",
  SYSTEM_ERROR: "系统错误",
  CERT_NO_EXIST: "没有证书",
};

export const options: Options[] = [
  { locale: "zh" },
  { locale: "zh-CN" },
  { locale: "en" },
  // @ts-expect-error not a tag that the package has texts for
  { locale: "zh_CN" },
  // @ts-expect-error an option of the schema
  { target: "draft-07" },
];
// @ts-expect-error an option's name is wrong
checkRequest({}, { local: "en" });
// @ts-expect-error a body is text or bytes
checkForm({ EData: "" });

schema({ target: "draft-07", annotations: false }) satisfies JsonSchema;
schema({ locale: "en" }).properties?.eData satisfies JsonSchema | undefined;
schema({ target: "openapi-3.1" }).components.schemas.SigningRequest satisfies JsonSchema;
// @ts-expect-error a fragment is not a schema
schema({ target: "openapi-3.1" }).properties;
// @ts-expect-error there is no such target
schema({ target: "draft-04" });
