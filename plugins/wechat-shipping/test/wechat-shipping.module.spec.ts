import { moduleIntegrationTestRunner } from "@medusajs/test-utils";
import { WECHAT_SHIPPING_MODULE } from "../src/modules/wechat-shipping";
import { WechatShippingUpload } from "../src/modules/wechat-shipping/models/wechat-shipping-upload";
import type {
  WechatShippingModuleService,
  WechatShippingUploadDTO,
} from "../src/modules/wechat-shipping/service";

const now = new Date("2026-11-27T10:00:00Z");
const seconds = (count: number) => new Date(now.getTime() + count * 1000);

const shipment = (...fulfillments: string[]) => new Map([["order_1", fulfillments]]);

moduleIntegrationTestRunner<WechatShippingModuleService>({
  moduleName: WECHAT_SHIPPING_MODULE,
  moduleModels: [WechatShippingUpload],
  resolve: `${__dirname}/../src/modules/wechat-shipping`,
  testSuite: ({ service }) => {
    const row = async () => {
      const rows = await service.listWechatShippingUploads();
      expect(rows).toHaveLength(1);
      return rows[0];
    };
    const claim = async (at = now): Promise<WechatShippingUploadDTO> => {
      const [claimed] = await service.claimDue(at, 10);
      if (claimed === undefined) throw new Error("Nothing was due");
      return claimed;
    };

    describe("a shipment", () => {
      it("that is noted twenty times at once is one row with one version", async () => {
        await Promise.all(
          Array.from({ length: 20 }, () => service.noteShipments(shipment("ful_1"), now)),
        );
        expect(await row()).toMatchObject({
          order_id: "order_1",
          fulfillment_ids: ["ful_1"],
          version: 1,
          state: "pending",
        });
      });

      it("that comes again after it was reported changes nothing", async () => {
        await service.noteShipments(shipment("ful_1"), now);
        await service.completeUpload(await claim(), now);
        await service.noteShipments(shipment("ful_1"), seconds(5));
        expect(await row()).toMatchObject({
          state: "uploaded",
          uploaded_at: now,
          next_attempt_at: null,
        });
      });

      it("of a second parcel is reported too, in whatever order they are heard of", async () => {
        await service.noteShipments(shipment("ful_2"), now);
        await service.completeUpload(await claim(), now);
        await service.noteShipments(shipment("ful_1", "ful_2"), seconds(5));
        expect(await row()).toMatchObject({ state: "pending", version: 2, attempts: 0 });
        expect((await row())?.fulfillment_ids.sort()).toEqual(["ful_1", "ful_2"]);
        expect(await service.claimDue(seconds(5), 10)).toHaveLength(1);
      });

      it("of many orders is noted with the others, by two processes at once", async () => {
        const many = Array.from({ length: 1200 }, (_, index): [string, string[]] => [
          `order_${String(index)}`,
          [`ful_${String(index)}`],
        ]);
        await Promise.all([
          service.noteShipments(new Map(many), now),
          service.noteShipments(new Map(many.toReversed()), now),
        ]);
        const [, count] = await service.listAndCountWechatShippingUploads({ version: 1 });
        expect(count).toBe(1200);
      });

      it("that comes while the one before is reported is not lost", async () => {
        await service.noteShipments(shipment("ful_1"), now);
        const underWay = await claim();
        await service.noteShipments(shipment("ful_2"), seconds(1));
        await service.completeUpload(underWay, seconds(2));
        await service.failUpload(underWay, "10060003");
        await service.closeUpload(underWay);
        await service.deferUpload(underWay, "late", seconds(2));
        expect(await row()).toMatchObject({ state: "pending", version: 2, attempts: 0 });
        expect(await service.claimDue(seconds(2), 10)).toHaveLength(1);
      });
    });

    describe("what is due", () => {
      it("is claimed by one of several processes, and by another one after a crash", async () => {
        await service.noteShipments(shipment("ful_1"), now);
        expect(await service.claimDue(seconds(-1), 10)).toEqual([]);
        const claims = await Promise.all(
          Array.from({ length: 10 }, () => service.claimDue(now, 10)),
        );
        expect(claims.flat()).toHaveLength(1);
        expect(await service.claimDue(seconds(59), 10)).toEqual([]);
        expect(await service.claimDue(seconds(60), 10)).toHaveLength(1);
      });

      it("is tried again soon, then ever more rarely, and tells why", async () => {
        await service.noteShipments(shipment("ful_1"), now);
        await service.deferUpload(await claim(), "10060001", now);
        expect(await row()).toMatchObject({ attempts: 1, last_error: "10060001" });
        await service.deferUpload(await claim(seconds(1)), "10060001", seconds(1));
        expect(await service.claimDue(seconds(2), 10)).toEqual([]);
        expect(await service.claimDue(seconds(3), 10)).toHaveLength(1);
      });

      it("is no longer due when there is nothing to report", async () => {
        await service.noteShipments(shipment("ful_1"), now);
        await service.closeUpload(await claim());
        expect(await row()).toMatchObject({ state: "not_due", next_attempt_at: null });
      });
    });

    describe("a refused report", () => {
      it("waits for the merchant, who has it tried again with a carrier", async () => {
        await service.noteShipments(shipment("ful_1"), now);
        await service.failUpload(await claim(), "unknown_carrier: 1");
        expect(await row()).toMatchObject({ state: "failed", last_error: "unknown_carrier: 1" });
        expect(await service.claimDue(seconds(9999), 10)).toEqual([]);
        await service.retryUpload("order_1", "ZTO", seconds(10000));
        await service.retryUpload("order_1", undefined, seconds(10000));
        expect(await claim(seconds(10000))).toMatchObject({
          state: "pending",
          express_company: "ZTO",
          last_error: null,
          attempts: 0,
        });
      });

      it("of an order of which nothing was shipped is an error", async () => {
        await expect(service.retryUpload("order_9", undefined, now)).rejects.toMatchObject({
          code: "wechat_shipping.nothing_shipped",
        });
      });
    });

    describe("the database", () => {
      const upload = { order_id: "order_1", fulfillment_ids: ["ful_1"], next_attempt_at: now };

      it("refuses a second row of an order", async () => {
        await service.createWechatShippingUploads(upload);
        await expect(service.createWechatShippingUploads(upload)).rejects.toThrow();
      });

      it.each([
        ["pending without a next attempt", { next_attempt_at: null }],
        ["uploaded and still scheduled", { state: "uploaded" as const, uploaded_at: now }],
        ["uploaded at no time", { state: "uploaded" as const, next_attempt_at: null }],
        ["failed without a reason", { state: "failed" as const, next_attempt_at: null }],
      ])("refuses a row that is %s", async (_, more) => {
        await expect(service.createWechatShippingUploads({ ...upload, ...more })).rejects.toThrow();
      });
    });

    it("says that WeChat is not configured", () => {
      expect(() => service.client).toThrow("not configured");
    });
  },
});
