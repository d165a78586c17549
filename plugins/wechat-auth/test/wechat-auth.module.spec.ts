import { setTimeout as sleep } from "node:timers/promises";
import type { PhoneCode } from "@mall/wechat";
import { moduleIntegrationTestRunner } from "@medusajs/test-utils";
import { WECHAT_AUTH_MODULE } from "../src/modules/wechat-auth";
import { WechatAccessToken } from "../src/modules/wechat-auth/models/wechat-access-token";
import { WechatIdentity } from "../src/modules/wechat-auth/models/wechat-identity";
import { WechatIdentityEvent } from "../src/modules/wechat-auth/models/wechat-identity-event";
import { WechatPhone } from "../src/modules/wechat-auth/models/wechat-phone";
import type { WechatAuthModuleService } from "../src/modules/wechat-auth/service";
import { databaseTokenStore } from "../src/modules/wechat-auth/token-store";

const now = new Date("2026-11-21T10:00:00Z");
const user = { appId: "wx1", openid: "oA", unionId: undefined };
const phone = { phoneNumber: "13800138000", purePhoneNumber: "13800138000", countryCode: "86" };
const code = "a-phone-code" as PhoneCode;

const kinds = async (service: WechatAuthModuleService) =>
  (await service.listWechatIdentityEvents({}, { order: { occurred_at: "ASC", id: "ASC" } })).map(
    ({ kind }) => kind,
  );

moduleIntegrationTestRunner<WechatAuthModuleService>({
  moduleName: WECHAT_AUTH_MODULE,
  moduleModels: [WechatIdentity, WechatIdentityEvent, WechatPhone, WechatAccessToken],
  resolve: `${__dirname}/../src/modules/wechat-auth`,
  testSuite: ({ service, MikroOrmWrapper }) => {
    describe("an identity", () => {
      it("is one row, however many first logins arrive at once", async () => {
        const logins = await Promise.all(
          Array.from({ length: 20 }, () => service.recordLogin(user, now)),
        );
        expect(new Set(logins.map(({ identityId }) => identityId)).size).toBe(1);
        expect(await service.listWechatIdentities()).toHaveLength(1);
      });

      it("gets the customer of exactly one of twenty who propose one", async () => {
        const { identityId } = await service.recordLogin(user, now);
        const winners = await Promise.all(
          Array.from({ length: 20 }, (_, index) =>
            service.claimIdentity(identityId, `cus_${String(index)}`, "customer_created", now),
          ),
        );
        expect(new Set(winners).size).toBe(1);
        expect(await kinds(service)).toEqual(["customer_created"]);
      });

      it("can be proposed a customer again after a login that failed", async () => {
        const { identityId } = await service.recordLogin(user, now);
        await service.claimIdentity(identityId, "cus_1", "customer_created", now);
        await service.unclaimIdentity(identityId, "cus_1");
        const { decision } = await service.recordLogin(user, now);
        expect(decision).toEqual({ kind: "create" });
      });

      it("of the same openid in another mini-program is another identity", async () => {
        const one = await service.recordLogin(user, now);
        const other = await service.recordLogin({ ...user, appId: "wx2" }, now);
        expect(other.identityId).not.toBe(one.identityId);
      });

      it("shares the customer of the identity with the same unionid", async () => {
        const first = await service.recordLogin({ ...user, unionId: "u1" }, now);
        await service.claimIdentity(first.identityId, "cus_1", "customer_created", now);
        const second = { appId: "wx2", openid: "oB", unionId: "u1" };
        const { decision } = await service.recordLogin(second, now);
        expect(decision).toEqual({ kind: "share", customerId: "cus_1" });
      });

      it("takes a unionid that comes late, and notes once that two customers are one person", async () => {
        const one = await service.recordLogin(user, now);
        await service.claimIdentity(one.identityId, "cus_1", "customer_created", now);
        const other = await service.recordLogin({ appId: "wx2", openid: "oB", unionId: "u1" }, now);
        await service.claimIdentity(other.identityId, "cus_2", "customer_created", now);
        for (const _login of [1, 2]) {
          const { decision } = await service.recordLogin({ ...user, unionId: "u1" }, now);
          expect(decision).toMatchObject({ kind: "keep", customerId: "cus_1" });
        }
        const noted = await kinds(service);
        expect(noted.filter((kind) => kind === "union_id_added")).toHaveLength(1);
        expect(noted.filter((kind) => kind === "merge_needed")).toHaveLength(1);
      });
    });

    describe("a verified phone number", () => {
      it("belongs to one of two customers who prove it at once", async () => {
        const results = await Promise.allSettled(
          ["cus_1", "cus_2"].map((customer) => service.bindPhone(customer, phone, code, now)),
        );
        const refused = results.filter((one) => one.status === "rejected");
        expect(refused).toHaveLength(1);
        expect(refused[0]?.reason).toMatchObject({ code: "wechat_auth.phone_in_use" });
      });

      it("is refused to another customer who had another number before", async () => {
        await service.bindPhone("cus_1", phone, code, now);
        const other = { ...phone, phoneNumber: "13900139000", purePhoneNumber: "13900139000" };
        await service.bindPhone("cus_2", other, code, now);
        await expect(service.bindPhone("cus_2", phone, code, now)).rejects.toMatchObject({
          code: "wechat_auth.phone_in_use",
        });
      });

      it("can be changed by its customer", async () => {
        await service.bindPhone("cus_1", phone, code, now);
        const next = { ...phone, phoneNumber: "13900139000", purePhoneNumber: "13900139000" };
        await service.bindPhone("cus_1", next, code, now);
        const [row] = await service.listWechatPhones();
        expect(row?.phone).toBe("13900139000");
      });

      it("is remembered by its code only for who proved it", async () => {
        await service.bindPhone("cus_1", phone, code, now);
        expect(await service.phoneProvenBy("cus_1", code)).toMatchObject({
          purePhoneNumber: "13800138000",
        });
        expect(await service.phoneProvenBy("cus_2", code)).toBeUndefined();
        expect(await service.phoneProvenBy("cus_1", "other" as PhoneCode)).toBeUndefined();
      });
    });

    describe("the shared access token", () => {
      const store = () =>
        databaseTokenStore((job) =>
          MikroOrmWrapper.forkManager().transactional((manager) => job(manager)),
        );
      const inAnHour = () => new Date(Date.now() + 3_600_000);

      it("is fetched once by fifty who need it at once", async () => {
        let fetches = 0;
        const tokens = await Promise.all(
          Array.from({ length: 8 }, () =>
            store().refresh("wx1", undefined, async () => {
              fetches += 1;
              await sleep(50);
              return { token: `token-${String(fetches)}`, expiresAt: inAnHour() };
            }),
          ),
        );
        expect(fetches).toBe(1);
        expect(new Set(tokens.map(({ token }) => token))).toEqual(new Set(["token-1"]));
      });

      it("is fetched again when it is the stale one, and when it expired", async () => {
        const fetchOf = (token: string, expiresAt: Date) => () =>
          Promise.resolve({ token, expiresAt });
        await store().refresh("wx1", undefined, fetchOf("first", new Date(Date.now() - 1000)));
        await store().refresh("wx1", undefined, fetchOf("second", inAnHour()));
        expect((await store().read("wx1"))?.token).toBe("second");
        await store().refresh("wx1", "second", fetchOf("third", inAnHour()));
        expect((await store().read("wx1"))?.token).toBe("third");
      });

      it("stays what it was when fetching fails, and nobody waits for ever", async () => {
        await expect(
          store().refresh("wx1", undefined, () => Promise.reject(new Error("WeChat is down"))),
        ).rejects.toThrow("WeChat is down");
        const fresh = await store().refresh("wx1", undefined, () =>
          Promise.resolve({ token: "later", expiresAt: inAnHour() }),
        );
        expect(fresh.token).toBe("later");
      });
    });
  },
});
