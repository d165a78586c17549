import { Module } from "@medusajs/framework/utils";
import { PaymentExceptionModuleService } from "./service";

export type { PaymentExceptionModuleService };
export const PAYMENT_EXCEPTION_MODULE = "payment_exception";

export default Module(PAYMENT_EXCEPTION_MODULE, { service: PaymentExceptionModuleService });
