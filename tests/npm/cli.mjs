// The command line as it is installed, in a project with a few files.

import { spawn } from "node:child_process";
import { join } from "node:path";
import { makeProject, REPLY, sample, validRequest } from "./project.mjs";

/** @typedef {{ input?: string | Uint8Array, env?: Record<string, string> }} Given */

export const TOKEN = validRequest().eData.token;
export const FAILURE = { status: "failure", code: "SYSTEM_ERROR", msg: "系统错误" };

/** Makes the project, with a body without a fault, a request, and replies. The caller removes it. */
export async function makeCliProject() {
  const project = await makeProject();
  const cbt179 = await project.load();
  /** The interface's example. */
  const example = await sample("sample-form-body.txt");
  const request = validRequest();
  const built = cbt179.buildForm(request);
  /** A body without a fault. */
  const good = built.body;
  await project.write("example.txt", example);
  await project.write("good.txt", `${good}\n`);
  await project.write("request.json", JSON.stringify(request, null, 2));
  await project.write("signed.json", built.payExInfo);
  await project.write("reply.json", JSON.stringify(REPLY));
  await project.write("failure.json", JSON.stringify(FAILURE));
  return {
    project,
    cbt179,
    example,
    good,
    /**
     * Runs the installed program, in English unless told otherwise.
     *
     * @param {string[]} args
     * @param {Given} [given]
     */
    run: (args, given) =>
      runIn(
        project.dir,
        process.execPath,
        [join(project.dir, "node_modules/cbt179/cli.js"), ...args],
        given,
      ),
    /** A body of these two texts. @param {string} eData @param {string} payExInfo */
    bodyOf: (
      eData = JSON.stringify(validRequest().eData),
      payExInfo = JSON.stringify(validRequest().payExInfo),
    ) => cbt179.encodeForm({ eData, payExInfo }),
  };
}

/**
 * @param {string} cwd
 * @param {string} program
 * @param {string[]} args
 * @param {Given} [given]
 * @returns {Promise<{ code: number | null, stdout: string, stderr: string }>}
 */
export function runIn(cwd, program, args, { input = "", env = {} } = {}) {
  const { PATH = "" } = process.env;
  const child = spawn(program, args, { cwd, env: { PATH, LANG: "en_GB.UTF-8", ...env } });
  /** @type {Buffer[]} */
  const out = [];
  /** @type {Buffer[]} */
  const err = [];
  child.stdout.on("data", (chunk) => out.push(chunk));
  child.stderr.on("data", (chunk) => err.push(chunk));
  // It need not read what it is given.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) =>
      resolve({ code, stdout: String(Buffer.concat(out)), stderr: String(Buffer.concat(err)) }),
    );
  });
}
