import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { orderLock, roundToFen, systemClock, toFen, withLock } from "@mall/kernel";
import { PAYMENT_EXCEPTION_MODULE } from "../modules/payment-exception";
import type { PaymentExceptionModuleService } from "../modules/payment-exception/service";
import { WECHAT_REFUND_MODULE } from "../modules/wechat-refund";
import {
  RefundExceedsPayment,
  type WechatRefundDTO,
  type WechatRefundModuleService,
} from "../modules/wechat-refund/service";
import { advanceRefund } from "./advance";
import { completeOrderBooks } from "./order-books";

/** A refund in Medusa's books that WeChat has to be asked for, with the payment it belongs to. */
interface MedusaRefund {
  id: string;
  amount: string;
  order_id: string;
  out_trade_no: string;
  paid: string;
}

const BATCH = 100;

/**
 * Refunds of WeChat payments that are in Medusa's books and not yet in ours. Medusa commits its row
 * and then asks the provider, which only accepts: whoever asked for the refund (a merchant, a
 * cancellation, another plugin), and wherever a crash cut it off, the row is what counts.
 *
 * This is the one place that looks into Medusa's tables by SQL: a module's own list methods cannot
 * say "those that are not there", and reading all refunds to compare does not end well.
 */
async function unregistered(
  container: MedusaContainer,
  only: { orderId?: string; settledForSeconds?: number },
): Promise<MedusaRefund[]> {
  const { rows } = await container
    .resolve(ContainerRegistrationKeys.PG_CONNECTION)
    .raw<{ rows: MedusaRefund[] }>(
      `SELECT r.id, r.amount, w.order_id, w.out_trade_no, w.amount AS paid
       FROM refund r
       JOIN payment p ON p.id = r.payment_id
       JOIN wechat_payment w ON w.payment_session_id = p.payment_session_id
       WHERE r.deleted_at IS NULL AND w.order_id = coalesce(?, w.order_id)
         AND r.created_at <= now() - ? * interval '1 second'
         AND NOT EXISTS (SELECT 1 FROM wechat_refund o WHERE o.refund_id = r.id)
         AND NOT EXISTS (SELECT 1 FROM payment_exception e
                         WHERE e.kind = 'refund_exceeds' AND e.subject = r.id)
       ORDER BY r.id LIMIT ${String(BATCH)}`,
      [only.orderId ?? null, only.settledForSeconds ?? 0],
    );
  return rows;
}

/** Takes over what an order's finished change left in Medusa's books, and asks WeChat at once. */
export async function registerRefundsOfOrder(
  container: MedusaContainer,
  orderId: string,
): Promise<void> {
  for (const refund of await unregistered(container, { orderId })) {
    const registered = await takeOver(container, refund);
    if (registered !== undefined) await advanceRefund(container, registered);
  }
}

/** So long a change of an order may take from its refund row to its end. */
const CUT_OFF_AFTER_SECONDS = 10;

/** Takes over what a change that was cut off left in Medusa's books: nobody heard its end. */
export async function registerCutOffRefunds(container: MedusaContainer): Promise<void> {
  const cutOff = await unregistered(container, { settledForSeconds: CUT_OFF_AFTER_SECONDS });
  for (const refund of cutOff) await takeOver(container, refund);
}

/**
 * Whoever changes an order holds its lock, so under it nobody is half-way: what Medusa's books of
 * the order lack now, a crash has left out.
 */
async function takeOver(
  container: MedusaContainer,
  refund: MedusaRefund,
): Promise<WechatRefundDTO | undefined> {
  return withLock(container, orderLock(refund.order_id), async () => {
    await completeOrderBooks(container, refund.order_id);
    return register(container, refund);
  });
}

/**
 * The note of Medusa's refund stays with the merchant: what is told to WeChat is read by the shopper.
 *
 * Nothing comes back for less than half a fen, and for what is beyond the payment: that is raised.
 */
async function register(
  container: MedusaContainer,
  refund: MedusaRefund,
): Promise<WechatRefundDTO | undefined> {
  const now = systemClock.now();
  const amountFen = roundToFen(refund.amount);
  const paidFen = toFen(refund.paid);
  try {
    if (amountFen < 1) throw new RefundExceedsPayment(refund.out_trade_no);
    return await container.resolve<WechatRefundModuleService>(WECHAT_REFUND_MODULE).register(
      {
        source: { refundId: refund.id },
        outTradeNo: refund.out_trade_no,
        orderId: refund.order_id,
        amountFen,
        paidFen,
      },
      now,
    );
  } catch (error) {
    if (!(error instanceof RefundExceedsPayment)) throw error;
    await container.resolve<PaymentExceptionModuleService>(PAYMENT_EXCEPTION_MODULE).raise(
      {
        kind: "refund_exceeds",
        subject: refund.id,
        orderId: refund.order_id,
        outTradeNo: refund.out_trade_no,
        amountFen,
        evidence: { refund_id: refund.id, amount: refund.amount, paid: refund.paid },
      },
      now,
    );
    return undefined;
  }
}
