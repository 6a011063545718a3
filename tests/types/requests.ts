// Types of requests: programs that must compile, and below each `@ts-expect-error` one that must not. Nothing runs;
// `tsc` reports a directive without an error.

import {
  buildForm,
  type Currency,
  checkRequest,
  type Goods,
  type Head,
  type Order,
  type SigningRequest,
} from "cbt179";

const eData = { cusName: "某某", cusCode: "3122260XYZ", serialNumber: "1", token: "x" };
const goods: Goods = { gname: "小米盒子", itemLink: "https://shop.example/1" };
const order: Order = { orderNo: "1", goodsInfo: [goods], recpAccount: "6217", recpName: "某某" };
const head = {
  guid: "9D55BA71-22DE-41F4-8B50-C36C83B3B530",
  initalRequest: "https://pay.example/",
  initalResponse: "ok",
  ebpCode: "31222604AB",
  payCode: "4403160BUF",
  payTransactionId: "2018",
  totalAmount: "100.10",
  currency: "142",
  verDept: "3",
  tradingTime: "20180705133320",
} as const;
const payExInfo = { sessionID: "1", payExchangeInfoHead: head } as const;
const request: SigningRequest = {
  eData,
  payExInfo: { ...payExInfo, payExchangeInfoLists: [order] },
};

// Requests that compile.
buildForm(request);
buildForm({ eData: { ...eData, version: "1.0", commitTime: undefined }, payExInfo: "{}" });
buildForm({ eData, payExInfo: new Uint8Array() });
buildForm({
  eData: { coName: "某某", coCode: "1", serialNumber: "1", token: "x" },
  payExInfo: {
    sessionID: "1",
    payExchangeInfoHead: { ...head, totalAmount: 100n, payType: null, note: null },
    payExchangeInfoLists: [{ ...order, recpCode: null }, order],
  },
});
export function ofRows(rows: string[]): SigningRequest {
  const [first, ...others] = rows.map((orderNo) => ({ ...order, orderNo }));
  if (!first) throw new Error("no orders");
  return { eData, payExInfo: { ...payExInfo, payExchangeInfoLists: [first, ...others] } };
}

/** A row of a database: its codes are any text. */
type Row = Omit<Head, "currency" | "verDept" | "payType"> & {
  [name in "currency" | "verDept"]: string;
} & { payType: string | null };
export function ofRow({ currency, verDept, payType, ...row }: Row): Head {
  return {
    ...row,
    currency: currency as Currency,
    verDept: verDept as Head["verDept"],
    payType: payType as Head["payType"],
  };
}

// Anything at all can be checked.
for (const value of [request, {}, null, 1, "", JSON.parse("{}") as unknown]) checkRequest(value);
checkRequest({ EData: 1 }, { locale: "zh" });

// @ts-expect-error unlike checkRequest, buildForm wants a request
buildForm({});
// @ts-expect-error so it does with a value from elsewhere
buildForm(JSON.parse("{}") as unknown);
// @ts-expect-error a part is missing
buildForm({ eData });
// @ts-expect-error the names of the form's fields are not those of a request
buildForm({ EData: eData, payExInfoStr: "{}" });
// @ts-expect-error the only version is 1.0
buildForm({ eData: { ...eData, version: "2.0" }, payExInfo: "{}" });
// @ts-expect-error a version is text
buildForm({ eData: { ...eData, version: 1 }, payExInfo: "{}" });
// @ts-expect-error a field with a default is absent, not null
buildForm({ eData: { ...eData, commitTime: null }, payExInfo: "{}" });
// @ts-expect-error a name is misspelt
buildForm({ eData: { ...eData, cusNmae: "" }, payExInfo: "{}" });
// @ts-expect-error the token is missing
buildForm({ eData: { cusName: "", cusCode: "", serialNumber: "1" }, payExInfo: "{}" });
// @ts-expect-error both spellings of one field
buildForm({ eData: { ...eData, coName: "某某" }, payExInfo: "{}" });
// @ts-expect-error a required field is not null
buildForm({ eData: { ...eData, serialNumber: null }, payExInfo: "{}" });

export const lists: SigningRequest["payExInfo"][] = [
  // @ts-expect-error no orders
  { ...payExInfo, payExchangeInfoLists: [] },
  // @ts-expect-error perhaps no orders
  { ...payExInfo, payExchangeInfoLists: [order].map((one) => one) },
  // @ts-expect-error one order instead of a list
  { ...payExInfo, payExchangeInfoLists: order },
  // @ts-expect-error no goods
  { ...payExInfo, payExchangeInfoLists: [{ ...order, goodsInfo: [] }] },
  // @ts-expect-error a number instead of text
  { ...payExInfo, payExchangeInfoLists: [{ ...order, orderNo: 1 }] },
  // @ts-expect-error a name is misspelt
  { ...payExInfo, payExchangeInfoLists: [{ ...order, recpNode: "1" }] },
];

export const heads: Head[] = [
  head,
  { ...head, currency: "502", verDept: "1", payType: "4", note: undefined },
  // @ts-expect-error a code of ISO 4217
  { ...head, currency: "CNY" },
  // @ts-expect-error its number is not customs' either
  { ...head, currency: "156" },
  // @ts-expect-error any text
  { ...head, currency: String(142) },
  // @ts-expect-error a code is text
  { ...head, currency: 142 },
  // @ts-expect-error there is no fourth institution
  { ...head, verDept: "4" },
  // @ts-expect-error a code is text
  { ...head, verDept: 3 },
  // @ts-expect-error there is no fifth kind
  { ...head, payType: "5" },
  // @ts-expect-error a required field is not null
  { ...head, guid: null },
  // @ts-expect-error an amount is not a boolean
  { ...head, totalAmount: true },
  // @ts-expect-error the official name has a letter less
  { ...head, initialRequest: "" },
];
