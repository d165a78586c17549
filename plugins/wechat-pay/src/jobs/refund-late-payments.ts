import type { MedusaContainer } from "@medusajs/framework/types";
import { ordersToGiveBack, refundIfCanceled } from "../refunds/late-payment";

/** Finds money that came in for a canceled order and was not given back, after a crash. */
export default async function refundLatePayments(container: MedusaContainer): Promise<void> {
  for (const orderId of await ordersToGiveBack(container)) {
    await refundIfCanceled(container, orderId);
  }
}

export const config = {
  name: "wechat-pay-refund-late-payments",
  schedule: { cron: "30 * * * * *", concurrency: "forbid" },
};
