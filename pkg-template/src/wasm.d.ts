/** The compiled module, as Cloudflare's workerd gives it to who imports the file. */
declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
