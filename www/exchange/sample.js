// A sample of the whole exchange: customs', CBT's and the sender's texts about the valid request of ../samples.js.

const millis = Date.UTC(2026, 0, 15, 1, 28, 12);

/**
 * The texts of the steps. The private key of the certificate was made for this sample: its bytes are
 * 1 to 32.
 */
export const exchangeSample = {
  openReq: `openReq=${encodeURIComponent(JSON.stringify({ orderNo: "A20260115001", sessionID: "fe2374-8fnejf97-32839218", serviceTime: String(millis - 9000) }))}`,
  reply: JSON.stringify({
    status: "success",
    serialNumber: "20260115000001",
    serviceTime: String(millis),
    certNo: "03000000001c7e2a",
    signValue:
      "vzzE5qVHHrtrOOQsh6kLcLhGu0ZhkhgVi1B2c1EhUDw+Q0O7MTOX2ncuJZYI92a3lBZyI6WR93cmNqgfEWNa0g==",
  }),
  signature: `-----BEGIN CERTIFICATE-----
MIIBWDCB/wIIAwAAAAAcfiowCgYIKoEcz1UBg3UwNTELMAkGA1UEBhMCQ04xEDAO
BgNVBAoMB0V4YW1wbGUxFDASBgNVBAMMC2NidDE3OSB0ZXN0MB4XDTIwMDEwMTAw
MDAwMFoXDTQwMDEwMTAwMDAwMFowNTELMAkGA1UEBhMCQ04xEDAOBgNVBAoMB0V4
YW1wbGUxFDASBgNVBAMMC2NidDE3OSB0ZXN0MFkwEwYHKoZIzj0CAQYIKoEcz1UB
gi0DQgAERtEIb25ck4RH8FKA23B8J5p7RZw48Z5NmjCtLa358or0X8HcWzd3NrV+
l+fgVjzMokyX9EDh0TfllB2E0utDyTAKBggqgRzPVQGDdQNIADBFAiA864rBJC8z
kq/r9TNo1BJtfxOeRnX/uLOUxyd1WnYxpwIhAJiRk3pG9C+8bCRkaLpEu04Xr5se
s7LFNWl/8hL4WLvf
-----END CERTIFICATE-----`,
  uploadReply: JSON.stringify({
    code: "10000",
    message: "上传成功",
    total: 1,
    serviceTime: millis + 3000,
  }),
};
