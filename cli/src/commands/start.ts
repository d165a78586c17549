import path from "node:path";
import { Command } from "@oclif/core";
import { systemClock } from "@mall/kernel";
import { acquireCheckout } from "../lib/checkout-lock";
import { startShop } from "../lib/start";

export default class Start extends Command {
  static override summary = "Start the shop with everything it needs, and keep it running.";

  static override description = [
    "Starts PostgreSQL (an embedded one unless DATABASE_URL is set), a WeChat simulator (unless the WECHAT_* settings name a merchant account) and the server with its admin. Migrates, builds and seeds what is not up to date. Ctrl-C stops everything it started.",
    "Settings come from the environment and from .env: PORT, MALL_HOST, MALL_PUBLIC_URL, SIMULATOR_PORT, DATABASE_URL, REDIS_URL, MALL_ADMIN_EMAIL, MALL_ADMIN_PASSWORD, WECHAT_*. What it keeps is in .mall/: deleting that folder begins with an empty shop.",
  ].join("\n\n");

  static override examples = [
    { description: "Start the demo shop", command: "<%= config.bin %> <%= command.id %>" },
    {
      description: "A second checkout beside the first",
      command: "PORT=9100 SIMULATOR_PORT=9111 <%= config.bin %> <%= command.id %>",
    },
    {
      description: "With a PostgreSQL and a Redis of your own",
      command:
        "DATABASE_URL=postgres://user:password@localhost:5432/mall REDIS_URL=redis://localhost:6379 <%= config.bin %> <%= command.id %>",
    },
  ];

  async run(): Promise<void> {
    await this.parse(Start);
    const root = path.resolve(this.config.root, "..");
    const stateDirectory = path.join(root, ".mall");
    acquireCheckout(stateDirectory);
    await startShop({
      root,
      stateDirectory,
      env: process.env,
      now: systemClock.now(),
      simulatorProgram: path.join(this.config.root, "dist", "simulator.js"),
      isTerminal: process.stdout.isTTY,
      say: (text) => {
        this.log(text);
      },
    });
  }
}
