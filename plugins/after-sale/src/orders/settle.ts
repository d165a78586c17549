import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { systemClock } from "@mall/kernel";
import { AFTER_SALE_MODULE } from "../modules/after-sale";
import type { AfterSaleModuleService } from "../modules/after-sale/service";
import { settleRefundRequestWorkflow } from "../workflows/settle-refund-request";

/** Goes on with a request as far as possible now; what fails is written down and tried again. */
export async function settle(container: MedusaContainer, id: string): Promise<void> {
  try {
    await settleRefundRequestWorkflow(container).run({ input: { refund_request_id: id } });
  } catch (error) {
    const problem = problemOf(error);
    container
      .resolve(ContainerRegistrationKeys.LOGGER)
      .warn(`Refund request ${id} could not be settled yet: ${problem}`);
    await container
      .resolve<AfterSaleModuleService>(AFTER_SALE_MODULE)
      .reschedule(id, problem, systemClock.now());
  }
}

/** Errors out of a workflow are plain objects. */
function problemOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return String(error);
  const { code, message } = error as { code?: unknown; message?: unknown };
  return [code, message].filter((part) => typeof part === "string").join(": ");
}
