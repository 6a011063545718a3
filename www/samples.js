// Texts to try the checker with: the interface document's example, a valid request, and this request with one mistake
// in it for each kind of mistake that senders make.

import example from "../tests/data/sample-form-body.txt";
import { toBase64 } from "./base64.js";

const E_DATA =
  '{"version":"1.0","commitTime":"20260115092811","cusName":"示例电商有限公司","cusCode":"3105961A0B","serialNumber":"20260115000001","token":"0123456789abcdef0123456789abcdef"}';
const PAY_EX_INFO =
  '{"sessionID":"fe2374-8fnejf97-32839218","payExchangeInfoHead":{"guid":"9D2F3E1A-5B6C-4D7E-8F90-A1B2C3D4E5F6","initalRequest":"https://pay.example/pay?order=A1&subject=茶具","initalResponse":"{\\"code\\":\\"SUCCESS\\"}","ebpCode":"3105961A0B","payCode":"312226T001","payTransactionId":"2026011522001","totalAmount":248.5,"currency":"142","verDept":"3","payType":"1","tradingTime":"20260115092700","note":"茶具一套"},"payExchangeInfoLists":[{"orderNo":"A20260115001","goodsInfo":[{"gname":"青瓷茶具","itemLink":"https://shop.example/item/1?a=1&b=2"}],"recpAccount":"6217850100007893905","recpCode":"1105910159","recpName":"示例国际有限公司"}]}';

const utf8 = (text) => toBase64(new TextEncoder().encode(text));
const form = (eData, payExInfo) => `EData=${eData}&payExInfoStr=${payExInfo}`;
const escaped = encodeURIComponent;
/** The valid request. */
export const valid = form(escaped(utf8(E_DATA)), escaped(utf8(PAY_EX_INFO)));

/** Returns the valid request with one replacement in its JSON. */
function put(from, to) {
  const swap = (text) => text.replace(from, () => to);
  return form(escaped(utf8(swap(E_DATA))), escaped(utf8(swap(PAY_EX_INFO))));
}

/** The GBK bytes of the characters in the company's name. */
const GBK = {
  示: [0xca, 0xbe],
  例: [0xc0, 0xfd],
  电: [0xb5, 0xe7],
  商: [0xc9, 0xcc],
  有: [0xd3, 0xd0],
  限: [0xcf, 0xde],
  公: [0xb9, 0xab],
  司: [0xcb, 0xbe],
};
const gbk = (text) => toBase64([...text].flatMap((c) => GBK[c] ?? [c.charCodeAt(0)]));

/** The interface document's example. */
export { example };

export const samples = [
  { group: "whole", "zh-CN": "接口文档的示例", en: "Interface document’s example", text: example },
  { group: "whole", "zh-CN": "没有错误的请求", en: "Valid request", text: valid },
  {
    group: "form",
    "zh-CN": "+ 没有做百分号编码",
    en: "Unescaped +",
    text: form(utf8(E_DATA.replace("公司", "公司>>>~~~???")), escaped(utf8(PAY_EX_INFO))),
  },
  {
    group: "form",
    "zh-CN": "百分号编码了两次",
    en: "Percent-encoded twice",
    text: form(escaped(escaped(utf8(E_DATA))), escaped(utf8(PAY_EX_INFO))),
  },
  {
    group: "base64",
    "zh-CN": "Base64 编码了两次",
    en: "Base64 of Base64",
    text: form(escaped(utf8(utf8(E_DATA))), escaped(utf8(PAY_EX_INFO))),
  },
  {
    group: "base64",
    "zh-CN": "URL 安全的 Base64，缺少填充 =",
    en: "URL-safe Base64 without padding =",
    text: form(
      escaped(utf8(E_DATA)),
      utf8(PAY_EX_INFO.replace("茶具一套", "茶具一套???>>>"))
        .replaceAll("+", "-")
        .replaceAll("/", "_")
        .replace(/=+$/, ""),
    ),
  },
  {
    group: "text",
    "zh-CN": "GBK 而不是 UTF-8",
    en: "GBK instead of UTF-8",
    text: form(escaped(gbk(E_DATA)), escaped(utf8(PAY_EX_INFO))),
  },
  {
    group: "json",
    "zh-CN": "多余的逗号",
    en: "Trailing comma",
    text: put('"示例国际有限公司"}', '"示例国际有限公司",}'),
  },
  {
    group: "value",
    "zh-CN": "金额是字符串",
    en: "Amount as a string",
    text: put("248.5", '"248.50"'),
  },
  {
    group: "value",
    "zh-CN": "浮点误差",
    en: "Floating-point rounding error",
    text: put("248.5", "248.49999999999997"),
  },
  {
    group: "value",
    "zh-CN": "Unix 时间",
    en: "Unix time",
    text: put('"20260115092700"', '"1768440420"'),
  },
  {
    group: "value",
    "zh-CN": "ISO 币制代码",
    en: "ISO currency code",
    text: put('"142"', '"CNY"'),
  },
  {
    group: "json",
    "zh-CN": "表头是带引号的字符串",
    en: "Head as a quoted string",
    text: put(
      /\{"guid".*?\}(?=,"payExchangeInfoLists)/,
      JSON.stringify(PAY_EX_INFO.match(/\{"guid".*?\}(?=,"payExchangeInfoLists)/)[0]),
    ),
  },
  {
    group: "json",
    "zh-CN": "表体是单个对象",
    en: "List as a single object",
    text: put(/\[(\{"orderNo".*\})\]/, PAY_EX_INFO.match(/\[(\{"orderNo".*\})\]/)[1]),
  },
  {
    group: "value",
    "zh-CN": "字段名写成 initial…",
    en: "initial… instead of inital…",
    text: put("initalRequest", "initialRequest"),
  },
  {
    group: "json",
    "zh-CN": "重复的字段",
    en: "Duplicate field",
    text: put('"payType":"1"', '"payType":"1","payType":"2"'),
  },
  {
    group: "value",
    "zh-CN": "缺少 token",
    en: "Missing token",
    text: put(',"token":"0123456789abcdef0123456789abcdef"', ""),
  },
  {
    group: "form",
    "zh-CN": "JSON 请求体而不是表单",
    en: "JSON body instead of a form",
    text: JSON.stringify({ EData: utf8(E_DATA), payExInfoStr: utf8(PAY_EX_INFO) }),
  },
  {
    group: "text",
    "zh-CN": "开头有 BOM",
    en: "Byte order mark at the start",
    text: form(escaped(utf8(`\ufeff${E_DATA}`)), escaped(utf8(PAY_EX_INFO))),
  },
  {
    group: "value",
    "zh-CN": "12 小时制时间",
    en: "12-hour time",
    text: put('"20260115092700"', '"01/15/2026 09:27:00 AM"'),
  },
  {
    group: "value",
    "zh-CN": "金额用科学计数法",
    en: "Amount with an exponent",
    text: put("248.5", "2.485e2"),
  },
  {
    group: "value",
    "zh-CN": "字符串写成了数字",
    en: "Number instead of a string",
    text: put('"A20260115001"', "20260115001"),
  },
  {
    group: "value",
    "zh-CN": "必填字段为 null",
    en: "Required field is null",
    text: put('"312226T001"', "null"),
  },
  {
    group: "value",
    "zh-CN": "值的两端有空格",
    en: "Spaces around a value",
    text: put('"312226T001"', '" 312226T001 "'),
  },
  {
    group: "value",
    "zh-CN": "小写的 guid",
    en: "Lower-case guid",
    text: put(/"9D2F[^"]*"/, '"9d2f3e1a-5b6c-4d7e-8f90-a1b2c3d4e5f6"'),
  },
  {
    group: "text",
    "zh-CN": "中文写成 \\uXXXX",
    en: "Chinese as \\uXXXX",
    text: put("青瓷茶具", "\\u9752\\u74f7\\u8336\\u5177"),
  },
  {
    group: "text",
    "zh-CN": "孤立的代理项",
    en: "Lone surrogate",
    text: put("茶具一套", "茶具\\ud83d"),
  },
  {
    group: "value",
    "zh-CN": "note 写成 node",
    en: "node instead of note",
    text: put('"note"', '"node"'),
  },
  {
    group: "base64",
    "zh-CN": "JSON 没有做 Base64 编码",
    en: "JSON without Base64",
    text: form(escaped(utf8(E_DATA)), escaped(PAY_EX_INFO)),
  },
  {
    group: "form",
    "zh-CN": "multipart 请求体",
    en: "Multipart body",
    text: ["EData", "payExInfoStr"]
      .map(
        (name) =>
          `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${utf8(name === "EData" ? E_DATA : PAY_EX_INFO)}\r\n`,
      )
      .join("")
      .concat("--x--\r\n"),
  },
];
