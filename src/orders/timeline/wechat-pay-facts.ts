import type { MedusaContainer } from "@medusajs/framework/types";
import {
  WECHAT_PAY_MODULE,
  type WechatPayModuleService,
} from "@mall/wechat-pay/modules/wechat-pay";
import type { OrderFact } from "@mall/order-lifecycle/modules/order-timeline";

/** What became of the order's payments at WeChat. */
export async function wechatPayFacts(
  container: MedusaContainer,
  orderId: string,
): Promise<OrderFact[]> {
  const payments = await container
    .resolve<WechatPayModuleService>(WECHAT_PAY_MODULE)
    .listWechatPayments({ order_id: orderId });
  return payments.flatMap(({ out_trade_no, state, created_at, updated_at, paid_at }) => {
    const fact = (
      type: string,
      happenedAt: Date,
      actorType: OrderFact["actorType"],
    ): OrderFact => ({
      key: `${type}:${out_trade_no}`,
      type,
      happenedAt,
      actorType,
      details: { out_trade_no },
    });
    return [
      fact("wechat_payment_opened", created_at, "shopper"),
      ...(paid_at === null ? [] : [fact("wechat_payment_paid", paid_at, "wechat")]),
      // The change to closed is the last one, and has no time of its own.
      ...(state === "closed" ? [fact("wechat_payment_closed", updated_at, "system")] : []),
    ];
  });
}
