import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { messageOf, systemClock } from "@mall/kernel";
import { WECHAT_PAY_MODULE } from "../modules/wechat-pay";
import type { WechatPayModuleService } from "../modules/wechat-pay/service";
import { queryPayment } from "../notifications/query";

const BATCH = 50;

/** Asks WeChat about payments whose notification has not come. */
export default async function queryPayments(container: MedusaContainer): Promise<void> {
  const service = container.resolve<WechatPayModuleService>(WECHAT_PAY_MODULE);
  const logger = container.resolve(ContainerRegistrationKeys.LOGGER);
  for (const payment of await service.claimDueQueries(systemClock.now(), BATCH)) {
    try {
      await queryPayment(container, payment);
    } catch (error) {
      const reason = messageOf(error);
      logger.warn(`WeChat payment ${payment.out_trade_no} could not be queried: ${reason}`);
      await service.scheduleQuery(payment, systemClock.now());
    }
  }
}

export const config = {
  name: "wechat-pay-query-payments",
  schedule: { cron: "*/5 * * * * *", concurrency: "forbid" },
};
