// The browsers that the page is tried in, all steered by the commands of WebDriver (W3C). Chromium's driver and WebKit's
// take them over HTTP. Firefox takes them itself, in the protocol (Marionette) that geckodriver would translate them to.
// All listen on this machine's own address only, and `close` ends whatever `start` began.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** The host that Chromium and Firefox find on this machine, where a page over http is not in a secure context. */
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
      // It picks a free display, and says which.
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

/** Returns the programs of a browser by the variables that may name them, or else on PATH. */
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

/** Returns why a browser can't be started; nothing where it can. */
export function lack(name) {
  const missing = Object.entries(programs(name)).filter(([, program]) => !program);
  const wanted = missing.map(([variable]) => BROWSERS[name].programs[variable].join(" or "));
  return wanted.length > 0 ? `not here: ${wanted.join(", ")}` : undefined;
}

/** Starts a browser with a window of its own. */
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

/** Keeps what is to be undone once a browser is no longer needed, the last first. */
function owner() {
  const steps = [];
  return {
    undo: (step) => steps.push(step),

    /** Starts a program that does not outlive this process. */
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
  // All hosts are this machine: the tests' own, and its maker's, which it would ask for updates.
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
  // A greeting, which names the protocol.
  await messages.next();
  let count = 0;
  /** Commands are given one after the other. */
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

/** The messages that come, each parsed. An answer comes only to a question, so there is never a second in the data. */
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

/** A free port of this machine's own address. */
async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** Tries until something succeeds. */
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

// What a WebDriver's answer calls the id of an element.
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
const KEYS = { Control: "\ue009", Home: "\ue011", ArrowRight: "\ue014" };

/** Returns what the tests do with a page, by Playwright's names, so that panes.mjs works with both. */
function page(command) {
  const find = async (selector) => {
    const found = await command("FindElement", { using: "css selector", value: selector });
    return found[ELEMENT];
  };
  return {
    goto: (url) => command("Navigate", { url }),

    click: async (selector) => command("ElementClick", { id: await find(selector) }),

    /** Presses keys, such as `Control+V`, in an element. */
    async press(selector, keys) {
      const text = keys.split("+").map((key) => KEYS[key] ?? key.toLowerCase());
      return command("ElementSendKeys", { id: await find(selector), text: text.join("") });
    },

    /** Chooses a file in a field for that. */
    choose: async (selector, file) =>
      command("ElementSendKeys", { id: await find(selector), text: file }),

    /** Returns what a function gives in the page, or an expression. */
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
