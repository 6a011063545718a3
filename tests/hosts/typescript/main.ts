import {
  buildForm,
  CheckError,
  checkForm,
  checkReply,
  composeUpload,
  type Finding,
  type Options,
  type SigningRequest,
} from "cbt179";

const options: Options = { locale: "en", customsRules: "off" };

export function report(body: string | Uint8Array): string[] {
  const { ok, findings } = checkForm(body, options);
  return ok
    ? []
    : findings.map(({ code, path, message }: Finding) => `${code} ${path}: ${message}`);
}

export function build(request: SigningRequest): string | readonly Finding[] {
  try {
    return buildForm(request).body;
  } catch (error) {
    if (error instanceof CheckError) return error.findings;
    throw error;
  }
}

export function upload(payExInfo: string, answer: string): string | undefined {
  const { ok, reply } = checkReply(answer);
  return ok && reply ? composeUpload(payExInfo, reply).body : undefined;
}

// @ts-expect-error a body is text or bytes
checkForm(1);
