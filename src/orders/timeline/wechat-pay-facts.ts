import type { MedusaContainer } from "@medusajs/framework/types";
import {
  WECHAT_PAY_MODULE,
  type WechatPayModuleService,
} from "@mall/wechat-pay/modules/wechat-pay";
import {
  WECHAT_REFUND_MODULE,
  type WechatRefundModuleService,
} from "@mall/wechat-pay/modules/wechat-refund";
import type { OrderFact } from "@mall/order-lifecycle/modules/order-timeline";

/** What became of the order's payments at WeChat. */
export async function wechatPayFacts(
  container: MedusaContainer,
  orderId: string,
): Promise<OrderFact[]> {
  const [payments, refunds] = await Promise.all([
    container
      .resolve<WechatPayModuleService>(WECHAT_PAY_MODULE)
      .listWechatPayments({ order_id: orderId }),
    refundFacts(container, orderId),
  ]);
  const paid = payments.flatMap(({ out_trade_no, state, created_at, updated_at, paid_at }) => {
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
  return [...paid, ...refunds];
}

/** How far each refund is at WeChat; its steps on the way to WeChat are no news to anybody. */
async function refundFacts(container: MedusaContainer, orderId: string): Promise<OrderFact[]> {
  const service = container.resolve<WechatRefundModuleService>(WECHAT_REFUND_MODULE);
  const refunds = await service.listWechatRefunds({ order_id: orderId });
  if (refunds.length === 0) return [];
  const amounts = new Map(refunds.map((refund) => [refund.out_refund_no, refund.amount]));
  const events = await service.listWechatRefundEvents({
    out_refund_no: [...amounts.keys()],
    to_state: ["processing", "succeeded", "abnormal", "closed"],
  });
  return events.map(
    (event): OrderFact => ({
      key: `wechat_refund_${event.to_state}:${event.id}`,
      type: `wechat_refund_${event.to_state}`,
      happenedAt: event.happened_at,
      actorType: event.cause === "merchant" ? "merchant" : "wechat",
      details: { out_refund_no: event.out_refund_no, amount: amounts.get(event.out_refund_no) },
    }),
  );
}
