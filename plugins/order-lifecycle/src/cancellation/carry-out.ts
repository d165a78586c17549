import type { MedusaContainer } from "@medusajs/framework/types";
import { messageOf, orderLock, systemClock, withLock } from "@mall/kernel";
import { ORDER_LIFECYCLE_MODULE } from "../modules/order-lifecycle";
import { OrderLifecycleErrors } from "../modules/order-lifecycle/errors";
import { judgeCancellation, type CancellationVerdict } from "../modules/order-lifecycle/rules";
import type {
  CancellationRequest,
  OrderLifecycleModuleService,
} from "../modules/order-lifecycle/service";
import { loadOrder } from "../orders/load-order";
import { cancelOnRequestWorkflow } from "../workflows/cancel-on-request";

/**
 * A shopper cancels an order: the wish is written down, and then carried out. When that is
 * interrupted or fails for now, the job goes on with it. Doing it again changes nothing.
 *
 * @throws order_lifecycle.order_not_found, already_shipped, already_completed; and what stopped it
 * for now, such as a payment channel that does not answer
 */
export async function cancelForShopper(
  container: MedusaContainer,
  request: CancellationRequest,
): Promise<void> {
  const order = await loadOrder(container, request.orderId, request.requestedBy);
  if (order === undefined) throw OrderLifecycleErrors.order_not_found();
  refuse(judgeCancellation(order));
  if (order.status === "canceled") return;
  await container
    .resolve<OrderLifecycleModuleService>(ORDER_LIFECYCLE_MODULE)
    .requestCancellation(request, systemClock.now());
  refuse(await carryOutCancellation(container, request.orderId));
}

/** Does what a requested cancellation needs, whoever calls it and however far it got before. */
export async function carryOutCancellation(
  container: MedusaContainer,
  orderId: string,
): Promise<CancellationVerdict> {
  const service = container.resolve<OrderLifecycleModuleService>(ORDER_LIFECYCLE_MODULE);
  try {
    return await withLock(container, orderLock(orderId), async () => {
      const order = await loadOrder(container, orderId);
      const verdict = order === undefined ? "already_completed" : judgeCancellation(order);
      if (verdict === "cancelable") {
        await cancelOnRequestWorkflow(container).run({ input: { order_id: orderId } });
      }
      const isCanceled = verdict === "cancelable" || verdict === "canceled";
      await service.decideCancellation(orderId, isCanceled ? "done" : "kept", systemClock.now());
      return verdict;
    });
  } catch (error) {
    await service.postponeCancellation(orderId, messageOf(error), systemClock.now());
    throw error;
  }
}

function refuse(verdict: CancellationVerdict): void {
  if (verdict === "already_shipped" || verdict === "already_completed") {
    throw OrderLifecycleErrors[verdict]();
  }
}
