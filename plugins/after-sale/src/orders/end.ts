import type { MedusaContainer } from "@medusajs/framework/types";
import { orderLock, systemClock, withLock } from "@mall/kernel";
import { AFTER_SALE_MODULE } from "../modules/after-sale";
import { AfterSaleErrors } from "../modules/after-sale/errors";
import type { Actor, AfterSaleModuleService } from "../modules/after-sale/service";
import { cancelReturn } from "./returns";

const from = ["requested", "awaiting_return"] as const;

/**
 * Ends a request without a refund, and with it the return it had opened.
 *
 * @throws after_sale.request_not_found, after_sale.wrong_state
 */
export async function endWithoutRefund(
  container: MedusaContainer,
  id: string,
  ending: { to: "withdrawn" } | { to: "refused"; reason: string },
  actor: Actor,
): Promise<void> {
  const service = container.resolve<AfterSaleModuleService>(AFTER_SALE_MODULE);
  const { order_id } = await service.requestOf(id);
  await withLock(container, orderLock(order_id), async () => {
    const { state, return_id } = await service.requestOf(id);
    if (!from.some((one) => one === state)) throw AfterSaleErrors.wrong_state(state);
    // The return first: after a crash the request is still there to be ended again.
    if (return_id !== null) await cancelReturn(container, return_id);
    const decision =
      ending.to === "refused"
        ? {
            reason: ending.reason,
            changes: { refuse_reason: ending.reason, decided_by: actor.id ?? null },
          }
        : {};
    await service.move(id, { from, to: ending.to, actor, ...decision }, systemClock.now());
  });
}
