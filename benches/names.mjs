// What the document calls those that stand in its bars.

export const OURS = "cbt179";
export const ORDINARY = "by hand, ordinary APIs";
export const NODE_ONLY = "by hand, Node only";
export const AJV = "Ajv 8, standalone";
export const SM_CRYPTO = "sm-crypto-v2, key precomputed";
export const NODE_CRYPTO = "node:crypto";
