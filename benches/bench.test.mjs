// The peers that `cargo xtask bench` measures must still agree with the package; nothing is timed.

import assert from "node:assert/strict";
import { test } from "node:test";
import { agree } from "./agree.mjs";
import { makeCases } from "./bodies.mjs";
import { makeContenders } from "./contenders.mjs";
import { cbt179 } from "./package.mjs";
import { EXCUSED } from "./peers/fields.mjs";
import { makeSignatureTasks } from "./signature.mjs";

test("all peers agree over the corpus, but for what they are excused from", async () => {
  // The large bodies take long, and have nothing that the corpus has not.
  const small = makeCases().filter(({ body }) => body.length < 100_000);
  const { bodies, decoded, built, excused } = agree(await makeContenders(), small, 100);
  assert(bodies > 500 && decoded > 100 && built > 100);
  // What is no longer needed is to be taken out of the list.
  assert.deepEqual(Object.keys(excused).sort(), [...EXCUSED].sort());
});

test("all verify the signature of a text, and no search finds an unrelated one", () => {
  for (const { task, contenders } of makeSignatureTasks()) {
    const verdicts = contenders().map(({ run }) => run(0));
    assert.deepEqual(verdicts, task.startsWith("verify") ? [true, true] : [false]);
  }
});

test("each measured body has the findings of its state", async () => {
  for (const { size, customs, body, states } of makeCases()) {
    const found = (/** @type {string} */ body, /** @type {any} */ customsRules) =>
      cbt179.checkForm(body, { customsRules }).findings;
    const asErrors = customs ? "error" : "off";
    assert.deepEqual(found(body, asErrors), []);
    const severities = (/** @type {any[]} */ findings) =>
      [...new Set(findings.map(({ severity }) => severity))].join();
    assert.equal(severities(found(states.advice, customs ? "warning" : "off")), "info", size);
    assert.match(severities(found(states.warned, "warning")), /^warning/);
    const [one, many] = [states.one, states.many].map((body) =>
      found(body, asErrors).reduce((sum, { count = 1 }) => sum + count, 0),
    );
    assert.equal(one, 1);
    assert(many && many > 4);
  }
});
