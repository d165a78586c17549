import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { getOrderDetailWorkflow } from "@medusajs/medusa/core-flows";
import { WECHAT_PAY_MODULE } from "@mall/wechat-pay/modules/wechat-pay";
import type { WechatPayModuleService } from "@mall/wechat-pay/modules/wechat-pay";
import { shopperViewFields, withShopperView } from "../../../../../orders/shopper-view";

/** The order as its shopper sees it, and what WeChat knows of its payment, for the merchant. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const orderId = req.params.id ?? "";
  const { result } = await getOrderDetailWorkflow(req.scope).run({
    input: { order_id: orderId, fields: shopperViewFields },
  });
  const [view] = await withShopperView(req.scope, [result]);
  const payments = await req.scope
    .resolve<WechatPayModuleService>(WECHAT_PAY_MODULE)
    .listWechatPayments(
      { order_id: orderId },
      {
        select: ["out_trade_no", "state", "amount", "transaction_id", "paid_at"],
        order: { created_at: "ASC" },
      },
    );
  res.json({
    shopper_status: view?.shopper_status,
    payment_deadline: view?.payment_deadline,
    wechat_payments: payments.map((payment) => ({
      out_trade_no: payment.out_trade_no,
      state: payment.state,
      amount: payment.amount,
      transaction_id: payment.transaction_id,
      paid_at: payment.paid_at,
    })),
  });
}
