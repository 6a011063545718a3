// The functions and errors of slim.js without init(), for the entries that load it; the bundler writes the module.

export * from "../index.js";
