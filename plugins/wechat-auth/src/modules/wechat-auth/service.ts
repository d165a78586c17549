import { createHash } from "node:crypto";
import type { EntityManager } from "@medusajs/framework/mikro-orm/knex";
import type { Context, DAL, InferTypeOf } from "@medusajs/framework/types";
import {
  generateEntityId,
  InjectTransactionManager,
  MedusaContext,
  MedusaService,
} from "@medusajs/framework/utils";
import { execute, invariantBroken } from "@mall/kernel";
import {
  createMiniProgramClient,
  type MiniProgramClient,
  type PhoneCode,
  type MiniProgramPhone,
  type WechatSettings,
} from "@mall/wechat";
import { phoneErrorName } from "./channel-errors";
import { WechatAuthErrors } from "./errors";
import { WechatAccessToken } from "./models/wechat-access-token";
import { WechatIdentity } from "./models/wechat-identity";
import { WechatIdentityEvent } from "./models/wechat-identity-event";
import { WechatPhone } from "./models/wechat-phone";
import { decideCustomer, type CustomerDecision, type WechatUser } from "./rules";
import { databaseTokenStore } from "./token-store";

export interface WechatAuthOptions {
  /** Absent when the mall runs without WeChat, for example while migrating. */
  settings?: WechatSettings;
}

interface Dependencies {
  baseRepository: DAL.RepositoryService;
}

type DatabaseContext = Context<EntityManager>;
type WechatIdentityDTO = InferTypeOf<typeof WechatIdentity>;
type EventKind = InferTypeOf<typeof WechatIdentityEvent>["kind"];

/** Identities, verified phone numbers and the shared access token. */
export class WechatAuthModuleService extends MedusaService({
  WechatIdentity,
  WechatIdentityEvent,
  WechatPhone,
  WechatAccessToken,
}) {
  private readonly miniProgram: MiniProgramClient | undefined;

  constructor(container: Dependencies, options: WechatAuthOptions = {}) {
    super(container, options);
    const { baseRepository } = container;
    this.miniProgram =
      options.settings &&
      createMiniProgramClient(options.settings, {
        tokenStore: databaseTokenStore((job) =>
          baseRepository.transaction((manager) => job(manager as EntityManager)),
        ),
      });
  }

  /** Exchanges a getPhoneNumber code. @throws wechat_auth.phone_code_invalid and others */
  async exchangePhoneCode(code: PhoneCode): Promise<MiniProgramPhone> {
    if (this.miniProgram === undefined) throw WechatAuthErrors.not_configured();
    try {
      return await this.miniProgram.phoneNumber(code);
    } catch (error) {
      const name = phoneErrorName(error);
      throw name === undefined ? error : WechatAuthErrors[name]();
    }
  }

  /** Stores who logs in, fills in a unionid that came late, and decides whose account it is. */
  @InjectTransactionManager()
  async recordLogin(
    user: WechatUser,
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<{ identityId: string; decision: CustomerDecision }> {
    await execute(
      context,
      `INSERT INTO wechat_identity (id, app_id, openid, union_id) VALUES (?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
      [generateEntityId(undefined, "wxid"), user.appId, user.openid, user.unionId ?? null],
    );
    const [own] = await execute<WechatIdentityDTO>(
      context,
      `SELECT * FROM wechat_identity WHERE app_id = ? AND openid = ? FOR UPDATE`,
      [user.appId, user.openid],
    );
    if (own === undefined) throw invariantBroken("A stored identity is not there");
    if (user.unionId !== undefined && own.union_id === null) {
      await execute(context, `UPDATE wechat_identity SET union_id = ? WHERE id = ?`, [
        user.unionId,
        own.id,
      ]);
      await record(context, own.id, "union_id_added", { union_id: user.unionId }, now);
    }
    const decision = decideCustomer(
      { customerId: own.customer_id, unionId: own.union_id },
      await this.customerOfUnion(own.id, user.unionId ?? own.union_id, context),
    );
    if (decision.kind === "keep" && decision.mergeNeededWith !== undefined) {
      await recordOnce(context, own.id, "merge_needed", { with: decision.mergeNeededWith }, now);
    }
    return { identityId: own.id, decision };
  }

  /**
   * Gives an identity its customer, once. Of several at the same time one wins.
   *
   * @returns the customer that the identity has now
   */
  @InjectTransactionManager()
  async claimIdentity(
    identityId: string,
    customerId: string,
    kind: "customer_created" | "customer_shared",
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<string> {
    const claimed = await execute(
      context,
      `UPDATE wechat_identity SET customer_id = ?, updated_at = now()
       WHERE id = ? AND customer_id IS NULL RETURNING id`,
      [customerId, identityId],
    );
    if (claimed.length === 1) {
      await record(context, identityId, kind, { customer_id: customerId }, now);
      return customerId;
    }
    const [identity] = await execute<WechatIdentityDTO>(
      context,
      `SELECT customer_id FROM wechat_identity WHERE id = ?`,
      [identityId],
    );
    if (!identity?.customer_id) throw invariantBroken(`Identity ${identityId} has no customer`);
    return identity.customer_id;
  }

  /** Undoes a claim whose login failed afterwards. */
  @InjectTransactionManager()
  async unclaimIdentity(
    identityId: string,
    customerId: string,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<void> {
    await execute(
      context,
      `UPDATE wechat_identity SET customer_id = NULL WHERE id = ? AND customer_id = ?`,
      [identityId, customerId],
    );
  }

  /** The phone that this customer proved with this very code, when the call is a repetition. */
  async phoneProvenBy(customerId: string, code: PhoneCode): Promise<MiniProgramPhone | undefined> {
    const [row] = await this.listWechatPhones({
      customer_id: customerId,
      code_hash: hashOf(code),
    });
    return (
      row && {
        phoneNumber: row.phone,
        purePhoneNumber: row.phone,
        countryCode: row.country_code,
      }
    );
  }

  /** Binds a verified number to a customer. @throws wechat_auth.phone_in_use */
  @InjectTransactionManager()
  async bindPhone(
    customerId: string,
    phone: MiniProgramPhone,
    code: PhoneCode,
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<void> {
    const values = [phone.purePhoneNumber, phone.countryCode, hashOf(code), now];
    // The number's unique index decides; a conflict on it inserts nothing and updates nothing.
    const updated = await execute(
      context,
      `UPDATE wechat_phone SET phone = ?, country_code = ?, code_hash = ?, verified_at = ?
       WHERE customer_id = ? AND NOT EXISTS (SELECT 1 FROM wechat_phone other
         WHERE other.phone = ? AND other.country_code = ? AND other.customer_id <> ?) RETURNING id`,
      [...values, customerId, phone.purePhoneNumber, phone.countryCode, customerId],
    );
    if (updated.length === 1) return;
    const inserted = await execute(
      context,
      `INSERT INTO wechat_phone (id, customer_id, phone, country_code, code_hash, verified_at)
       VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id`,
      [generateEntityId(undefined, "wxtel"), customerId, ...values],
    );
    if (inserted.length === 0) throw WechatAuthErrors.phone_in_use();
  }

  /** The customer of another identity with the same unionid: the one that has had it longest. */
  private async customerOfUnion(
    identityId: string,
    unionId: string | null,
    context: DatabaseContext,
  ): Promise<string | undefined> {
    if (unionId === null) return undefined;
    const [other] = await execute<WechatIdentityDTO>(
      context,
      `SELECT customer_id FROM wechat_identity WHERE union_id = ? AND id <> ?
         AND customer_id IS NOT NULL ORDER BY created_at, id LIMIT 1`,
      [unionId, identityId],
    );
    return other?.customer_id ?? undefined;
  }
}

function hashOf(code: PhoneCode): string {
  return createHash("sha256").update(code).digest("hex");
}

async function record(
  context: DatabaseContext,
  identityId: string,
  kind: EventKind,
  detail: Record<string, string>,
  now: Date,
): Promise<void> {
  await execute(
    context,
    `INSERT INTO wechat_identity_event (id, identity_id, kind, detail, occurred_at)
     VALUES (?, ?, ?, ?, ?)`,
    [generateEntityId(undefined, "wxide"), identityId, kind, JSON.stringify(detail), now],
  );
}

async function recordOnce(...args: Parameters<typeof record>): Promise<void> {
  const [context, identityId, kind, detail] = args;
  const known = await execute(
    context,
    `SELECT 1 FROM wechat_identity_event WHERE identity_id = ? AND kind = ? AND detail = ?::jsonb`,
    [identityId, kind, JSON.stringify(detail)],
  );
  if (known.length === 0) await record(...args);
}
