import * as cbt179 from "cbt179";
import express from "express";
import { suite } from "./suite.mjs";

const app = express();
// Not express.urlencoded(), which decodes the form: the check needs it as it was sent.
app.use(express.text({ type: "application/x-www-form-urlencoded" }));
app.use(express.json());
app.get("/", (_request, response) => response.send(suite(cbt179)));
app.post("/form", (request, response) => response.json(cbt179.checkForm(request.body)));
app.post("/json", (request, response) => response.json(cbt179.checkRequest(request.body)));

const server = app.listen(0, "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
