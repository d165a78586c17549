import { moduleIntegrationTestRunner } from "@medusajs/test-utils";
import { addSeconds, fen } from "@mall/kernel";
import { AFTER_SALE_MODULE } from "../src/modules/after-sale";
import { RefundRequest } from "../src/modules/after-sale/models/refund-request";
import { RefundRequestEvent } from "../src/modules/after-sale/models/refund-request-event";
import type { AfterSaleModuleService, NewRefundRequest } from "../src/modules/after-sale/service";

const now = new Date("2026-11-27T10:00:00Z");
const later = (seconds: number) => addSeconds(now, seconds);
const user = { type: "user", id: "user_1" } as const;
const system = { type: "system" } as const;
const request: NewRefundRequest = {
  orderId: "order_1",
  customerId: "cus_1",
  type: "refund_only",
  amountFen: fen(1234),
  items: [],
  reason: "damaged",
  images: [],
};
const goodsBack: NewRefundRequest = {
  ...request,
  type: "return_and_refund",
  items: [{ item_id: "item_1", quantity: 2 }],
};

moduleIntegrationTestRunner<AfterSaleModuleService>({
  moduleName: AFTER_SALE_MODULE,
  moduleModels: [RefundRequest, RefundRequestEvent],
  resolve: `${__dirname}/../src/modules/after-sale`,
  testSuite: ({ service }) => {
    const states = async (id: string) =>
      (
        await service.listRefundRequestEvents(
          { refund_request_id: id },
          { order: { position: "ASC" } },
        )
      ).map(({ from_state, to_state, actor_type }) => [from_state, to_state, actor_type]);

    const succeeded = (outcomes: PromiseSettledResult<unknown>[]) =>
      outcomes.filter(({ status }) => status === "fulfilled").length;

    describe("a refund request", () => {
      it("is the only open one of its order, however many are filed at the same time", async () => {
        const outcomes = await Promise.allSettled(
          Array.from({ length: 10 }, () => service.file(request, "by_merchant", now)),
        );
        expect(succeeded(outcomes)).toBe(1);
        expect(outcomes.filter(({ status }) => status === "rejected")).toContainEqual({
          status: "rejected",
          reason: expect.objectContaining({ code: "after_sale.already_open" }) as Error,
        });
        expect(await service.listRefundRequestEvents()).toHaveLength(1);
      });

      it("makes room for another one when it has ended", async () => {
        const id = await service.file(request, "by_merchant", now);
        await service.move(
          id,
          { from: ["requested"], to: "withdrawn", actor: { type: "customer", id: "cus_1" } },
          now,
        );
        await expect(service.file(request, "by_merchant", now)).resolves.toMatch(/^rreq_/);
      });

      it("is approved once, however many click at the same time", async () => {
        const id = await service.file(request, "by_merchant", now);
        const outcomes = await Promise.allSettled(
          Array.from({ length: 10 }, () => service.approve(id, fen(1000), user, now)),
        );
        expect(succeeded(outcomes)).toBe(1);
        expect(await service.requestOf(id)).toMatchObject({
          state: "refunding",
          approved_amount: 10,
          decided_by: "user_1",
        });
        expect(await states(id)).toEqual([
          [null, "requested", "customer"],
          ["requested", "approved", "user"],
          ["approved", "refunding", "system"],
        ]);
      });

      it("is either refused or approved or withdrawn, never two of them", async () => {
        const id = await service.file(request, "by_merchant", now);
        const outcomes = await Promise.allSettled([
          service.approve(id, fen(1234), user, now),
          service.move(
            id,
            {
              from: ["requested"],
              to: "refused",
              actor: user,
              changes: { refuse_reason: "Eaten" },
            },
            now,
          ),
          service.move(
            id,
            { from: ["requested"], to: "withdrawn", actor: { type: "customer", id: "cus_1" } },
            now,
          ),
        ]);
        expect(succeeded(outcomes)).toBe(1);
      });

      it("that is granted at once is approved by the system in the same breath", async () => {
        const id = await service.file(request, "at_once", now);
        expect(await service.requestOf(id)).toMatchObject({
          state: "refunding",
          cancels_order: true,
          decided_by: null,
        });
      });

      it("with goods that come back waits for them before any money moves", async () => {
        const id = await service.file(goodsBack, "by_merchant", now);
        await service.approve(id, fen(1234), user, now);
        await expect(
          service.move(id, { from: ["approved"], to: "refunded", actor: system }, now),
        ).rejects.toThrow("Nothing leads from approved to refunded");
        await service.move(
          id,
          {
            from: ["approved"],
            to: "awaiting_return",
            actor: system,
            changes: { return_id: "return_1" },
          },
          now,
        );
        await service.recordReturnShipment(id, { carrier: "顺丰", trackingNumber: "SF1" }, now);
        expect(await service.claimDue(later(3600), 10)).toEqual([]);
        await service.move(id, { from: ["awaiting_return"], to: "returned", actor: user }, now);
        await expect(
          service.recordReturnShipment(id, { carrier: "顺丰", trackingNumber: "SF2" }, now),
        ).rejects.toMatchObject({ code: "after_sale.wrong_state" });
        expect(await service.requestOf(id)).toMatchObject({
          state: "returned",
          return_tracking_number: "SF1",
        });
      });

      it.each<[string, Parameters<AfterSaleModuleService["file"]>[0]]>([
        ["nothing", { ...request, amountFen: fen(0) }],
        ["less than nothing", { ...request, amountFen: fen(-1) }],
      ])("over %s is refused by the database itself", async (_, bad) => {
        await expect(service.file(bad, "by_merchant", now)).rejects.toThrow();
        expect(await service.listRefundRequests()).toEqual([]);
      });

      it("is never approved over more than was asked, whoever forgets to check", async () => {
        const id = await service.file(request, "by_merchant", now);
        await expect(service.approve(id, fen(1235), user, now)).rejects.toThrow();
        expect(await states(id)).toEqual([[null, "requested", "customer"]]);
      });

      it("that nobody knows is not found", async () => {
        await expect(service.approve("rreq_x", fen(1), user, now)).rejects.toMatchObject({
          code: "after_sale.request_not_found",
        });
      });
    });

    describe("a refund that is under way", () => {
      it("is taken on by one process after whoever began it is gone, and later each time", async () => {
        const id = await service.file(request, "by_merchant", now);
        await service.approve(id, fen(1234), user, now);
        expect(await service.claimDue(later(59), 10)).toEqual([]);
        const claims = await Promise.all(
          Array.from({ length: 5 }, () => service.claimDue(later(60), 10)),
        );
        expect(claims.flat()).toEqual([id]);
        await service.reschedule(id, "no answer", later(61));
        expect(await service.claimDue(later(70), 10)).toEqual([]);
        expect(await service.claimDue(later(71), 10)).toEqual([id]);
        expect(await service.requestOf(id)).toMatchObject({ attempts: 1, last_error: "no answer" });
      });

      it("is left alone when it is over", async () => {
        const id = await service.file(request, "at_once", now);
        await service.move(id, { from: ["refunding"], to: "refunded", actor: system }, now);
        expect(await service.claimDue(later(3600), 10)).toEqual([]);
      });
    });
  },
});
