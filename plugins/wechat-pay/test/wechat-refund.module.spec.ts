import { fen } from "@mall/kernel";
import { moduleIntegrationTestRunner } from "@medusajs/test-utils";
import { WECHAT_REFUND_MODULE } from "../src/modules/wechat-refund";
import { WechatRefund } from "../src/modules/wechat-refund/models/wechat-refund";
import { WechatRefundAccount } from "../src/modules/wechat-refund/models/wechat-refund-account";
import { WechatRefundEvent } from "../src/modules/wechat-refund/models/wechat-refund-event";
import type { RefundState } from "../src/modules/wechat-refund/rules";
import {
  RefundExceedsPayment,
  type OwedRefund,
  type WechatRefundModuleService,
} from "../src/modules/wechat-refund/service";

const now = new Date("2026-11-27T10:00:00Z");
const seconds = (count: number) => new Date(now.getTime() + count * 1000);

const owed = (refundId: string, amount: number): OwedRefund => ({
  source: { refundId },
  outTradeNo: "01JD8Z5V5W8Q9X7Y6T4R3E2W1Q",
  orderId: "order_1",
  amountFen: fen(amount),
  paidFen: fen(1000),
});

moduleIntegrationTestRunner<WechatRefundModuleService>({
  moduleName: WECHAT_REFUND_MODULE,
  moduleModels: [WechatRefund, WechatRefundAccount, WechatRefundEvent],
  resolve: `${__dirname}/../src/modules/wechat-refund`,
  testSuite: ({ service }) => {
    const committed = async () => (await service.listWechatRefundAccounts())[0]?.committed ?? 0;
    const move = (outRefundNo: string, to: RefundState) =>
      service.advance(outRefundNo, { to, cause: "answer" }, now);

    describe("what is owed", () => {
      it("is written down once, however many see it at the same time", async () => {
        const rows = await Promise.all(
          Array.from({ length: 20 }, () => service.register(owed("ref_1", 300), now)),
        );
        expect(new Set(rows.map(({ out_refund_no }) => out_refund_no))).toEqual(new Set(["ref_1"]));
        expect(await service.listWechatRefunds()).toHaveLength(1);
        expect(await committed()).toBe(3);
      });

      it("never sums to more than was paid, however many ask at the same time", async () => {
        const results = await Promise.allSettled(
          Array.from({ length: 10 }, (_, index) =>
            service.register(owed(`ref_${String(index)}`, 300), now),
          ),
        );
        const refused = results.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
        expect(refused).toHaveLength(7);
        for (const error of refused) expect(error).toBeInstanceOf(RefundExceedsPayment);
        expect(await service.listWechatRefunds()).toHaveLength(3);
        expect(await committed()).toBe(9);
      });

      it("is a fen less at the end, where fractions of Medusa's amounts were rounded up", async () => {
        await service.register(owed("ref_1", 334), now);
        await service.register(owed("ref_2", 333), now);
        const last = await service.register(owed("ref_3", 334), now);
        expect(last.amount).toBe(3.33);
        expect(await committed()).toBe(10);
      });

      it("cannot be pushed beyond what was paid, not even by hand", async () => {
        await service.register(owed("ref_1", 1000), now);
        const [account] = await service.listWechatRefundAccounts();
        await expect(
          service.updateWechatRefundAccounts({ id: account?.id ?? "", committed: 10.01 }),
        ).rejects.toThrow("ck_wechat_refund_account_within_paid");
      });
    });

    describe("a refund", () => {
      it("moves only forward, and every move is on record with its cause", async () => {
        await service.register(owed("ref_1", 300), now);
        expect(await move("ref_1", "succeeded")).toBe(false);
        expect(await move("ref_1", "sent")).toBe(true);
        expect(await move("ref_1", "sent")).toBe(false);
        expect(await move("ref_1", "processing")).toBe(true);
        expect(await move("ref_1", "succeeded")).toBe(true);
        expect(await move("ref_1", "closed")).toBe(false);
        const events = await service.listWechatRefundEvents({}, { order: { id: "ASC" } });
        expect(events.map(({ to_state, cause }) => `${to_state} ${cause}`)).toEqual([
          "requested registered",
          "sent answer",
          "processing answer",
          "succeeded answer",
        ]);
        expect(await service.listWechatRefunds()).toMatchObject([
          { state: "succeeded", next_attempt_at: null },
        ]);
      });

      it("goes to its end once, whoever tells it", async () => {
        await service.register(owed("ref_1", 300), now);
        await move("ref_1", "sent");
        const moved = await Promise.all(
          Array.from({ length: 10 }, () => move("ref_1", "succeeded")),
        );
        expect(moved.filter(Boolean)).toHaveLength(1);
      });

      it("that WeChat closed gives its money back to be refunded, under the next number", async () => {
        await service.register(owed("ref_1", 1000), now);
        await move("ref_1", "sent");
        await move("ref_1", "closed");
        expect(await committed()).toBe(0);
        const next = await service.register(owed("ref_1", 1000), now);
        expect(next).toMatchObject({ out_refund_no: "ref_1-2", attempt: 2, state: "requested" });
        expect(await committed()).toBe(10);
      });

      it("is looked at by one process at a time, and by another one after a crash", async () => {
        await service.register(owed("ref_1", 300), now);
        const claims = await Promise.all(
          Array.from({ length: 10 }, () => service.claimDue(now, 10)),
        );
        expect(claims.flat()).toHaveLength(1);
        expect(await service.claimDue(seconds(29), 10)).toEqual([]);
        expect(await service.claimDue(seconds(30), 10)).toHaveLength(1);
      });

      it("keeps why it did not move, and is looked at ever more rarely", async () => {
        const refund = await service.register(owed("ref_1", 300), now);
        await service.postpone(refund, "NOT_ENOUGH", now);
        const [kept] = await service.listWechatRefunds();
        expect(kept).toMatchObject({ attempts: 1, last_error: "NOT_ENOUGH" });
        expect(kept?.next_attempt_at).toEqual(seconds(5));
        expect(await service.hurry("ref_1", now)).toBe(true);
        expect(await service.claimDue(now, 10)).toHaveLength(1);
      });
    });
  },
});
