// Drives browsers with WebDriver commands (W3C). The drivers of Chromium and WebKit take them over HTTP. Firefox takes
// them itself over Marionette, the protocol to which geckodriver would translate them. All listen only on the loopback
// address, and `close` ends all processes that `start` began.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** A host that Chromium and Firefox resolve to this machine, where http is not a secure context. */
export const INTRANET = "intranet.test";

const BROWSERS = {
  Chromium: {
    programs: { CHROMIUM: ["chromium"], CHROMEDRIVER: ["chromedriver"] },
    async run({ CHROMIUM, CHROMEDRIVER }, own) {
      const file = new URL("../../webdriver.json", import.meta.url);
      const { args } = JSON.parse(await readFile(file, "utf8"))["goog:chromeOptions"];
      const options = {
        binary: CHROMIUM,
        args: [...args, `--host-resolver-rules=MAP ${INTRANET} 127.0.0.1`],
      };
      return overHttp(CHROMEDRIVER, {}, { "goog:chromeOptions": options }, own);
    },
  },
  Firefox: { programs: { FIREFOX: ["firefox-esr", "firefox"] }, run: overMarionette },
  WebKit: {
    programs: { WEBKIT_DRIVER: ["WebKitWebDriver"], XVFB: ["Xvfb"] },
    async run({ WEBKIT_DRIVER, XVFB }, own) {
      // Xvfb picks a free display, and writes its number.
      const xvfb = own.begin(XVFB, ["-displayfd", "3", "-nolisten", "tcp"], {
        stdio: ["ignore", "ignore", "ignore", "pipe"],
      });
      const number = await new Promise((done, failed) => {
        xvfb.stdio[3].once("data", done).once("close", () => failed(new Error("Xvfb has gone")));
      });
      const env = { DISPLAY: `:${String(number).trim()}`, GDK_BACKEND: "x11", NO_AT_BRIDGE: "1" };
      return overHttp(WEBKIT_DRIVER, env, {}, own);
    },
  },
};

export const NAMES = Object.keys(BROWSERS);

/** Returns the programs of a browser, from environment variables or else from PATH. */
function programs(name) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const onPath = (names) =>
    names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
  const found = Object.entries(BROWSERS[name].programs).map(([variable, names]) => [
    variable,
    process.env[variable] || onPath(names),
  ]);
  return Object.fromEntries(found);
}

/** Returns why a browser can't be started, or undefined if it can. */
export function lack(name) {
  const missing = Object.entries(programs(name)).filter(([, program]) => !program);
  const wanted = missing.map(([variable]) => BROWSERS[name].programs[variable].join(" or "));
  return wanted.length > 0 ? `not here: ${wanted.join(", ")}` : undefined;
}

/** Starts a browser with its own window. */
export async function start(name) {
  const own = owner();
  try {
    const command = await BROWSERS[name].run(programs(name), own);
    await command("SetWindowRect", { width: 1280, height: 900 });
    return { ...page(command), close: own.end };
  } catch (error) {
    await own.end();
    throw error;
  }
}

/** Collects clean-up steps, and runs them in reverse order at the end. */
function owner() {
  const steps = [];
  return {
    undo: (step) => steps.push(step),

    /** Starts a program, which is killed if this process exits. */
    begin(program, args, options) {
      const child = spawn(program, args, { stdio: "ignore", ...options });
      const ended = new Promise((done) => child.once("close", done).once("error", done));
      process.once("exit", () => child.kill("SIGKILL"));
      steps.push(async () => {
        child.kill();
        const timer = setTimeout(() => child.kill("SIGKILL"), 5_000);
        await ended;
        clearTimeout(timer);
      });
      return child;
    },

    async end() {
      while (steps.length > 0) await steps.pop()();
    },
  };
}

const PATHS = {
  Navigate: () => "url",
  ExecuteAsyncScript: () => "execute/async",
  FindElement: () => "element",
  ElementClick: ({ id }) => `element/${id}/click`,
  ElementSendKeys: ({ id }) => `element/${id}/value`,
  SetWindowRect: () => "window/rect",
};

/** Starts a driver that takes commands over HTTP. */
async function overHttp(driver, env, options, own) {
  const port = await freePort();
  own.begin(driver, [`--port=${port}`], { env: { ...process.env, ...env } });
  const send = async (method, path, given) => {
    const body = given && JSON.stringify(given);
    const answer = await fetch(`http://127.0.0.1:${port}/${path}`, { method, body });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  await soon(() => send("GET", "status"));
  const { sessionId } = await send("POST", "session", { capabilities: { alwaysMatch: options } });
  own.undo(() => send("DELETE", `session/${sessionId}`).catch(() => {}));
  return (name, given) => send("POST", `session/${sessionId}/${PATHS[name](given)}`, given);
}

/** Starts Firefox. A message is the length of a JSON text, a colon, and that text. */
async function overMarionette({ FIREFOX }, own) {
  const profile = await mkdtemp(join(tmpdir(), "cbt179-firefox-"));
  own.undo(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }));
  // Resolve all hosts to this machine, so that Firefox can't ask its maker for updates, either.
  const settings = { "marionette.port": 0, "network.dns.forceResolve": "127.0.0.1" };
  const lines = Object.entries(settings).map(
    ([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`,
  );
  await writeFile(join(profile, "user.js"), lines.join("\n"));
  own.begin(FIREFOX, ["--headless", "--marionette", "--no-remote", "--profile", profile]);
  const port = await soon(async () => {
    const text = await readFile(join(profile, "MarionetteActivePort"), "utf8");
    return Number(text) || Promise.reject(new Error("Firefox names no port"));
  });

  const socket = connect(port, "127.0.0.1");
  own.undo(() => socket.destroy());
  const messages = parsed(socket);
  // Skip the greeting, which names the protocol.
  await messages.next();
  let count = 0;
  /** Sends a command, and returns its result. Only one command may be pending. */
  const command = async (name, given) => {
    const message = JSON.stringify([0, ++count, `WebDriver:${name}`, given]);
    socket.write(`${Buffer.byteLength(message)}:${message}`);
    const [, , error, result] = (await messages.next()).value;
    if (error) throw new Error(`${error.error}: ${error.message}`);
    return result.value ?? result;
  };
  await command("NewSession", {});
  return command;
}

/** Yields parsed messages. The data never holds two, because each answers a command. */
async function* parsed(socket) {
  let received = Buffer.alloc(0);
  for await (const data of socket) {
    received = Buffer.concat([received, data]);
    const start = received.indexOf(":") + 1;
    const end = start + Number(received.subarray(0, start - 1));
    if (start === 0 || received.length < end) continue;
    yield JSON.parse(received.subarray(start, end));
    received = Buffer.alloc(0);
  }
  throw new Error("Firefox has gone");
}

/** Returns a free port of the loopback address. */
async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** Retries until an attempt succeeds. */
async function soon(attempt) {
  for (const end = Date.now() + 30_000; ; ) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw error;
      await pause(50);
    }
  }
}

// The key of an element's id in WebDriver's answers.
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
const KEYS = { Control: "\ue009", Home: "\ue011", ArrowRight: "\ue014" };

/** Returns a page with the names of Playwright's methods, so that panes.mjs works with both. */
function page(command) {
  const find = async (selector) => {
    const found = await command("FindElement", { using: "css selector", value: selector });
    return found[ELEMENT];
  };
  return {
    goto: (url) => command("Navigate", { url }),

    click: async (selector) => command("ElementClick", { id: await find(selector) }),

    /** Presses keys in an element, such as `Control+V`. */
    async press(selector, keys) {
      const text = keys.split("+").map((key) => KEYS[key] ?? key.toLowerCase());
      return command("ElementSendKeys", { id: await find(selector), text: text.join("") });
    },

    /** Chooses a file in a file input. */
    choose: async (selector, file) =>
      command("ElementSendKeys", { id: await find(selector), text: file }),

    /** Evaluates a function or an expression in the page. */
    async evaluate(work, given) {
      const expression = typeof work === "function" ? `(${work})(given)` : work;
      const script = `const [given, done] = arguments;
        (async () => (${expression}))().then((value) => done({ value }), (error) => done({ error: String(error) }));`;
      const args = [given ?? null];
      const { value, error } = await command("ExecuteAsyncScript", { script, args });
      if (error) throw new Error(error);
      return value;
    },

    async focus(selector) {
      await this.evaluate((selector) => document.querySelector(selector).focus(), selector);
    },
  };
}
