import { isMainThread, parentPort, Worker } from "node:worker_threads";
import * as cbt179 from "cbt179";
import { suite } from "./suite.mjs";

if (isMainThread) new Worker(new URL(import.meta.url)).on("message", console.log);
else parentPort.postMessage(suite(cbt179));
