import { checkForm } from "cbt179";

export const POST = async (request) => Response.json(checkForm(await request.text()));
