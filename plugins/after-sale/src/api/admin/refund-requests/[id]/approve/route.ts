import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { orderLock, systemClock, toFen, withLock } from "@mall/kernel";
import { AFTER_SALE_MODULE } from "../../../../../modules/after-sale";
import { AfterSaleErrors } from "../../../../../modules/after-sale/errors";
import { amountOf, assertApprovable } from "../../../../../modules/after-sale/rules";
import type { AfterSaleModuleService } from "../../../../../modules/after-sale/service";
import { loadOrder } from "../../../../../orders/load-order";
import { settle } from "../../../../../orders/settle";
import type { ApproveBody } from "../../../../validators";
import { adminDetail } from "../../../../views";

/**
 * The merchant grants a request, wholly or in part. What cannot be done now, because the payment
 * channel does not answer, is granted all the same and done later.
 */
export async function POST(
  req: AuthenticatedMedusaRequest<ApproveBody>,
  res: MedusaResponse,
): Promise<void> {
  const service = req.scope.resolve<AfterSaleModuleService>(AFTER_SALE_MODULE);
  const { amount } = req.validatedBody;
  const { id, order_id } = await service.requestOf(req.params.id ?? "");
  await withLock(req.scope, orderLock(order_id), async () => {
    const request = await service.requestOf(id);
    if (request.state !== "requested") throw AfterSaleErrors.wrong_state(request.state);
    const requestedFen = toFen(request.amount);
    const approvedFen = amount === undefined ? requestedFen : amountOf(amount);
    assertApprovable(await loadOrder(req.scope, order_id), requestedFen, approvedFen);
    const actor = { type: "user" as const, id: req.auth_context.actor_id };
    await service.approve(id, approvedFen, actor, systemClock.now());
  });
  await settle(req.scope, id);
  res.json({ refund_request: await adminDetail(req.scope, id) });
}
