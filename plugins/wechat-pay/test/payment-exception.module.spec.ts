import { fen } from "@mall/kernel";
import { moduleIntegrationTestRunner } from "@medusajs/test-utils";
import { PAYMENT_EXCEPTION_MODULE } from "../src/modules/payment-exception";
import { PaymentException } from "../src/modules/payment-exception/models/payment-exception";
import { PaymentExceptionAction } from "../src/modules/payment-exception/models/payment-exception-action";
import type {
  PaymentExceptionModuleService,
  RaisedException,
} from "../src/modules/payment-exception/service";

const now = new Date("2026-11-21T10:00:00Z");
const later = new Date("2026-11-21T11:00:00Z");

const raised: RaisedException = {
  kind: "second_success",
  subject: "4200000001",
  orderId: "order_1",
  outTradeNo: "01JD8Z5V5W8Q9X7Y6T4R3E2W1Q",
  amountFen: fen(1990),
  evidence: { transaction_id: "4200000001" },
};

const parallel = <Result>(count: number, run: (index: number) => Promise<Result>) =>
  Promise.allSettled(Array.from({ length: count }, (_, index) => run(index)));

const succeeded = (results: PromiseSettledResult<unknown>[]) =>
  results.filter(({ status }) => status === "fulfilled");

moduleIntegrationTestRunner<PaymentExceptionModuleService>({
  moduleName: PAYMENT_EXCEPTION_MODULE,
  moduleModels: [PaymentException, PaymentExceptionAction],
  resolve: `${__dirname}/../src/modules/payment-exception`,
  // Triggers are in no model: these tests are about the database as it is migrated.
  pathToMigrations: `${__dirname}/../src/modules/payment-exception/migrations`,
  testSuite: ({ service, MikroOrmWrapper }) => {
    const sql = (statement: string, values: unknown[] = []) =>
      MikroOrmWrapper.forkManager().execute(statement, values);
    const actions = async (id: string) =>
      (await service.listPaymentExceptionActions({ exception_id: id })).map(({ action }) => action);

    describe("an exception", () => {
      it("keeps what was seen first, however often it is raised", async () => {
        const first = await service.raise(raised, now);
        const again = await service.raise({ ...raised, evidence: { other: 1 } }, later);
        expect([first.isNew, again.isNew]).toEqual([true, false]);
        expect(again.exception).toMatchObject({
          id: first.exception.id,
          state: "open",
          amount: 19.9,
          evidence: raised.evidence,
          raised_at: now,
        });
        expect(await service.listPaymentExceptions()).toHaveLength(1);
      });

      it("is one row with one action, however many raise it at once", async () => {
        const results = await parallel(20, () => service.raise(raised, now));
        expect(succeeded(results)).toHaveLength(20);
        const [only, ...others] = await service.listPaymentExceptions();
        expect(others).toEqual([]);
        expect(await actions(only!.id)).toEqual(["raised"]);
      });

      it("is another one for another subject or kind", async () => {
        await service.raise(raised, now);
        await service.raise({ ...raised, subject: "4200000002" }, now);
        await service.raise({ ...raised, kind: "success_differs" }, now);
        expect(await service.listPaymentExceptions()).toHaveLength(3);
      });

      it("is not raised again once it was decided", async () => {
        const { exception } = await service.raise(raised, now);
        await service.resolveException(exception.id, { resolution: "accepted" }, now);
        const again = await service.raise(raised, later);
        expect(again.isNew).toBe(false);
        expect(again.exception).toMatchObject({ id: exception.id, state: "resolved" });
      });

      it("need not be about an order or an amount", async () => {
        const bare = { kind: "bill_status" as const, subject: "row 1", evidence: {} };
        const { exception } = await service.raise(bare, now);
        expect(exception).toMatchObject({ order_id: null, out_trade_no: null, amount: null });
      });
    });

    describe("a decision", () => {
      it("is made once, by one of many who click at once", async () => {
        const { exception } = await service.raise(raised, now);
        const results = await parallel(20, (index) =>
          service.resolveException(
            exception.id,
            { resolution: "accepted", actorId: `user_${String(index)}`, note: "seen to" },
            later,
          ),
        );
        expect(succeeded(results)).toHaveLength(1);
        const refusals = results.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
        expect(new Set(refusals.map(({ code }) => code))).toEqual(
          new Set(["payment_exception.already_resolved"]),
        );
        const winner = results.findIndex(({ status }) => status === "fulfilled");
        expect((await actions(exception.id)).sort()).toEqual(["accepted", "raised"]);
        const [accepted] = await service.listPaymentExceptionActions({ action: "accepted" });
        expect(accepted).toMatchObject({ actor_id: `user_${String(winner)}`, note: "seen to" });
        expect(await service.exceptionOf(exception.id)).toMatchObject({
          state: "resolved",
          resolution: "accepted",
          resolved_at: later,
        });
      });

      it("needs an exception", async () => {
        await expect(
          service.resolveException("pexc_unknown", { resolution: "accepted" }, now),
        ).rejects.toMatchObject({ code: "payment_exception.not_found" });
      });
    });

    describe("what the system settles", () => {
      it("is closed by nobody in particular", async () => {
        const { exception } = await service.raise(raised, now);
        await service.settle(raised.kind, raised.subject, "refunded after all", later);
        expect(await service.exceptionOf(exception.id)).toMatchObject({ resolution: "settled" });
        const [settled] = await service.listPaymentExceptionActions({ action: "settled" });
        expect(settled).toMatchObject({ actor_id: null, note: "refunded after all" });
      });

      it("is only what is open: a merchant's decision stays", async () => {
        const { exception } = await service.raise(raised, now);
        await service.resolveException(exception.id, { resolution: "accepted" }, now);
        await service.settle(raised.kind, raised.subject, "refunded after all", later);
        expect(await service.exceptionOf(exception.id)).toMatchObject({ resolution: "accepted" });
        expect(await actions(exception.id)).not.toContain("settled");
      });

      it("may be nothing at all", async () => {
        await expect(service.settle("bill_amount", "none", "", now)).resolves.toBeUndefined();
      });

      it("is settled once, however many see it at once", async () => {
        const { exception } = await service.raise(raised, now);
        await parallel(20, () => service.settle(raised.kind, raised.subject, "over", later));
        expect((await actions(exception.id)).sort()).toEqual(["raised", "settled"]);
      });
    });

    describe("the history", () => {
      it("takes notes before and after the decision", async () => {
        const { exception } = await service.raise(raised, now);
        const note = { action: "noted" as const, actorId: "user_1", note: "asked the shopper" };
        await service.note(exception.id, note, now);
        await service.resolveException(exception.id, { resolution: "accepted" }, now);
        await service.note(exception.id, note, later);
        expect((await actions(exception.id)).sort()).toEqual([
          "accepted",
          "noted",
          "noted",
          "raised",
        ]);
      });

      it("is about an exception that is there", async () => {
        await expect(
          service.note("pexc_unknown", { action: "noted", actorId: "user_1" }, now),
        ).rejects.toMatchObject({ code: "payment_exception.not_found" });
      });

      it.each([
        ["changed", "UPDATE payment_exception_action SET note = 'never said'"],
        ["deleted", "DELETE FROM payment_exception_action"],
      ])("cannot be %s, not even by SQL", async (_, statement) => {
        await service.raise(raised, now);
        await expect(sql(statement)).rejects.toThrow("append-only");
        expect(await service.listPaymentExceptionActions()).toHaveLength(1);
      });
    });

    describe("the database", () => {
      it.each([
        ["resolved without a resolution", "state = 'resolved', resolved_at = now()"],
        ["resolved without a time", "state = 'resolved', resolution = 'accepted'"],
        ["open with a resolution", "resolution = 'accepted', resolved_at = now()"],
        ["of a kind that nobody knows", "kind = 'bad_mood'"],
      ])("refuses an exception that is %s", async (_, change) => {
        await service.raise(raised, now);
        await expect(sql(`UPDATE payment_exception SET ${change}`)).rejects.toThrow(
          /violates check constraint/,
        );
      });
    });
  },
});
