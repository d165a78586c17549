import { setTimeout as wait } from "node:timers/promises";
import type { MedusaContainer } from "@medusajs/framework/types";
import { hasErrorCode } from "@mall/kernel";
import { closeOrderPaymentWorkflow } from "@mall/wechat-pay/workflows";

/** A payment that is being settled is settled within moments; a crash frees it for later. */
const TRIES = 10;
const PAUSE_MILLISECONDS = 500;

/**
 * Closes the payments of an order at WeChat, before it is canceled. Whoever cancels an order right
 * after paying it may come while the payment is still being booked, and waits for that.
 *
 * @returns whether one of them was paid before it could be closed
 */
export async function closePayments(
  container: MedusaContainer,
  orderId: string,
): Promise<{ is_paid: boolean }> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const input = { order_id: orderId };
      return (await closeOrderPaymentWorkflow(container).run({ input })).result;
    } catch (error) {
      if (attempt === TRIES || !hasErrorCode(error, "wechat_pay.payment_busy")) throw error;
    }
    await wait(PAUSE_MILLISECONDS);
  }
}
