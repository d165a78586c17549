import { StepResponse } from "@medusajs/framework/workflows-sdk";
import { WECHAT_PAY_MODULE } from "@mall/wechat-pay/modules/wechat-pay";
import type { WechatPayModuleService } from "@mall/wechat-pay/modules/wechat-pay";
import { reportShippingWorkflow } from "@mall/wechat-shipping/workflows";

/** WeChat is told about the shipping of what it was paid for. */
reportShippingWorkflow.hooks.payments(async ({ order_id }, { container }) => {
  const paid = await container
    .resolve<WechatPayModuleService>(WECHAT_PAY_MODULE)
    .listWechatPayments({ order_id, state: "paid" });
  return new StepResponse(
    paid.flatMap(({ transaction_id, openid }) =>
      transaction_id === null ? [] : [{ transaction_id, openid }],
    ),
  );
});
