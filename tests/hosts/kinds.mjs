// The kinds of hosts. Each function takes a folder of tests/hosts and commands, and makes a function that runs these in
// a fixture and returns the suite's result.

import assert from "node:assert/strict";
import { createReadStream, createWriteStream } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";
import { serve } from "../../xtask/serve.mjs";
import { sample, validRequest } from "../npm/project.mjs";
import { launch, open } from "../page/browser.mjs";
import { NATIVE, NotHere, run, start, withServer } from "./fixtures.mjs";
import { PASSED } from "./suite.mjs";

/**
 * @typedef {object} Tools
 * @property {Awaited<ReturnType<typeof import("./fixtures.mjs").prepare>>} fixtures
 * @property {import("playwright-core").Browser} browser
 * @property {AbortSignal} signal ends what the test started
 */

/** A program that prints the result. @param {string} folder @param {string[]} commands */
export const program = (folder, ...commands) => {
  return async (/** @type {Tools} */ tools) => {
    const { last } = await prepareLast(tools, folder, commands);
    return run(last());
  };
};

/** A program that compares the result itself. @param {string} folder @param {string[]} commands */
export const succeeds = (folder, ...commands) => {
  return async (/** @type {Tools} */ tools) => {
    await program(folder, ...commands)(tools);
    return PASSED;
  };
};

/** A TypeScript compiler, which checks programs that use the package. @param {string} compiler @param {string} options */
export const types = (compiler, options) =>
  succeeds("typescript", `${compiler}/bin/tsc ${options}`);

/** A page that shows the result, after commands that build it. @param {string} folder @param {string} file @param {string[]} commands */
export const page = (folder, file, ...commands) => {
  return async (/** @type {Tools} */ tools) => {
    const dir = await tools.fixtures.make(folder);
    for (const command of commands) await run(startIn(dir, command, tools));
    const { url, close } = await serve(join(dir, dirname(file)));
    try {
      return await show(tools, url + basename(file));
    } finally {
      await close();
    }
  };
};

/** A server of a page that shows the result. @param {string} folder @param {string[]} commands */
export const devServer = (folder, ...commands) => {
  return async (/** @type {Tools} */ tools) => {
    const { last } = await prepareLast(tools, folder, commands);
    return withServer(last(), (url) => show(tools, url));
  };
};

/** A server that answers with the result, and checks bodies at /form and /json. @param {string} folder @param {string[]} commands */
export const server = (folder, ...commands) => {
  return async (/** @type {Tools} */ tools) => {
    const { last } = await prepareLast(tools, folder, commands);
    return withServer(last(), async (url) => {
      await postBodies(url);
      return (await fetch(url)).text();
    });
  };
};

/** Next.js: a server component, a client component, and route handlers. @param {Tools} tools */
export async function next(tools) {
  const commands = ["next build", "next start --hostname 127.0.0.1 --port 0"];
  const { last } = await prepareLast(tools, "next", commands);
  return withServer(last(), async (url) => {
    await postBodies(url);
    const text = await show(tools, url, "#client");
    assert.match(await (await fetch(url)).text(), new RegExp(`<p id="server">${PASSED}`));
    return text;
  });
}

/** Chromium 114, whose main thread compiles no more than 4 KB synchronously. @param {Tools} tools */
export async function oldChromium(tools) {
  if (NATIVE !== "linux-x64") throw new NotHere("there is no Chromium 114 for this platform");
  const dir = await tools.fixtures.make("old-chromium");
  const executablePath = join(dir, "chromium");
  await pipeline(
    createReadStream(tools.fixtures.file("@sparticuz/chromium/bin/chromium.br")),
    createBrotliDecompress(),
    createWriteStream(executablePath, { mode: 0o755 }),
  );
  const browser = await launch({ executablePath });
  const { url, close } = await serve(dir);
  try {
    return await show({ ...tools, browser }, url);
  } finally {
    await close();
    await browser.close();
  }
}

/** Makes a fixture, and runs all commands there but the last. @param {Tools} tools @param {string} folder @param {string[]} commands */
async function prepareLast(tools, folder, commands) {
  const dir = await tools.fixtures.make(folder);
  for (const command of commands.slice(0, -1)) await run(startIn(dir, command, tools));
  return { last: () => startIn(dir, /** @type {string} */ (commands.at(-1)), tools) };
}

/** @param {string} dir @param {string} command @param {Tools} tools */
function startIn(dir, command, { fixtures, signal }) {
  const [name = "", ...args] = command.split(" ");
  return start(name === "node" ? process.execPath : fixtures.file(name), args, dir, signal);
}

/** Opens a page, and returns the text that it shows, or its errors. @param {Tools} tools @param {string} url */
async function show({ browser }, url, selector = "output") {
  const { page, context, errors } = await open(browser, url);
  const text = await page
    .waitForFunction((query) => document.querySelector(query)?.textContent?.trim(), selector)
    .then((handle) => handle.jsonValue())
    .catch(String);
  await context.close();
  return errors.length ? [text, ...errors].join("\n") : String(text);
}

/** Posts the interface's example as a form, and a request as JSON. @param {string} url */
async function postBodies(url) {
  const post = async (
    /** @type {string} */ path,
    /** @type {string} */ type,
    /** @type {string} */ body,
  ) => {
    const response = await fetch(new URL(path, url), {
      method: "POST",
      headers: { "content-type": type },
      body,
    });
    const text = await response.text();
    assert.equal(response.status, 200, text);
    return JSON.parse(text);
  };
  const form = await post(
    "/form",
    "application/x-www-form-urlencoded",
    await sample("sample-form-body.txt"),
  );
  assert.equal(form.findings[0].code, "form.unencoded-plus");
  const json = await post("/json", "application/json", JSON.stringify(validRequest()));
  assert.deepEqual(json, { ok: true, findings: [] });
}
