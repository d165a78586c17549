import { z } from "zod";
import type { SimulatorContext } from "../context";
import type { Transaction } from "../books/records";
import { toChinaTime } from "../china-time";
import { payParametersMessage, verifyRsa } from "../crypto/signing";
import { firstSending } from "../notifications/notification-faults";
import { findPayable, pay, type PaymentRefusal } from "../trade/pay";
import { ControlError, parseControl } from "./errors";
import { openidSchema } from "./persons";

const prepayIdSchema = z
  .string()
  .refine((value) => !value.startsWith("prepay_id="), {
    error: 'must be the bare id "wx…", without "prepay_id=" in front',
    abort: true,
  })
  .regex(/^wx[0-9a-f]{34}$/, 'must be "wx" and 34 digits, as WeChat answered it');

const payParametersSchema = z.strictObject({
  timeStamp: z.string(),
  nonceStr: z.string(),
  package: z.string(),
  signType: z.literal("RSA"),
  paySign: z.string(),
});

const paySchema = z.strictObject({
  prepay_id: prepayIdSchema,
  openid: openidSchema,
  pay_params: payParametersSchema.optional(),
});

const refuseSchema = z.strictObject({ prepay_id: prepayIdSchema });

const refusals: Record<PaymentRefusal, ["not_found" | "not_allowed", string]> = {
  prepay_unknown: ["not_found", "prepay_id: WeChat never gave this prepay_id"],
  prepay_expired: ["not_allowed", "prepay_id: it is older than two hours or was replaced"],
  order_paid: ["not_allowed", "prepay_id: the order is already paid"],
  order_closed: ["not_allowed", "prepay_id: the order is closed"],
  order_expired: ["not_allowed", "prepay_id: the order's time_expire has passed"],
  foreign_openid: ["not_allowed", "openid: the order was made for another person"],
};

function payable(
  context: SimulatorContext,
  prepayId: string,
  openid: string | undefined,
): Transaction {
  const found = findPayable(context.books, prepayId, openid, context.clock.now());
  if ("refused" in found) {
    const [type, message] = refusals[found.refused];
    throw new ControlError(type, found.refused, message);
  }
  return found.transaction;
}

/** What the phone checks before it shows the payment sheet. */
function checkPayParameters(
  context: SimulatorContext,
  prepayId: string,
  parameters: z.output<typeof payParametersSchema>,
): void {
  const { keyring } = context;
  const message = payParametersMessage({ appId: keyring.appId, ...parameters });
  const rightOrder = parameters.package === `prepay_id=${prepayId}`;
  if (!rightOrder || !verifyRsa(keyring.merchant.publicKey, message, parameters.paySign)) {
    throw new ControlError(
      "not_allowed",
      "pay_sign_wrong",
      "pay_params: the signature does not fit these parameters (支付验证签名失败)",
    );
  }
}

/** The person pays: the money moves, the merchant will be notified. */
export function payOrder(context: SimulatorContext, body: unknown) {
  const { prepay_id: prepayId, openid, pay_params: parameters } = parseControl(paySchema, body);
  const transaction = payable(context, prepayId, openid);
  if (parameters) {
    checkPayParameters(context, prepayId, parameters);
  }
  const { books, clock, faults, notifier } = context;
  const now = clock.now();
  const notification = pay(
    books,
    transaction,
    now,
    firstSending(faults, transaction.notifyUrl, now),
  );
  notifier.announce(notification);
  return {
    out_trade_no: transaction.outTradeNo,
    transaction_id: transaction.transactionId,
    trade_state: transaction.state,
    total: transaction.total,
    success_time: toChinaTime(now),
    notification_id: notification.id,
  };
}

/** The person closes the payment sheet: the order stays unpaid and can be paid later. */
export function refusePayment(context: SimulatorContext, body: unknown) {
  const { prepay_id: prepayId } = parseControl(refuseSchema, body);
  const { outTradeNo } = payable(context, prepayId, undefined);
  const at = context.clock.now().toISOString();
  context.books.commit({ type: "payment-refused", outTradeNo, at });
  return { out_trade_no: outTradeNo, trade_state: "NOTPAY", refused_at: at };
}
