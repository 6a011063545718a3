import { checkForm, type Report } from "cbt179";
import * as slim from "cbt179/slim";

const report: Report = checkForm("");
slim.init(new Uint8Array());
export default report.findings[0]?.at.form?.start satisfies number | undefined;
