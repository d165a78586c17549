import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { messageOf, systemClock } from "@mall/kernel";
import { WECHAT_SHIPPING_MODULE } from "../modules/wechat-shipping";
import type {
  WechatShippingModuleService,
  WechatShippingUploadDTO,
} from "../modules/wechat-shipping/service";
import { reportShippingWorkflow, type ReportOutcome } from "../workflows/report-shipping";

/** So many at the same time: all have to be done within their lease. */
const BATCH = 10;

/** Reports what is due. Safe in several processes at once. */
export default async function reportShipments(container: MedusaContainer): Promise<void> {
  const service = container.resolve<WechatShippingModuleService>(WECHAT_SHIPPING_MODULE);
  const claims = await service.claimDue(systemClock.now(), BATCH);
  await Promise.all(claims.map((claim) => attempt(container, service, claim)));
}

async function attempt(
  container: MedusaContainer,
  service: WechatShippingModuleService,
  claim: WechatShippingUploadDTO,
): Promise<void> {
  const logger = container.resolve(ContainerRegistrationKeys.LOGGER);
  const outcome = await report(container, claim);
  const now = systemClock.now();
  switch (outcome.kind) {
    case "uploaded":
      return service.completeUpload(claim, now);
    case "not_due":
      return service.closeUpload(claim);
    case "refused":
      logger.warn(`Shipping of order ${claim.order_id} is refused: ${outcome.reason}`);
      return service.failUpload(claim, outcome.reason);
    case "unanswered":
      logger.info(`Shipping of order ${claim.order_id} is not reported yet: ${outcome.reason}`);
      return service.deferUpload(claim, outcome.reason, now);
  }
}

/** Whatever goes wrong on our side is tried again too. */
async function report(
  container: MedusaContainer,
  { order_id, express_company }: WechatShippingUploadDTO,
): Promise<ReportOutcome> {
  try {
    const { result } = await reportShippingWorkflow(container).run({
      input: { order_id, express_company, now: systemClock.now().toISOString() },
    });
    return result;
  } catch (error) {
    const reason = messageOf(error);
    return { kind: "unanswered", reason };
  }
}

export const config = {
  name: "wechat-shipping-report-shipments",
  schedule: { cron: "*/2 * * * * *", concurrency: "forbid" },
};
