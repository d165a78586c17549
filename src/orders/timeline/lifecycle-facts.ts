import type { MedusaContainer } from "@medusajs/framework/types";
import {
  ORDER_LIFECYCLE_MODULE,
  type OrderLifecycleModuleService,
} from "@mall/order-lifecycle/modules/order-lifecycle";
import type { OrderFact } from "@mall/order-lifecycle/modules/order-timeline";

/** What the order waited for: its deadline, a cancellation, the confirmation of its receipt. */
export async function lifecycleFacts(
  container: MedusaContainer,
  orderId: string,
): Promise<OrderFact[]> {
  const lifecycle = container.resolve<OrderLifecycleModuleService>(ORDER_LIFECYCLE_MODULE);
  const [deadlines, cancellations, receipts] = await Promise.all([
    lifecycle.listOrderDeadlines({ order_id: orderId, state: "canceled" }),
    lifecycle.listOrderCancellations({ order_id: orderId }),
    lifecycle.listOrderReceipts({ order_id: orderId, confirmed_by: ["shopper", "system"] }),
  ]);
  return [
    ...deadlines.map(
      ({ pay_by }): OrderFact => ({
        key: "payment_deadline_expired",
        type: "payment_deadline_expired",
        happenedAt: pay_by,
        actorType: "system",
      }),
    ),
    ...cancellations.flatMap(({ requested_at, requested_by, reason, state, decided_at }) => {
      const asked = requested_at.toISOString();
      const requested: OrderFact = {
        key: `cancellation_requested:${asked}`,
        type: "cancellation_requested",
        happenedAt: requested_at,
        actorType: "shopper",
        actorId: requested_by,
        reason,
      };
      if (state !== "kept" || decided_at === null) return [requested];
      const kept: OrderFact = {
        key: `cancellation_kept:${asked}`,
        type: "cancellation_kept",
        happenedAt: decided_at,
        actorType: "system",
      };
      return [requested, kept];
    }),
    ...receipts.flatMap(({ confirmed_by, confirmed_at }): OrderFact[] =>
      confirmed_by === null || confirmed_at === null
        ? []
        : [
            {
              key: "receipt_confirmed",
              type: "receipt_confirmed",
              happenedAt: confirmed_at,
              actorType: confirmed_by,
            },
          ],
    ),
  ];
}
