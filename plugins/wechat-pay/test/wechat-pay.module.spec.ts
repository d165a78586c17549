import { generateKeyPairSync } from "node:crypto";
import { fen } from "@mall/kernel";
import type { WechatSettings } from "@mall/wechat";
import { moduleIntegrationTestRunner } from "@medusajs/test-utils";
import { WECHAT_PAY_MODULE } from "../src/modules/wechat-pay";
import { WechatNotification } from "../src/modules/wechat-pay/models/wechat-notification";
import { WechatPayment } from "../src/modules/wechat-pay/models/wechat-payment";
import type { OpenPaymentInput, WechatPayModuleService } from "../src/modules/wechat-pay/service";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

/** A merchant whom nobody is asked about: these tests never reach WeChat. */
const settings: WechatSettings = {
  appId: "wx0123456789abcdef",
  appSecret: "0123456789abcdef0123456789abcdef",
  mchId: "1900000001",
  apiV3Key: "0123456789abcdef0123456789abcdef",
  merchantCertificatePem: "",
  merchantPrivateKeyPem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  merchantSerial: "5157F09EFDC096DE15EBE81A47057A7232F1B8E1",
  notifyUrl: "http://127.0.0.1:1/wechat/pay/notify",
  apiBaseUrl: "http://127.0.0.1:1",
  payBaseUrl: "http://127.0.0.1:1",
};

const now = new Date("2026-11-21T10:00:00Z");
const seconds = (count: number) => new Date(now.getTime() + count * 1000);

const input: OpenPaymentInput = {
  outTradeNo: "01JD8Z5V5W8Q9X7Y6T4R3E2W1Q",
  paymentSessionId: "payses_01JD8Z5V5W8Q9X7Y6T4R3E2W1Q",
  orderId: "order_1",
  openid: "oA",
  amountFen: fen(1990),
  description: "订单 1",
  expiresAt: seconds(1800),
};

const parallel = <Result>(count: number, run: (index: number) => Promise<Result>) =>
  Promise.allSettled(Array.from({ length: count }, (_, index) => run(index)));

const succeeded = (results: PromiseSettledResult<unknown>[]) =>
  results.filter(({ status }) => status === "fulfilled");

moduleIntegrationTestRunner<WechatPayModuleService>({
  moduleName: WECHAT_PAY_MODULE,
  moduleModels: [WechatPayment, WechatNotification],
  resolve: `${__dirname}/../src/modules/wechat-pay`,
  moduleOptions: { settings },
  testSuite: ({ service }) => {
    describe("a payment at WeChat", () => {
      it("is one row, however many open it at once", async () => {
        const opened = await parallel(20, () => service.openPayment(input, now));
        expect(succeeded(opened)).toHaveLength(20);
        expect(await service.listWechatPayments()).toHaveLength(1);
      });

      it("keeps its amount to the fen", async () => {
        const payment = await service.openPayment({ ...input, amountFen: fen(1) }, now);
        expect(payment.amount).toBe(0.01);
      });

      it("is settled by one process at a time", async () => {
        await service.openPayment(input, now);
        const leases = await parallel(20, () => service.leasePayment(input.outTradeNo, now));
        expect(succeeded(leases)).toHaveLength(1);
        await expect(service.leasePayment(input.outTradeNo, seconds(1))).rejects.toMatchObject({
          code: "wechat_pay.payment_busy",
        });
      });

      it("is free again when its lease ran out, as after a crash", async () => {
        await service.openPayment(input, now);
        await service.leasePayment(input.outTradeNo, now);
        await expect(service.leasePayment(input.outTradeNo, seconds(21))).resolves.toMatchObject({
          out_trade_no: input.outTradeNo,
        });
      });

      it("becomes paid once", async () => {
        await service.openPayment(input, now);
        const paid = { transactionId: "4200000001", paidAt: now };
        const results = await parallel(20, () => service.markPaid(input.outTradeNo, paid));
        expect(results.filter((one) => one.status === "fulfilled" && one.value)).toHaveLength(1);
      });

      it("can be paid after it was closed, and cannot be closed after it was paid", async () => {
        await service.openPayment(input, now);
        expect(await service.markClosed(input.outTradeNo)).toBe(true);
        const paid = { transactionId: "4200000001", paidAt: now };
        expect(await service.markPaid(input.outTradeNo, paid)).toBe(true);
        expect(await service.markClosed(input.outTradeNo)).toBe(false);
      });

      it("never shares a transaction with another payment", async () => {
        const other = { ...input, outTradeNo: "OTHER123", paymentSessionId: "payses_OTHER123" };
        await service.openPayment(input, now);
        await service.openPayment(other, now);
        const paid = { transactionId: "4200000001", paidAt: now };
        await service.markPaid(input.outTradeNo, paid);
        await expect(service.markPaid(other.outTradeNo, paid)).rejects.toThrow();
      });

      it("is queried by one of several processes when its time has come", async () => {
        await service.openPayment(input, now);
        expect(await service.claimDueQueries(seconds(1), 10)).toHaveLength(0);
        const claims = await parallel(10, () => service.claimDueQueries(seconds(6), 10));
        const claimed = claims.flatMap((one) => (one.status === "fulfilled" ? one.value : []));
        expect(claimed).toHaveLength(1);
      });

      it("is not queried any more once it is paid", async () => {
        await service.openPayment(input, now);
        await service.markPaid(input.outTradeNo, { transactionId: "4200000001", paidAt: now });
        expect(await service.claimDueQueries(seconds(1_000_000), 10)).toHaveLength(0);
      });
    });

    describe("a notification", () => {
      const received = {
        notificationId: "EV-1",
        eventType: "TRANSACTION.SUCCESS",
        outTradeNo: input.outTradeNo,
        resource: { trade_state: "SUCCESS" },
      };

      it("is one row, however often it comes", async () => {
        const stored = await parallel(50, () => service.receiveNotification(received, now));
        expect(succeeded(stored)).toHaveLength(50);
        expect(await service.listWechatNotifications()).toHaveLength(1);
      });

      it("is taken over by another process when nobody finished it", async () => {
        await service.receiveNotification(received, now);
        expect(await service.claimDueNotifications(seconds(1), 10)).toHaveLength(0);
        expect(await service.claimDueNotifications(seconds(3), 10)).toHaveLength(1);
        expect(await service.claimDueNotifications(seconds(4), 10)).toHaveLength(0);
        expect(await service.claimDueNotifications(seconds(30), 10)).toHaveLength(1);
      });

      it("stays in the inbox with its reason when processing fails, and is tried again", async () => {
        const row = await service.receiveNotification(received, now);
        await service.postponeNotification(row, "database away", now);
        const [kept] = await service.claimDueNotifications(seconds(10), 10);
        expect(kept).toMatchObject({ attempts: 1, last_error: "database away", state: "received" });
      });

      it("is done with for good once it is processed", async () => {
        const row = await service.receiveNotification(received, now);
        await service.completeNotification(row.id, now);
        await service.postponeNotification(row, "too late", now);
        expect(await service.claimDueNotifications(seconds(1_000_000), 10)).toHaveLength(0);
        const [done] = await service.listWechatNotifications();
        expect(done).toMatchObject({ state: "processed", last_error: null });
      });
    });
  },
});
