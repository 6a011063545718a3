// wasm-bindgen's glue made fit for the package and for the page.

/**
 * wasm-bindgen's glue is a module with state of its own, such as views of the memory. As a factory, each instance of
 * the WebAssembly module gets glue of its own, and no view of a dropped instance is ever used again. The factory is passed the
 * TextEncoder and TextDecoder to use, since the host may have none.
 *
 * @param {string} glue
 */
export function asFactory(glue) {
  const names = [...glue.matchAll(/^export function (\w+)/gm)].map((match) => match[1]);
  const body = glue.replace(/^export (?=function)/gm, "");
  if (/^(import|export)\b/m.test(body)) {
    throw new Error(
      "wasm-bindgen's glue has an import or export of a kind that glue.mjs doesn't know",
    );
  }
  return `export function makeGlue({ TextEncoder, TextDecoder }) {\n${body}\nreturn { ${names.join(", ")} };\n}\n`;
}
