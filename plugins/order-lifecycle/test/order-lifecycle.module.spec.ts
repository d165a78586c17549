import { moduleIntegrationTestRunner } from "@medusajs/test-utils";
import { ORDER_LIFECYCLE_MODULE } from "../src/modules/order-lifecycle";
import { OrderCancellation } from "../src/modules/order-lifecycle/models/order-cancellation";
import { OrderDeadline } from "../src/modules/order-lifecycle/models/order-deadline";
import { OrderReceipt } from "../src/modules/order-lifecycle/models/order-receipt";
import type { OrderLifecycleModuleService } from "../src/modules/order-lifecycle/service";

const order = { id: "order_1", created_at: "2026-11-21T10:00:00Z" };

moduleIntegrationTestRunner<OrderLifecycleModuleService>({
  moduleName: ORDER_LIFECYCLE_MODULE,
  moduleModels: [OrderDeadline, OrderReceipt, OrderCancellation],
  resolve: `${__dirname}/../src/modules/order-lifecycle`,
  moduleOptions: { paymentDeadlineMinutes: 15, autoConfirmDays: 10 },
  testSuite: ({ service }) => {
    describe("a payment deadline", () => {
      it("is counted from when the order was placed, not from when somebody looked", async () => {
        const deadlines = await service.ensureDeadlines([order]);
        expect(deadlines.get("order_1")).toEqual(new Date("2026-11-21T10:15:00Z"));
      });

      it("is set once, however many ask at the same time", async () => {
        await Promise.all(Array.from({ length: 20 }, () => service.ensureDeadlines([order])));
        expect(await service.listOrderDeadlines()).toHaveLength(1);
      });

      it("stays what it was when asked for again", async () => {
        await service.ensureDeadlines([order]);
        const again = await service.ensureDeadlines([
          { ...order, created_at: "2027-01-01T00:00:00Z" },
          { id: "order_2", created_at: "2026-11-21T11:00:00Z" },
        ]);
        expect(again.get("order_1")).toEqual(new Date("2026-11-21T10:15:00Z"));
        expect(again.get("order_2")).toEqual(new Date("2026-11-21T11:15:00Z"));
      });

      it("that passed is looked at by one of several processes, until it is decided", async () => {
        await service.ensureDeadlines([order]);
        const early = new Date("2026-11-21T10:14:59Z");
        const late = new Date("2026-11-21T10:15:00Z");
        const afterCrash = new Date("2026-11-21T10:16:01Z");
        expect(await service.claimOverdue(early, 10)).toEqual([]);
        const claims = await Promise.all(
          Array.from({ length: 10 }, () => service.claimOverdue(late, 10)),
        );
        expect(claims.flat()).toEqual(["order_1"]);
        expect(await service.claimOverdue(afterCrash, 10)).toEqual(["order_1"]);
        await service.decideDeadline("order_1", "canceled");
        await service.decideDeadline("order_1", "kept");
        expect(await service.claimOverdue(new Date("2027-01-01"), 10)).toEqual([]);
        expect(await service.listOrderDeadlines()).toMatchObject([{ state: "canceled" }]);
      });

      it("of no order is no question", async () => {
        expect(await service.ensureDeadlines([])).toEqual(new Map());
      });
    });

    const sentAt = new Date("2026-11-21T10:00:00Z");
    const dueAt = new Date("2026-12-01T10:00:00Z");
    const now = new Date("2026-11-25T10:00:00Z");
    const seconds = (count: number) => new Date(now.getTime() + count * 1000);
    const atOnce = <Result>(job: () => Promise<Result>) =>
      Promise.all(Array.from({ length: 10 }, job));

    describe("the receipt of an order that was sent", () => {
      it("is awaited once, from when it was sent, however often that is told", async () => {
        await atOnce(() => service.expectReceipt("order_1", sentAt));
        await service.expectReceipt("order_1", now);
        expect(await service.listOrderReceipts()).toMatchObject([{ due_at: dueAt, state: "open" }]);
        expect(await service.withoutReceipt(["order_1", "order_2"])).toEqual(["order_2"]);
      });

      it("is confirmed by one of several processes when it is due, and again after a crash", async () => {
        await service.expectReceipt("order_1", sentAt);
        expect(await service.claimDueReceipts(now, 10)).toEqual([]);
        const claims = await atOnce(() => service.claimDueReceipts(dueAt, 10));
        expect(claims.flat()).toEqual(["order_1"]);
        const afterCrash = new Date("2026-12-01T10:01:01Z");
        expect(await service.claimDueReceipts(afterCrash, 10)).toEqual(["order_1"]);
        await service.beginConfirmation("order_1", "system", afterCrash);
        await service.closeReceipt("order_1", "confirmed");
        expect(await service.claimDueReceipts(new Date("2027-01-01"), 10)).toEqual([]);
      });

      it("that a shopper began to confirm is finished by the job, as the shopper's", async () => {
        await service.expectReceipt("order_1", sentAt);
        await service.beginConfirmation("order_1", "shopper", now);
        expect(await service.claimDueReceipts(now, 10)).toEqual(["order_1"]);
        await service.beginConfirmation("order_1", "system", seconds(60));
        await service.closeReceipt("order_1", "confirmed");
        await service.closeReceipt("order_1", "lapsed");
        expect(await service.listOrderReceipts()).toMatchObject([
          { state: "confirmed", confirmed_by: "shopper", confirmed_at: now },
        ]);
      });

      it("is never confirmed by nobody", async () => {
        await service.expectReceipt("order_1", sentAt);
        await expect(service.closeReceipt("order_1", "confirmed")).rejects.toThrow();
      });
    });

    describe("a cancellation that a shopper asked for", () => {
      const wish = { orderId: "order_1", requestedBy: "cus_1", reason: "不想要了" };

      it("is one, however many ask at the same time", async () => {
        await atOnce(() => service.requestCancellation(wish, now));
        expect(await service.listOrderCancellations()).toMatchObject([
          { state: "requested", requested_by: "cus_1", reason: "不想要了", requested_at: now },
        ]);
      });

      it("belongs to who asked for a minute, and to one of several processes then", async () => {
        await service.requestCancellation(wish, now);
        expect(await service.claimCancellations(seconds(59), 10)).toEqual([]);
        const claims = await atOnce(() => service.claimCancellations(seconds(60), 10));
        expect(claims.flat()).toEqual(["order_1"]);
        expect(await service.claimCancellations(seconds(120), 10)).toEqual(["order_1"]);
      });

      it("that failed is tried again ever more rarely, an hour apart at most", async () => {
        await service.requestCancellation(wish, now);
        const waits: number[] = [];
        for (let attempt = 0; attempt < 12; attempt += 1) {
          await service.postponeCancellation("order_1", "no answer", now);
          const [row] = await service.listOrderCancellations();
          waits.push(((row?.next_attempt_at.getTime() ?? 0) - now.getTime()) / 1000);
        }
        expect(waits.slice(0, 4)).toEqual([10, 20, 40, 80]);
        expect(waits.slice(-3)).toEqual([3600, 3600, 3600]);
        expect(await service.listOrderCancellations()).toMatchObject([
          { attempts: 12, last_error: "no answer", state: "requested" },
        ]);
      });

      it("is decided once", async () => {
        await service.requestCancellation(wish, now);
        await service.decideCancellation("order_1", "done", seconds(1));
        await service.decideCancellation("order_1", "kept", seconds(2));
        await service.requestCancellation({ ...wish, reason: "又" }, seconds(3));
        await service.postponeCancellation("order_1", "late", seconds(4));
        expect(await service.claimCancellations(seconds(1000), 10)).toEqual([]);
        expect(await service.listOrderCancellations()).toMatchObject([
          { state: "done", decided_at: seconds(1), reason: "不想要了", last_error: null },
        ]);
      });

      it("that was impossible may be asked for again", async () => {
        await service.requestCancellation(wish, now);
        await service.decideCancellation("order_1", "kept", seconds(1));
        await service.requestCancellation(wish, seconds(100));
        expect(await service.listOrderCancellations()).toMatchObject([
          { state: "requested", decided_at: null, requested_at: seconds(100), attempts: 0 },
        ]);
      });
    });
  },
});
