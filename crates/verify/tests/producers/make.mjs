import { readFileSync, writeFileSync } from "node:fs";

const sent = JSON.parse(readFileSync("upload.txt", "utf8"));
const text = (head, lists, time = sent.serviceTime, end = "") =>
  `"sessionID":"${sent.sessionID}"||"payExchangeInfoHead":"${head}"||"payExchangeInfoLists":"${lists}"` +
  `||"serviceTime":"${time}"${end}`;
const write = (name, data) => writeFileSync(`texts/${name}.node.txt`, data);
const { payExchangeInfoHead: head, payExchangeInfoLists: lists } = sent;
const both = (replacer, indent) =>
  [head, lists].map((value) => JSON.stringify(value, replacer, indent));

write("number-shortest", text(...both()));
write("number-shortest+indent-2", text(...both(null, 2)));
write("number-shortest+indent-tab", text(...both(null, "\t")));
write(
  "amount-quoted",
  text(...both((name, value) => (name === "totalAmount" ? value.toFixed(2) : value))),
);
const exact = (value) => JSON.stringify(value).replace("100.1,", "100.10,");
write("line-feed", text(exact(head), exact(lists), undefined, "\n"));
write("utf-8-twice", Buffer.from(Buffer.from(text(exact(head), exact(lists))).toString("latin1")));
write("utf-16", Buffer.from(text(exact(head), exact(lists)), "utf16le"));
write("base64", Buffer.from(text(exact(head), exact(lists))).toString("base64"));
write("percent-encoded", encodeURIComponent(text(exact(head), exact(lists))));
write(
  "form-encoded",
  new URLSearchParams({ a: text(exact(head), exact(lists)) }).toString().slice(2),
);
write("service-time", text(exact(head), exact(lists), BigInt(sent.serviceTime) + 38_456n));
write("unescaped", text(exact(head), exact(lists)).replaceAll('\\"', '"').replaceAll("\\n", "\n"));
