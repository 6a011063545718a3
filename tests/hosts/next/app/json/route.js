import { checkRequest } from "cbt179";

export const POST = async (request) => Response.json(checkRequest(await request.json()));
