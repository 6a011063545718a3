// A static file server for the built page, on this machine's own address only.
// As a program: node xtask/serve.mjs dist/www [port] prints the address and stays until it is told to stop.

import { once } from "node:events";
import { createReadStream } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, sep } from "node:path";
import { argv } from "node:process";
import { pipeline } from "node:stream/promises";
import { pathToFileURL } from "node:url";

/** @import { IncomingMessage, Server, ServerResponse } from "node:http" */

/** @type {Record<string, string>} */
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/**
 * Serves a folder. A port that is taken is answered with another free one, as port 0 is.
 *
 * @param {string} dir
 */
export async function serve(dir, port = 0) {
  const root = await realpath(dir);
  const server = createServer((request, response) => {
    answer(root, request, response).catch(() => response.destroy());
  });
  await listen(server, port).catch((error) => {
    if (error.code === "EADDRINUSE" || error.code === "EACCES") return listen(server, 0);
    throw error;
  });
  const { port: bound } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${bound}/`,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/**
 * @param {Server} server
 * @param {number} port
 */
function listen(server, port) {
  server.listen(port, "127.0.0.1");
  return once(server, "listening");
}

/**
 * @param {string} root
 * @param {IncomingMessage} request
 * @param {ServerResponse} response
 */
async function answer(root, request, response) {
  if (request.method !== "GET" && request.method !== "HEAD") {
    refuse(response, 405, "Only GET and HEAD are answered here.", { allow: "GET, HEAD" });
    return;
  }
  const file = await find(root, request.url ?? "");
  if (!file) {
    refuse(response, 404, "There is no such file here.");
    return;
  }
  response.writeHead(200, {
    "content-type": TYPES[extname(file.path)] ?? "application/octet-stream",
    "content-length": file.size,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  if (request.method === "HEAD") response.end();
  else await pipeline(createReadStream(file.path), response);
}

/**
 * The regular file that an address names, or nothing where it names none or leads out of the folder.
 *
 * @param {string} root
 * @param {string} url
 */
async function find(root, url) {
  try {
    // Cut, not parsed as a URL, which would resolve `..` before it can be seen here.
    const name = decodeURIComponent(url.replace(/[?#].*/s, ""));
    const path = await realpath(join(root, name.endsWith("/") ? `${name}index.html` : name));
    const entry = await stat(path);
    return entry.isFile() && path.startsWith(root + sep) ? { path, size: entry.size } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {ServerResponse} response
 * @param {number} status
 * @param {string} text
 * @param {Record<string, string>} headers
 */
function refuse(response, status, text, headers = {}) {
  response.writeHead(status, {
    "content-type": "text/plain; charset=utf-8",
    "cache-control": "no-store",
    ...headers,
  });
  response.end(`${status}: ${text}\n`);
}

// Its name may be a symbolic link, and where code comes on standard input, it names nothing.
const program = await realpath(argv[1] ?? "").catch(() => "");
if (import.meta.url === pathToFileURL(program).href) {
  const [dir = "dist/www", port = "0"] = argv.slice(2);
  const { url, close } = await serve(dir, Number(port));
  console.log(url);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, close);
}
