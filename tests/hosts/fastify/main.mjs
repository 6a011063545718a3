import * as cbt179 from "cbt179";
import fastify from "fastify";
import { suite } from "./suite.mjs";

const app = fastify();
app.addContentTypeParser(
  "application/x-www-form-urlencoded",
  { parseAs: "string" },
  (_request, body, done) => done(null, body),
);
app.get("/", () => suite(cbt179));
app.post("/form", ({ body }) => cbt179.checkForm(body));
app.post("/json", ({ body }) => cbt179.checkRequest(body));

console.log(await app.listen({ host: "127.0.0.1", port: 0 }));
