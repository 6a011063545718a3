//! Findings in the text that CBT signs, in customs' request and in customs' reply: `signing`, `open-req`, `upload-reply`.

codes! {
    // The text that is signed.
    SIGNING_SERVICE_TIME = Error "signing.service-time" by "3.1.2.4" fix None "a signed text is never edited" / "已加签的报文一律不修改",
        eg: SigningText r#"{"serviceTime":"1533282603451"}"#,
        zh: "传入的 `serviceTime` 是 `{value}`，报文里的却是 `{own}`", "省略参数，或检查报文和应答是否配错",
        en: "the `serviceTime` passed is `{value}`, but that of the text is `{own}`",
            "omit the argument, or check whether text and reply belong together";
    SIGNING_REWRITABLE = Warning "signing.rewritable" by "3.1.2.4" fix None "every byte of the text is signed" / "签名覆盖原文的每个字节"
        repeats SameValue,
        eg: SigningText r#"{"payExchangeInfoHead":{"totalAmount":100.10}}"#,
        zh: "有的程序会改写 `{value}`（共 {count} 处），签名就对不上了",
            "原样使用发给 CBT 的文本，不要重新序列化；加签时是否还原转义尚无定论，值里最好不用",
        en: "some programs rewrite `{value}` ({count} in this text), and the signature no longer fits",
            "use the text that was sent to CBT; do not serialize it again, and avoid escapes, which the signer may undo";

    // Customs' request.
    OPEN_REQ_MISSING = Error "open-req.missing" by "GACC 179/2018, 1.6.1" fix None "the data is missing" / "没有数据",
        eg: OpenReq "a=1",
        zh: "没有找到 `openReq` 的 JSON", "传入整个请求体，或 `openReq` 的值",
        en: "the JSON of `openReq` was not found", "pass the whole body, or the value of `openReq`";
    OPEN_REQ_ENCODED = Warning "open-req.encoded" by "GACC 179/2018, 1.6.1" fix None "the request is customs'" / "这是海关的请求",
        eg: OpenReq "{&quot;orderNo&quot;:&quot;1&quot;,&quot;sessionID&quot;:&quot;2&quot;,&quot;serviceTime&quot;:1533271903898}",
        zh: "`openReq` 是{kind}，不是 JSON 本身", "在过滤器改写它之前读取",
        en: "`openReq` is {kind}, not the JSON itself", "read it before a filter rewrites it";

    // Customs' reply to an upload.
    UPLOAD_REPLY_RECEIVED = Info "upload-reply.received" by "GACC 179/2018, 1.6.2" fix None "a reply is never edited" / "应答一律不修改",
        eg: UploadReply r#"{"code":"10000","message":"上传成功","total":0,"serviceTime":1533271903898}"#,
        zh: "海关已收到（`{value}`），但这不证明签名有效", "用 `verifySignature` 验证",
        en: "customs received it (`{value}`), which does not prove that the signature is valid", "check it with `verifySignature`";
    UPLOAD_REPLY_REJECTED = Error "upload-reply.rejected" by "GACC 179/2018, 1.6.2" fix None "a reply is never edited" / "应答一律不修改",
        eg: UploadReply r#"{"code":"20004","message":"企业实时数据获取验签证书未在服务系统注册"}"#,
        zh: "海关拒绝了上传（`{value}`）：`{message}`", "{advice}",
        en: "customs rejected the upload (`{value}`): `{message}`", "{advice}";
}
