// A server in a thread of its own. It answers requests, and closes all connections when told, even while the main thread waits.

import { createServer } from "node:http";
import { parentPort, workerData } from "node:worker_threads";

/** @type {{ requests: Int32Array, closed: Int32Array }} */
const { requests, closed } = workerData;
/** @type {Set<import("node:net").Socket>} */
const sockets = new Set();

const server = createServer((request, response) => {
  Atomics.add(requests, 0, 1);
  request.resume().on("end", () => response.end("{}"));
});
server.on("connection", (socket) => {
  sockets.add(socket);
  socket.on("close", () => {
    sockets.delete(socket);
    if (sockets.size > 0) return;
    Atomics.store(closed, 0, 1);
    Atomics.notify(closed, 0);
  });
});
parentPort?.on("message", (/** @type {"destroy" | "resetAndDestroy"} */ close) => {
  for (const socket of sockets) socket[close]();
});
server.listen(0, "127.0.0.1", () => parentPort?.postMessage(server.address()));
