// Makes dist/npm, the package ready to pack, of pkg-template/ and of what wasm-bindgen and wasm-opt wrote to
// target/wasm/ (cbt179_bg.js and cbt179.wasm).

import { chmod, cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { build, transform } from "esbuild";
import { toAscii } from "../pkg-template/src/ascii.js";
import { asFactory } from "./glue.mjs";

const root = join(import.meta.dirname, "..");
const wasmDir = join(root, "target/wasm");
const template = join(root, "pkg-template");
const staged = join(root, "target/npm-src");
const dist = join(root, "dist/npm");

/** The latest syntax that webpack 4 reads. */
const TARGET = "es2019";

const shared = /** @type {const} */ ({
  bundle: true,
  target: TARGET,
  // With one character beyond ASCII, V8 would hold all of a file in twice as many bytes.
  charset: "ascii",
  logLevel: "warning",
});

/** The entries as ES modules, and core.js, which has what they share; then the same in CommonJS. */
async function bundleEntries() {
  const { outputFiles } = await build({
    ...shared,
    entryPoints: ["index", "require", "slim", "workerd"].map((name) => join(staged, `${name}.js`)),
    outdir: dist,
    splitting: true,
    chunkNames: "core",
    format: "esm",
    platform: "neutral",
    external: ["node:fs", "./cbt179.wasm"],
    banner: { js: banner },
    write: false,
  });
  const modules = Object.fromEntries(
    outputFiles.map(({ path, text }) => [basename(path, ".js"), text]),
  );
  for (const name of ["core", "index", "slim", "workerd"])
    await writeFile(join(dist, `${name}.js`), modules[name] ?? "");
  for (const [name, source] of /** @type {const} */ ([
    ["core", "core"],
    ["index", "require"],
    ["slim", "slim"],
  ]))
    await writeFile(join(dist, `${name}.cjs`), await asCommonJs(modules[source] ?? ""));
}

/** @param {string} module */
async function asCommonJs(module) {
  const { code } = await transform(module.replaceAll('"./core.js"', '"./core.cjs"'), {
    format: "cjs",
    // For "node", esbuild lists the names of the exports in a way that Node can read.
    platform: "node",
    target: TARGET,
  });
  return `${banner}\n${code}`;
}

/** The command line, which takes the functions from the package's own index.js, so that the module is there once. */
async function bundleCli() {
  const width = "node_modules/get-east-asian-width";
  const { version: widthVersion } = JSON.parse(await text(`${width}/package.json`));
  const outfile = join(dist, "cli.js");
  await build({
    entryPoints: [join(staged, "cli/main.js")],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    charset: "utf8",
    plugins: [
      {
        name: "index-is-external",
        setup({ onResolve }) {
          onResolve({ filter: /^\.\.\/index\.js$/ }, () => ({
            path: "./index.js",
            external: true,
          }));
        },
      },
    ],
    banner: { js: `#!/usr/bin/env node\n${banner}` },
    // Its licence asks to go with it.
    footer: {
      js: `/*\nWithin this file: get-east-asian-width ${widthVersion}\n\n${await text(`${width}/license`)}*/`,
    },
    logLevel: "warning",
  });
  await chmod(outfile, 0o755);
}

/** @param {string} file */
const text = (file) => readFile(join(root, file), "utf8");

const version = (await text("Cargo.toml")).match(/^version = "(.+)"/m)?.[1];
if (!version) throw new Error("Cargo.toml has no version");
const banner = `// cbt179 ${version}, MIT OR Apache-2.0`;

await rm(staged, { recursive: true, force: true });
await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });

const wasm = await readFile(join(wasmDir, "cbt179.wasm"));
await cp(join(template, "src"), staged, { recursive: true });
await writeFile(join(staged, "glue.js"), asFactory(await text("target/wasm/cbt179_bg.js")));
await writeFile(
  join(staged, "wasm-ascii.js"),
  `export default ${JSON.stringify(toAscii(wasm))};\n`,
);

await bundleEntries();
await bundleCli();

// CommonJS has declarations of its own, word for word but for the files that they refer to: to TypeScript, an .d.ts
// beside "type": "module" describes an ES module, and a require() of one is an error.
for (const name of ["index", "slim", "cbt179.wasm"]) {
  const types = await readFile(join(template, `${name}.d.ts`), "utf8");
  await writeFile(join(dist, `${name}.d.ts`), types);
  await writeFile(join(dist, `${name}.d.cts`), types.replaceAll(/"(\.\/.+)\.js"/g, '"$1.cjs"'));
}

const manifest = JSON.parse(await text("pkg-template/package.json"));
await writeFile(
  join(dist, "package.json"),
  `${JSON.stringify({ ...manifest, version }, null, 2)}\n`,
);
await writeFile(join(dist, "cbt179.wasm"), wasm);
await cp(join(template, "README.md"), join(dist, "README.md"));
for (const file of ["LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md"]) {
  await cp(join(root, file), join(dist, file));
}
