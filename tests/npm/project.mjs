// An empty project in a temporary folder, with the packed package installed into it: what every test here runs in.

import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../..");

/** @param {string} name a file of tests/data */
export const sample = (name) => readFile(join(root, "tests/data", name), "utf8");

/**
 * A request without a fault, new each time.
 *
 * @returns {{
 *   eData: import("../../pkg-template/index.js").Protocol & import("../../pkg-template/index.js").CusNames,
 *   payExInfo: import("../../pkg-template/index.js").PayExInfo,
 * }}
 */
export function validRequest() {
  return {
    eData: {
      version: "1.0",
      commitTime: "20180705133325",
      cusName: "上海某某电子商务有限公司",
      cusCode: "3122260XYZ",
      serialNumber: "20180705000001",
      token: "8d1f0b6e3c9a4725b0e4c7d2f6a95318",
    },
    payExInfo: {
      sessionID: "FE2374D1-8F9E-4F97-A283-9218BC0D1E2F",
      payExchangeInfoHead: {
        guid: "9D55BA71-22DE-41F4-8B50-C36C83B3B530",
        initalRequest: "https://pay.example/gateway.do?a=1&b=2+3",
        initalResponse: '{"code":"10000","msg":"成功"}',
        ebpCode: "31222604AB",
        payCode: "4403160BUF",
        payTransactionId: "2018070521001004330000121536",
        totalAmount: 100.1,
        currency: "142",
        verDept: "3",
        payType: "1",
        tradingTime: "20180705133320",
        note: "备注",
      },
      payExchangeInfoLists: [
        {
          orderNo: "ord201807050001",
          goodsInfo: [{ gname: "小米盒子", itemLink: "https://shop.example/item?id=1" }],
          recpAccount: "6217850100007893905",
          recpCode: "91310000MA1K35XY7A",
          recpName: "上海某某贸易有限公司",
        },
      ],
    },
  };
}

/** The reply of CBT that signs {@link validRequest}. */
export const REPLY = {
  status: "success",
  code: "",
  msg: "",
  serialNumber: validRequest().eData.serialNumber,
  serviceTime: "1530768810123",
  certNo: "01691fe9",
  signValue: Buffer.alloc(128, 7).toString("base64"),
};

/** Makes the project in a folder. The caller removes it. */
export async function makeProject(parent = tmpdir()) {
  const dir = await mkdtemp(join(parent, "cbt179-npm-"));
  const quiet = ["--offline", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"];
  const packed = await run("npm", ["pack", "--json", "--pack-destination", dir, ...quiet], {
    cwd: join(root, "dist/npm"),
  });
  // A list in npm 10 and 11, an object by name in later ones.
  const [{ filename, files }] = Object.values(JSON.parse(packed.stdout));
  await writeFile(join(dir, "package.json"), '{ "name": "fixture", "private": true }\n');
  await run("npm", ["install", ...quiet, join(dir, filename)], { cwd: dir });
  await writeFile(join(dir, "reexport.mjs"), 'export * from "cbt179";\n');

  return {
    dir,
    tarball: join(dir, filename),
    /** The paths in the tarball. */
    files: /** @type {string[]} */ (files.map((/** @type {{ path: string }} */ f) => f.path)),
    /** The package as an ES module of the project sees it. */
    load: () =>
      /** @type {Promise<typeof import("../../pkg-template/index.js")>} */ (
        import(pathToFileURL(join(dir, "reexport.mjs")).href)
      ),
    /** @param {string} name @param {string | Uint8Array} text */
    write: (name, text) => writeFile(join(dir, name), text),
    /** Copies a file into the project. @param {string} file @param {string} name */
    copy: (file, name) => cp(file, join(dir, name), { recursive: true }),
    /**
     * Runs a file of the project with Node, and gives what it prints.
     * @param {string[]} args
     */
    node: async (...args) => (await run(process.execPath, args, { cwd: dir })).stdout,
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}

/** Runs a tool of the repository's node_modules in a folder. @param {string} cwd */
export const tool = (cwd, /** @type {string} */ name, /** @type {string[]} */ ...args) =>
  run(join(root, "node_modules/.bin", name), args, { cwd });
