// Runs the checks of `npm run load` with fewer orders.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "../load/load.js";

test("under load, with failures and a kill -9, each order is answered once and truthfully", async () => {
  const { signed, failed, unknown } = await load({ orders: 400, connections: 40, kills: 1 });
  assert.equal(signed + failed + unknown, 400);
  assert.ok(signed > 200 && failed > 40, `${signed} signed, ${failed} failed`);
});
