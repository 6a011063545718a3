import "reflect-metadata";
import { Body, Controller, Get, HttpCode, Module, Post } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import type { NestExpressApplication } from "@nestjs/platform-express";
import * as cbt179 from "cbt179";
import { suite } from "../suite.cjs";

@Controller()
class CheckController {
  @Get()
  run(): string {
    return suite(cbt179);
  }

  @Post("form")
  @HttpCode(200)
  form(@Body() body: string): cbt179.Report {
    return cbt179.checkForm(body);
  }

  @Post("json")
  @HttpCode(200)
  json(@Body() body: cbt179.SigningRequest): cbt179.Report {
    return cbt179.checkRequest(body);
  }
}

@Module({ controllers: [CheckController] })
class AppModule {}

async function main() {
  const app = await NestFactory.create<NestExpressApplication>(AppModule, { bodyParser: false });
  app.useBodyParser("text", { type: "application/x-www-form-urlencoded" });
  app.useBodyParser("json");
  await app.listen(0, "127.0.0.1");
  console.log(await app.getUrl());
}

main();
