import type { MedusaRequest } from "@medusajs/framework/http";
import { PAYMENT_EXCEPTION_MODULE } from "../../../modules/payment-exception";
import type {
  PaymentExceptionDTO,
  PaymentExceptionModuleService,
} from "../../../modules/payment-exception/service";

/** The exception that a route is about, as it is now. @throws payment_exception.not_found */
export function exceptionOf({
  scope,
  params,
}: Pick<MedusaRequest, "scope" | "params">): Promise<PaymentExceptionDTO> {
  return scope
    .resolve<PaymentExceptionModuleService>(PAYMENT_EXCEPTION_MODULE)
    .exceptionOf(params.id ?? "");
}
