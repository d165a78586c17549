import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ask, eventually, type Json } from "./support/control";
import { Merchant } from "./support/merchant";
import { startReceiver, type Receiver } from "./support/receiver";
import {
  readCredentials,
  run,
  startProcess,
  type SimulatorProcess,
} from "./support/simulator-process";

let directory: string;
let receiver: Receiver;
const started: SimulatorProcess[] = [];

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "wechat-simulator-"));
  receiver = await startReceiver();
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((one) => one.kill("SIGKILL")));
  await receiver.close();
  rmSync(directory, { recursive: true });
});

async function start(...more: string[]): Promise<SimulatorProcess> {
  const simulator = await startProcess(["--directory", directory, ...more]);
  started.push(simulator);
  return simulator;
}

interface Order {
  openid: string;
  outTradeNo: string;
  prepayId: string;
}

async function openOrder(merchant: Merchant, openid: string): Promise<Order> {
  const order = merchant.order(openid, { notify_url: receiver.url });
  const { json } = await merchant.prepay(order);
  return { openid, outTradeNo: order.out_trade_no, prepayId: json.prepay_id };
}

const merchantOf = ({ url }: SimulatorProcess): Merchant =>
  new Merchant(url, readCredentials(directory));
const login = async (simulator: SimulatorProcess): Promise<string> =>
  (await ask(simulator, "POST", "/login-code", {})).openid;
const pay = (simulator: SimulatorProcess, { prepayId, openid }: Order): Promise<Json> =>
  ask(simulator, "POST", "/pay", { prepay_id: prepayId, openid });
const booksOf = async (simulator: SimulatorProcess): Promise<Json> => {
  const { requests: _counters, ...books } = await ask(simulator, "GET", "/books");
  return books;
};

describe("The entry file", () => {
  it("says in one line of JSON when it is ready, and ends cleanly on SIGTERM and SIGINT", async () => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      const simulator = await start();
      expect(simulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect((await ask(simulator, "GET", "/health")).status).toBe("ok");
      const ended = await simulator.kill(signal);
      expect([ended.code, ended.stderr]).toEqual([0, ""]);
      expect(ended.stdout).toBe(`${JSON.stringify({ url: simulator.url, pid: simulator.pid })}\n`);
    }
  });

  it("ends with code 1 and one sentence when the port is taken", async () => {
    const simulator = await start();
    const { port } = new URL(simulator.url);
    const ended = await run(["--port", port]).ended;
    expect(ended.code).toBe(1);
    expect(ended.stdout).toBe("");
    expect(ended.stderr).toBe(
      `The WeChat simulator cannot start: port ${port} on 127.0.0.1 is taken; choose another port.\n`,
    );
  });

  it("ends with code 1 and one sentence for an option it does not know", async () => {
    const ended = await run(["--speed", "1"]).ended;
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/^Unknown option '--speed'[^\n]*\n$/);
  });
});

describe("kill -9", () => {
  it("between payment and notification loses neither the money nor the notification", async () => {
    const first = await start();
    const merchant = merchantOf(first);
    await ask(first, "PUT", "/faults", { delay_notification: { probability: 1, ms: 6000 } });
    const order = await openOrder(merchant, await login(first));
    const unpaid = await openOrder(merchant, order.openid);
    const { transaction_id, notification_id } = await pay(first, order);
    const before = await booksOf(first);
    await first.kill("SIGKILL");
    expect(receiver.received).toEqual([]);

    const second = await start();
    const restored = await booksOf(second);
    expect(restored.transactions).toEqual(before.transactions);
    expect(restored.balance).toEqual({
      received: 3990,
      refunded: 0,
      balance: 3990,
      available: 3990,
    });
    await eventually(() => receiver.received.length === 1, 20_000);
    expect(JSON.parse(receiver.received[0]!.body).id).toBe(notification_id);
    const again = new Merchant(second.url, merchant.credentials);
    const plain = JSON.parse(again.decrypt(JSON.parse(receiver.received[0]!.body).resource));
    expect(plain).toMatchObject({ transaction_id, out_trade_no: order.outTradeNo });
    expect((await pay(second, unpaid)).trade_state).toBe("SUCCESS");
  });

  it("in the middle of the repetitions goes on with them, in the same words", async () => {
    receiver.answers.push(...Array<number>(3).fill(500));
    const first = await start("--time-scale", "0.01");
    const merchant = merchantOf(first);
    await pay(first, await openOrder(merchant, await login(first)));
    await eventually(() => receiver.received.length >= 2);
    await first.kill("SIGKILL");
    const second = await start("--time-scale", "0.01");
    const { notifications } = await eventually(async () => {
      const books = await booksOf(second);
      return books.notifications[0].delivered && books;
    }, 15_000);
    expect(notifications[0].attempts.map((attempt: Json) => attempt.status)).toEqual(
      expect.arrayContaining([500, 204]),
    );
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    const nonces = receiver.received.map(({ headers }) => headers["wechatpay-nonce"]);
    expect(new Set(nonces).size).toBe(receiver.received.length);
  });

  it("while a refund is processed loses neither the refund nor its notification", async () => {
    const slowly = ["--refund-processing-ms", "4000"];
    const first = await start(...slowly);
    const merchant = merchantOf(first);
    const order = await openOrder(merchant, await login(first));
    await pay(first, order);
    const { json } = await merchant.refund(
      { out_trade_no: order.outTradeNo },
      { notify_url: receiver.url },
    );
    await first.kill("SIGKILL");

    const second = await start(...slowly);
    const again = new Merchant(second.url, merchant.credentials);
    const settled = await eventually(async () => {
      const answer = await again.queryRefund(json.out_refund_no);
      return answer.json.status === "SUCCESS" && answer.json;
    }, 20_000);
    expect(settled.refund_id).toBe(json.refund_id);
    const told = await eventually(() =>
      receiver.received.find(({ body }) => JSON.parse(body).event_type === "REFUND.SUCCESS"),
    );
    const plain = JSON.parse(again.decrypt(JSON.parse(told.body).resource));
    expect(plain).toMatchObject({ refund_id: json.refund_id, refund_status: "SUCCESS" });
    expect((await booksOf(second)).balance).toMatchObject({ refunded: 3990, balance: 0 });
  });

  it("under load loses no payment that was answered", async () => {
    const first = await start();
    const merchant = merchantOf(first);
    const openid = await login(first);
    const orders: Order[] = [];
    for (let nth = 0; nth < 60; nth += 1) {
      orders.push(await openOrder(merchant, openid));
    }
    const answered: string[] = [];
    const payments = Promise.allSettled(
      orders.map(async (order, nth) => {
        await new Promise((resolve) => setTimeout(resolve, nth * 15));
        answered.push((await pay(first, order)).transaction_id);
      }),
    );
    await eventually(() => answered.length >= 15);
    await first.kill("SIGKILL");
    await payments;
    const books = await booksOf(await start());
    const paid = books.transactions.filter((one: Json) => one.state === "SUCCESS");
    const kept = paid.map((one: Json) => one.transaction_id);
    expect(kept).toEqual(expect.arrayContaining(answered));
    expect(answered.length).toBeLessThan(60);
    expect(books.balance.received).toBe(paid.length * 3990);
  });
});

describe("Speed", () => {
  it("is printed for payments that are notified", async () => {
    const simulator = await start();
    const merchant = merchantOf(simulator);
    const openid = await login(simulator);
    const orders = [];
    for (let nth = 0; nth < 200; nth += 1) {
      orders.push(await openOrder(merchant, openid));
    }
    const begin = performance.now();
    const queue = [...orders];
    const payer = async (): Promise<void> => {
      for (let order = queue.pop(); order; order = queue.pop()) {
        await pay(simulator, order);
      }
    };
    await Promise.all(Array.from({ length: 20 }, payer));
    await eventually(() => receiver.received.length >= orders.length, 30_000);
    const seconds = (performance.now() - begin) / 1000;
    process.stdout.write(`${Math.round(orders.length / seconds)} paid and notified per second\n`);
    expect(receiver.received).toHaveLength(200);
  });
});
