import { moduleIntegrationTestRunner } from "@medusajs/test-utils";
import { ORDER_LIFECYCLE_MODULE } from "../src/modules/order-lifecycle";
import { OrderDeadline } from "../src/modules/order-lifecycle/models/order-deadline";
import type { OrderLifecycleModuleService } from "../src/modules/order-lifecycle/service";

const order = { id: "order_1", created_at: "2026-11-21T10:00:00Z" };

moduleIntegrationTestRunner<OrderLifecycleModuleService>({
  moduleName: ORDER_LIFECYCLE_MODULE,
  moduleModels: [OrderDeadline],
  resolve: `${__dirname}/../src/modules/order-lifecycle`,
  moduleOptions: { paymentDeadlineMinutes: 15 },
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
  },
});
