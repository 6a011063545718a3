import * as cbt179 from "cbt179";
import { suite } from "./suite.mjs";

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === "/form") return Response.json(cbt179.checkForm(await request.text()));
    if (pathname === "/json") return Response.json(cbt179.checkRequest(await request.json()));
    return new Response(suite(cbt179));
  },
};
