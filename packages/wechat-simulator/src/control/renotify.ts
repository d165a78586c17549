import { z } from "zod";
import type { Notification, Refund } from "../books/records";
import type { SimulatorContext } from "../context";
import type { MerchantAnswer } from "../notifications/post";
import { tamperings, type LetterChanges } from "../notifications/tamper";
import { ControlError, parseControl } from "./errors";

/** A refund's notification names neither. */
const paymentTamperings: readonly string[] = ["wrong_appid", "foreign_openid"];

const notifyFields = z.strictObject({
  out_trade_no: z.string().min(1).optional(),
  out_refund_no: z.string().min(1).optional(),
  times: z.int().min(1).max(1000).default(1),
  /** All at once instead of one after the other. */
  parallel: z.boolean().default(false),
  tamper: z.enum(tamperings).optional(),
  /** Fields of the encrypted transaction to say differently. */
  overrides: z.record(z.string(), z.unknown()).optional(),
});

const notifySchema = notifyFields
  .refine((one) => (one.out_trade_no === undefined) !== (one.out_refund_no === undefined), {
    error: "needs either out_trade_no or out_refund_no",
    path: ["out_trade_no"],
  })
  .refine(
    (one) => one.out_refund_no === undefined || !paymentTamperings.includes(one.tamper ?? ""),
    {
      error: "is not in a refund's notification",
      path: ["tamper"],
    },
  );

/** The newest notification that fits; WeChat speaks of a refund at each end of its processing. */
const newest = (
  context: SimulatorContext,
  fits: (notification: Notification) => boolean,
): Notification | undefined => [...context.books.state.notifications.values()].reverse().find(fits);

function refundNotification(context: SimulatorContext, outRefundNo: string): Notification {
  const refund: Refund | undefined = context.books.refund(outRefundNo);
  if (!refund) {
    throw new ControlError(
      "not_found",
      "refund_not_found",
      `out_refund_no: there is no refund ${outRefundNo}`,
    );
  }
  const notification = newest(context, (one) => one.refund?.outRefundNo === outRefundNo);
  if (!notification) {
    throw new ControlError(
      "not_allowed",
      "nothing_to_notify",
      `out_refund_no: ${refund.notifyUrl === undefined ? "the refund has no notify_url" : "the refund is still processing"}`,
    );
  }
  return notification;
}

function paymentNotification(context: SimulatorContext, outTradeNo: string): Notification {
  const { books } = context;
  if (!books.transaction(outTradeNo)) {
    throw new ControlError(
      "not_found",
      "transaction_not_found",
      `out_trade_no: there is no transaction ${outTradeNo}`,
    );
  }
  const notification = newest(
    context,
    (one) => one.outTradeNo === outTradeNo && one.refund === undefined,
  );
  if (!notification) {
    throw new ControlError(
      "not_allowed",
      "not_paid",
      "out_trade_no: the transaction is not paid, so there is nothing to notify about",
    );
  }
  return notification;
}

const toAnswer = ({ status, body, error }: MerchantAnswer) => ({
  status,
  body,
  ...(error !== undefined && { error }),
});

/** Sends the notification of a paid transaction or of a refund now, as often and as wrong as asked for. */
export async function renotify(context: SimulatorContext, body: unknown) {
  const request = parseControl(notifySchema, body);
  const notification =
    request.out_refund_no === undefined
      ? paymentNotification(context, request.out_trade_no ?? "")
      : refundNotification(context, request.out_refund_no);
  const changes: LetterChanges = {
    tamperings: request.tamper === undefined ? [] : [request.tamper],
    overrides: request.overrides,
  };
  const send = (): Promise<MerchantAnswer> => context.notifier.sendNow(notification, changes);
  const answers: MerchantAnswer[] = [];
  if (request.parallel) {
    answers.push(...(await Promise.all(Array.from({ length: request.times }, send))));
  } else {
    for (let sent = 0; sent < request.times; sent += 1) {
      answers.push(await send());
    }
  }
  return { notification_id: notification.id, answers: answers.map(toAnswer) };
}
