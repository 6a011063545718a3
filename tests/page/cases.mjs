// Texts that the page's tests use.

import { readFile } from "node:fs/promises";

const data = (name) => readFile(new URL(`../data/${name}`, import.meta.url), "utf8");

/** The interface's own example, with its faults. */
export const EXAMPLE = {
  body: await data("sample-form-body.txt"),
  eData: await data("sample-edata.json"),
  payExInfo: await data("sample-payexinfo.txt"),
};

/** A request in which there is nothing to be found. */
export const CLEAN = {
  eData:
    '{"version":"1.0","commitTime":"20260115092811","cusName":"示例电商","cusCode":"3105961A0B","serialNumber":"1","token":"0123456789abcdef0123456789abcdef"}',
  payExInfo:
    '{"sessionID":"S-1","payExchangeInfoHead":{"guid":"9D2F3E1A-5B6C-4D7E-8F90-A1B2C3D4E5F6","initalRequest":"r","initalResponse":"ok","ebpCode":"3105961A0B","payCode":"312226T001","payTransactionId":"T1","totalAmount":100.1,"currency":"142","verDept":"3","payType":"1","tradingTime":"20260115092700"},"payExchangeInfoLists":[{"orderNo":"A1","goodsInfo":[{"gname":"拖鞋","itemLink":"https://shop.example/1"}],"recpAccount":"6217","recpCode":"1105910159","recpName":"示例有限公司"}]}',
};
export const TOKEN = "0123456789abcdef0123456789abcdef";

export const base64 = (text) => Buffer.from(text).toString("base64");

/** The body that carries two texts, by Node's own means. */
export const form = ({ eData, payExInfo }) =>
  `EData=${encodeURIComponent(base64(eData))}&payExInfoStr=${encodeURIComponent(base64(payExInfo))}`;

/** Returns a part that makes a body of two megabytes, with a long text on one line: the slowest to lay out. */
export const largePart = () =>
  CLEAN.payExInfo.replace('"initalRequest":"r"', `"initalRequest":"${"长".repeat(350_000)}"`);

/** Returns a part of this size that is quick to lay out and to read: it is padded with lines of blanks. */
export const paddedPart = (size) =>
  CLEAN.payExInfo.replace("{", `{${"\n".padStart(100).repeat(size / 100)}`);
