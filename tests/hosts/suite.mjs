// The tests that every host runs, whatever it is: `suite(cbt179)` returns PASSED, or a line for each failure.
//
// The runner replaces EXAMPLE, REQUEST and BUILT by their values (see fixtures.mjs), and makes suite.cjs of this file.
// The syntax is that of 2018, which the oldest bundler reads.

/* global EXAMPLE, REQUEST, BUILT */

export const PASSED = "cbt179: all tests passed";

const TESTS = {
  "the interface's example has its known findings, as a string and as bytes": (cbt179) => {
    const expected = [
      "form.unencoded-plus",
      "json.trailing-comma",
      "field.alternate-name",
      "field.alternate-name",
      "currency.not-cny",
      "form.unencoded-equals",
      "guid.format",
    ];
    const bytes = Uint8Array.from(EXAMPLE, (character) => character.charCodeAt(0));
    for (const body of [EXAMPLE, bytes, bytes.buffer]) {
      const { ok, findings } = cbt179.checkForm(body);
      equal(ok, false);
      equal(codes(findings), expected);
      equal(findings[0].count, 13);
    }
  },

  "a request is built, exactly": (cbt179) => {
    equal(cbt179.checkRequest(REQUEST), { ok: true, findings: [] });
    const { body, eData, payExInfo, findings } = cbt179.buildForm(REQUEST);
    equal({ body, eData, payExInfo }, BUILT.form);
    equal(findings, []);
    equal(cbt179.checkForm(body), { ok: true, findings: [] });
  },

  "the upload is composed, exactly": (cbt179) => {
    const { json, body, findings } = cbt179.composeUpload(BUILT.form.payExInfo, BUILT.reply);
    equal({ json, body }, BUILT.upload);
    equal(findings, []);
  },

  "customs' side of the exchange is read": (cbt179) => {
    const { ok, text } = cbt179.signingText(BUILT.upload.json);
    equal([ok, text.slice(0, 13)], [true, '"sessionID":"']);
    const { openReq } = cbt179.checkOpenReq('{"orderNo":"订单","sessionID":"1","serviceTime":2}');
    equal(openReq, { orderNo: "订单", sessionID: "1", serviceTime: "2" });
    equal(
      cbt179.openReqAnswer({ serviceTime: 3 }),
      '{"code":"10000","message":"","serviceTime":3}',
    );
    equal(cbt179.checkUploadReply('{"code":"10000"}').reply, { code: "10000" });
  },

  "bad input has findings": (cbt179) => {
    const { ok, findings } = cbt179.checkForm("amount=1");
    equal([ok, codes(findings)], [false, ["form.not-a-form"]]);
    const error = thrown(() => cbt179.buildForm({ eData: {}, payExInfo: {} }));
    equal(error instanceof cbt179.CheckError, true);
    equal(codes(error.findings).includes("field.missing"), true);
  },

  "a wrong type is a TypeError": (cbt179) => {
    for (const wrong of [
      () => cbt179.checkForm(1),
      () => cbt179.checkForm("", { locale: "de" }),
      () => cbt179.applyFixes("", "findings"),
    ]) {
      equal(thrown(wrong) instanceof TypeError, true);
    }
  },

  "text beyond ASCII goes in and comes out": (cbt179) => {
    equal(cbt179.decodeForm(BUILT.form.body).eData.value.cusName, REQUEST.eData.cusName);
    const { message, value } = cbt179.checkForm("EData=é中😀").findings[1];
    equal([message, value], ["`é中😀` 不是 Base64 字符", "é中😀"]);
  },
};

export function suite(cbt179) {
  const failures = [];
  for (const name of Object.keys(TESTS)) {
    try {
      TESTS[name](cbt179);
    } catch (error) {
      failures.push(`${name}: ${error}\n${error.stack}`);
    }
  }
  return failures.length ? failures.join("\n") : PASSED;
}

const codes = (findings) => findings.map(({ code }) => code);

function equal(actual, expected) {
  const [a, b] = [actual, expected].map((value) => JSON.stringify(value));
  if (a !== b) throw new Error(`expected ${b}, got ${a}`);
}

function thrown(run) {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("expected a throw");
}
