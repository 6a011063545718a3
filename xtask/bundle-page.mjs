// Builds the page from www/, the package as staged by bundle-npm.mjs, and the modules in target/wasm: dist/www (any
// static file server will do), where the module that verifies signatures is a file of its own, loaded when it is first
// needed; and dist/cbt179.html, the same in one file that also works when opened from disk. Run by `cargo xtask build`.

import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { deflateRawSync } from "node:zlib";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = `${root}dist/www`;

const shared = /** @type {const} */ ({
  bundle: true,
  minify: true,
  write: false,
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
});

/** Inlines modules as deflated texts, half as long, which browsers can inflate. @type {import("esbuild").Plugin} */
const wasm = {
  name: "wasm",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^cbt179(-verify)?\.wasm$/ }, ({ path }) => ({ path, namespace: "wasm" }));
    onLoad({ filter: /./, namespace: "wasm" }, async ({ path }) => {
      const module = await readFile(`${root}target/wasm/${path}`);
      const contents = deflateRawSync(module, { level: 9 }).toString("base64");
      return { contents, loader: "text" };
    });
  },
};

/** Resolves the staged package; cbt179/verify shares the entry without an inlined module. @type {import("esbuild").Plugin} */
const staged = {
  name: "cbt179",
  setup({ onResolve }) {
    /** @type {Record<string, string>} */
    const files = { "": "slim.js", "/verify": "verify/api.js", "/verify/core": "verify/core.js" };
    onResolve({ filter: /^cbt179(\/|$)/ }, ({ path }) => ({
      path: `${root}target/npm-src/${files[path.slice("cbt179".length)]}`,
    }));
    onResolve({ filter: /^\.\.\/index\.js$/ }, () => ({ path: `${root}target/npm-src/slim.js` }));
  },
};

/** The worker's script, as a text within the page's: a page from disk may make a worker of nothing else. */
const worker = build({
  ...shared,
  entryPoints: [`${root}www/worker.js`],
  format: "iife",
  plugins: [wasm, staged],
}).then(({ outputFiles }) => outputFiles[0]?.text ?? "");

/**
 * The page's script and style; with `splitting`, what is imported later is a file of its own.
 *
 * @param {boolean} splitting
 */
async function bundle(splitting) {
  const { outputFiles, metafile } = await build({
    ...shared,
    metafile: true,
    entryPoints: [`${root}www/main.js`, `${root}www/style/style.css`],
    outdir: dist,
    format: "esm",
    splitting,
    chunkNames: "[name]",
    loader: { ".txt": "text" },
    plugins: [
      wasm,
      {
        name: "worker",
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /\?source$/ }, () => ({ path: "worker.js", namespace: "source" }));
          onLoad({ filter: /./, namespace: "source" }, async () => ({
            contents: await worker,
            loader: "text",
          }));
        },
      },
    ],
  });
  const told = await licences(Object.keys(metafile.inputs));
  return Object.fromEntries(
    outputFiles.map(({ path, text }) => [
      basename(path),
      basename(path) === "main.js" ? text + told : text,
    ]),
  );
}

const [files, whole] = await Promise.all([bundle(true), bundle(false)]);
const html = await readFile(`${root}www/index.html`, "utf8");

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await Promise.all([
  ...Object.entries({ ...files, "index.html": html }).map(([name, text]) =>
    writeFile(`${dist}/${name}`, text),
  ),
  writeFile(`${root}dist/cbt179.html`, oneFile(whole["main.js"] ?? "", whole["style.css"] ?? "")),
]);

/**
 * The licences of the packages that are within: theirs ask to go with them. Where several have the same, it is told once.
 *
 * @param {string[]} files
 */
async function licences(files) {
  const names = files.map((file) => file.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]);
  /** @type {Map<string, string[]>} */
  const texts = new Map();
  for (const name of new Set(names)) {
    if (!name) continue;
    const text = await readFile(`${root}node_modules/${name}/LICENSE`, "utf8");
    texts.set(text, [...(texts.get(text) ?? []), name]);
  }
  const told = [...texts].map(
    ([text, names]) => `Within this file: ${names.join(", ")}\n\n${text}`,
  );
  return `/*\n${told.join("\n")}*/\n`;
}

/**
 * The page with its script and style inlined; its policy then names each by its hash.
 *
 * @param {string} script
 * @param {string} style
 */
function oneFile(script, style) {
  let page = html;
  /** @type {(from: string, to: string) => void} */
  const swap = (from, to) => {
    if (page.split(from).length !== 2)
      throw new Error(`www/index.html must hold exactly once: ${from}`);
    page = page.replace(from, () => to);
  };
  // What would end an inline script or style early, or, with CR and NUL, reach the parser changed, so that no hash fits.
  for (const text of [script, style]) {
    if (/<\/(?:script|style)|<!--|\r|\0/i.test(text))
      throw new Error("the bundle cannot be inlined as it is");
  }
  swap('<script type="module" src="main.js"></script>', `<script type="module">${script}</script>`);
  swap('<link rel="stylesheet" href="style.css">', `<style>${style}</style>`);
  swap("script-src 'self'", `script-src '${hash(script)}'`);
  swap("style-src 'self'", `style-src '${hash(style)}'`);
  return page;
}

/** @param {string} text */
function hash(text) {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
