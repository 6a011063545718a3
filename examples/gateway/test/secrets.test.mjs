// The token is in no log line, in no problem, and not in the database.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { answer, NO_SIGNATURE, WRONG_SIGNATURE } from "../stand-in/faults.js";
import { SUBJECT } from "../stand-in/signer.js";
import { newOrder, post, setFault } from "./client.mjs";
import { cbt, gateway, logLines, TOKEN } from "./harness.mjs";

test("the token is in no log line, in no problem and not in the database", async () => {
  const asJson = JSON.stringify(TOKEN).slice(1, -1);
  const twice = JSON.stringify(asJson).slice(1, -1);
  const secrets = [TOKEN, asJson, twice, encodeURIComponent(TOKEN)];
  for (const text of [TOKEN, asJson]) {
    for (const [before, shared] of /** @type {const} */ ([
      ["", 0],
      ["x", 2],
      ["xx", 3],
    ])) {
      // Cut to the characters that come of the token alone.
      const base64 = Buffer.from(before + text)
        .toString("base64")
        .slice(shared, -4);
      secrets.push(base64, encodeURIComponent(base64));
    }
  }
  const holds = (/** @type {string} */ text) => secrets.some((secret) => text.includes(secret));
  const order = newOrder();
  await post(newOrder());
  // The test looks for the right texts: what CBT received has them.
  assert.ok(holds(String(cbt.requests[0]?.body)));

  setFault(order.sessionID, (response, due) =>
    answer(response, JSON.stringify({ ...due, status: "failure", msg: `no such token ${TOKEN}` })),
  );
  const revealing = newOrder();
  revealing.payExchangeInfoHead.note = `paid with ${TOKEN}`;
  const sent = cbt.requests.length;
  const refused = await post(revealing);
  assert.equal(refused.json.detail, "the payment data contains CBT_TOKEN");
  assert.equal(cbt.requests.length, sent);

  const told = await post(order);
  assert.match(told.json.cbtMessage, /^no such token \*+$/);
  setFault(order.sessionID, NO_SIGNATURE["an HTML error page"]);
  const quoted = await post(order);
  assert.match(quoted.json.answer.excerpt, /EData=[\w%]*\*{6}/);
  assert.ok(!holds(JSON.stringify([told, quoted])));
  // An excerpt never ends within the token: nobody would recognize the first half of it.
  for (const before of [20, 35, 470, 485]) {
    const text = `<html>${"x".repeat(before)}${TOKEN}`;
    setFault(order.sessionID, (response) => answer(response, text, 502, "text/html"));
    const { json } = await post(order);
    assert.ok(!JSON.stringify(json).includes(TOKEN.slice(0, 3)), json.answer.excerpt);
  }

  for (const file of [gateway.settings.storeFile, `${gateway.settings.storeFile}-wal`]) {
    const bytes = await readFile(file, "latin1");
    assert.ok(bytes.length > 0 && !holds(bytes), file);
  }
  assert.ok(logLines.length > 10);
  assert.ok(!logLines.some(holds));
  // Neither a body, nor a text to sign, nor a name in the certificate.
  setFault(order.sessionID, WRONG_SIGNATURE["a signature of another order"]);
  assert.equal((await post(order)).json.type, "/problems/cbt-signature-invalid");
  for (const word of ["payExchangeInfoHead", "signValue", SUBJECT]) {
    assert.ok(!logLines.some((line) => line.includes(word)), word);
  }
});
