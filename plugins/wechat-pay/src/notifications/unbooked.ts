import type { MedusaContainer } from "@medusajs/framework/types";
import { fen } from "@mall/kernel";
import type { WechatTransaction } from "@mall/wechat";
import { PAYMENT_EXCEPTION_MODULE } from "../modules/payment-exception";
import type { PaymentExceptionKind } from "../modules/payment-exception/kinds";
import type { PaymentExceptionModuleService } from "../modules/payment-exception/service";
import type { WechatPaymentDTO } from "../modules/wechat-pay/service";

/** Puts money that WeChat has taken and our books have no place for into the queue, once. */
export async function raiseUnbooked(
  container: MedusaContainer,
  kind: Extract<PaymentExceptionKind, "success_differs" | "second_success" | "unknown_payment">,
  transaction: WechatTransaction,
  payment: WechatPaymentDTO | undefined,
  now: Date,
): Promise<void> {
  await container.resolve<PaymentExceptionModuleService>(PAYMENT_EXCEPTION_MODULE).raise(
    {
      kind,
      subject: transaction.transaction_id ?? transaction.out_trade_no,
      orderId: payment?.order_id,
      outTradeNo: transaction.out_trade_no,
      amountFen: fen(transaction.amount?.total ?? 0),
      evidence: {
        transaction_id: transaction.transaction_id,
        paid_fen: transaction.amount?.total,
        openid: transaction.payer?.openid,
        paid_at: transaction.success_time,
        trade_state: transaction.trade_state,
        ...(payment && {
          expected_amount: payment.amount,
          expected_openid: payment.openid,
          booked_transaction_id: payment.transaction_id,
        }),
      },
    },
    now,
  );
}
