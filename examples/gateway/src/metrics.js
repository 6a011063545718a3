// Counts and times what the service does, in Prometheus' text format. Every label has a fixed set of values: problem types,
// finding codes of cbt179, kinds of connection errors.

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { codesOf } from "./problem.js";

/** @param {() => number} inProgress the number of uploads in progress */
export function makeMetrics(inProgress) {
  const registry = new Registry();
  const registers = [registry];
  // Among them nodejs_eventloop_lag_seconds, process_resident_memory_bytes and the garbage collector's.
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: "gateway_uploads_in_progress",
    help: "Uploads in progress",
    registers,
    collect() {
      this.set(inProgress());
    },
  });
  const outcomes = new Counter({
    name: "gateway_uploads_total",
    help: "Answers to POST /upload: signed, replayed, the problem's type, or another error's status",
    labelNames: ["outcome"],
    registers,
  });
  const codes = new Counter({
    name: "gateway_findings_total",
    help: "Answers to POST /upload that have a finding with this code",
    labelNames: ["code"],
    registers,
  });
  const openReqs = new Counter({
    name: "gateway_open_reqs_total",
    help: "Answers to customs' POST /open-req: opened, repeated, malformed, or failed",
    labelNames: ["outcome"],
    registers,
  });
  return {
    registry,
    cbtSeconds: new Histogram({
      name: "gateway_cbt_duration_seconds",
      help: "Time from connecting to CBT to the end of its answer",
      labelNames: ["result"],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
      registers,
    }),
    /** @param {"opened" | "repeated" | "malformed" | "failed"} outcome */
    countOpenReq: (outcome) => openReqs.inc({ outcome }),
    /** @param {string} outcome @param {import("cbt179").Finding[]} [findings] */
    count(outcome, findings = []) {
      outcomes.inc({ outcome });
      for (const code of codesOf(findings)) codes.inc({ code });
    },
  };
}
