import { addMinutes, fen } from "@mall/kernel";
import { moduleIntegrationTestRunner } from "@medusajs/test-utils";
import { RECONCILIATION_MODULE } from "../src/modules/reconciliation";
import { ReconciliationDifference } from "../src/modules/reconciliation/models/reconciliation-difference";
import { ReconciliationRun } from "../src/modules/reconciliation/models/reconciliation-run";
import { differencesOf, type Entry } from "../src/modules/reconciliation/rules";
import type { Outcome, ReconciliationModuleService } from "../src/modules/reconciliation/service";

const now = new Date("2026-11-27T02:30:00Z");
const date = "2026-11-26";
const nothing = { count: 0, sumFen: fen(0) };
const outcome: Outcome = {
  ourPayments: { count: 1, sumFen: fen(1990) },
  theirPayments: { count: 2, sumFen: fen(3981) },
  ourRefunds: nothing,
  theirRefunds: nothing,
  movements: { count: 2, incomeFen: fen(3981), expenseFen: fen(0) },
};

const payment = (number: string): Entry => ({
  kind: "payment",
  number,
  outTradeNo: number,
  wechatId: `42${number}`,
  amountFen: fen(1991),
  state: "paid",
});

moduleIntegrationTestRunner<ReconciliationModuleService>({
  moduleName: RECONCILIATION_MODULE,
  moduleModels: [ReconciliationRun, ReconciliationDifference],
  resolve: `${__dirname}/../src/modules/reconciliation`,
  testSuite: ({ service, MikroOrmWrapper: database }) => {
    const lease = async (id: string, at = now) => {
      const taken = await service.take(id, at);
      if (taken === undefined) throw new Error(`${id} could not be taken`);
      return taken;
    };

    describe("a day", () => {
      it("is reconciled once at a time, however many ask", async () => {
        const begun = await Promise.allSettled(
          Array.from({ length: 20 }, () => service.begin(date, now)),
        );
        expect(begun.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
        await expect(service.begin(date, now)).rejects.toMatchObject({
          code: "reconciliation.already_running",
        });
        await expect(service.begin("2026-11-25", now)).resolves.toMatchObject({ run_number: 1 });
      });

      it("is reconciled again as a new run, and the former one stays as it was", async () => {
        const first = await service.begin(date, now);
        await service.finish(await lease(first.id), outcome, now);
        const second = await service.begin(date, now);
        expect(second.run_number).toBe(2);
        await service.fail(await lease(second.id), "STATEMENT_CREATING", now);
        expect(await service.runOf(first.id)).toMatchObject({
          state: "matched",
          our_payment_count: 1,
          our_payment_total: 19.9,
          their_payment_total: 39.81,
        });
        expect(await service.runOf(second.id)).toMatchObject({
          state: "failed",
          error: "STATEMENT_CREATING",
        });
      });
    });

    describe("a run", () => {
      it("is had by one process", async () => {
        const { id } = await service.begin(date, now);
        const taken = await Promise.all(Array.from({ length: 10 }, () => service.take(id, now)));
        expect(taken.filter((one) => one !== undefined)).toHaveLength(1);
        expect(await service.abandoned(now)).toEqual([]);
      });

      it("whose process is gone is taken by another, and the first can do nothing to it", async () => {
        const { id } = await service.begin(date, now);
        const first = await lease(id);
        const later = addMinutes(now, 6);
        expect((await service.abandoned(later)).map((run) => run.id)).toEqual([id]);
        const second = await lease(id, later);
        await expect(service.extend(first, later)).rejects.toThrow(/taken over/);
        await expect(service.finish(first, outcome, later)).rejects.toThrow(/taken over/);
        await service.fail(first, "too late", later);
        await service.extend(second, later);
        await service.finish(second, outcome, later);
        expect((await service.runOf(id)).state).toBe("matched");
      });

      it("that three processes died of is given up", async () => {
        const { id } = await service.begin(date, now);
        for (const minutes of [0, 10, 20]) await lease(id, addMinutes(now, minutes));
        expect(await service.abandoned(addMinutes(now, 30))).toEqual([]);
        expect((await service.runOf(id)).state).toBe("failed");
      });

      it("has an outcome by the differences that it recorded, each once", async () => {
        const { id } = await service.begin(date, now);
        const found = differencesOf([payment("A")], [payment("B")]);
        await service.recordDifferences(id, found);
        await service.recordDifferences(id, found);
        await service.recordDifferences(id, []);
        await service.finish(await lease(id), outcome, now);
        expect(await service.runOf(id)).toMatchObject({
          state: "differences",
          difference_count: 2,
        });
        const rows = await service.listReconciliationDifferences({ run_id: id });
        expect(rows).toEqual(
          expect.arrayContaining([
            expect.objectContaining({
              class: "missing_there",
              out_trade_no: "A",
              our_amount: 19.91,
              their_amount: null,
              resolution: "none",
            }),
            expect.objectContaining({
              class: "missing_here",
              out_trade_no: "B",
              our_amount: null,
              their_amount: 19.91,
            }),
          ]),
        );
      });

      it("decides about a difference once", async () => {
        const { id } = await service.begin(date, now);
        await service.recordDifferences(id, differencesOf([], [payment("B")]));
        const [row] = await service.listReconciliationDifferences({ run_id: id });
        await service.resolveDifference(String(row?.id), {
          resolution: "repaired",
          orderId: "order_1",
        });
        await service.resolveDifference(String(row?.id), {
          resolution: "queued",
          orderId: undefined,
        });
        const [resolved] = await service.listReconciliationDifferences({ run_id: id });
        expect(resolved).toMatchObject({ resolution: "repaired", order_id: "order_1" });
      });

      it("cannot be over without an end, nor matched with differences", async () => {
        const { id } = await service.begin(date, now);
        const change = (sql: string) =>
          database.forkManager().execute(`UPDATE reconciliation_run SET ${sql} WHERE id = '${id}'`);
        await expect(change("state = 'matched'")).rejects.toThrow(
          /CK_reconciliation_run_finished/i,
        );
        await expect(
          change(
            "state = 'matched', finished_at = now(), leased_until = NULL, difference_count = 1",
          ),
        ).rejects.toThrow(/CK_reconciliation_run_outcome/i);
      });
    });
  },
});
