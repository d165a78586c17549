/**
 * What a verified success leaves on the Medusa payment. It travels from the settle-payment
 * workflow to the provider in the authorization's context, which no request can reach.
 */
export interface Settlement {
  out_trade_no: string;
  transaction_id: string;
  paid_at: string;
}

const KEY = "wechat_settlement";

/** The context that makes the provider answer `captured` for this payment. */
export function settlementContext(settlement: Settlement): Record<string, unknown> {
  return { [KEY]: settlement };
}

/** The settlement in an authorization's context, if our workflow put one there. */
export function settlementOf(context: object | undefined): Settlement | undefined {
  return (context as Record<string, Settlement | undefined> | undefined)?.[KEY];
}
