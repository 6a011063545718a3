"use client";

import * as cbt179 from "cbt179";
import { useEffect, useState } from "react";
import { suite } from "../suite.mjs";

export function Client() {
  const [result, setResult] = useState("");
  // In an effect, which runs in the browser alone.
  useEffect(() => setResult(suite(cbt179)), []);
  return <p id="client">{result}</p>;
}
