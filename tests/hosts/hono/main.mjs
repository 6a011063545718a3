import { serve } from "@hono/node-server";
import * as cbt179 from "cbt179";
import { Hono } from "hono";
import { suite } from "./suite.mjs";

const app = new Hono();
app.get("/", (c) => c.text(suite(cbt179)));
app.post("/form", async (c) => c.json(cbt179.checkForm(await c.req.text())));
app.post("/json", async (c) => c.json(cbt179.checkRequest(await c.req.json())));

serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) => {
  console.log(`http://127.0.0.1:${port}`);
});
