//! Findings in the text that CBT signs, in customs' request and in customs' reply: `signing`, `open-req`, `upload-reply`.

codes! {
    // The text that is signed.
    SIGNING_SERVICE_TIME = Error "signing.service-time" by "3.1.2.4" fix None "a signed text is never edited" / "已加签的报文一律不修改",
        eg: SigningText r#"{"serviceTime":"1533282603451"}"#,
        zh: "传入的 `serviceTime` 是 `{value}`，报文里的却是 `{own}`", "省略该参数，或检查报文和应答是否对应",
        en: "the given `serviceTime` is `{value}`, but the text has `{own}`",
            "omit the argument, or check that the text and the reply belong together";
    SIGNING_NUMBER = Warning "signing.number" by "3.1.2.4" fix None "every byte of the text is signed" / "签名覆盖原文的每个字节"
        repeats SameValue,
        eg: SigningText r#"{"payExchangeInfoHead":{"totalAmount":100.10}}"#,
        zh: "重新序列化 JSON 会改写数字 `{value}`，导致验签失败", "原样使用发给 CBT 的文本，不要解析后再序列化",
        en: "a program that parses and reserializes the JSON may change `{value}` and invalidate the signature",
            "use the text sent to CBT unchanged; do not parse and reserialize it";
    SIGNING_ESCAPE = Warning "signing.escape" by "3.1.2.4" fix None "every byte of the text is signed" / "签名覆盖原文的每个字节"
        repeats Any,
        eg: SigningText r#"{"sessionID":"a\/b"}"#,
        zh: "值里有 `{value}` 这样的转义（共 {count} 处）：这里原样保留，而签名程序可能会反转义",
            "原样使用发给 CBT 的文本；验签失败时，先试试值里没有转义的报文",
        en: "values contain escapes such as `{value}` ({count} in all): kept here, but the signer may unescape them",
            "use the text sent to CBT unchanged; if a signature does not verify, try a text without escapes";

    // Customs' request.
    OPEN_REQ_MISSING = Error "open-req.missing" fix None "the data is missing" / "没有数据",
        eg: OpenReq "a=1",
        zh: "没有找到 `openReq` 的 JSON", "传入整个请求体，或 `openReq` 的值",
        en: "the JSON of `openReq` is missing", "pass the whole body, or the value of `openReq`";
    OPEN_REQ_ENCODED = Warning "open-req.encoded" fix None "the request is customs'" / "这是海关的请求",
        eg: OpenReq "{&quot;orderNo&quot;:&quot;1&quot;,&quot;sessionID&quot;:&quot;2&quot;,&quot;serviceTime&quot;:1533271903898}",
        zh: "`openReq` 应为原始 JSON，这里是{kind}", "在 XSS 过滤器等程序改写之前读取",
        en: "`openReq` is {kind} instead of raw JSON", "read it before a program such as an XSS filter rewrites it";

    // Customs' reply to an upload.
    UPLOAD_REPLY_RECEIVED = Info "upload-reply.received" fix None "a reply is never edited" / "应答一律不修改",
        eg: UploadReply r#"{"code":"10000","message":"上传成功","total":0,"serviceTime":1533271903898}"#,
        zh: "海关已收到上传（`{value}`），但这不代表签名有效", "用 `cbt179/verify` 的 `verifySignature` 验证",
        en: "customs received the upload (`{value}`), but its signature may still be invalid", "verify it with `verifySignature` of `cbt179/verify`";
    UPLOAD_REPLY_SESSION = Error "upload-reply.session" fix None "a reply is never edited" / "应答一律不修改",
        eg: UploadReply r#"{"code":"20000","message":"上传失败，入库失败"}"#,
        zh: "海关拒绝了上传（`{value}`：`{message}`）：会话 ID `{session}` 很可能已经用过", "每次上传都用海关新请求里的 `sessionID`",
        en: "customs rejected the upload (`{value}`: `{message}`): the session ID `{session}` has probably been used before",
            "use the `sessionID` of a new request from customs for each upload";
    UPLOAD_REPLY_VALUES = Error "upload-reply.values" fix None "a reply is never edited" / "应答一律不修改",
        eg: UploadReply r#"{"code":"20000","message":"certNo : certNo不为空;  signValue : signValue不为空;  "}"#,
        zh: "海关拒绝了上传（`{value}`：`{message}`）：没有读到这些值",
            "发送 `composeUpload` 返回的 `body`：字段名是 `payExInfoStr`，值做百分号编码，含有签名",
        en: "customs rejected the upload (`{value}`: `{message}`): these values were not received",
            "send the `body` of `composeUpload`: the field `payExInfoStr`, percent-encoded, with the signature";
    UPLOAD_REPLY_CERTIFICATE = Error "upload-reply.certificate" fix None "a reply is never edited" / "应答一律不修改",
        eg: UploadReply r#"{"code":"20004","message":"企业实时数据获取验签证书未在服务系统注册"}"#,
        zh: "海关拒绝了上传（`{value}`）：证书没有在海关的通关服务系统注册",
            "注册证书，编号用小写；检查 `certNo` 和 `ebpCode` 是否属于同一家企业",
        en: "customs rejected the upload (`{value}`): the certificate is not registered",
            "register it, with its number in lower case; check that `certNo` and `ebpCode` belong to the same company";
    UPLOAD_REPLY_REJECTED = Error "upload-reply.rejected" fix None "a reply is never edited" / "应答一律不修改",
        eg: UploadReply r#"{"code":"20001","message":"验签失败"}"#,
        zh: "海关拒绝了上传（`{value}`：`{message}`）", "按海关的提示检查；验签失败时，用 `verifySignature` 查原因",
        en: "customs rejected the upload (`{value}`: `{message}`)",
            "follow the message; if the signature is invalid, find out why with `verifySignature`";
    UPLOAD_REPLY_FROM_CBT = Error "upload-reply.from-cbt" fix None "a reply is never edited" / "应答一律不修改",
        eg: UploadReply r#"{"status":"success","code":""}"#,
        zh: "这是 CBT 对加签请求的应答，不是海关对上传的应答", "用 `checkReply` 检查它",
        en: "this is CBT's reply to a signing request, not customs' reply to an upload", "check it with `checkReply`";
    UPLOAD_REPLY_UNKNOWN_CODE = Error "upload-reply.unknown-code" fix None "a reply is never edited" / "应答一律不修改",
        eg: UploadReply r#"{"code":"500","message":"error"}"#,
        zh: "海关没有 `{value}` 这个代码（`{message}`）", "检查请求地址：这可能不是海关上传接口的应答",
        en: "`{value}` is not a customs reply code (`{message}`)", "check the URL: this may not be a reply to an upload";
}
