import { z } from "zod";
import type { Transaction } from "../books/records";
import type { SimulatorContext } from "../context";
import type { Answer, Incoming } from "../http/exchange";
import { closeOrder, closeWhenOverdue } from "../trade/close";
import { payErrors } from "./errors";
import { outTradeNo } from "./prepay-schema";
import { toTransactionView } from "./transaction-view";
import { parseJson, validate } from "./validation";

const mchidSchema = z.object({ mchid: z.string().min(1).max(32) });

function checkMchid(context: SimulatorContext, source: unknown, location: "body" | "query"): void {
  if (validate(mchidSchema, source, location).mchid !== context.keyring.mchId) {
    throw payErrors.mchNotExists();
  }
}

function queried(
  context: SimulatorContext,
  incoming: Incoming,
  transaction: Transaction | undefined,
): Answer {
  checkMchid(context, Object.fromEntries(incoming.query), "query");
  if (!transaction) {
    throw payErrors.orderNotExist();
  }
  closeWhenOverdue(context.books, transaction.outTradeNo, context.clock.now());
  return { status: 200, body: toTransactionView(transaction, context.keyring) };
}

/** A number that could not be anybody's is a wrong parameter, not an unknown order. */
const numberOf = (incoming: Incoming): string =>
  validate(
    z.object({ out_trade_no: outTradeNo }),
    { out_trade_no: incoming.params.number },
    "query",
  ).out_trade_no;

/** GET /v3/pay/transactions/out-trade-no/{out_trade_no}?mchid= */
export const queryByNumberHandler = (context: SimulatorContext, incoming: Incoming): Answer =>
  queried(context, incoming, context.books.transaction(numberOf(incoming)));

/** GET /v3/pay/transactions/id/{transaction_id}?mchid= */
export const queryByIdHandler = (context: SimulatorContext, incoming: Incoming): Answer =>
  queried(context, incoming, context.books.transactionById(incoming.params.id ?? ""));

/** POST /v3/pay/transactions/out-trade-no/{out_trade_no}/close */
export function closeHandler(context: SimulatorContext, incoming: Incoming): Answer {
  const number = numberOf(incoming);
  checkMchid(context, parseJson(incoming.body), "body");
  switch (closeOrder(context.books, number, context.clock.now())) {
    case "closed":
      return { status: 204 };
    case "paid":
      throw payErrors.orderPaid();
    case "unknown":
      throw payErrors.orderNotExist();
  }
}
