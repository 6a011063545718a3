// Who is measured, task by task, by the names that the document gives them.

import { readFileSync } from "node:fs";
import { root } from "./bodies.mjs";
import { AJV, NODE_ONLY, ORDINARY, OURS } from "./names.mjs";
import { cbt179 } from "./package.mjs";
import { ajvCheck } from "./peers/ajv.mjs";
import { nodeOnlyBuild, ordinaryBuild } from "./peers/build.mjs";
import * as form from "./peers/form.mjs";
import * as nodeOnly from "./peers/node-only.mjs";
import * as ordinary from "./peers/ordinary.mjs";
import * as reply from "./peers/reply.mjs";
import * as valibot from "./peers/valibot.mjs";
import * as zod from "./peers/zod.mjs";

/** @typedef {{ eData: any, payExInfo: any }} Request */
/** @typedef {{ serialNumber: string }} Sent */
/** The treatment of customs rules. @typedef {"error" | "warning" | "off"} Customs */
/** Whether CBT accepts a body; "warned" if customs does not. @typedef {boolean | "warned"} Verdict */
/** @typedef {(body: string | Buffer, customs?: Customs) => Verdict} Check */
/** @typedef {(body: string | Buffer, customs: boolean) => { eData?: any, payExInfo?: any }} Decode */
/** @typedef {(request: Request, customs: boolean, now?: number) => { body: string }} Build it throws where something is wrong */
/** @typedef {(text: string, sent: Sent) => { ok: boolean }} Reply the result also has the problems found */
/** @typedef {(payExInfo: string, reply: string, sent: Sent, customs: boolean) => { json: string, body: string }} Compose it throws too */

/** @param {boolean} customs @returns {"error" | "off"} */
const rules = (customs) => (customs ? "error" : "off");

/** @typedef {{ check: Record<string, Check>, decode: Record<string, Decode>, build: Record<string, Build>, reply: Record<string, Reply>, compose: Record<string, Compose> }} Contenders */

/** @returns {Promise<Contenders>} */
export async function makeContenders() {
  return {
    check: {
      [OURS]: (body, customsRules) => {
        const { ok, findings } = cbt179.checkForm(body, { customsRules });
        if (customsRules !== "warning") return ok;
        // An approximation: other rules have warnings too.
        return ok && findings.some(({ severity }) => severity === "warning") ? "warned" : ok;
      },
      [NODE_ONLY]: nodeOnly.check,
      [ORDINARY]: ordinary.check,
      zod: zod.check,
      valibot: valibot.check,
      [AJV]: await ajvCheck(),
    },
    decode: {
      [OURS]: (body, customs) => cbt179.decodeForm(body, { customsRules: rules(customs) }),
      [NODE_ONLY]: nodeOnly.decode,
      [ORDINARY]: ordinary.decode,
      URLSearchParams: form.decode,
    },
    build: {
      [OURS]: (request, customs, now) =>
        cbt179.buildForm(request, { customsRules: rules(customs), now }),
      [NODE_ONLY]: nodeOnlyBuild,
      [ORDINARY]: ordinaryBuild,
    },
    reply: {
      [OURS]: (text, request) => cbt179.checkReply(text, { request }),
      [ORDINARY]: reply.checkReply,
    },
    compose: {
      [OURS]: (payExInfo, text, request, customs) =>
        cbt179.composeUpload(payExInfo, text, { request, customsRules: rules(customs) }),
      [ORDINARY]: reply.compose,
    },
  };
}

/** The interface's own reply of a success. */
export const SIGNED = String(
  readFileSync(`${root}/tests/data/sample-replies.jsonl`, "utf8").split("\n")[0],
);
