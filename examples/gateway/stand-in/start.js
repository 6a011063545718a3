// `npm run cbt`: starts the stand-in, writes its certificate to a file, and prints how to try the gateway with both.
// `FAIL_EVERY=5 npm run cbt` makes every fifth request fail, in a different way each time.

import { writeFile } from "node:fs/promises";
import { startCbt } from "./cbt.js";
import { failEvery } from "./faults.js";

const TOKEN = "8d1f0b6e3c9a4725b0e4c7d2f6a95318";

const cbt = await startCbt(TOKEN, { port: Number(process.env.PORT ?? 8180) });
const file = process.env.CBT_CERTIFICATE || "cbt.pem";
await writeFile(file, cbt.certificate);
if (process.env.FAIL_EVERY) cbt.setFaults(failEvery(Number(process.env.FAIL_EVERY)));

console.log(`CBT's stand-in listens at ${cbt.url}. Start the gateway in another terminal:

  CBT_URL='${cbt.url}' CBT_TOKEN=${TOKEN} \\
  CBT_CUS_NAME=上海某某电子商务有限公司 CBT_CUS_CODE=3122260XYZ CBT_CERTIFICATE=${file} npm start

and send it customs' request and an order in a third:

  curl http://127.0.0.1:8179/open-req --data-urlencode \\
    'openReq={"orderNo":"ord201807050001","sessionID":"FE2374D1-8F9E-4F97-A283-9218BC0D1E2F","serviceTime":1533271903898}'
  curl -i http://127.0.0.1:8179/upload -H 'content-type: application/json' -d @stand-in/order.json
`);
