//! Findings in the reply, in an upload and in a request: `reply`, `upload`, `request`, and `findings`.

/// CBT's error codes (clause 4.1), each with the finding about a reply that has it.
pub(crate) static CBT_CODES: [(&str, &super::Code); 5] = [
    ("ILLEGAL_ARGUMENT", &REPLY_ILLEGAL_ARGUMENT),
    ("HASH_NO_PRIVILEGE", &REPLY_HASH_NO_PRIVILEGE),
    ("ILLEGAL_CLIENT_IP", &REPLY_ILLEGAL_CLIENT_IP),
    ("SYSTEM_ERROR", &REPLY_SYSTEM_ERROR),
    ("CERT_NO_EXIST", &REPLY_CERT_NO_EXIST),
];

codes! {
    // The reply from CBT.
    REPLY_EMPTY = Error "reply.empty" by "3.1.2.4" fix None "a reply is never edited" / "应答一律不修改", eg: Reply "",
        zh: "应答是空的", "检查 HTTP 状态码和网络：请求可能没有到达，或连接在途中断开了",
        en: "the reply is empty",
            "check the HTTP status and the network: the request may not have arrived, or the connection was lost";
    REPLY_HTML = Error "reply.html" by "3.1.2.4" fix None "a reply is never edited" / "应答一律不修改",
        eg: Reply "<html><head><title>502 Bad Gateway</title></head></html>",
        zh: "应答是 HTML（`{value}`），不是 JSON", "多半来自代理、防火墙或网关：检查请求地址、IP 白名单和 HTTP 状态码",
        en: "the reply is HTML (`{value}`), not JSON",
            "it probably comes from a proxy, firewall or gateway: check the URL, the IP allowlist and the HTTP status";
    REPLY_TRUNCATED = Error "reply.truncated" by "3.1.2.4" fix None "a reply is never edited" / "应答一律不修改",
        eg: Reply r#"{"status": "success","code": "","#,
        zh: "应答的 JSON 不完整", "读完整个应答；也可能是连接提前关闭了",
        en: "the reply's JSON is truncated", "read the reply to its end; the connection may also have been closed too early";
    REPLY_NOT_JSON = Error "reply.not-json" by "3.1.2.4" fix None "a reply is never edited" / "应答一律不修改", eg: Reply "OK",
        zh: "应答不是 JSON：`{value}`", "检查请求地址和 HTTP 状态码，并保留应答原文",
        en: "the reply is not JSON: `{value}`", "check the URL and the HTTP status, and keep the original reply";
    REPLY_NOT_AN_OBJECT = Error "reply.not-an-object" by "3.1.2.4" fix None "a reply is never edited"
        / "应答一律不修改", eg: Reply "[]",
        zh: "应答应为 JSON 对象，这里是 `{value}`", "检查请求地址；应答可能被包装或改写过",
        en: "the reply must be a JSON object, but is `{value}`",
            "check the URL; the reply may have been wrapped or rewritten on the way";
    REPLY_ENCODING = Warning "reply.encoding" by "3.1.2.4" fix None "a reply is never edited" / "应答一律不修改",
        eg: ReplyBytes "7B 22 6D 73 67 22 3A 22 B5 E7 C9 CC 22 7D",
        zh: "应答不是 UTF-8", "保留应答的原始字节，并确认没有程序转换过编码",
        en: "the reply is not UTF-8", "keep the reply's original bytes, and make sure that no program converts them";
    REPLY_DUPLICATE_FIELD = Error "reply.duplicate-field" by "3.1.2.4" fix None "a reply is never edited" / "应答一律不修改",
        eg: Reply r#"{"signValue":"AAAA","signValue":"BBBB"}"#,
        zh: "应答里的 {field}重复", "不要使用这个应答，因为不同的程序会取不同的值；向发送方核实",
        en: "duplicate {field} in the reply",
            "do not use this reply, because programs differ in which value they take; ask its sender";
    REPLY_TYPE = Error "reply.type" by "3.1.2.4" fix None "a reply is never edited"
        / "应答一律不修改", eg: Reply r#"{"status":true}"#,
        zh: "应答里的 {field}应为字符串", "按原样保存应答，不要经过会改变类型的程序",
        en: "{field} in the reply must be a string",
            "keep the original reply; do not pass it through a program that changes types";
    REPLY_NO_STATUS = Error "reply.no-status" by "3.1.2.4" fix None "a reply is never edited" / "应答一律不修改",
        eg: Reply r#"{"error":"not found"}"#,
        zh: "应答里没有 `status`", "检查请求地址：这可能不是加签接口的应答",
        en: "the reply has no `status`", "check the URL: this may not be a reply of the signing service";
    REPLY_COMMIT_TIME = Warning "reply.commit-time" by "3.1.2.2" fix None "it is an argument, not a text" / "这是参数，不是文本",
        eg: Unsent r#"{"serviceTime":"1533282603450"}"#,
        zh: "请求的 `commitTime` 应为 14 位数字 `yyyyMMddHHmmss`，这里是 `{value}`，无法与加签时间比较",
            "传入请求里的 `commitTime`，形如 `20260115092811`",
        en: "the request's `commitTime` must be 14 digits (`yyyyMMddHHmmss`), but is `{value}`, so the signing time was not checked",
            "pass the `commitTime` of the request, like `20260115092811`";
    REPLY_STATUS = Error "reply.status" by "3.1.2.4" fix None "a reply is never edited"
        / "应答一律不修改", eg: Reply r#"{"status":"ok"}"#,
        zh: "应答的 `status` 应为 `success` 或 `failure`，这里是 `{value}`", "检查请求地址：这可能不是加签接口的应答",
        en: "`status` in the reply must be `success` or `failure`, but is `{value}`",
            "check the URL: this may not be a reply of the signing service";
    REPLY_ILLEGAL_ARGUMENT = Error "reply.illegal-argument" by "4.1" fix None "the error is in the request" / "错误在请求里",
        eg: Reply r#"{"status":"failure","code":"ILLEGAL_ARGUMENT","msg":"","serialNumber":"1"}"#,
        zh: "CBT 拒绝了请求（`{value}`）：参数不正确，例如为空、超长、金额或日期格式不对",
            "用 `checkForm` 检查发出的请求体，找出是哪个字段；改正后换一个 `serialNumber` 再发",
        en: "CBT rejected the request (`{value}`): an argument is empty, too long or malformed",
            "run `checkForm` on the body that was sent to find it; correct it, and send it with a new `serialNumber`";
    REPLY_HASH_NO_PRIVILEGE = Error "reply.hash-no-privilege" by "4.1" fix None "CBT has to act, or the registration differs"
        / "要由 CBT 处理，或登记信息不一致",
        eg: Reply r#"{"status":"failure","code":"HASH_NO_PRIVILEGE"}"#,
        zh: "CBT 拒绝了请求（`{value}`）：没有权限访问加签服务",
            "检查 `token`、`cusCode` 和 `cusName` 是否与备案一致，并请 CBT 确认已开通加签服务",
        en: "CBT rejected the request (`{value}`): no permission to use the signing service",
            "check that `token`, `cusCode` and `cusName` are as registered, and ask CBT to confirm that signing is enabled";
    REPLY_ILLEGAL_CLIENT_IP = Error "reply.illegal-client-ip" by "4.1" fix None "CBT has to allow the address"
        / "要由 CBT 放行这个地址",
        eg: Reply r#"{"status":"failure","code":"ILLEGAL_CLIENT_IP"}"#,
        zh: "CBT 拒绝了请求（`{value}`）：客户端的 IP 地址无权访问",
            "请 CBT 把出口 IP 加入白名单，注意是经过 NAT 和代理之后的地址",
        en: "CBT rejected the request (`{value}`): the client's IP address is not allowed",
            "ask CBT to allow your outgoing IP address, as seen after NAT and proxies";
    REPLY_SYSTEM_ERROR = Error "reply.system-error" by "4.1" fix None "the error is on CBT's side" / "错误在 CBT 一方",
        eg: Reply r#"{"status":"failure","code":"SYSTEM_ERROR"}"#,
        zh: "CBT 拒绝了请求（`{value}`）：CBT 系统错误",
            "稍后换一个 `serialNumber` 重发；如果一直如此，凭流水号联系 CBT",
        en: "CBT rejected the request (`{value}`): an internal error of CBT",
            "send it again later with a new `serialNumber`; if it fails again, contact CBT, quoting the serial number";
    REPLY_CERT_NO_EXIST = Error "reply.cert-no-exist" by "4.1" fix None "CBT has to import the certificate"
        / "要由 CBT 导入证书",
        eg: Reply r#"{"status":"failure","code":"CERT_NO_EXIST"}"#,
        zh: "CBT 拒绝了请求（`{value}`）：证书不存在", "请 CBT 确认企业的签名证书已经导入且没有过期",
        en: "CBT rejected the request (`{value}`): the certificate does not exist",
            "ask CBT to confirm that the company's signing certificate is installed and has not expired";
    REPLY_UNKNOWN_CODE = Error "reply.unknown-code" by "4.1" fix None "only CBT knows the code" / "只有 CBT 知道这个代码",
        eg: Reply r#"{"status":"failure","code":"BUSY"}"#,
        zh: "CBT 拒绝了请求（`{value}`）：文档里没有这个错误代码", "查看 `msg`，并凭流水号询问 CBT",
        en: "CBT rejected the request (`{value}`): the document does not list this error code",
            "read `msg`, and ask CBT, quoting the serial number";
    REPLY_NO_CODE = Error "reply.no-code" by "3.1.2.4" fix None "a reply is never edited" / "应答一律不修改",
        eg: Reply r#"{"status":"failure","code":""}"#,
        zh: "CBT 拒绝了请求，但没有给出错误代码", "查看 `msg`，并凭流水号询问 CBT",
        en: "CBT rejected the request without an error code", "read `msg`, and ask CBT, quoting the serial number";
    REPLY_SUCCESS_WITH_CODE = Error "reply.success-with-code" by "3.1.2.4" fix None "a reply is never edited"
        / "应答一律不修改",
        eg: Reply r#"{"status":"success","code":"SYSTEM_ERROR"}"#,
        zh: "应答自相矛盾：`status` 是 `success`，`code` 却是 `{value}`", "不要使用这个签名；凭流水号向 CBT 核实",
        en: "the reply contradicts itself: `status` is `success`, but `code` is `{value}`",
            "do not use the signature; ask CBT, quoting the serial number";
    REPLY_UNSIGNED = Error "reply.unsigned" by "3.1.2.4" fix None "only CBT can sign" / "只有 CBT 能加签",
        eg: Reply r#"{"status":"success","serviceTime":"","certNo":"","signValue":""}"#,
        zh: "应答自相矛盾：`status` 是 `success`，却没有 {field}", "没有它就不能上传海关；凭流水号向 CBT 核实",
        en: "the reply contradicts itself: `status` is `success`, but {field} is missing",
            "customs requires it: ask CBT, quoting the serial number";
    REPLY_SIGNED_FAILURE = Error "reply.signed-failure" by "3.1.2.4" fix None "a reply is never edited"
        / "应答一律不修改" repeats Any,
        eg: Reply r#"{"status":"failure","code":"SYSTEM_ERROR","signValue":"x"}"#,
        zh: "应答自相矛盾：`status` 是 `failure`，却有 {field}", "不要使用它；凭流水号向 CBT 核实",
        en: "the reply contradicts itself: `status` is `failure`, but {field} is present",
            "do not use it; ask CBT, quoting the serial number";
    REPLY_SERIAL_NUMBER = Error "reply.serial-number" by "3.1.2.4" fix None "a reply is never edited" / "应答一律不修改",
        eg: Reply r#"{"serialNumber":"2"}"#,
        zh: "应答的流水号是 `{value}`，请求的却是 `{sent}`", "这是另一个请求的应答：不要使用这个签名，检查并发请求的应答是否配错",
        en: "the reply's serial number is `{value}`, but the request's is `{sent}`",
            "this reply is to another request: do not use the signature, and check whether concurrent requests mix up their replies";
    REPLY_NO_SERIAL_NUMBER = Error "reply.no-serial-number" by "3.1.2.4" fix None "a reply is never edited" / "应答一律不修改",
        eg: Reply r#"{"status":"success"}"#,
        zh: "应答里没有流水号，无法确认它对应请求 `{sent}`", "CBT 会原样返回请求的流水号：检查请求地址，或向 CBT 核实",
        en: "the reply has no serial number, so it cannot be matched to the request `{sent}`",
            "CBT returns the request's serial number: check the URL, or ask CBT";
    REPLY_SERVICE_TIME = Error "reply.service-time" by "3.1.2.4" fix None "a reply is never edited" / "应答一律不修改",
        eg: Reply r#"{"serviceTime":"20180803155003"}"#,
        zh: "{field}应为 13 位 Unix 毫秒时间戳，这里是 `{value}`", "按原样保存应答；值形如 `1533282603450`",
        en: "{field} must be a 13-digit Unix timestamp in milliseconds, but is `{value}`",
            "keep the original reply; the value looks like `1533282603450`";
    REPLY_TIME_FAR = Warning "reply.time-far" by "3.1.2.4" fix None "the clock, the zone or the reply may be wrong"
        / "可能是时钟、时区或应答有误",
        eg: Reply r#"{"serviceTime":"1533282603450"}"#,
        zh: "加签时间 `{value}`（北京时间 {reading}）与提交时间相差 {distance}",
            "检查本机时钟和时区：`commitTime` 要用北京时间；也要确认这不是另一个请求的应答",
        en: "the signing time `{value}` ({reading} in China) differs from the submission time by {distance}",
            "check the clock and its time zone: `commitTime` is China Standard Time; or check whether this is the reply to another request";
    REPLY_CERT_NO = Warning "reply.cert-no" by "3.1.2.4" fix None "a reply is never edited"
        / "应答一律不修改", eg: Reply r#"{"certNo":"1111100"}"#,
        zh: "{field}的 `{value}` 不对：{problem}", "按原样保存应答；如果 CBT 确实这样应答，请向其确认证书编号",
        en: "`{value}` in {field} is wrong: {problem}",
            "keep the original reply; if CBT really sent this, ask it for the certificate's serial number";
    REPLY_SIGN_VALUE = Error "reply.sign-value" by "3.1.2.4" fix None "a reply is never edited"
        / "应答一律不修改", eg: Reply r#"{"signValue":"a b="}"#,
        zh: "{field}不是 Base64：{problem}", "按原样保存应答，不要经过会改写它的程序",
        en: "{field} is not Base64: {problem}",
            "keep the original reply; do not pass it through a program that rewrites it";
    REPLY_SIGN_LENGTH = Warning "reply.sign-length" by "3.1.2.4" fix None "a reply is never edited" / "应答一律不修改",
        eg: Reply r#"{"signValue":"AAAA"}"#,
        zh: "{field}有 {bytes} 字节；RSA-1024 的签名是 128 字节，SM2 的是 64 字节", "检查它是否被截断；也可能是 CBT 换了算法",
        en: "{field} has {bytes} bytes; an RSA-1024 signature has 128, an SM2 signature 64",
            "check whether it was cut off; CBT may also use another algorithm";
    REPLY_XML = Error "reply.xml" by "3.1.2.4" fix None "a reply is never edited" / "应答一律不修改",
        eg: Reply "<soap:Envelope><soap:Body/></soap:Envelope>",
        zh: "应答是 {kind}，不是 JSON", "它多半来自代理、网关或别的接口：检查请求地址和 HTTP 状态码",
        en: "the reply is {kind}, not JSON",
            "it probably comes from a proxy, a gateway or another service: check the URL and the HTTP status";
    REPLY_EXTRA_TEXT = Error "reply.extra-text" by "3.1.2.4" fix None "a reply is never edited" / "应答一律不修改",
        eg: Reply "<br />\n<b>Notice</b>: x<br />\n{\"status\":\"success\"}",
        zh: "应答的 JSON 之外还有{kind}", "只保存应答正文，并找出是哪个程序加上了别的内容",
        en: "the reply has text besides its JSON: {kind}",
            "keep only the body of the reply, and find the program that adds the rest";
    REPLY_ENCODED = Error "reply.encoded" by "3.1.2.4" fix None "a reply is never edited"
        / "应答一律不修改", eg: Reply r#""{\"status\":\"success\"}""#,
        zh: "应答是{kind}，不是 JSON 本身", "把收到的应答原样传入，不要再序列化或编码一次",
        en: "the reply is {kind}, not the JSON itself",
            "pass the original reply; do not serialize or encode it again";
    REPLY_NESTED = Error "reply.nested" by "3.1.2.4" fix None "a reply is never edited" / "应答一律不修改",
        eg: Reply r#"{"data":{"status":"success"}}"#,
        zh: "应答的字段在 `{value}` 里面，应在最外层", "取出里面的对象；可能有程序把应答包了一层",
        en: "the fields of the reply are inside `{value}`, not at the top level",
            "pass the inner object: a program may have wrapped the reply";
    REPLY_FIELD_NAME = Error "reply.field-name" by "3.1.2.4" fix None "a reply is never edited" / "应答一律不修改" repeats Any,
        eg: Reply r#"{"STATUS":"success"}"#,
        zh: "应答的字段 `{value}` 应为 `{name}`", "按原样保存应答；字段名区分大小写",
        en: "the reply's field `{value}` must be `{name}`", "keep the original reply; field names are case-sensitive";
    REPLY_FROM_CUSTOMS = Error "reply.from-customs" by "3.1.2.4" fix None "a reply is never edited" / "应答一律不修改",
        eg: Reply r#"{"code":"10000","message":"","serviceTime":1533282603450}"#,
        zh: "这是海关对上传数据的应答（`{value}`），不是 CBT 对加签请求的应答",
            "传入 CBT 的应答；海关的应答用 `checkUploadReply` 检查",
        en: "this is customs' reply to an upload (`{value}`), not CBT's reply to a signing request",
            "pass CBT's reply; check customs' reply with `checkUploadReply`";
    UPLOAD_FORM_BODY = Error "upload.form-body" by "3.1.2.4" fix None "a signed text is never edited" / "已加签的报文一律不修改",
        eg: Upload "EData=e30%3D&payExInfoStr=e30%3D",
        zh: "这是整个请求体，不是被加签的报文",
            "传入 `buildForm` 返回的 `payExInfo`，或 `decodeForm` 从请求体里解出的 `payExInfo.text`",
        en: "this is a whole form body, not the text that was signed",
            "pass `payExInfo` from `buildForm`, or `payExInfo.text` from `decodeForm`";
    UPLOAD_SIGNED_ALREADY = Error "upload.signed-already" by "3.1.2.4" fix None "a signed text is never edited"
        / "已加签的报文一律不修改",
        eg: Upload r#"{"signValue":"x"}"#,
        zh: "报文里已经有 {field}", "传入发给 CBT 的原文，而不是已经加入签名的报文",
        en: "the text already has {field}",
            "pass the text that was sent to CBT, not one with the signature";

    // Findings outside a body.
    REQUEST_MEMBER = Error "request.member" fix None "a request has no text to edit" / "请求是对象，没有可修改的文本",
        eg: Request r#"{"EData":{},"payExInfo":{}}"#,
        zh: "请求对象的成员应为 {due}，不是 `{value}`", "请求对象只有 `eData` 和 `payExInfo` 两个成员",
        en: "the request object uses {due}, not `{value}`", "the request object has only `eData` and `payExInfo`";
    REQUEST_VALUE = Error "request.value" fix None "a request has no text to edit" / "请求是对象，没有可修改的文本",
        eg: Request r#"{"payExInfo":{"sessionID":{"[object Map]":true}}}"#,
        zh: "{field}应为{due}，这里是 `{value}`，JSON 无法表示它", "{instead}",
        en: "{field} must be {due}, but is a `{value}`, which JSON cannot represent", "{instead}";
    REQUEST_BASE64 = Error "request.base64" fix None "a request has no text to edit" / "请求是对象，没有可修改的文本",
        eg: Request r#"{"payExInfo":"eyJzZXNzaW9uSUQiOiIxIn0="}"#,
        zh: "`payExInfo` 是 Base64，应为 JSON 文本或对象", "传入 JSON 文本本身；`buildForm` 会做 Base64",
        en: "`payExInfo` is Base64, but must be JSON text or an object",
            "pass the JSON text itself: `buildForm` encodes it as Base64";
    MORE = Info "findings.more" fix None "the next check lists them with their fixes" / "再次检查时会连同修改一起列出",
        eg: PayExInfo "{\"x\":1" + ",\"x\":2" * 102,
        zh: "`{code}`：还有 {count} 处没有列出", "先改正已列出的，再检查一次",
        en: "`{code}`: {count} more are not listed", "correct the ones listed, then check again";
}
