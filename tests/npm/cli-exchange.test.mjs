// The commands for the exchange with customs: the signing text, its signature, the certificate, customs' request and
// customs' reply.

import assert from "node:assert/strict";
import { createSign, createVerify, generateKeyPairSync } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, test } from "node:test";
import { sm2 } from "sm-crypto-v2";
import { FAILURE, makeCliProject } from "./cli.mjs";
import { REPLY, sample, validRequest } from "./project.mjs";

/** @typedef {import("../../pkg-template/index.js").Finding} Finding */

const { project, cbt179, run } = await makeCliProject();
after(() => project.remove());

/** The JSON text that is signed; JSON.stringify would change none of its values. */
const { sessionID, payExchangeInfoHead, payExchangeInfoLists } = validRequest().payExInfo;
const head = { ...payExchangeInfoHead, initalResponse: "ok" };
const payExInfo = { sessionID, payExchangeInfoHead: head, payExchangeInfoLists };
const sent = JSON.stringify(payExInfo, null, 1);
/** Within the validity of the certificate. */
const serviceTime = "1600000000123";
const signingText = [
  `"sessionID":"${sessionID}"`,
  `"payExchangeInfoHead":"${JSON.stringify(head)}"`,
  `"payExchangeInfoLists":"${JSON.stringify(payExchangeInfoLists)}"`,
  `"serviceTime":"${serviceTime}"`,
].join("||");

/** The key of tests/data/sm2-certificate.pem. */
const SM2_KEY = Array.from({ length: 32 }, (_, i) => (i + 1).toString(16).padStart(2, "0")).join(
  "",
);
const SM2_CERT_NO = "0300000000abcdef";
const signSm2 = (/** @type {string} */ text) =>
  Buffer.from(sm2.doSignature(Buffer.from(text), SM2_KEY, { hash: true }), "hex").toString(
    "base64",
  );

const rsa = generateKeyPairSync("rsa", { modulusLength: 1024 });
const signRsa = (/** @type {string} */ text) =>
  createSign("SHA1").update(text, "utf8").sign(rsa.privateKey, "base64");

/** CBT's reply with a signature of a text, by the key of the certificate. */
const replyTo = (text = signingText, more = {}) => ({
  ...REPLY,
  serviceTime,
  certNo: SM2_CERT_NO,
  signValue: signSm2(text),
  ...more,
});

const uploadWith = (/** @type {ReturnType<typeof replyTo>} */ reply) =>
  cbt179.composeUpload(sent, reply);
const upload = uploadWith(replyTo());
const ofRsa = uploadWith(
  replyTo(signingText, { certNo: "01691fe9", signValue: signRsa(signingText) }),
);
/** One digit of the amount was changed after the text was signed. */
const changed = upload.json.replace("100.1,", "100.2,");

const pem = await sample("sm2-certificate.pem");
const der = Buffer.from(pem.replace(/-----.*-----/g, ""), "base64");
const rsaPem = String(rsa.publicKey.export({ type: "spki", format: "pem" }));
const openReq = { orderNo: "ord201807050001", sessionID, serviceTime: 1533271903898 };
const openReqBody = `openReq=${encodeURIComponent(JSON.stringify(openReq))}`;
const RECEIVED = { code: "10000", message: "上传成功", total: 0, serviceTime: 1533271903898 };
const REJECTED = {
  code: "20000",
  message: "上传失败，入库失败",
  total: 0,
  serviceTime: 1533271903898,
};

for (const [name, text] of Object.entries({
  "sent.json": sent,
  "signed-reply.json": JSON.stringify(replyTo()),
  "upload.json": upload.json,
  "upload.txt": `${upload.body}\n`,
  "rsa.txt": ofRsa.body,
  "changed.json": changed,
  "line-feed.json": uploadWith(replyTo(`${signingText}\n`)).json,
  "cert.pem": pem,
  "rsa.pem": rsaPem,
  "open-req.txt": openReqBody,
  "received.json": JSON.stringify(RECEIVED),
  "rejected.json": JSON.stringify(REJECTED),
}))
  await project.write(name, text);

const CERT = ["--cert", "cert.pem"];

test("sign-text prints the signing text, and nothing after it", async () => {
  for (const args of [
    ["sent.json", "--service-time", serviceTime],
    ["upload.json"],
    ["upload.txt"],
    ["upload.json", "--service-time", serviceTime],
  ]) {
    const { code, stdout, stderr } = await run(["sign-text", ...args]);
    assert.deepEqual([code, stdout, stderr], [0, signingText, ""], args.join(" "));
  }
  const { stdout } = await run(["sign-text", "-"], { input: ofRsa.body });
  const { signValue } = JSON.parse(ofRsa.json);
  assert.ok(createVerify("SHA1").update(stdout).verify(rsa.publicKey, signValue, "base64"));
  const json = await run(["sign-text", "--json", "upload.txt"]);
  const expected = { file: "upload.txt", ok: true, text: signingText, findings: [] };
  assert.deepEqual(JSON.parse(json.stdout), expected);
});

test("sign-text writes errors and warnings about the text to standard error", async () => {
  const late = await run(["sign-text", "sent.json"]);
  assert.deepEqual([late.code, late.stdout], [1, ""]);
  assert.match(late.stderr, /^error\[field\.missing\]: .*`serviceTime`/);
  assert.match(late.stderr, /\ncbt179: `sent\.json` has no serviceTime; .* `--service-time`\n$/);
  const other = await run(["sign-text", "upload.json", "--service-time", "1600000000124"]);
  assert.deepEqual([other.code, other.stdout], [1, ""]);
  assert.match(other.stderr, /^error\[signing\.service-time\]/);
  const input = upload.body.replace("100.1", "100.10");
  const { code, stdout, stderr } = await run(["sign-text"], { input });
  assert.deepEqual([code, stdout], [0, signingText.replace("100.1", "100.10")]);
  assert.match(
    stderr,
    /^warning\[signing\.number\]: .*\n +--> standard input: \/payExInfoStr\/.* \(JSON line 10, column 18\)\n/,
  );
  const quiet = await run(["sign-text", "-q"], { input });
  assert.deepEqual([quiet.code, quiet.stdout, quiet.stderr], [0, stdout, ""]);
});

test("verify: an upload as JSON or form, the signed text with CBT's reply; SM2 and RSA", async () => {
  const ofPoint = ["--key", "point.txt"];
  await project.write("point.txt", sm2.getPublicKeyFromPrivateKey(SM2_KEY));
  await project.write("cert.der", der);
  await project.write("cert.txt", der.toString("base64"));
  for (const [args, algorithm = "SM3withSM2"] of /** @type {[string[], string?][]} */ ([
    [["upload.json", ...CERT]],
    [["upload.txt", ...CERT]],
    [["upload.txt", "--cert", "cert.der"]],
    [["upload.txt", "--cert", "cert.txt"]],
    [["upload.txt", ...ofPoint]],
    [["sent.json", "--reply", "signed-reply.json", ...CERT]],
    [["rsa.txt", "--key", "rsa.pem"], "SHA1withRSA"],
  ])) {
    const { code, stdout, stderr } = await run(["verify", ...args]);
    const expected = `The signature verifies (${algorithm}).\n\nok: no findings\n`;
    assert.deepEqual([code, stdout, stderr], [0, expected, ""], args.join(" "));
  }
  const stdin = await run(["verify", ...CERT, "--reply", "-", "sent.json"], {
    input: JSON.stringify(replyTo()),
  });
  assert.equal(stdin.code, 0, stdin.stdout);
  const json = await run(["verify", "--json", "upload.txt", ...CERT]);
  assert.deepEqual(JSON.parse(json.stdout), {
    file: "upload.txt",
    ok: true,
    algorithm: "SM3withSM2",
    findings: [],
  });
});

test("verify names the variant that was signed, and explains failures", async () => {
  const fed = await run(["verify", "line-feed.json", ...CERT]);
  assert.equal(fed.code, 0, fed.stdout);
  assert.match(fed.stdout, /^The signature verifies \(SM3withSM2, variant `line-feed`\)\.\n\n/);
  assert.match(fed.stdout, /\nwarning\[signature\.line-feed\]: /);
  const { code, stdout } = await run(["verify", "changed.json", ...CERT]);
  assert.equal(code, 1);
  assert.match(stdout, /^Verification failed \(SM3withSM2\)\.\n\nerror\[signature\.unverified\]: /);
  assert.match(stdout, /\n +--> changed\.json.*\n/);
  assert.match(stdout, /\nnot ok: 1 error\n$/);
  const chinese = await run(["verify", "changed.json", ...CERT, "--lang", "zh"]);
  assert.match(chinese.stdout, /^验签失败（SM3withSM2）。\n\n错误\[signature\.unverified\]：/);
  // An error in the reply is shown in the reply.
  const upper = replyTo(signingText, { certNo: SM2_CERT_NO.replace("abc", "abd") });
  await project.write("upper.json", JSON.stringify(upper));
  const inReply = await run(["verify", "sent.json", "--reply", "upper.json", ...CERT]);
  assert.equal(inReply.code, 1);
  assert.match(
    inReply.stdout,
    /error\[signature\.cert-no\]: .*\n +--> upper\.json:1:\d+: \/reply\/certNo\n/,
  );
});

test("verify: several uploads are counted, and one that can't be read stops none", async () => {
  const { code, stdout, stderr } = await run(
    ["verify", "upload.txt", "changed.json", "missing", ...CERT].concat("line-feed.json"),
  );
  assert.deepEqual([code, stderr], [2, "cbt179: can't read `missing`: no such file\n"]);
  assert.match(stdout, /^upload\.txt: The signature verifies \(SM3withSM2\)\.\nchanged\.json: V/);
  assert.match(
    stdout,
    /\n3 signatures checked: 2 valid, 1 not; 1 file could not be read\n1 error, 1 warning\n$/,
  );
});

test("verify has all formats of a report", async () => {
  const files = ["upload.json", "changed.json"];
  const github = await run(["verify", "--format=github", ...files, ...CERT]);
  assert.match(github.stdout, /^::error file=changed\.json,.*title=signature\.unverified::/);
  const sarif = await run(["verify", "--format=sarif", ...files, ...CERT]);
  const [{ results, tool }] = JSON.parse(sarif.stdout).runs;
  const [{ ruleId, locations }] = results;
  assert.equal(ruleId, "signature.unverified");
  assert.equal(locations[0].physicalLocation.artifactLocation.uri, "changed.json");
  assert.deepEqual(
    tool.driver.rules.map((/** @type {any} */ { id }) => id),
    [ruleId],
  );
  // Findings in the reply have no lines in the signed text's file.
  const { certNo: _, ...unnumbered } = replyTo();
  await project.write(
    "upper-case.json",
    JSON.stringify({ certNo: "0300000000ABCDEF", ...unnumbered }),
  );
  const args = ["sent.json", "--reply", "upper-case.json", ...CERT, "--format=github"];
  const { stdout } = await run(["verify", ...args]);
  assert.match(
    stdout,
    /^::warning file=sent\.json,title=signature\.cert-no-case::.*%0A--> upper-case\.json:1:\d+: /,
  );
  const junit = await run(["verify", "--format=junit", ...files, ...CERT]);
  assert.match(junit.stdout, /tests="2" failures="1" errors="0"/);
  assert.match(junit.stdout, /classname="cbt179\.verify"><failure .*type="signature\.unverified"/);
  const quiet = await run(["verify", "-q", ...files, ...CERT]);
  assert.deepEqual([quiet.code, quiet.stdout, quiet.stderr], [1, "", ""]);
});

test("verify: findings about the key name its file, and a note the right option", async () => {
  /** @type {[string[], RegExp, RegExp][]} */
  const cases = [
    [["--cert", "sent.json"], /^error\[key\.unreadable\]: .*\n +--> sent\.json\n/m, /^$/],
    [
      ["--key", "cert.pem"],
      /key\.unreadable/,
      /a certificate; use `cbt179 verify upload\.txt --cert cert\.pem`/,
    ],
    [
      ["--cert", "rsa.pem"],
      /key\.unreadable/,
      /a public key; use `cbt179 verify upload\.txt --key rsa\.pem`/,
    ],
  ];
  for (const [args, printed, note] of cases) {
    const { code, stdout, stderr } = await run(["verify", "upload.txt", ...args]);
    assert.equal(code, 1);
    assert.match(stdout, /^Verification failed\.\n/);
    assert.match(stdout, printed);
    assert.match(stderr, note);
  }
  // The key of another signer, of the same kind.
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
  await project.write("other.pem", String(publicKey.export({ type: "spki", format: "pem" })));
  const other = await run(["verify", "rsa.txt", "--key", "other.pem"]);
  assert.equal(other.code, 1);
  assert.match(other.stdout, /error\[signature\.other-key\]/);
});

test("cert prints certNo, algorithm, validity and public key, from PEM, Base64 and DER", async () => {
  const printed = /** @type {string[]} */ ([]);
  for (const input of [pem, der, der.toString("base64"), `subject=CN = x\n${pem}`]) {
    const { code, stdout, stderr } = await run(["cert"], { input });
    assert.deepEqual([code, stderr], [0, ""]);
    printed.push(stdout);
  }
  const [first = ""] = printed;
  assert.deepEqual(new Set(printed).size, 1);
  assert.match(
    first,
    /^ {2}certNo {5}0300000000abcdef\n {2}algorithm {2}SM3withSM2\n {2}notBefore {2}2020-01-01T00:00:00Z \(2020-01-01 08:00:00 \+08:00\)\n {2}notAfter {3}2040-/,
  );
  // PEM readers ignore the lines before the key.
  await project.write("of-cert.txt", first);
  assert.equal((await run(["verify", "upload.txt", "--key", "of-cert.txt"])).code, 0);
  const json = JSON.parse((await run(["cert", "--json", "cert.pem"])).stdout);
  const { publicKey, ...others } = json.certificate;
  assert.deepEqual([json.file, json.ok, json.findings], ["cert.pem", true, []]);
  assert.deepEqual(others, {
    certNo: SM2_CERT_NO,
    algorithm: "SM3withSM2",
    notBefore: "2020-01-01T00:00:00Z",
    notAfter: "2040-01-01T00:00:00Z",
  });
  assert.ok(first.endsWith(publicKey), first);
  const named = await run(["cert", "--subject", "cert.pem"]);
  assert.match(named.stdout, /^ {2}subject {4}.*CN=cbt179 test/m);
  assert.ok(!first.includes("cbt179 test"));
});

test("cert names the kind of another file", async () => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
  for (const [input, message] of /** @type {[string, RegExp][]} */ ([
    ["hello", /error\[key\.unreadable\]/],
    [String(privateKey.export({ type: "pkcs8", format: "pem" })), /private key/],
    [rsaPem, /use `cbt179 verify UPLOAD --key -`/],
    [upload.body, /use `cbt179 verify - --cert CERT`/],
  ])) {
    const { code, stdout, stderr } = await run(["cert"], { input });
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, message);
  }
});

test("open-req prints customs' values, or the answer", async () => {
  const { code, stdout, stderr } = await run(["open-req", "open-req.txt"]);
  assert.deepEqual([code, stderr], [0, ""]);
  assert.equal(
    stdout,
    `  orderNo      ord201807050001\n  sessionID    ${sessionID}\n  serviceTime  1533271903898 (2018-08-03 12:51:43 +08:00)\n`,
  );
  const before = Date.now();
  const answered = await run(["open-req", "--answer"], { input: openReqBody });
  assert.deepEqual([answered.code, answered.stderr], [0, ""]);
  const { serviceTime: time, ...answer } = JSON.parse(answered.stdout);
  assert.deepEqual(answer, { code: "10000", message: "" });
  assert.ok(time >= before && time <= Date.now());
  assert.ok(answered.stdout.endsWith("}"));
  const escaped = JSON.stringify(openReq).replaceAll('"', "&quot;");
  const json = JSON.parse(
    (await run(["open-req", "--json", "--answer"], { input: escaped })).stdout,
  );
  assert.deepEqual(
    [json.ok, json.openReq, json.findings.map((/** @type {Finding} */ { code }) => code)],
    [true, { ...openReq, serviceTime: "1533271903898" }, ["open-req.encoded"]],
  );
  assert.equal(JSON.parse(json.answer).code, "10000");
});

test("open-req names what is wrong with customs' request, and then gives no answer", async () => {
  const input = openReqBody.replace("ord201807050001", "");
  const { code, stdout, stderr } = await run(["open-req"], { input });
  assert.equal(code, 1);
  assert.match(stdout, new RegExp(`^ {2}orderNo +\n {2}sessionID +${sessionID}\n`));
  assert.match(
    stderr,
    /^error\[field\.empty\]: .*\n --> standard input:1:28: \/orderNo\n {2}\|\n1 \| openReq=%7B%22orderNo%22%3A%22%22%2C.*\n {2}\| {28}\^{6}\n/,
  );
  const answered = await run(["open-req", "--answer"], { input });
  assert.deepEqual([answered.code, answered.stdout, answered.stderr], [1, "", stderr]);
});

test("reply recognizes customs' reply to an upload", async () => {
  const { code, stdout, stderr } = await run(["reply", "received.json"]);
  assert.deepEqual([code, stderr], [0, ""]);
  assert.match(
    stdout,
    /^Customs has received the upload\.\n {2}message {6}上传成功\n {2}total {8}0\n {2}serviceTime {2}1533271903898 \(2018-08-03 12:51:43 \+08:00\)\n\ninfo\[upload-reply\.received\]/,
  );
  const rejected = await run(["reply", "rejected.json", "--session-id", sessionID, "--lang=zh"]);
  assert.equal(rejected.code, 1);
  assert.match(
    rejected.stdout,
    /^海关拒绝了上传（`20000`）：上传失败，入库失败。\n\n错误\[upload-reply/,
  );
  assert.ok(rejected.stdout.includes(sessionID));
  const sarif = JSON.parse((await run(["reply", "rejected.json", "--format=sarif"])).stdout);
  assert.match(sarif.runs[0].results[0].ruleId, /^upload-reply\./);
  const json = JSON.parse((await run(["reply", "--json", "received.json"])).stdout);
  assert.deepEqual([json.ok, json.reply.code], [true, "10000"]);
});

test("reply: an option says whose reply it is where the text can't", async () => {
  const input = "<html><title>502</title>";
  const ofCbt = await run(["reply"], { input });
  assert.match(ofCbt.stdout, /^This reply does not say whether CBT has signed\.\n/);
  const ofCustoms = await run(["reply", "--session-id", sessionID], { input });
  assert.equal(ofCustoms.code, 1);
  assert.match(
    ofCustoms.stdout,
    /^This reply does not say whether customs has received the upload/,
  );
  const known = await run(["reply", "received.json", "--request", "good.txt"]);
  assert.match(known.stdout, /^This reply does not say whether CBT has signed\.\n/);
  // CBT's failures have codes too, but no number.
  const failure = await run(["reply"], { input: JSON.stringify(FAILURE) });
  assert.match(failure.stdout, /^CBT rejected the request/);
});

test("input for another command gets a note that names the command", async () => {
  /** @type {[string[], number, string][]} */
  const cases = [
    [["check", "upload.txt"], 1, "cbt179 verify upload.txt --cert CERT"],
    [["check", "upload.json"], 1, "cbt179 verify upload.json --cert CERT"],
    [["check", "open-req.txt"], 1, "cbt179 open-req open-req.txt"],
    [["check", "received.json"], 1, "cbt179 reply received.json"],
    [["check", "cert.pem"], 1, "cbt179 cert cert.pem"],
    [["check", "cert.der"], 1, "cbt179 cert cert.der"],
    [["check", "rsa.pem"], 1, "cbt179 verify UPLOAD --key rsa.pem"],
    [["build", "upload.json"], 1, "cbt179 verify upload.json --cert CERT"],
    [["compose", "upload.json", "reply.json"], 1, "cbt179 verify upload.json --cert CERT"],
    [["reply", "open-req.txt"], 1, "cbt179 open-req open-req.txt"],
    [["reply", "upload.txt"], 1, "cbt179 verify upload.txt --cert CERT"],
    [["open-req", "received.json"], 1, "cbt179 reply received.json"],
    [["open-req", "sent.json"], 1, "cbt179 build REQUEST --pay-ex-info sent.json"],
    [["cert", "signed-reply.json"], 1, "cbt179 reply signed-reply.json"],
    [["sign-text", "good.txt"], 1, "cbt179 decode --part payExInfo good.txt"],
    [["sign-text", "open-req.txt"], 1, "cbt179 open-req open-req.txt"],
    [["verify", "good.txt", ...CERT], 1, "cbt179 check good.txt"],
    [["verify", "received.json", ...CERT], 1, "cbt179 reply received.json"],
  ];
  await project.write("cert.der", der);
  await Promise.all(
    cases.map(async ([args, expected, usage]) => {
      const { code, stderr } = await run(args);
      assert.equal(code, expected, `${args.join(" ")}: ${stderr}`);
      assert.ok(stderr.includes(`; use \`${usage}\`\n`), `${args.join(" ")}: ${stderr}`);
    }),
  );
});

test("wrong usage of verify and reply is named", async () => {
  /** @type {[string[], string][]} */
  const cases = [
    [["verify", "upload.txt"], "`verify` needs `--cert FILE` or `--key FILE`; see"],
    [
      ["verify", "upload.txt", ...CERT, "--key", "a"],
      "`--cert` and `--key` can't be used together",
    ],
    [["verify", "--cert", "-"], "standard input (`-`) can be read only once"],
    [["verify", "-", ...CERT, "--reply", "-"], "standard input (`-`) can be read only once"],
    [["verify", "a", "b", ...CERT, "--reply", "c"], "`--reply` needs exactly one file"],
    [["verify", "a", "--cert", "missing"], "can't read `missing`: no such file"],
    [
      ["sign-text", "--service-time", "2018-07-05"],
      "`--service-time` must be whole milliseconds since 1970, but is `2018-07-05`",
    ],
    [
      ["reply", "--request", "good.txt", "--session-id", "1"],
      "`--request` and `--session-id` can't be used together",
    ],
  ];
  await Promise.all(
    cases.map(async ([args, message]) => {
      const { code, stdout, stderr } = await run(args);
      assert.deepEqual([code, stdout], [2, ""], stderr);
      assert.ok(stderr.startsWith(`cbt179: ${message}`), stderr);
    }),
  );
});

test("only verify and cert load the module that verifies", async () => {
  await project.write(
    "loaded.cjs",
    `process.on("exit", () => {
      const names = Object.keys(require.cache).map((file) => require("node:path").basename(file));
      process.stderr.write(names.includes("verify.cjs") ? "loaded" : "not loaded");
    });\n`,
  );
  const env = { NODE_OPTIONS: `--require ${JSON.stringify(join(project.dir, "loaded.cjs"))}` };
  for (const [args, expected] of /** @type {[string[], string][]} */ ([
    [["verify", "upload.txt", ...CERT], "loaded"],
    [["cert", "cert.pem"], "loaded"],
    [["check", "good.txt"], "not loaded"],
    [["sign-text", "upload.txt"], "not loaded"],
    [["open-req", "open-req.txt"], "not loaded"],
    [["reply", "received.json"], "not loaded"],
    [["verify", "--help"], "not loaded"],
  ])) {
    const { code, stderr } = await run(args, { env });
    assert.deepEqual([code, stderr], [0, expected], args.join(" "));
  }
  // The bundle has no second copy of it.
  const cli = await readFile(join(project.dir, "node_modules/cbt179/cli.js"), "utf8");
  assert.match(cli, /import\("\.\/verify\.cjs"\)/);
});
