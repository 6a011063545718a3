// Prepares the fixtures of a group of hosts in target/hosts/GROUP, and runs programs there.
//
// The hosts themselves are installed there once for each lock file; the packed package, on every run. A fixture is a
// project of its own: the files of tests/hosts/FOLDER, the installed package, and the suite as suite.mjs and suite.cjs.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { transform } from "esbuild";
import { makeProject, sample, validRequest } from "../npm/project.mjs";

const here = import.meta.dirname;
const root = join(here, "../..");

const ENV = {
  ...process.env,
  CI: "1",
  NO_COLOR: "1",
  FORCE_COLOR: undefined,
  NEXT_TELEMETRY_DISABLED: "1",
  WRANGLER_SEND_METRICS: "false",
};

/** The platform, as in the names of packages that hold programs for it. */
export const NATIVE = `${process.platform}-${process.arch}`;

/** A host that can't be had on this platform. */
export class NotHere extends Error {}

/** Installs the hosts of a group and the packed package. */
export async function prepare(group) {
  const dir = join(root, "target/hosts", group);
  await installHosts(group, dir);
  const project = await makeProject(dir);
  const suites = {
    "suite.mjs": await makeSuite("esm"),
    "suite.cjs": await makeSuite("cjs"),
  };
  let made = 0;

  return {
    /** Makes a fixture of a folder, and returns its path. */
    async make(folder) {
      const fixture = join(project.dir, `${folder}-${++made}`);
      for (const file of ["package.json", "node_modules"])
        await cp(join(project.dir, file), join(fixture, file), { recursive: true });
      await cp(join(here, folder), fixture, { recursive: true });
      for (const [name, text] of Object.entries(suites)) await writeFile(join(fixture, name), text);
      return fixture;
    },
    /** Finds a file in the hosts' packages: a command by its name, any other by its path. */
    file(name) {
      const found = [".bin", "."].map((folder) => join(dir, "node_modules", folder, name));
      const file = found.find(existsSync);
      if (file) return file;
      if (name.includes(NATIVE)) throw new NotHere(`there is no ${name} for this platform`);
      throw new Error(`no ${name} among the installed hosts`);
    },
    remove: project.remove,
  };
}

/** Installs the hosts of a group unless that was done for this lock file. */
async function installHosts(group, dir) {
  const lock = await readFile(join(here, group, "package-lock.json"), "utf8");
  const stamp = join(dir, "installed.json");
  if ((await readFile(stamp, "utf8").catch(() => "")) === lock) return;
  await mkdir(dir, { recursive: true });
  // The nearest tsconfig.json, or else bundlers and compilers would take the repository's.
  await writeFile(join(dir, "tsconfig.json"), "{}\n");
  await rm(stamp, { force: true });
  await cp(join(here, group), dir, { recursive: true });
  await cp(join(root, ".npmrc"), join(dir, ".npmrc"));
  await run(start("npm", ["ci", "--loglevel=error"], dir));
  await writeFile(stamp, lock);
}

/** The suite with its data. */
async function makeSuite(format) {
  const request = validRequest();
  const eData = JSON.stringify(request.eData);
  const payExInfo = JSON.stringify(request.payExInfo);
  const signature = {
    serviceTime: "1533282603450",
    certNo: "01691fe9",
    signValue: `${"A".repeat(86)}==`,
  };
  const json = `${payExInfo.slice(0, -1)},${JSON.stringify(signature).slice(1)}`;
  const value = (text) => encodeURIComponent(Buffer.from(text).toString("base64"));
  const data = {
    EXAMPLE: await sample("sample-form-body.txt"),
    REQUEST: request,
    // Made without the package, as the interface document says.
    BUILT: {
      form: { body: `EData=${value(eData)}&payExInfoStr=${value(payExInfo)}`, eData, payExInfo },
      reply: { status: "success", serialNumber: request.eData.serialNumber, ...signature },
      upload: { json, body: `payExInfoStr=${encodeURIComponent(json)}` },
    },
  };
  const define = Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, JSON.stringify(value)]),
  );
  const { code } = await transform(await readFile(join(here, "suite.mjs"), "utf8"), {
    define,
    format,
    target: "es2018",
    // Tells Node which names suite.cjs exports.
    platform: "node",
  });
  return code;
}

/** Starts a program; `output` grows with what it prints. `signal` ends it. */
export function start(program, args, cwd, signal) {
  const child = spawn(program, args, { cwd, env: ENV, signal, stdio: ["ignore", "pipe", "pipe"] });
  const process = { child, command: [program, ...args].join(" "), output: "" };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      process.output += text;
    });
  }
  return process;
}

/** Waits for its end, and returns what it printed. */
export async function run(process) {
  const [code, signal] = await once(process.child, "close");
  if (code !== 0) throw new Error(`${process.command}: ${code ?? signal}\n${process.output}`);
  return process.output;
}

/** Waits for the address that a server prints, calls `use` with it, and stops the server. */
export async function withServer(server, use) {
  const { child } = server;
  const closed = once(child, "close");
  try {
    for (;;) {
      const [url] = server.output.match(/http:\/\/(127\.0\.0\.1|localhost):\d+(?=\D)/) ?? [];
      if (url) return await use(url);
      const next = await Promise.race([once(child.stdout, "data"), closed.then(() => undefined)]);
      if (!next) throw new Error(`${server.command} ended:\n${server.output}`);
    }
  } finally {
    child.kill();
    await closed;
  }
}
