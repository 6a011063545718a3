// Starts the service. SIGTERM and SIGINT stop it, after the requests in progress are answered.

import { buildApp } from "./app.js";
import { readSettings, SettingsError } from "./settings.js";

// The store holds payment data, so no other user of this machine can read its files.
process.umask(0o077);
try {
  const settings = readSettings(process.env);
  const app = await buildApp(settings);
  for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => app.close());
  const { host, port } = settings;
  await app.listen({ host, port }).catch(async (/** @type {Error} */ { message }) => {
    await app.close();
    throw new SettingsError(`HOST and PORT can't be used (${host}, ${port}): ${message}.`);
  });
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
