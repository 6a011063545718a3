// Starts the service, and stops it when told: requests that have begun are answered first.

import { buildApp } from "./app.js";
import { readSettings, SettingsError } from "./settings.js";

try {
  const settings = readSettings(process.env);
  const app = buildApp(settings);
  for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => app.close());
  await app.listen({ host: settings.host, port: settings.port });
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
