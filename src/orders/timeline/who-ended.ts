import type { MedusaContainer } from "@medusajs/framework/types";
import {
  ORDER_LIFECYCLE_MODULE,
  type OrderLifecycleModuleService,
} from "@mall/order-lifecycle/modules/order-lifecycle";
import type { OrderFact } from "@mall/order-lifecycle/modules/order-timeline";

type Who = Pick<OrderFact, "actorType" | "actorId" | "reason">;

/** Medusa does not keep who canceled an order: its shopper, the deadline, or else a merchant. */
export async function whoCanceled(container: MedusaContainer, orderId: string): Promise<Who> {
  const lifecycle = container.resolve<OrderLifecycleModuleService>(ORDER_LIFECYCLE_MODULE);
  const [cancellation] = await lifecycle.listOrderCancellations({
    order_id: orderId,
    state: ["requested", "done"],
  });
  if (cancellation !== undefined) {
    return {
      actorType: "shopper",
      actorId: cancellation.requested_by,
      reason: cancellation.reason,
    };
  }
  const [expired] = await lifecycle.listOrderDeadlines({ order_id: orderId, state: "canceled" });
  return { actorType: expired === undefined ? "merchant" : "system" };
}

/** Who completed an order, and when, as far as that is known. */
export async function whoCompleted(
  container: MedusaContainer,
  orderId: string,
): Promise<Who & { at: Date | undefined }> {
  const [receipt] = await container
    .resolve<OrderLifecycleModuleService>(ORDER_LIFECYCLE_MODULE)
    .listOrderReceipts({ order_id: orderId });
  return {
    actorType: receipt?.confirmed_by ?? "merchant",
    at: receipt?.confirmed_at ?? undefined,
  };
}
