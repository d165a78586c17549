import { z } from "zod";
import type { Notification } from "../books/records";
import type { SimulatorContext } from "../context";
import type { MerchantAnswer } from "../notifications/post";
import { tamperings, type LetterChanges } from "../notifications/tamper";
import { ControlError, parseControl } from "./errors";

const notifySchema = z.strictObject({
  out_trade_no: z.string().min(1),
  times: z.int().min(1).max(1000).default(1),
  /** All at once instead of one after the other. */
  parallel: z.boolean().default(false),
  tamper: z.enum(tamperings).optional(),
  /** Fields of the encrypted transaction to say differently. */
  overrides: z.record(z.string(), z.unknown()).optional(),
});

function notificationOf(context: SimulatorContext, outTradeNo: string): Notification {
  const { books } = context;
  if (!books.transaction(outTradeNo)) {
    throw new ControlError(
      "not_found",
      "transaction_not_found",
      `out_trade_no: there is no transaction ${outTradeNo}`,
    );
  }
  for (const notification of books.state.notifications.values()) {
    if (notification.outTradeNo === outTradeNo) {
      return notification;
    }
  }
  throw new ControlError(
    "not_allowed",
    "not_paid",
    "out_trade_no: the transaction is not paid, so there is nothing to notify about",
  );
}

const toAnswer = ({ status, body, error }: MerchantAnswer) => ({
  status,
  body,
  ...(error !== undefined && { error }),
});

/** Sends the notification of a paid transaction now, as often and as wrong as asked for. */
export async function renotify(context: SimulatorContext, body: unknown) {
  const request = parseControl(notifySchema, body);
  const notification = notificationOf(context, request.out_trade_no);
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
