import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { orderLock, systemClock, withLock } from "@mall/kernel";
import { AFTER_SALE_MODULE } from "../../../../../modules/after-sale";
import { AfterSaleErrors } from "../../../../../modules/after-sale/errors";
import { amountOf, assertRequestable, mergeItems } from "../../../../../modules/after-sale/rules";
import type { AfterSaleModuleService } from "../../../../../modules/after-sale/service";
import { loadOrder } from "../../../../../orders/load-order";
import { settle } from "../../../../../orders/settle";
import type { FileBody } from "../../../../validators";
import { shopperDetail, viewOf } from "../../../../views";

/** Files a refund request; what nobody has packed yet is canceled and refunded at once. */
export async function POST(
  req: AuthenticatedMedusaRequest<FileBody>,
  res: MedusaResponse,
): Promise<void> {
  const service = req.scope.resolve<AfterSaleModuleService>(AFTER_SALE_MODULE);
  const { type, amount, items, reason, note, images } = req.validatedBody;
  const orderId = req.params.id ?? "";
  const customerId = req.auth_context.actor_id;
  await assertOwn(req, orderId);
  const amountFen = amountOf(amount);
  const { id, granted } = await withLock(req.scope, orderLock(orderId), async () => {
    const order = await loadOrder(req.scope, orderId);
    const now = systemClock.now();
    const demand = { type, amountFen, items };
    const granted = assertRequestable(order, demand, now, service.afterSaleDays);
    const request = { ...demand, items: mergeItems(items), orderId, customerId, reason, note };
    return { id: await service.file({ ...request, images }, granted, now), granted };
  });
  if (granted === "at_once") await settle(req.scope, id);
  res.status(201).json({ refund_request: await shopperDetail(req.scope, id) });
}

/** The requests of an order, the newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const orderId = req.params.id ?? "";
  await assertOwn(req, orderId);
  const requests = await req.scope
    .resolve<AfterSaleModuleService>(AFTER_SALE_MODULE)
    .listRefundRequests({ order_id: orderId }, { order: { requested_at: "DESC" }, take: 100 });
  res.json({ refund_requests: requests.map(viewOf) });
}

async function assertOwn(req: AuthenticatedMedusaRequest, orderId: string): Promise<void> {
  const { customerId } = await loadOrder(req.scope, orderId);
  if (customerId !== req.auth_context.actor_id) throw AfterSaleErrors.order_not_found(orderId);
}
