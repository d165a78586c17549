import type { MedusaContainer } from "@medusajs/framework/types";
import { systemClock } from "@mall/kernel";
import { WECHAT_REFUND_MODULE } from "../modules/wechat-refund";
import type { WechatRefundModuleService } from "../modules/wechat-refund/service";
import { advanceRefund } from "../refunds/advance";
import { registerCutOffRefunds } from "../refunds/register";

const BATCH = 50;

/** Goes on with every refund that is not at its end, whatever cut it off. */
export default async function advanceRefunds(container: MedusaContainer): Promise<void> {
  await registerCutOffRefunds(container);
  const service = container.resolve<WechatRefundModuleService>(WECHAT_REFUND_MODULE);
  for (const refund of await service.claimDue(systemClock.now(), BATCH)) {
    await advanceRefund(container, refund);
  }
}

export const config = {
  name: "wechat-pay-advance-refunds",
  schedule: { cron: "*/5 * * * * *", concurrency: "forbid" },
};
