declare module "cbt179/cbt179.wasm" {
  const file: string;
  export default file;
}
