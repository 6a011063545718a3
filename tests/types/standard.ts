// `signingRequest` is a Standard Schema by the specification's own types. See requests.ts for the directives.

import type { StandardSchemaV1 } from "@standard-schema/spec";
import { buildForm, type SigningRequest, signingRequest } from "cbt179";

signingRequest satisfies StandardSchemaV1<SigningRequest, SigningRequest>;
signingRequest.with({ locale: "en" }) satisfies StandardSchemaV1<SigningRequest, SigningRequest>;
// @ts-expect-error not a language of the package
signingRequest.with({ locale: "de" });

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
true satisfies Equal<StandardSchemaV1.InferInput<typeof signingRequest>, SigningRequest>;
true satisfies Equal<StandardSchemaV1.InferOutput<typeof signingRequest>, SigningRequest>;

export function build(value: unknown): string | undefined {
  // Synchronous: no await.
  const result = signingRequest["~standard"].validate(value, { libraryOptions: { locale: "en" } });
  // @ts-expect-error a value that has issues is not a request
  buildForm(result.value);
  if (!result.issues) return buildForm(result.value).body;
  return result.issues[0]?.message;
}
