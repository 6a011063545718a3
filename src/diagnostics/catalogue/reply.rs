//! Findings in the reply, in an upload and in a request: `reply`, `upload`, `request`, and `findings`.

codes! {
    // The reply from CBT.
    REPLY_EMPTY = Error "reply.empty" by "3.1.2.4", eg: Reply "",
        zh: "CBT 的应答是空的", "看 HTTP 状态码和网络：请求可能没有到达 CBT，或在途中被断开",
        en: "the reply is empty",
            "look at the HTTP status and the network: the request may not have reached CBT, or was cut off on the way";
    REPLY_HTML = Error "reply.html" by "3.1.2.4", eg: Reply "<html><head><title>502 Bad Gateway</title></head></html>",
        zh: "应答是 HTML 页面（`{value}`），不是 JSON",
            "它不是签名服务写的，而是来自代理、防火墙或网关：检查请求地址、IP 白名单和 HTTP 状态码",
        en: "the reply is a page of HTML (`{value}`), not JSON",
            "it was not written by the signing service, but by a proxy, firewall or gateway: see to the address, the list of allowed IPs and the HTTP status";
    REPLY_TRUNCATED = Error "reply.truncated" by "3.1.2.4", eg: Reply r#"{"status": "success","code": "","#,
        zh: "应答的 JSON 在中途断了", "连接可能提前关闭了，或没有读完：读取整个应答",
        en: "the reply's JSON ends in the middle",
            "the connection was closed too early, or not read to its end: read the whole reply";
    REPLY_NOT_JSON = Error "reply.not-json" by "3.1.2.4", eg: Reply "OK",
        zh: "应答不是 JSON：`{value}`", "检查请求地址和 HTTP 状态码，并保留应答原文",
        en: "the reply is not JSON: `{value}`", "see to the address and the HTTP status, and keep the reply as it is";
    REPLY_NOT_AN_OBJECT = Error "reply.not-an-object" by "3.1.2.4", eg: Reply "[]",
        zh: "应答应为 JSON 对象，这里是 `{value}`", "检查请求地址；应答可能被包装或改写过",
        en: "the reply must be a JSON object, but is `{value}`",
            "see to the address; something may have wrapped or rewritten the reply";
    REPLY_ENCODING = Warning "reply.encoding" by "3.1.2.4", eg: ReplyBytes "7B 22 6D 73 67 22 3A 22 B5 E7 C9 CC 22 7D",
        zh: "应答不是 UTF-8", "按原样保存应答的字节，并确认没有程序改写过它的编码",
        en: "the reply is not UTF-8",
            "keep the reply's bytes as they came, and see that no program changes their encoding";
    REPLY_DUPLICATE_FIELD = Error "reply.duplicate-field" by "3.1.2.4",
        eg: Reply r#"{"signValue":"AAAA","signValue":"BBBB"}"#,
        zh: "应答里 `{name}`（{meaning}）出现了不止一次",
            "不同的程序会取不同的一个：不要使用这个应答，带上流水号询问 CBT",
        en: "`{name}` ({meaning}) is there more than once in the reply",
            "programs differ in which they take: do not use this reply, and ask CBT with the serial number";
    REPLY_TYPE = Error "reply.type" by "3.1.2.4", eg: Reply r#"{"status":true}"#,
        zh: "应答里的 `{name}`（{meaning}）应为字符串", "按原样保存应答，不要经过会改变类型的程序",
        en: "`{name}` ({meaning}) of the reply must be a string",
            "keep the reply as it came, and let no program change its types";
    REPLY_NO_STATUS = Error "reply.no-status" by "3.1.2.4", eg: Reply r#"{"error":"not found"}"#,
        zh: "应答里没有 `status`", "检查请求地址；这可能不是加签接口的应答",
        en: "the reply has no `status`", "see to the address: this may be the reply of something else";
    REPLY_COMMIT_TIME = Warning "reply.commit-time" by "3.1.2.2", eg: Unsent r#"{"serviceTime":"1533282603450"}"#,
        zh: "请求的提交时间 `{value}` 不是存在的 14 位时间，无法与加签时间比较",
            "传入请求里的 `commitTime`，形如 `20260115092811`",
        en: "the request's time of submission, `{value}`, is no time of 14 digits, so the time of signing was not compared with it",
            "give the request's `commitTime`, which looks like `20260115092811`";
    REPLY_STATUS = Error "reply.status" by "3.1.2.4", eg: Reply r#"{"status":"ok"}"#,
        zh: "应答的 `status` 应为 `success` 或 `failure`，这里是 `{value}`", "检查请求地址；这可能不是加签接口的应答",
        en: "`status` of the reply must be `success` or `failure`, but is `{value}`",
            "see to the address: this may be the reply of something else";
    REPLY_ILLEGAL_ARGUMENT = Error "reply.illegal-argument" by "4.1",
        eg: Reply r#"{"status":"failure","code":"ILLEGAL_ARGUMENT","msg":"","serialNumber":"1"}"#,
        zh: "CBT 拒绝：`{value}`，参数不正确（空值、超长、金额或日期格式不对等）",
            "用 `checkForm` 检查发出的请求体，它会指出是哪里；改正后换一个 `serialNumber` 再发",
        en: "CBT refused, `{value}`: an argument is wrong (empty, too long, an amount or a date in a wrong format, and the like)",
            "check the body that was sent with `checkForm`, which says where; then send it with another `serialNumber`";
    REPLY_HASH_NO_PRIVILEGE = Error "reply.hash-no-privilege" by "4.1",
        eg: Reply r#"{"status":"failure","code":"HASH_NO_PRIVILEGE"}"#,
        zh: "CBT 拒绝：`{value}`，没有权限访问该服务",
            "检查 `token`、`cusCode` 和 `cusName` 是否与备案一致，并请 CBT 确认已开通加签服务",
        en: "CBT refused, `{value}`: no right to use the service",
            "see whether `token`, `cusCode` and `cusName` are those that were registered, and have CBT confirm that signing is open to them";
    REPLY_ILLEGAL_CLIENT_IP = Error "reply.illegal-client-ip" by "4.1",
        eg: Reply r#"{"status":"failure","code":"ILLEGAL_CLIENT_IP"}"#,
        zh: "CBT 拒绝：`{value}`，客户端 IP 地址无权访问",
            "把出口 IP 报给 CBT 加入白名单；注意 NAT 和代理之后的实际出口地址",
        en: "CBT refused, `{value}`: the client's IP address has no access",
            "have CBT add the address that the requests leave from, as seen behind NAT and proxies, to its list";
    REPLY_SYSTEM_ERROR = Error "reply.system-error" by "4.1", eg: Reply r#"{"status":"failure","code":"SYSTEM_ERROR"}"#,
        zh: "CBT 拒绝：`{value}`，系统错误",
            "错误在 CBT 一方：稍候换一个 `serialNumber` 重发；一直如此则带上流水号联系 CBT",
        en: "CBT refused, `{value}`: an error of its system",
            "it is on CBT's side: send it again a little later with another `serialNumber`, and if that does not help, tell CBT the serial number";
    REPLY_CERT_NO_EXIST = Error "reply.cert-no-exist" by "4.1",
        eg: Reply r#"{"status":"failure","code":"CERT_NO_EXIST"}"#,
        zh: "CBT 拒绝：`{value}`，证书不存在", "请 CBT 确认企业的签名证书已经导入、没有过期",
        en: "CBT refused, `{value}`: there is no certificate",
            "have CBT confirm that the company's certificate is there and has not expired";
    REPLY_UNKNOWN_CODE = Error "reply.unknown-code" by "4.1", eg: Reply r#"{"status":"failure","code":"BUSY"}"#,
        zh: "CBT 拒绝：`{value}`，这个错误代码文档里没有", "看 `msg`，并带上流水号询问 CBT",
        en: "CBT refused, `{value}`: the document has no such error code",
            "read `msg`, and ask CBT with the serial number";
    REPLY_NO_CODE = Error "reply.no-code" by "3.1.2.4", eg: Reply r#"{"status":"failure","code":""}"#,
        zh: "CBT 拒绝，却没有给出错误代码", "看 `msg`，并带上流水号询问 CBT",
        en: "CBT refused, and gave no error code", "read `msg`, and ask CBT with the serial number";
    REPLY_SUCCESS_WITH_CODE = Error "reply.success-with-code" by "3.1.2.4",
        eg: Reply r#"{"status":"success","code":"SYSTEM_ERROR"}"#,
        zh: "应答自相矛盾：`status` 是 `success`，`code` 却是 `{value}`", "不要使用这个签名，带上流水号询问 CBT",
        en: "the reply contradicts itself: `status` is `success`, but `code` is `{value}`",
            "do not use the signature, and ask CBT with the serial number";
    REPLY_UNSIGNED = Error "reply.unsigned" by "3.1.2.4",
        eg: Reply r#"{"status":"success","serviceTime":"","certNo":"","signValue":""}"#,
        zh: "应答自相矛盾：`status` 是 `success`，却没有 `{name}`（{meaning}）",
            "没有它就不能报送海关；带上流水号询问 CBT",
        en: "the reply contradicts itself: `status` is `success`, but there is no `{name}` ({meaning})",
            "nothing can go to customs without it: ask CBT with the serial number";
    REPLY_SIGNED_FAILURE = Error "reply.signed-failure" by "3.1.2.4" repeats Any,
        eg: Reply r#"{"status":"failure","code":"SYSTEM_ERROR","signValue":"x"}"#,
        zh: "应答自相矛盾：`status` 是 `failure`，却有 `{name}`（{meaning}）", "不要使用它，带上流水号询问 CBT",
        en: "the reply contradicts itself: `status` is `failure`, but there is a `{name}` ({meaning})",
            "do not use it, and ask CBT with the serial number";
    REPLY_SERIAL_NUMBER = Error "reply.serial-number" by "3.1.2.4", eg: Reply r#"{"serialNumber":"2"}"#,
        zh: "应答的流水号是 `{value}`，请求的却是 `{sent}`：这是另一个请求的应答",
            "不要使用这个签名；检查并发请求的应答是否配错",
        en: "the reply's serial number is `{value}`, the request's is `{sent}`: it answers another request",
            "do not use the signature, and see whether replies of concurrent requests get mixed up";
    REPLY_NO_SERIAL_NUMBER = Error "reply.no-serial-number" by "3.1.2.4", eg: Reply r#"{"status":"success"}"#,
        zh: "应答里没有流水号，不能确认它对应请求 `{sent}`", "CBT 应原样返回请求的流水号",
        en: "the reply has no serial number, so nothing says that it answers the request `{sent}`",
            "CBT should repeat the request's serial number";
    REPLY_SERVICE_TIME = Error "reply.service-time" by "3.1.2.4", eg: Reply r#"{"serviceTime":"20180803155003"}"#,
        zh: "`{name}`（{meaning}）的 `{value}` 不是 13 位的 Unix 毫秒数", "按原样保存应答，形如 `1533282603450`",
        en: "`{value}` in `{name}` ({meaning}) is not the 13 digits of Unix milliseconds",
            "keep the reply as it came, with a value like `1533282603450`";
    REPLY_TIME_FAR = Warning "reply.time-far" by "3.1.2.4", eg: Reply r#"{"serviceTime":"1533282603450"}"#,
        zh: "加签时间 `{value}`（北京时间 {reading}）与提交时间相差 {distance}",
            "检查本机时钟和时区：`commitTime` 要用北京时间；也可能是另一个请求的应答",
        en: "the time of signing, `{value}` ({reading} in China), is {distance} from the time of submission",
            "see to the clock and its zone, as `commitTime` is in China Standard Time; or it answers another request";
    REPLY_CERT_NO = Warning "reply.cert-no" by "3.1.2.4", eg: Reply r#"{"certNo":"1111100"}"#,
        zh: "`{name}`（{meaning}）的 `{value}` 不对：{problem}", "按原样保存应答；如果 CBT 确实这样应答，请向其确认证书编号",
        en: "`{value}` in `{name}` ({meaning}) is wrong: {problem}",
            "keep the reply as it was received; if CBT really sent this, ask for the right serial number";
    REPLY_SIGN_VALUE = Error "reply.sign-value" by "3.1.2.4", eg: Reply r#"{"signValue":"a b="}"#,
        zh: "`{name}`（{meaning}）不是 Base64：{problem}", "按收到的原样保存应答，不要经过会改写它的程序",
        en: "`{name}` ({meaning}) is not Base64: {problem}",
            "keep the reply exactly as it was received, and pass it through no program that rewrites it";
    REPLY_SIGN_LENGTH = Warning "reply.sign-length" by "3.1.2.4", eg: Reply r#"{"signValue":"AAAA"}"#,
        zh: "`{name}`（{meaning}）有 {bytes} 字节；RSA-1024 的签名是 128 字节，SM2 的是 64 字节",
            "可能被截断了，或 CBT 换了算法",
        en: "`{name}` ({meaning}) has {bytes} bytes; a signature of RSA-1024 has 128, one of SM2 has 64",
            "it may have been cut off, or CBT uses another algorithm";
    REPLY_XML = Error "reply.xml" by "3.1.2.4" fix None "a reply is never changed",
        eg: Reply "<soap:Envelope><soap:Body/></soap:Envelope>",
        zh: "应答是 {kind}，不是 JSON", "它多半来自代理、网关或别的接口：检查请求地址和 HTTP 状态码",
        en: "the reply is {kind}, not JSON",
            "it probably comes from a proxy, a gateway or another service: check the address and the HTTP status";
    REPLY_EXTRA_TEXT = Error "reply.extra-text" by "3.1.2.4" fix None "a reply is never changed",
        eg: Reply "<br />\n<b>Notice</b>: x<br />\n{\"status\":\"success\"}",
        zh: "应答的 JSON 之外还有{kind}", "只保存 CBT 的应答正文，并找出是哪个程序加上了别的内容",
        en: "the reply has text besides its JSON: {kind}",
            "keep only the body of CBT's reply, and find the program that adds the rest";
    REPLY_ENCODED = Error "reply.encoded" by "3.1.2.4" fix None "a reply is never changed", eg: Reply r#""{\"status\":\"success\"}""#,
        zh: "应答是{kind}，不是 JSON 本身", "把收到的应答原样传入，不要再序列化或编码一次",
        en: "the reply is {kind}, not the JSON itself",
            "pass the reply as it was received; do not serialize or encode it again";
    REPLY_NESTED = Error "reply.nested" by "3.1.2.4" fix None "a reply is never changed",
        eg: Reply r#"{"data":{"status":"success"}}"#,
        zh: "应答的字段在 `{value}` 里面，应在最外层", "取出里面的对象；可能有程序把 CBT 的应答包了一层",
        en: "the fields of the reply are inside `{value}`, not at the top level",
            "pass the inner object: a program may have wrapped CBT's reply";
    REPLY_FIELD_NAME = Error "reply.field-name" by "3.1.2.4" fix None "a reply is never changed" repeats Any,
        eg: Reply r#"{"STATUS":"success"}"#,
        zh: "应答的字段 `{value}` 应为 `{name}`", "按原样保存应答；字段名区分大小写",
        en: "field `{value}` of the reply should be `{name}`", "keep the reply as it was received; names are case-sensitive";
    REPLY_FROM_CUSTOMS = Error "reply.from-customs" by "3.1.2.4" fix None "a reply is never changed",
        eg: Reply r#"{"code":"10000","message":"","serviceTime":1533282603450}"#,
        zh: "这是海关对上报的应答（`{value}`），不是 CBT 对加签请求的应答",
            "传入 CBT 的应答；海关的 `10000` 表示已收到，其他代码看 `message`",
        en: "this is customs' reply to an upload (`{value}`), not CBT's reply to a signing request",
            "pass CBT's reply; from customs, `10000` means received, and for other codes see `message`";
    UPLOAD_FORM_BODY = Error "upload.form-body" by "3.1.2.4", eg: Upload "EData=e30%3D&payExInfoStr=e30%3D",
        zh: "这是发给 CBT 的整个请求体，不是被加签的报文",
            "用 `buildForm` 给出的 `payExInfo`，或 `decodeForm` 从请求体里取出的 `payExInfo.text`",
        en: "this is the whole body that was sent to CBT, not the text that was signed",
            "give `payExInfo` of what `buildForm` gave, or `payExInfo.text` of what `decodeForm` finds in the body";
    UPLOAD_SIGNED_ALREADY = Error "upload.signed-already" by "3.1.2.4", eg: Upload r#"{"signValue":"x"}"#,
        zh: "报文里已经有 `{name}`（{meaning}）", "拼接要用发给 CBT 的原文，不是已经拼接过的报文",
        en: "the text has a `{name}` ({meaning}) already",
            "compose the upload of the text that was sent to CBT, not of one that was composed before";

    // Findings outside a body.
    REQUEST_MEMBER = Error "request.member", eg: Request r#"{"EData":{},"payExInfo":{}}"#,
        zh: "请求对象里不该有 `{value}`", "请求对象只有 `eData` 和 `payExInfo` 两项",
        en: "the request object must not have a member `{value}`",
            "the request is an object with `eData` and `payExInfo`";
    REQUEST_VALUE = Error "request.value" fix None "objects have no text to change",
        eg: Request r#"{"payExInfo":{"sessionID":{"[object Map]":true}}}"#,
        zh: "`{name}`（{meaning}）应为{due}，这里是 `{value}`，JSON 无法表示它", "{instead}",
        en: "`{name}` ({meaning}) must be {due}, but is a `{value}`, which JSON cannot represent", "{instead}";
    REQUEST_BASE64 = Error "request.base64" fix None "objects have no text to change",
        eg: Request r#"{"payExInfo":"eyJzZXNzaW9uSUQiOiIxIn0="}"#,
        zh: "`payExInfo` 是 Base64，应为 JSON 文本或对象", "传入 JSON 文本本身；`buildForm` 会做 Base64",
        en: "`payExInfo` is Base64, but must be JSON text or an object",
            "pass the JSON text itself: `buildForm` encodes it as Base64";
    MORE = Info "findings.more", eg: PayExInfo "{\"x\":1" + ",\"x\":2" * 102,
        zh: "还有 `{count}` 处 `{code}` 没有列出", "先改正列出的，再检查一次",
        en: "`{count}` more of `{code}` are not listed", "fix what is listed, and check again";
}
