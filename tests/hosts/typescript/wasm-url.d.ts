// The type of the import where a bundler puts a URL in its place: the lines of the package's README.

declare module "cbt179/cbt179.wasm" {
  const file: string;
  export default file;
}
