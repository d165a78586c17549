import { startSimulator, type RunningSimulator, type SimulatorOptions } from "../../src";
import { ask, type Json } from "./control";
import { Merchant, type Order } from "./merchant";
import { startReceiver, type Receiver } from "./receiver";

/** A simulator, its merchant and the merchant's notify_url. */
export interface Shop {
  simulator: RunningSimulator;
  merchant: Merchant;
  receiver: Receiver;
  /** A person who has logged in. */
  person(): Promise<string>;
  /** A person with an unpaid order. */
  openOrder(more?: Record<string, unknown>): Promise<OpenOrder>;
  /** The same, paid. */
  paidOrder(more?: Record<string, unknown>): Promise<OpenOrder>;
  /** The simulator's notification record of an order. */
  notification(outTradeNo: string): Promise<Json>;
  close(): Promise<void>;
}

export interface OpenOrder {
  openid: string;
  outTradeNo: string;
  prepayId: string;
  request: Order;
}

export async function openShop(options: SimulatorOptions = {}): Promise<Shop> {
  const simulator = await startSimulator({ timeScale: 0.001, ...options });
  const merchant = new Merchant(simulator.url, simulator.credentials, options.clock);
  const receiver = await startReceiver();
  const person = async (): Promise<string> =>
    (await ask(simulator, "POST", "/login-code", {})).openid;
  const openOrder = async (more: Record<string, unknown> = {}): Promise<OpenOrder> => {
    const openid = await person();
    const request = merchant.order(openid, { notify_url: receiver.url, ...more });
    const { status, json } = await merchant.prepay(request);
    if (status !== 200) {
      throw new Error(`prepay answered ${status}: ${JSON.stringify(json)}`);
    }
    return { openid, outTradeNo: request.out_trade_no, prepayId: json.prepay_id, request };
  };
  return {
    simulator,
    merchant,
    receiver,
    person,
    openOrder,
    paidOrder: async (more) => {
      const order = await openOrder(more);
      await ask(simulator, "POST", "/pay", { prepay_id: order.prepayId, openid: order.openid });
      return order;
    },
    notification: async (outTradeNo) => {
      const { notifications } = await ask(simulator, "GET", "/books");
      return notifications.find((entry: Json) => entry.out_trade_no === outTradeNo);
    },
    close: async () => {
      await simulator.stop();
      await receiver.close();
    },
  };
}

/** A clock that a test moves by hand. */
export class HandClock {
  constructor(private at = new Date("2026-03-05T04:00:00Z")) {}

  now(): Date {
    return new Date(this.at);
  }

  advance(milliseconds: number): void {
    this.at = new Date(this.at.getTime() + milliseconds);
  }
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
