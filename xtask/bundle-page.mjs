// Builds the page from www/, the package as staged by bundle-npm.mjs, and the module in target/wasm: dist/www (any
// static file server will do) and dist/cbt179.html, the same in one file that also works when opened from disk. Run by
// `cargo xtask build`.

import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
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

/** The worker's script, as a text within the page's: a page from disk may make a worker of nothing else. */
async function worker() {
  const { outputFiles } = await build({
    ...shared,
    entryPoints: [`${root}www/worker.js`],
    format: "iife",
    plugins: [
      {
        name: "cbt179",
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^cbt179$/ }, () => ({ path: `${root}target/npm-src/slim.js` }));
          onResolve({ filter: /^cbt179\.wasm$/ }, () => ({ path: "wasm", namespace: "page" }));
          // Deflated, it is half as long; and browsers can inflate by themselves.
          onLoad({ filter: /wasm/, namespace: "page" }, async () => {
            const wasm = await readFile(`${root}target/wasm/cbt179.wasm`);
            const contents = deflateRawSync(wasm, { level: 9 }).toString("base64");
            return { contents, loader: "text" };
          });
        },
      },
    ],
  });
  return outputFiles[0]?.text ?? "";
}

const { outputFiles, metafile } = await build({
  ...shared,
  metafile: true,
  entryPoints: [`${root}www/main.js`, `${root}www/style/style.css`],
  outdir: dist,
  format: "esm",
  loader: { ".txt": "text" },
  plugins: [
    {
      name: "worker",
      setup({ onResolve, onLoad }) {
        onResolve({ filter: /\?source$/ }, () => ({ path: "worker.js", namespace: "source" }));
        onLoad({ filter: /./, namespace: "source" }, async () => ({
          contents: await worker(),
          loader: "text",
        }));
      },
    },
  ],
});
/** @param {string} name */
const output = (name) => outputFiles.find((file) => file.path.endsWith(name))?.text ?? "";
const script = `${output("main.js")}${await licences(Object.keys(metafile.inputs))}`;
const style = output("style.css");
const html = await readFile(`${root}www/index.html`, "utf8");

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await Promise.all([
  writeFile(`${dist}/index.html`, html),
  writeFile(`${dist}/main.js`, script),
  writeFile(`${dist}/style.css`, style),
  writeFile(`${root}dist/cbt179.html`, oneFile()),
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

/** The page with its script and style inlined; its policy then names each by its hash. */
function oneFile() {
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
