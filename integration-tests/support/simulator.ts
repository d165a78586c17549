import { call, ok, type Answer } from "./http";

export interface BookedTransaction {
  out_trade_no: string;
  transaction_id?: string;
  state: string;
  openid: string;
  total: number;
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
  refunds: unknown[];
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

  faults(faults: Record<string, unknown>): Promise<Answer> {
    return call(`${this.url}/_sim/faults`, { method: "PUT", body: faults });
  }

  books() {
    return ok<Books>(`${this.url}/_sim/books`);
  }

  async transaction(outTradeNo: string): Promise<BookedTransaction | undefined> {
    return (await this.books()).transactions.find((one) => one.out_trade_no === outTradeNo);
  }

  #post<Body>(route: string, body: unknown): Promise<Body> {
    return ok<Body>(`${this.url}/_sim/${route}`, { method: "POST", body });
  }
}
