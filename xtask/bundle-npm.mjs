// Makes dist/npm, the package ready to pack, of pkg-template/ and of what wasm-bindgen and wasm-opt wrote to
// target/wasm/ (cbt179_bg.js and cbt179.wasm).

import { chmod, cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { asFactory } from "./glue.mjs";

const root = join(import.meta.dirname, "..");
const wasmDir = join(root, "target/wasm");
const template = join(root, "pkg-template");
const staged = join(root, "target/npm-src");
const dist = join(root, "dist/npm");

/**
 * @param {string} entry
 * @param {import("esbuild").Format} format
 * @param {string} outfile
 */
async function bundle(entry, format, outfile) {
  await build({
    entryPoints: [join(staged, entry)],
    outfile: join(dist, outfile),
    bundle: true,
    format,
    // With "node", esbuild tells Node which names a CommonJS file exports.
    platform: format === "cjs" ? "node" : "neutral",
    target: "es2022",
    // With one character beyond ASCII, V8 would hold all of the file, the module in it too, in twice as many bytes.
    charset: "ascii",
    external: ["./cbt179.wasm"],
    banner: { js: `// cbt179 ${version}, MIT OR Apache-2.0` },
    logLevel: "warning",
  });
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
    banner: { js: `#!/usr/bin/env node\n// cbt179 ${version}, MIT OR Apache-2.0` },
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

await rm(staged, { recursive: true, force: true });
await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });

const wasm = await readFile(join(wasmDir, "cbt179.wasm"));
await cp(join(template, "src"), staged, { recursive: true });
await writeFile(join(staged, "glue.js"), asFactory(await text("target/wasm/cbt179_bg.js")));
await writeFile(join(staged, "wasm-base64.js"), `export default "${wasm.toString("base64")}";\n`);

await bundle("index.js", "esm", "index.js");
await bundle("index.js", "cjs", "index.cjs");
await bundle("slim.js", "esm", "slim.js");
await bundle("slim.js", "cjs", "slim.cjs");
await bundle("workerd.js", "esm", "workerd.js");
await bundleCli();

// CommonJS has declarations of its own, word for word but for the file that slim's refer to: to TypeScript, an .d.ts
// beside "type": "module" describes an ES module, and a require() of one is an error.
for (const name of ["index", "slim"]) {
  const types = await readFile(join(template, `${name}.d.ts`), "utf8");
  await writeFile(join(dist, `${name}.d.ts`), types);
  await writeFile(join(dist, `${name}.d.cts`), types.replaceAll('"./index.js"', '"./index.cjs"'));
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
