// Next.js: the module of a client component runs on the server too, so init() is in an effect.

"use client";

import * as cbt179 from "cbt179/slim";
import { useEffect, useState } from "react";
import { suite } from "../../suite.mjs";

const url = new URL("cbt179/cbt179.wasm", import.meta.url);

export default function Page() {
  const [result, setResult] = useState("");
  useEffect(() => {
    WebAssembly.compileStreaming(fetch(url)).then((module) => {
      cbt179.init(module);
      setResult(suite(cbt179));
    }, console.error);
  }, []);
  return <p id="client">{result}</p>;
}
