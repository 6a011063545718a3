// Builds the page out of www/ and the built package: dist/www (any static file server will do) and dist/cbt179.html, the
// same in one file that also works opened from disk. Run by `cargo xtask build` after dist/npm is there.

import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = `${root}dist/www`;

const { outputFiles } = await build({
  entryPoints: [`${root}www/main.js`, `${root}www/style.css`],
  outdir: dist,
  bundle: true,
  minify: true,
  write: false,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  loader: { ".txt": "text" },
  alias: { cbt179: `${root}dist/npm/index.js` },
  logLevel: "warning",
});
/** @param {string} name */
const output = (name) => outputFiles.find((file) => file.path.endsWith(name))?.text ?? "";
const [script, style] = [output("main.js"), output("style.css")];
const html = await readFile(`${root}www/index.html`, "utf8");

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await Promise.all([
  writeFile(`${dist}/index.html`, html),
  writeFile(`${dist}/main.js`, script),
  writeFile(`${dist}/style.css`, style),
  writeFile(`${root}dist/cbt179.html`, oneFile()),
]);

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
