// The kinds of hosts: each takes a folder of tests/hosts and commands, and returns a function that runs these in a
// fixture and returns the suite's result.

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

/** Makes a kind of `use`, which gets the last command's process, started after the others have ended. */
const kind =
  (use) =>
  (folder, ...commands) =>
  async (tools) => {
    const dir = await tools.fixtures.make(folder);
    for (const command of commands.slice(0, -1)) await run(startIn(dir, command, tools));
    return use(startIn(dir, commands.at(-1), tools), tools);
  };

/** A program that prints the result. */
export const program = kind(run);

/** A program that fails unless the result is PASSED. */
export const succeeds = kind(async (process) => {
  await run(process);
  return PASSED;
});

/** A server of a page that shows the result. */
export const devServer = kind((process, tools) => withServer(process, (url) => show(tools, url)));

/** A server that answers with the result, and checks what is posted to /form and /json. */
export const server = kind((process) =>
  withServer(process, async (url) => {
    await postBodies(url);
    return (await fetch(url)).text();
  }),
);

/** Next.js: the result in a server component and in client components, with cbt179/slim at /slim; route handlers at /form and /json. */
export const next = kind((process, tools) =>
  withServer(process, async (url) => {
    await postBodies(url);
    assert.ok((await (await fetch(url)).text()).includes(`<p id="server">${PASSED}`));
    assert.ok((await show(tools, `${url}/slim`, "#client")).includes(PASSED));
    return show(tools, url, "#client");
  }),
);

/** A page that shows the result, after commands that build it. */
export const page =
  (folder, file, ...commands) =>
  async (tools) => {
    const dir = await tools.fixtures.make(folder);
    for (const command of commands) await run(startIn(dir, command, tools));
    return withPage(join(dir, file), (url) => show(tools, url));
  };

/** Chromium 114, whose main thread compiles no more than 4 KB synchronously. */
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
  try {
    return await withPage(join(dir, "index.html"), (url) => show({ browser }, url));
  } finally {
    await browser.close();
  }
}

function startIn(dir, command, { fixtures, signal }) {
  const [name, ...args] = command.split(" ");
  return start(name === "node" ? process.execPath : fixtures.file(name), args, dir, signal);
}

/** Serves a file and its neighbours, and calls `use` with its address. */
async function withPage(file, use) {
  const { url, close } = await serve(dirname(file));
  try {
    return await use(url + basename(file));
  } finally {
    await close();
  }
}

/** Opens a page, and returns the text that it shows, or its errors. */
async function show({ browser }, url, selector = "output") {
  const { page, context, errors } = await open(browser, url);
  const text = await page
    .waitForFunction((query) => document.querySelector(query)?.textContent?.trim(), selector)
    .then((handle) => handle.jsonValue())
    .catch(String);
  await context.close();
  return errors.length ? [text, ...errors].join("\n") : String(text);
}

/** Posts the interface's example as a form, and a request as JSON. */
async function postBodies(url) {
  const post = async (path, type, body) => {
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
