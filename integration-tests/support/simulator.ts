import { call, ok, type Answer } from "./http";

export interface BookedTransaction {
  out_trade_no: string;
  transaction_id?: string;
  state: string;
  openid: string;
  total: number;
}

export interface BookedRefund {
  out_refund_no: string;
  out_trade_no: string;
  status: string;
  amount: number;
}

export interface BookedNotification {
  id: string;
  out_trade_no: string;
  delivered: boolean;
  attempts: { at: string; status: number | null }[];
}

export interface BookedShipping {
  out_trade_no: string;
  logistics_type: number;
  delivery_mode: number;
  finished: boolean;
  finish_count: number;
  parcels: {
    tracking_no?: string;
    express_company?: string;
    item_desc: string;
  }[];
}

export interface Books {
  transactions: BookedTransaction[];
  refunds: BookedRefund[];
  shipping: BookedShipping[];
  balance: { received: number; refunded: number; balance: number };
  notifications: BookedNotification[];
}

/** The control side of the WeChat simulator: what a person does in WeChat, and what goes wrong. */
export class Simulator {
  constructor(readonly url: string) {}

  loginCode(user: { openid?: string; unionid?: string } = {}) {
    return this.#post<{ code: string; openid: string }>("login-code", user);
  }

  phoneCode(openid: string, phone: string) {
    return this.#post<{ code: string }>("phone-code", { openid, phone });
  }

  /** The shopper enters the password. `packageText` is the `package` of the pay parameters. */
  pay(packageText: string, openid: string) {
    return this.#post("pay", { prepay_id: packageText.replace("prepay_id=", ""), openid });
  }

  /** Sends the notification of a paid transaction again; returns what the merchant answered. */
  notify(outTradeNo: string, options: Record<string, unknown> = {}) {
    return this.#post<{ answers: { status: number; body: unknown }[] }>("notify", {
      out_trade_no: outTradeNo,
      ...options,
    });
  }

  /** Tops the merchant's balance up, or withdraws from it, until so many fen are left. */
  balance(available: number): Promise<Answer> {
    return call(`${this.url}/_sim/balance`, { method: "PUT", body: { available } });
  }

  faults(faults: Record<string, unknown>): Promise<Answer> {
    return call(`${this.url}/_sim/faults`, { method: "PUT", body: faults });
  }

  books() {
    return ok<Books>(`${this.url}/_sim/books`);
  }

  async transaction(outTradeNo: string): Promise<BookedTransaction | undefined> {
    return (await this.books()).transactions.find((one) => one.out_trade_no === outTradeNo);
  }

  /** The refunds of a payment that WeChat has not closed, in fen. */
  async refunded(outTradeNo: string): Promise<number> {
    return (await this.books()).refunds
      .filter((one) => one.out_trade_no === outTradeNo && one.status !== "CLOSED")
      .reduce((sum, { amount }) => sum + amount, 0);
  }

  #post<Body>(route: string, body: unknown): Promise<Body> {
    return ok<Body>(`${this.url}/_sim/${route}`, { method: "POST", body });
  }
}
