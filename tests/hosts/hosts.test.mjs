// The packed package in the hosts that its users have: each runs suite.mjs in a project without settings of its own.
//
// The quick half by default; all hosts with CBT179_ALL_HOSTS=1, as `cargo xtask test --all-hosts` does. One host alone:
// node --test --test-name-pattern=Vite tests/hosts/hosts.test.mjs
//
// The hosts named `slim` have the recipes of the package's README for cbt179/slim.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launch } from "../page/browser.mjs";
import { NATIVE, NotHere, prepare } from "./fixtures.mjs";
import { devServer, next, oldChromium, page, program, server, succeeds } from "./kinds.mjs";
import { PASSED } from "./suite.mjs";

const ALL = process.env.CBT179_ALL_HOSTS;
const NODE_22 = `node22-${NATIVE}/bin/node`;
const NODE_24 = `node24-${NATIVE}/bin/node`;
const BUN = `@oven/bun-${NATIVE}/bin/bun`;

/** Each host has a folder here, and what returns the suite's result there. */
const HOSTS = {
  quick: {
    "Node.js, ES module": program("node", "node esm.mjs"),
    "Node.js, CommonJS": program("node", "node commonjs.cjs"),
    "Node.js, worker_threads": program("node", "node worker.mjs"),
    esbuild: page("bundled", "script.html", "esbuild main.js --bundle --outfile=dist/main.js"),
    "esbuild, slim": page(
      "slim",
      "script.html",
      "esbuild file.js --bundle --format=esm --loader:.wasm=file --outfile=dist/main.js",
    ),
    "esbuild, one file for Node.js": program(
      "node",
      "esbuild commonjs.cjs --bundle --platform=node --outfile=dist/main.cjs",
      "node dist/main.cjs",
    ),
    Rollup: page(
      "bundled",
      "script.html",
      "rollup main.js --plugin node-resolve --format iife --file dist/main.js",
    ),
    "webpack 5": page("bundled", "script.html", "webpack --mode production --entry ./main.js"),
    "Vite, build": page("bundled", "dist/index.html", "vite build"),
    "Vite, dev server": devServer("bundled", "vite --host 127.0.0.1"),
    "Jest, node": succeeds("jest", "jest --env=node"),
    "Jest, jsdom": succeeds("jest", "jest --env=jsdom"),
    "TypeScript 5.9, bundler": succeeds(
      "typescript",
      "typescript5/bin/tsc --module esnext --moduleResolution bundler",
    ),
    "TypeScript 5.9, node10": succeeds(
      "typescript",
      "typescript5/bin/tsc --project tsconfig.node10.json",
    ),
    "TypeScript 7, node16": succeeds("typescript", "typescript/bin/tsc --module node16"),
    "TypeScript 7, nodenext": succeeds("typescript", "typescript/bin/tsc --module nodenext"),
    "TypeScript 7, bundler": succeeds(
      "typescript",
      "typescript/bin/tsc --module esnext --moduleResolution bundler",
    ),
    "Chromium, import map": page("browser", "importmap.html"),
    "Chromium, web worker": page("browser", "worker.html"),
    "Chromium, service worker": page("browser", "service.html"),
    "Chromium, content security policy": page("browser", "policy.html"),
    Express: server("express", "node main.mjs"),
    Fastify: server("fastify", "node main.mjs"),
    Hono: server("hono", "node main.mjs"),
    // Not quick, but of packages that are installed here.
    ...(ALL && {
      "Rollup, slim": page(
        "slim",
        "script.html",
        "rollup file.js --plugin node-resolve --plugin url={include:'**/*.wasm'} --file dist/main.js",
      ),
      "webpack 5, slim": page(
        "slim",
        "script.html",
        "webpack --mode production --entry ./new-url.js",
      ),
      "Vite, build, slim": page("slim", "dist/index.html", "vite build"),
      "Vite, dev server, slim": devServer("slim", "vite --host 127.0.0.1"),
      "Chromium, slim": page("slim", "browser.html"),
      "Node.js, slim": program("slim", "node node.mjs"),
    }),
  },
  more: {
    "Node.js 22, ES module": program("node", `${NODE_22} esm.mjs`),
    "Node.js 22, CommonJS": program("node", `${NODE_22} commonjs.cjs`),
    "Node.js 22, worker_threads": program("node", `${NODE_22} worker.mjs`),
    "Node.js 24, ES module": program("node", `${NODE_24} esm.mjs`),
    "Node.js 24, CommonJS": program("node", `${NODE_24} commonjs.cjs`),
    "Node.js 24, worker_threads": program("node", `${NODE_24} worker.mjs`),
    "Deno, ES module": program("node", "deno run --allow-all esm.mjs"),
    "Deno, CommonJS": program("node", "deno run --allow-all commonjs.cjs"),
    "Deno, slim": program("slim", "deno run --allow-all node.mjs"),
    "Bun, ES module": program("node", `${BUN} esm.mjs`),
    "Bun, CommonJS": program("node", `${BUN} commonjs.cjs`),
    "Bun, worker_threads": program("node", `${BUN} worker.mjs`),
    "Bun, slim": program("slim", `${BUN} node.mjs`),
    workerd: server("worker", "wrangler dev --ip 127.0.0.1 --port 0"),
    "webpack 4": page("bundled", "script.html", "node webpack4.cjs"),
    Rspack: page("bundled", "script.html", "rspack build --mode production --entry ./main.js"),
    "Rspack, slim": page(
      "slim",
      "script.html",
      "rspack build --mode production --entry ./new-url.js",
    ),
    Parcel: page("bundled", "dist/index.html", "parcel build index.html"),
    "Parcel, slim": page("slim", "dist/parcel.html", "parcel build parcel.html"),
    "TypeScript 5.9, node16": succeeds("typescript", "typescript/bin/tsc --module node16"),
    "TypeScript 5.9, nodenext": succeeds("typescript", "typescript/bin/tsc --module nodenext"),
    Vitest: succeeds("vitest", "vitest run"),
    "Next.js, also slim": next("next", "next build", "next start --hostname 127.0.0.1 --port 0"),
    NestJS: server("nest", "tsc", "node dist/main.js"),
    "Chromium 114": oldChromium,
  },
};

for (const group of ALL ? ["quick", "more"] : ["quick"]) {
  describe(`${group} hosts`, { concurrency: 2 }, () => {
    let fixtures;
    let browser;
    before(async () => {
      fixtures = await prepare(group);
      browser = await launch();
    });
    after(async () => {
      await browser?.close();
      await fixtures?.remove();
    });

    for (const [host, use] of Object.entries(HOSTS[group])) {
      // The limit ends a host that hangs; no host comes near it.
      test(host, { timeout: 600_000 }, async (t) => {
        try {
          const result = await use({ fixtures, browser, signal: t.signal });
          assert.ok(result.includes(PASSED), result);
        } catch (error) {
          if (!(error instanceof NotHere)) throw error;
          t.skip(error.message);
        }
      });
    }
  });
}
