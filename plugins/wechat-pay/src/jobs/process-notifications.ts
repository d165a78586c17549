import type { MedusaContainer } from "@medusajs/framework/types";
import { systemClock } from "@mall/kernel";
import { WECHAT_PAY_MODULE } from "../modules/wechat-pay";
import type { WechatPayModuleService } from "../modules/wechat-pay/service";
import { processNotification } from "../notifications/process";

const BATCH = 50;

/** Goes on with stored notifications that were not settled: after a crash, or after a failure. */
export default async function processNotifications(container: MedusaContainer): Promise<void> {
  const service = container.resolve<WechatPayModuleService>(WECHAT_PAY_MODULE);
  for (const notification of await service.claimDueNotifications(systemClock.now(), BATCH)) {
    await processNotification(container, notification);
  }
}

export const config = {
  name: "wechat-pay-process-notifications",
  schedule: { cron: "*/5 * * * * *", concurrency: "forbid" },
};
