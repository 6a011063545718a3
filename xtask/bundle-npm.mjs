// Makes dist/npm, the package ready to pack, of pkg-template/ and of what wasm-bindgen and wasm-opt wrote to
// target/wasm/ (cbt179_bg.js and cbt179.wasm).

import { chmod, cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { toAscii } from "../pkg-template/src/ascii.js";
import { asFactory } from "./glue.mjs";

const root = join(import.meta.dirname, "..");
const wasmDir = join(root, "target/wasm");
const template = join(root, "pkg-template");
const staged = join(root, "target/npm-src");
const dist = join(root, "dist/npm");

/** The WebAssembly modules: the file, wasm-bindgen's glue, and the folder of the sources that load it. */
const MODULES = /** @type {const} */ ([
  ["cbt179", "cbt179_bg", "."],
  ["cbt179-verify", "cbt179_verify_bg", "verify"],
]);

/**
 * Bundles an entry. index.js imports nothing of the package: bundlers that follow a name to where it is defined would leave
 * out the line that sets the module, because package.json says that index.js has no side effects.
 *
 * @param {string} entry
 * @param {import("esbuild").Format} format
 * @param {string} outfile
 * @param {import("esbuild").Plugin[]} plugins
 */
async function bundle(entry, format, outfile, ...plugins) {
  const { metafile } = await build({
    entryPoints: [join(staged, entry)],
    outfile: join(dist, outfile),
    bundle: true,
    format,
    // With "node", esbuild tells Node which names a CommonJS file exports.
    platform: format === "cjs" ? "node" : "neutral",
    // The latest syntax that webpack 4 reads.
    target: "es2019",
    // A single non-ASCII character would make V8 store the whole file, with the module, in two bytes per character. Lines
    // stay as they are, since Node prints the whole line of an uncaught error.
    charset: "ascii",
    external: ["./*.wasm"],
    plugins,
    banner: { js: banner },
    logLevel: "warning",
    metafile: true,
  });
  return Object.values(metafile.outputs)[0]?.exports ?? [];
}

/**
 * Leaves the import of a file of the package to the one that loads it.
 *
 * @param {RegExp} filter
 * @param {string} path
 * @returns {import("esbuild").Plugin}
 */
const leave = (filter, path) => ({
  name: `leave ${path}`,
  setup({ onResolve }) {
    onResolve({ filter }, () => ({ path, external: true }));
  },
});

/**
 * Imports the functions and errors of cbt179 from one of its entries, so that there is one instance of the module, and one
 * class of each error.
 *
 * @param {string} entry
 * @returns {import("esbuild").Plugin[]}
 */
const withoutFirst = (entry) => [
  leave(/^\.\.\/index\.js$/, entry),
  leave(/^\.\.?\/errors\.js$/, entry),
];

/** The command line, which takes the functions from index.cjs: to read the module from its file is faster than to decode it. */
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
      leave(/^\.\.\/index\.js$/, "./index.cjs"),
      leave(/^\.\.\/verify\/index\.js$/, "./verify.cjs"),
    ],
    banner: { js: `#!/usr/bin/env node\n${banner}` },
    // Its licence asks to go with it.
    footer: {
      js: `/*\nWithin this file: get-east-asian-width ${widthVersion}\n\n${await text(`${width}/license`)}*/`,
    },
    logLevel: "warning",
  });
  await chmod(outfile, 0o755);
  // `cbt179 explain` reads it.
  await cp(join(root, "docs/findings.md"), join(dist, "docs/findings.md"));
}

/** @param {string} file */
const text = (file) => readFile(join(root, file), "utf8");

const version = (await text("Cargo.toml")).match(/^version = "(.+)"/m)?.[1];
if (!version) throw new Error("Cargo.toml has no version");
const banner = `// cbt179 ${version}, MIT OR Apache-2.0`;

await rm(staged, { recursive: true, force: true });
await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });

await cp(join(template, "src"), staged, { recursive: true });
for (const [name, glue, folder] of MODULES) {
  const wasm = await readFile(join(wasmDir, `${name}.wasm`));
  await writeFile(join(dist, `${name}.wasm`), wasm);
  await writeFile(join(staged, folder, "glue.js"), asFactory(await text(`target/wasm/${glue}.js`)));
  await writeFile(
    join(staged, folder, "wasm-ascii.js"),
    `export default ${JSON.stringify(toAscii(wasm))};\n`,
  );
}

await bundle("index.js", "esm", "index.js");
await bundle("slim.js", "cjs", "slim.cjs");
const names = await bundle("slim.js", "esm", "slim.js");
const shared = names.filter((name) => name !== "init").join(", ");
await writeFile(join(staged, "public.js"), `export { ${shared} } from "./slim.js";\n`);
await bundle("require.js", "cjs", "index.cjs", leave(/^\.\/(slim|errors)\.js$/, "./slim.cjs"));
await bundle("workerd.js", "esm", "workerd.js", leave(/^\.\/slim\.js$/, "./slim.js"));
await bundle("verify/index.js", "esm", "verify.js", ...withoutFirst("./index.js"));
await bundle("verify/require.js", "cjs", "verify.cjs", ...withoutFirst("./index.cjs"));
await bundle("verify/workerd.js", "esm", "verify-workerd.js", ...withoutFirst("./workerd.js"));
await bundleCli();

// CommonJS has its own declarations, identical except for the files that they refer to: to TypeScript, a .d.ts
// beside "type": "module" describes an ES module, and a require() of one is an error.
for (const name of ["index", "slim", "verify", "codes", "cbt179.wasm"]) {
  const types = await readFile(join(template, `${name}.d.ts`), "utf8");
  await writeFile(join(dist, `${name}.d.ts`), types);
  await writeFile(join(dist, `${name}.d.cts`), types.replaceAll(/"(\.\/.+)\.js"/g, '"$1.cjs"'));
}

const manifest = JSON.parse(await text("pkg-template/package.json"));
await writeFile(
  join(dist, "package.json"),
  `${JSON.stringify({ ...manifest, version }, null, 2)}\n`,
);
for (const file of ["README.md", "README.zh-CN.md"])
  await cp(join(template, file), join(dist, file));
for (const file of ["LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md"]) {
  await cp(join(root, file), join(dist, file));
}
