import { moduleIntegrationTestRunner } from "@medusajs/test-utils";
import {
  ORDER_TIMELINE_MODULE,
  type OrderFact,
  type OrderTimelineModuleService,
} from "../src/modules/order-timeline";
import { Migration20261127115634 } from "../src/modules/order-timeline/migrations/Migration20261127115634";
import { OrderEvent } from "../src/modules/order-timeline/models/order-event";

const placed: OrderFact = {
  key: "order_placed",
  type: "order_placed",
  happenedAt: new Date("2026-11-21T10:00:00Z"),
  actorType: "shopper",
  actorId: "cus_1",
};
const canceled: OrderFact = {
  key: "order_canceled",
  type: "order_canceled",
  happenedAt: new Date("2026-11-21T10:05:00Z"),
  actorType: "shopper",
  reason: "不想要了",
  details: { amount: 8 },
};

moduleIntegrationTestRunner<OrderTimelineModuleService>({
  moduleName: ORDER_TIMELINE_MODULE,
  moduleModels: [OrderEvent],
  resolve: `${__dirname}/../src/modules/order-timeline`,
  testSuite: ({ service, MikroOrmWrapper }) => {
    // The runner makes the tables from the models; the trigger is what the migration adds.
    const migrate = async () => {
      const manager = MikroOrmWrapper.forkManager();
      const migration = new Migration20261127115634(
        manager.getDriver() as never,
        manager.config as never,
      );
      await migration.up();
      for (const statement of migration.getQueries()) await manager.execute(statement as string);
      return manager;
    };

    describe("the timeline of an order", () => {
      it("tells what happened in the order in which it happened, not in which it was told", async () => {
        await service.recordOrderEvents("order_1", [canceled, placed]);
        await service.recordOrderEvents("order_2", [placed]);
        expect(await service.timelineOf("order_1")).toMatchObject([
          { type: "order_placed", actor_id: "cus_1", reason: null, details: null },
          { type: "order_canceled", actor_id: null, reason: "不想要了", details: { amount: 8 } },
        ]);
      });

      it("has each fact once, however many tell it at the same time", async () => {
        await Promise.all(
          Array.from({ length: 10 }, () =>
            service.recordOrderEvents("order_1", [placed, canceled]),
          ),
        );
        expect(await service.timelineOf("order_1")).toHaveLength(2);
      });

      it("keeps what was told first", async () => {
        await service.recordOrderEvents("order_1", [canceled]);
        await service.recordOrderEvents("order_1", [{ ...canceled, actorType: "merchant" }]);
        expect(await service.timelineOf("order_1")).toMatchObject([{ actor_type: "shopper" }]);
      });

      it("of nothing is no question", async () => {
        await service.recordOrderEvents("order_1", []);
        expect(await service.timelineOf("order_1")).toEqual([]);
      });

      it("cannot be changed or taken back", async () => {
        const manager = await migrate();
        await service.recordOrderEvents("order_1", [placed]);
        for (const sql of ["UPDATE order_event SET type = 'x'", "DELETE FROM order_event"]) {
          await expect(manager.execute(sql)).rejects.toThrow("append-only");
        }
      });
    });
  },
});
