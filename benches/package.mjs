// The package as it was built; its types are the template's, which are there before anything is built.

/** @type {typeof import("cbt179")} */
export const cbt179 = await import(new URL("../dist/npm/index.js", import.meta.url).href);
