// The file server that the page is shown with: what it gives, and what it does not.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { serve } from "../../xtask/serve.mjs";

let dir;
let server;
before(async () => {
  dir = await mkdtemp(join(tmpdir(), "cbt179-serve-"));
  await mkdir(join(dir, "site/deep"), { recursive: true });
  await mkdir(join(dir, "site-else"));
  await writeFile(join(dir, "secret.txt"), "secret");
  await writeFile(join(dir, "site-else/secret.txt"), "secret");
  await writeFile(join(dir, "site/index.html"), "<p>front");
  await writeFile(join(dir, "site/a b.js"), "1");
  await writeFile(join(dir, "site/m.wasm"), "wasm");
  await symlink(join(dir, "secret.txt"), join(dir, "site/link.txt"));
  server = await serve(join(dir, "site"));
});
after(async () => {
  await server?.close();
  await rm(dir, { recursive: true, force: true });
});

/** A request with its path sent as it is written, which fetch would clean up first. */
const ask = (path, method = "GET") =>
  new Promise((done, failed) => {
    const { hostname, port } = new URL(server.url);
    request({ hostname, port, path, method }, async (response) => {
      let body = "";
      for await (const chunk of response) body += chunk;
      done({ status: response.statusCode, headers: response.headers, body });
    })
      .on("error", failed)
      .end();
  });

test("gives files with their types, uncached", async () => {
  for (const [path, type] of [
    ["/", "text/html; charset=utf-8"],
    ["/index.html?x=1", "text/html; charset=utf-8"],
    ["/a%20b.js", "text/javascript; charset=utf-8"],
    ["/m.wasm", "application/wasm"],
  ]) {
    const answer = await ask(path);
    const { "content-type": told, "cache-control": cache } = answer.headers;
    assert.deepEqual([answer.status, told, cache], [200, type, "no-store"], path);
  }
});

test("gives nothing from outside of its folder", async () => {
  for (const path of [
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/../site-else/secret.txt",
    "/link.txt",
    "/deep",
    "/deep/",
    "/nothing",
    "/%",
    "/%00",
  ]) {
    assert.equal((await ask(path)).status, 404, path);
  }
});

test("answers GET and HEAD only", async () => {
  assert.equal((await ask("/")).body, "<p>front");
  const head = await ask("/", "HEAD");
  assert.deepEqual([head.status, head.headers["content-length"], head.body], [200, "8", ""]);
  assert.equal((await ask("/", "POST")).status, 405);
});

test("takes another port where the one asked for is taken", async () => {
  const taken = Number(new URL(server.url).port);
  const other = await serve(join(dir, "site"), taken);
  assert.notEqual(other.url, server.url);
  assert.equal((await fetch(other.url)).status, 200);
  await other.close();
  await assert.rejects(fetch(other.url));
});

test("runs as a program until it is told to stop", async () => {
  const program = spawn(process.execPath, [
    fileURLToPath(new URL("../../xtask/serve.mjs", import.meta.url)),
    join(dir, "site"),
  ]);
  const ended = new Promise((done) => program.once("exit", (code, signal) => done(code ?? signal)));
  const [line] = await once(program.stdout, "data");
  assert.match(String(line), /^http:\/\/127\.0\.0\.1:\d+\/\n$/);
  assert.equal(await (await fetch(String(line).trim())).text(), "<p>front");
  program.kill("SIGTERM");
  assert.equal(await ended, 0);
});
