//! Findings about a key or a certificate, and about a signature: `key`, `signature`.

codes! {
    KEY_UNREADABLE = Error "key.unreadable" fix None "a key is never edited" / "密钥一律不修改",
        eg: Certificate "hello",
        zh: "无法读取{subject}：{why}", "{how}",
        en: "the {subject} cannot be read: {why}", "{how}";
    KEY_UNSUPPORTED = Error "key.unsupported" by "GB/T 32918, RFC 8017" fix None "a key is never edited" / "密钥一律不修改",
        eg: PublicKey "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q==",
        zh: "密钥的算法是 `{found}`，CBT 只用 SM2 或 RSA 签名", "换用 CBT 签名证书的公钥；该证书的序列号就是 `certNo`",
        en: "the key is for `{found}`, but CBT signs with SM2 or RSA",
            "use the key of CBT's signing certificate, whose serial number is `certNo`";
    KEY_INVALID = Error "key.invalid" by "GB/T 32918, RFC 8017" fix None "a key is never edited" / "密钥一律不修改",
        eg: PublicKey "0400000000000000000000000000000000000000000000000000000000000000010000000000000000000000000000000000000000000000000000000000000001",
        zh: "公钥无效：{why}", "重新导出证书；复制公钥时可能丢失或改动了字符",
        en: "the public key is invalid: {why}",
            "export the certificate again; characters may have been lost or changed when the key was copied";
    KEY_SEVERAL = Info "key.several" fix None "a key is never edited" / "密钥一律不修改",
        eg: Certificate "sm2.pem" + "sm2.pem" * 1,
        zh: "文件里有 {count} 个证书，只用了第一个", "如果第一个不是 CBT 的签名证书，请只传入签名证书",
        en: "the file has {count} certificates; the first is used",
            "if the first is not CBT's signing certificate, pass only that one";
    KEY_EXPIRED = Warning "key.expired" by "RFC 5280, 4.1.2.5" fix None "a key is never edited" / "密钥一律不修改",
        eg: Certificate "sm2.pem",
        zh: "证书现在不在有效期内（`{from}` 至 `{to}`）", "向 CBT 索取现用的签名证书",
        en: "the certificate is not currently valid (`{from}` to `{to}`)", "ask CBT for its current certificate";

    SIGNATURE_UPLOAD = Error "signature.upload" by "GACC 179/2018" fix None "a signed text is never edited" / "已签名的文本一律不修改",
        eg: Verified "hello",
        zh: "无法读取报文：{why}", "提供上传海关的报文：JSON，或 `payExInfoStr=…` 表单；或者发给 CBT 的原文和 CBT 的应答",
        en: "the input cannot be read: {why}",
            "give the upload, as JSON or as the form `payExInfoStr=…`; or the text sent to CBT and CBT's reply";
    SIGNATURE_MISSING = Error "signature.missing" fix None "a signed text is never edited" / "已签名的文本一律不修改",
        eg: Verified r#"{"sessionID":"1","payExchangeInfoHead":{},"payExchangeInfoLists":[]}"#,
        zh: "{place}里没有 {names}，无法验签", "提供带有 `serviceTime`、`certNo` 和 `signValue` 的报文，或者发给 CBT 的原文和 CBT 的成功应答",
        en: "the signature cannot be verified; missing in the {place}: {names}",
            "give an upload with `serviceTime`, `certNo` and `signValue`; or the text sent to CBT and CBT's successful reply";
    SIGNATURE_LIST_NAME = Warning "signature.list-name" by "GACC 179/2018" fix None "a signed text is never edited"
        / "已签名的文本一律不修改",
        eg: Verified r#"{"sessionID":"1","payExchangeInfoHead":{},"payExchangeInfoList":[]}"#,
        zh: "报文里的列表名是 `payExchangeInfoList`，海关要求 `payExchangeInfoLists`", "上传时用 `payExchangeInfoLists`，与待签文本一致",
        en: "the list is named `payExchangeInfoList`, but customs expects `payExchangeInfoLists`",
            "upload it as `payExchangeInfoLists`, the name in the signing text";
    SIGNATURE_CERT_NO = Error "signature.cert-no" by "GACC 179/2018" fix None "a signed text is never edited"
        / "已签名的文本一律不修改",
        eg: Changed "certNo=1a2b3c4d",
        zh: "`certNo` 是 `{found}`，而证书的序列号是 `{serial}`", "确认传入的是 CBT 签名用的证书；`certNo` 要与 CBT 应答中的一致",
        en: "`certNo` is `{found}`, but the certificate's serial number is `{serial}`",
            "check that CBT signed with this certificate, and that `certNo` matches CBT's reply";
    SIGNATURE_CERT_NO_CASE = Warning "signature.cert-no-case" by "GACC 179/2018" fix None "a signed text is never edited"
        / "已签名的文本一律不修改",
        eg: Changed "certNo=0300000000ABCDEF",
        zh: "`certNo` 应为小写十六进制 `{serial}`，这里是 `{found}`", "按 CBT 应答中的写法原样上传",
        en: "`certNo` must be in lower case, `{serial}`, but is `{found}`", "upload it as it is in CBT's reply";
    SIGNATURE_CERT_NO_FORM = Error "signature.cert-no-form" by "GACC 179/2018" fix None "a signed text is never edited"
        / "已签名的文本一律不修改",
        eg: Changed "certNo=300000000abcdef",
        zh: "`certNo` 是 `{found}`，{form}，应为 `{serial}`", "按 CBT 应答中的写法原样上传，作为文本保存，不要转换成数字",
        en: "`certNo` is `{found}`, which {form}; it must be `{serial}`",
            "upload it as it is in CBT's reply, and keep it as text, not as a number";
    SIGNATURE_VALIDITY = Warning "signature.validity" by "RFC 5280, 4.1.2.5" fix None "a signed text is never edited"
        / "已签名的文本一律不修改",
        eg: Changed "serviceTime=1533282603450",
        zh: "`serviceTime` {sent} 不在证书的有效期内（`{from}` 至 `{to}`）", "确认传入的是签名时使用的证书",
        en: "the `serviceTime` {sent} is outside the certificate's validity (`{from}` to `{to}`)",
            "check that this certificate was in use then";

    SIGNATURE_MALFORMED = Error "signature.malformed" by "RFC 4648, 4" fix None "a signature is never edited" / "签名一律不修改",
        eg: Changed "signValue=#",
        zh: "`signValue` 不是签名：{why}", "原样使用 CBT 应答里的 `signValue`",
        en: "`signValue` is not a signature: {why}", "use `signValue` from CBT's reply unchanged";
    SIGNATURE_LENGTH = Error "signature.length" by "GB/T 32918.2, RFC 8017" fix None "a signature is never edited"
        / "签名一律不修改",
        eg: Changed "signValue=AQID",
        zh: "`signValue` 长 {found} 字节，而这个密钥的签名长 {expected} 字节（{algorithm}）{hint}",
            "确认 `signValue` 完整，并且是用这个密钥签的",
        en: "`signValue` is {found} bytes long, but this key's signatures are {expected} ({algorithm}){hint}",
            "check that `signValue` is complete, and that it was signed with this key";
    SIGNATURE_FORM = Error "signature.form" by "RFC 4648, 4" fix None "a signature is never edited" / "签名一律不修改"
        repeats Never,
        eg: Changed "signValue=" + "01" * 64,
        zh: "`signValue` {what}，应为不换行的标准 Base64", "原样使用 CBT 应答里的 `signValue`；表单里的 `+` 要写成 `%2B`",
        en: "`signValue` {what}, but must be standard Base64 on one line",
            "use `signValue` from CBT's reply unchanged; in a form, write `+` as `%2B`";
    SIGNATURE_DER = Error "signature.der" by "GB/T 32918.2" fix None "a signature is never edited" / "签名一律不修改",
        eg: Changed "signValue=MAYCAQECAQE=",
        zh: "`signValue` 是 DER 编码，应为 r 和 s 直接拼接的 64 字节", "让签名程序输出裸签名 r‖s，而不是 ASN.1",
        en: "`signValue` is in DER, but must be r and s concatenated, 64 bytes",
            "make the signing program output raw r‖s instead of ASN.1";
    SIGNATURE_BYTE_ORDER = Error "signature.byte-order" by "GB/T 32918.2, RFC 8017" fix None "a signature is never edited"
        / "签名一律不修改",
        eg: SignedByRsa "88Dlm0i6wN/gaNDVOk8t/RDdM2kfTsdBzeswkosfb9sujKMeQJQnElN/vOOaxgdJA9u76AT1Q8f9Aanb6+5zC0C6SsMzhEBMAo+09PpeuNXsyWUsbIG63HCggYjPeAnoIID18/5wT2a7dgwquTQSCB/GWURiWGIDiJMWJ5QChoQ=",
        zh: "`signValue` 的字节顺序不对：{what}", "{how}",
        en: "the bytes of `signValue` are in the wrong order: {what}", "{how}";
    SIGNATURE_RANGE = Error "signature.range" by "GB/T 32918.2, 7.1" fix None "a signature is never edited"
        / "签名一律不修改",
        eg: Changed "signValue=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
        zh: "`signValue` 里的 r 或 s 超出了范围，不可能是 SM2 签名", "确认 `signValue` 没有被改动，并且是用这个密钥签的",
        en: "r or s in `signValue` is out of range, so this is not an SM2 signature",
            "check that `signValue` is unchanged, and that it was signed with this key";

    SIGNATURE_LINE_FEED = Warning "signature.line-feed" fix None "a signed text is never edited" / "已签名的文本一律不修改",
        eg: Signed "0000\" → 0000\"\n",
        zh: "签名的文本末尾多了一个换行", "如果海关验签失败，请 CBT 去掉待签文本末尾的换行",
        en: "the signature covers a line feed after the signing text",
            "if customs rejects it, ask CBT to sign without the line feed";
    SIGNATURE_UNESCAPED = Warning "signature.unescaped" fix None "a signed text is never edited" / "已签名的文本一律不修改",
        eg: Signed r#"\" → ""#,
        zh: "签名的是 JSON 反转义之后的值", "如果海关验签失败，避免在值里使用需要转义的字符",
        en: "the signature covers the unescaped JSON values",
            "if customs rejects it, avoid characters that JSON must escape";
    SIGNATURE_NUMBER = Error "signature.number" fix None "a signed text is never edited" / "已签名的文本一律不修改",
        eg: Signed "100.10 → 100.1",
        zh: "签名的文本与报文不同：签名时是 `{signed}`，报文里是 `{sent}`（这样改写数字的有：{programs}）",
            "把发给 CBT 的原文原样上传，只插入签名的三个字段，不改动其他字符",
        en: "the signed text has `{signed}` where the upload has `{sent}` (as {programs} would write it)",
            "upload the exact text sent to CBT, with nothing but the three signature fields added";
    SIGNATURE_REWRITTEN = Error "signature.rewritten" fix None "a signed text is never edited" / "已签名的文本一律不修改",
        eg: Signed r"/ → \/",
        zh: "签名的文本与报文不同：签名时是 `{signed}`，报文里是 `{sent}`（这样写 JSON 的有：{programs}）",
            "把发给 CBT 的原文原样上传，只插入签名的三个字段，不改动其他字符",
        en: "the signed text has `{signed}` where the upload has `{sent}` (as {programs} would write it)",
            "upload the exact text sent to CBT, with nothing but the three signature fields added";
    SIGNATURE_ORDER = Error "signature.order" fix None "a signed text is never edited" / "已签名的文本一律不修改",
        eg: Signed r#""totalAmount":100.10,"note":"a/b \"好\"" → "note":"a/b \"好\"","totalAmount":100.10"#,
        zh: "签名的文本里成员的顺序与报文不同（这样排序的有：{programs}）",
            "把发给 CBT 的原文原样上传，只插入签名的三个字段，不改动其他字符",
        en: "the members of the signed text are in another order (as {programs} would order them)",
            "upload the exact text sent to CBT, with nothing but the three signature fields added";
    SIGNATURE_COMPOSED = Error "signature.composed" by "GACC 179/2018" fix None "a signed text is never edited"
        / "已签名的文本一律不修改",
        eg: Signed "payExchangeInfoLists → payExchangeInfoList",
        zh: "签名的不是规定的待签文本，而是{what}", "与规定的待签文本逐字比较，找出签名程序多写、少写或改写的字符",
        en: "the signed text is not composed as customs specifies: it {what}",
            "compare the text that the program signs with the signing text, character by character";
    SIGNATURE_ENCODING = Error "signature.encoding" by "GACC 179/2018" fix None "a signed text is never edited"
        / "已签名的文本一律不修改",
        eg: Signed "好 → ?",
        zh: "签名的文本应为 UTF-8，实际是{what}", "转换为字节时指定 UTF-8，例如 Java 的 `getBytes(StandardCharsets.UTF_8)`",
        en: "the signed text must be plain UTF-8, but is {what}",
            "specify UTF-8 when converting to bytes, such as `getBytes(StandardCharsets.UTF_8)` in Java";
    SIGNATURE_SERVICE_TIME = Error "signature.service-time" by "GACC 179/2018" fix None "a signed text is never edited"
        / "已签名的文本一律不修改",
        eg: Signed "1700000000000 → 1700000000",
        zh: "签名时的 `serviceTime` 是 `{signed}`，报文里是 `{sent}`{distance}", "上传 CBT 应答里的 `serviceTime`，不要用当前时间或其他时间",
        en: "the signed `serviceTime` is `{signed}`, but the upload has `{sent}`{distance}",
            "upload the `serviceTime` of CBT's reply, not the current or any other time";

    SIGNATURE_OTHER_TEXT = Error "signature.other-text" by "RFC 8017, 8.2.2" fix None "a signed text is never edited"
        / "已签名的文本一律不修改",
        eg: SignedByRsa "hIYClCcWk4gDYlhiRFnGHwgSNLkqDHa7Zk9w/vP1gCDoCXjPiIGgcNy6gWwsZcns1bhe+vS0jwJMQIQzw0q6QAtz7uvbqQH9x0P1BOi72wNJB8aa47x/UxInlEAeo4wu228fi5Iw681Bx04faTPdEP0tTzrV0Gjg38C6SJvlwPM=",
        zh: "签名由这个密钥生成，但签的是另一份文本，且不是已知的改写结果", "找出发给 CBT 的原文，原样上传；应答也可能属于另一个请求",
        en: "the signature was made with this key, but over another text, and no known rewriting explains it",
            "find the text sent to CBT and upload it unchanged; the reply may also belong to another request";
    SIGNATURE_OTHER_KEY = Error "signature.other-key" by "RFC 8017, 8.2.2" fix None "a signature is never edited"
        / "签名一律不修改",
        eg: SignedByRsa "ERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERE=",
        zh: "签名不是由这个密钥生成的，或者已经损坏", "换用序列号等于 `certNo` 的证书；确认 `signValue` 没有被改动",
        en: "the signature was not made with this key, or is damaged",
            "use the certificate whose serial number is `certNo`, and check that `signValue` is unchanged";
    SIGNATURE_OTHER_DIGEST = Error "signature.other-digest" by "RFC 8017, 9.2" fix None "a signature is never edited"
        / "签名一律不修改",
        eg: SignedByRsa "k4MDzgxh0A4JcpQf9ni8RCOqMIvpyfHJts2qOvpS/GYuKxU39KpGCm3/xbg891W1voDZeb5G+06cCv1nfiN/kDN7eFsXHjfYcgvmyJQUCjAPoB4tS6h68mBKLbJNHN0MsCbFSeekw8FsQlrvqR8ZPfMjnPFPVPrcjXTovTbK9VY=",
        zh: "签名由这个密钥生成，但摘要算法是 `{found}`，应为 `SHA-1`", "用 `SHA1withRSA` 签名",
        en: "the signature was made with this key, but over a `{found}` digest instead of `SHA-1`",
            "sign with `SHA1withRSA`";
    SIGNATURE_UNVERIFIED = Error "signature.unverified" by "GB/T 32918.2, 7.1" fix None "a signature is never edited"
        / "签名一律不修改",
        eg: Signed "100.10 → 200.10",
        zh: "验签失败：可能是密钥不对，也可能签的是另一份文本；SM2 签名无法区分这两种情况",
            "先确认证书的序列号等于 `certNo`，再找出发给 CBT 的原文，原样上传",
        en: "the signature does not verify: either the key or the text is wrong; SM2 does not show which",
            "first check that the certificate's serial number is `certNo`; then find the text sent to CBT and upload it unchanged";
}
