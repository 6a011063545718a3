// Makes target/gateway: a copy of examples/gateway alone, with the packed cbt179 and all other dependencies installed.
//
// The dependencies stay there for the next run; npm installs again what the lockfile changes. Where no prebuilt binary of
// better-sqlite3 can be downloaded, it is compiled without optimization: that takes 40 seconds instead of three minutes.

import { execFileSync } from "node:child_process";
import { cp, mkdir, readdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";

const root = join(import.meta.dirname, "..");
const example = join(root, "examples/gateway");
const copy = join(root, "target/gateway");

/** @param {string} cwd @param {string[]} args */
const npm = (cwd, ...args) =>
  execFileSync("npm", args, {
    cwd,
    stdio: ["ignore", "pipe", "inherit"],
    env: { CFLAGS: "-O0", CXXFLAGS: "-O0", ...process.env },
  }).toString();

await mkdir(copy, { recursive: true });
for (const name of await readdir(copy)) {
  if (name !== "node_modules") await rm(join(copy, name), { recursive: true });
}
await cp(example, copy, {
  recursive: true,
  filter: (file) => basename(file) !== "node_modules",
});
const [tarball] = npm(join(root, "dist/npm"), "pack", "--pack-destination", copy, "--silent")
  .trim()
  .split("\n");
npm(copy, "install", `./${tarball}`, "--prefer-offline", "--no-audit", "--no-fund");
