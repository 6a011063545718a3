//! Findings in the text that CBT signs, in customs' request and in customs' reply: `signing`, `open-req`, `upload-reply`.

codes! {
    // The text that is signed.
    SIGNING_SERVICE_TIME = Error "signing.service-time" by "3.1.2.4" fix None "a signed text is never edited" / "已加签的报文一律不修改",
        eg: SigningText r#"{"serviceTime":"1533282603451"}"#,
        zh: "传入的 `serviceTime` 是 `{value}`，报文里的却是 `{own}`", "省略参数，或传入报文里的时间：签名只对应其中一个",
        en: "the `serviceTime` passed is `{value}`, but that of the text is `{own}`",
            "omit the argument, or pass the time in the text: the signature covers only one";
    SIGNING_NUMBER = Warning "signing.number" by "3.1.2.4" fix None "every byte of the text is signed" / "签名覆盖原文的每个字节"
        repeats SameValue,
        eg: SigningText r#"{"payExchangeInfoHead":{"totalAmount":100.10}}"#,
        zh: "重新序列化 JSON 的程序可能改写数字 `{value}`，签名就对不上了", "原样使用发给 CBT 的文本，不要解析后再序列化",
        en: "a program that serializes the JSON again may change the number `{value}`, and the signature would no longer fit",
            "use the text that was sent to CBT as it is; do not parse and serialize it";
    SIGNING_ESCAPE = Warning "signing.escape" by "3.1.2.4" fix None "every byte of the text is signed" / "签名覆盖原文的每个字节"
        repeats Any,
        eg: SigningText r#"{"sessionID":"a\/b"}"#,
        zh: "值里有 `{value}` 这样的转义（共 {count} 处）：这里按原样保留，而签名的程序可能先还原了转义",
            "如果验签失败，先试着避免转义：不转义 `/` 和汉字，值里不用引号、反斜杠和换行",
        en: "values have escapes, such as `{value}` ({count} in this text); they are kept here, but the signer may undo them",
            "if the signature does not verify, try to avoid escapes: leave `/` and Chinese as they are, and keep quotes, backslashes and line breaks out of values";

    // Customs' request.
    OPEN_REQ_MISSING = Error "open-req.missing" by "GACC 179/2018, 1.6.1" fix None "the data is missing" / "没有数据",
        eg: OpenReq "a=1",
        zh: "没有找到 `openReq` 的 JSON", "传入整个请求体或 `openReq` 的值；检查框架是否已经读走了请求体",
        en: "the JSON of `openReq` was not found",
            "pass the whole body or the value of `openReq`; check whether the framework has already read the body";
    OPEN_REQ_ENCODED = Warning "open-req.encoded" by "GACC 179/2018, 1.6.1" fix None "the request is customs'" / "这是海关的请求",
        eg: OpenReq "{&quot;orderNo&quot;:&quot;1&quot;,&quot;sessionID&quot;:&quot;2&quot;,&quot;serviceTime&quot;:1533271903898}",
        zh: "`openReq` 是{kind}，不是 JSON 本身", "在 XSS 过滤器之类的程序改写之前读取它，并且只解码一次",
        en: "`openReq` is {kind}, not the JSON itself",
            "read it before a program such as an XSS filter rewrites it, and decode it once";

    // Customs' reply to an upload.
    UPLOAD_REPLY_RECEIVED = Info "upload-reply.received" by "GACC 179/2018, 1.6.2" fix None "a reply is never edited" / "应答一律不修改",
        eg: UploadReply r#"{"code":"10000","message":"上传成功","total":0,"serviceTime":1533271903898}"#,
        zh: "海关已收到数据（`{value}`），但这不能证明签名有效", "用 `cbt179/verify` 的 `verifySignature` 验证签名",
        en: "customs has received the data (`{value}`), which does not prove that the signature is valid",
            "verify the signature with `verifySignature` of `cbt179/verify`";
    UPLOAD_REPLY_SESSION = Error "upload-reply.session" by "GACC 179/2018, 1.6.2" fix None "a reply is never edited" / "应答一律不修改",
        eg: UploadReply r#"{"code":"20000","message":"上传失败，入库失败"}"#,
        zh: "海关拒绝了上传（`{value}`：`{message}`）：`sessionID`{session} 多半已经用过", "每次上传都用海关新请求里的 `sessionID`",
        en: "customs rejected the upload (`{value}`: `{message}`): its `sessionID`{session} was probably used before",
            "use the `sessionID` of a new request from customs for each upload";
    UPLOAD_REPLY_VALUES = Error "upload-reply.values" by "GACC 179/2018, 1.6.2" fix None "a reply is never edited" / "应答一律不修改",
        eg: UploadReply r#"{"code":"20000","message":"certNo : certNo不为空;  signValue : signValue不为空;  "}"#,
        zh: "海关拒绝了上传（`{value}`）：没有读到这些值：`{message}`",
            "以 `application/x-www-form-urlencoded` 发送 `payExInfoStr=`，值要做百分号编码，并且含有签名；`composeUpload` 返回这样的 `body`",
        en: "customs rejected the upload (`{value}`): it found no values: `{message}`",
            "send `payExInfoStr=` as `application/x-www-form-urlencoded`, its value percent-encoded, with the signature: `body` of `composeUpload`";
    UPLOAD_REPLY_CERTIFICATE = Error "upload-reply.certificate" by "GACC 179/2018, 1.6.2" fix None "a reply is never edited" / "应答一律不修改",
        eg: UploadReply r#"{"code":"20004","message":"企业实时数据获取验签证书未在服务系统注册"}"#,
        zh: "海关拒绝了上传（`{value}`）：证书没有在通关服务系统注册",
            "在通关服务系统注册证书，编号用小写；检查 `certNo` 和 `ebpCode` 是否属于同一家企业",
        en: "customs rejected the upload (`{value}`): the certificate is not registered with the customs service",
            "register the certificate there, with its number in lower case; check that `certNo` and `ebpCode` are of the same company";
    UPLOAD_REPLY_REJECTED = Error "upload-reply.rejected" by "GACC 179/2018, 1.6.2" fix None "a reply is never edited" / "应答一律不修改",
        eg: UploadReply r#"{"code":"20001","message":"验签失败"}"#,
        zh: "海关拒绝了上传（`{value}`）：{message}", "按海关的信息检查；如果是验签失败，用 `cbt179/verify` 的 `verifySignature` 找原因",
        en: "customs rejected the upload (`{value}`): {message}",
            "follow customs' message; if the signature is invalid, `verifySignature` of `cbt179/verify` finds the reason";
    UPLOAD_REPLY_UNKNOWN_CODE = Error "upload-reply.unknown-code" by "GACC 179/2018, 1.6.2" fix None "a reply is never edited" / "应答一律不修改",
        eg: UploadReply r#"{"code":"500","message":"error"}"#,
        zh: "海关的应答没有 `{value}` 这样的代码：{message}", "检查请求地址：这可能不是海关上传接口的应答",
        en: "`{value}` is not a code of customs' replies: {message}", "check the URL: this may not be a reply to an upload";
    UPLOAD_REPLY_NO_CODE = Error "upload-reply.no-code" by "GACC 179/2018, 1.6.2" fix None "a reply is never edited" / "应答一律不修改",
        eg: UploadReply r#"{"error":"not found"}"#,
        zh: "应答里没有 `code`", "检查请求地址：这可能不是海关上传接口的应答",
        en: "the reply has no `code`", "check the URL: this may not be a reply to an upload";
}
