import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { listView } from "../../../exceptions/view";
import { PAYMENT_EXCEPTION_MODULE } from "../../../modules/payment-exception";
import type { PaymentExceptionModuleService } from "../../../modules/payment-exception/service";
import type { ExceptionListQuery } from "./validators";

/** What a merchant has to look at, newest first. */
export async function GET(
  req: MedusaRequest<unknown, ExceptionListQuery>,
  res: MedusaResponse,
): Promise<void> {
  const { limit, offset, ...filters } = req.validatedQuery;
  const [exceptions, count] = await req.scope
    .resolve<PaymentExceptionModuleService>(PAYMENT_EXCEPTION_MODULE)
    .listAndCountPaymentExceptions(filters, {
      skip: offset,
      take: limit,
      order: { raised_at: "DESC", id: "DESC" },
    });
  res.json({ payment_exceptions: await listView(req.scope, exceptions), count, limit, offset });
}
