// A server component, with a client component in it.

import * as cbt179 from "cbt179";
import { suite } from "../suite.mjs";
import { Client } from "./client.js";

export default function Page() {
  return (
    <>
      <p id="server">{suite(cbt179)}</p>
      <Client />
    </>
  );
}
