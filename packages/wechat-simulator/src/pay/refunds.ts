import { z } from "zod";
import type { Refund, Transaction } from "../books/records";
import type { SimulatorContext } from "../context";
import type { Answer, Incoming } from "../http/exchange";
import { findRefundable, type RefundRefusal, type RefundRequest } from "../trade/refund";
import { payErrors, type PayError } from "./errors";
import { abnormalRefundSchema, outRefundNo, refundSchema } from "./refund-schema";
import { toRefundView } from "./refund-view";
import { parseJson, validate } from "./validation";

const differs = (): PayError =>
  payErrors.invalidRequest("订单金额或退款金额与之前请求不一致，请核实后再试");

const refusals: Record<RefundRefusal, () => PayError> = {
  "order-unknown": () => payErrors.resourceNotExists("订单号不存在"),
  "orders-differ": () => payErrors.invalidRequest("transaction_id和out_trade_no不是同一笔订单"),
  "not-paid": () => payErrors.invalidRequest("订单状态错误，该订单未支付"),
  "number-used": differs,
  "total-differs": differs,
  "too-old": () => payErrors.invalidRequest("订单已超过可退款的最大期限"),
  "too-many": () => payErrors.invalidRequest("订单退款次数已达上限"),
  "too-much": () => payErrors.invalidRequest("申请退款金额大于订单可退金额"),
  "fully-refunded": () => payErrors.invalidRequest("订单已全额退款"),
};

function toRequest(body: z.output<typeof refundSchema>): RefundRequest {
  return {
    outRefundNo: body.out_refund_no,
    amount: body.amount.refund,
    total: body.amount.total,
    ...(body.out_trade_no !== undefined && { outTradeNo: body.out_trade_no }),
    ...(body.transaction_id !== undefined && { transactionId: body.transaction_id }),
    ...(body.reason !== undefined && { reason: body.reason }),
    ...(body.notify_url !== undefined && { notifyUrl: body.notify_url }),
  };
}

const toAnswer = (refund: Refund, transaction: Transaction): Answer => ({
  status: 200,
  body: toRefundView(refund, transaction),
});

function answerAbout(context: SimulatorContext, refund: Refund | undefined): Answer {
  const transaction = refund && context.books.transaction(refund.outTradeNo);
  if (!transaction) {
    throw payErrors.resourceNotExists("退款单不存在");
  }
  return toAnswer(refund, transaction);
}

/** POST /v3/refund/domestic/refunds; the same number again tells how its refund stands. */
export function refundHandler(context: SimulatorContext, incoming: Incoming): Answer {
  const { books, clock, faults, refundDesk } = context;
  const request = toRequest(validate(refundSchema, parseJson(incoming.body), "body"));
  const found = findRefundable(books, request, clock.now());
  if ("refused" in found) {
    throw refusals[found.refused]();
  }
  if ("existing" in found) {
    return toAnswer(found.existing, found.transaction);
  }
  const short = faults.strikes("not_enough_balance", incoming) !== undefined;
  if (short || request.amount > books.available()) {
    throw payErrors.notEnough();
  }
  const refund = refundDesk.accept(found.transaction, request, incoming);
  return toAnswer(refund, found.transaction);
}

/** GET /v3/refund/domestic/refunds/{out_refund_no} */
export function queryRefundHandler(context: SimulatorContext, incoming: Incoming): Answer {
  const { out_refund_no } = validate(
    z.object({ out_refund_no: outRefundNo }),
    { out_refund_no: incoming.params.number },
    "query",
  );
  return answerAbout(context, context.books.refund(out_refund_no));
}

/** POST /v3/refund/domestic/refunds/{refund_id}/apply-abnormal-refund */
export function abnormalRefundHandler(context: SimulatorContext, incoming: Incoming): Answer {
  const body = validate(abnormalRefundSchema, parseJson(incoming.body), "body");
  const refund = context.books.refundById(incoming.params.id ?? "");
  if (refund?.outRefundNo !== body.out_refund_no) {
    throw payErrors.resourceNotExists("退款单不存在");
  }
  if (refund.status !== "ABNORMAL" && !refund.retried) {
    throw payErrors.invalidRequest("退款单状态不是退款异常，不能发起异常退款");
  }
  // Asked again while or after it is processed anew, it tells how the refund stands.
  if (refund.status === "ABNORMAL") {
    context.refundDesk.retry(refund);
  }
  return answerAbout(context, refund);
}
