import type { EntityManager } from "@medusajs/framework/mikro-orm/knex";
import type { Context, InferTypeOf } from "@medusajs/framework/types";
import {
  generateEntityId,
  InjectManager,
  MedusaContext,
  MedusaService,
} from "@medusajs/framework/utils";
import { addSeconds, execute } from "@mall/kernel";
import { createMiniProgramClient, type MiniProgramClient, type WechatSettings } from "@mall/wechat";
import { WechatShippingErrors } from "./errors";
import { WechatShippingUpload } from "./models/wechat-shipping-upload";
import { nextAttemptAt } from "./rules";

interface WechatShippingOptions {
  /** Absent when the mall runs without WeChat, for example while migrating. */
  settings?: WechatSettings;
}

export type WechatShippingUploadDTO = InferTypeOf<typeof WechatShippingUpload>;

/** One attempt, for what was to be reported when it was claimed. */
type Claim = Pick<WechatShippingUploadDTO, "id" | "version" | "attempts">;

/** How long one attempt may take before another process tries: longer than WeChat's time limit. */
const LEASE_SECONDS = 60;
/** So many rows a statement writes. */
const ROWS_AT_A_TIME = 500;

type DatabaseContext = Context<EntityManager>;

/** The outbox of shipping information. Every change of state is one conditional statement. */
export class WechatShippingModuleService extends MedusaService({ WechatShippingUpload }) {
  private readonly miniProgram: MiniProgramClient | undefined;

  constructor(container: Record<string, unknown>, options: WechatShippingOptions = {}) {
    super(container, options);
    // The token is kept in memory: WeChat's stable_token gives all who ask the same one as long as
    // nobody forces a new one, so processes that each remember it do not take it from each other.
    this.miniProgram = options.settings && createMiniProgramClient(options.settings);
  }

  /** The client of the configured mini-program. @throws wechat_shipping.not_configured */
  get client(): MiniProgramClient {
    if (this.miniProgram === undefined) throw WechatShippingErrors.not_configured();
    return this.miniProgram;
  }

  /** Notes that shipments have to be reported. What is known already changes nothing. */
  @InjectManager()
  async noteShipments(
    shipments: ReadonlyMap<string, readonly string[]>,
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<void> {
    // In one order for all processes, so that two of them never wait for each other.
    const sorted = [...shipments].sort(([one], [other]) => (one < other ? -1 : 1));
    for (let from = 0; from < sorted.length; from += ROWS_AT_A_TIME) {
      const rows = sorted.slice(from, from + ROWS_AT_A_TIME);
      await execute(
        context,
        `INSERT INTO wechat_shipping_upload AS known (id, order_id, fulfillment_ids, next_attempt_at)
         VALUES ${rows.map(() => "(?, ?, ?::text[], ?)").join(", ")}
         ON CONFLICT (order_id) WHERE deleted_at IS NULL DO UPDATE SET
           fulfillment_ids = ARRAY(SELECT DISTINCT unnest(known.fulfillment_ids || excluded.fulfillment_ids)),
           version = known.version + 1, state = 'pending', attempts = 0, last_error = NULL,
           next_attempt_at = excluded.next_attempt_at, updated_at = now()
         WHERE NOT known.fulfillment_ids @> excluded.fulfillment_ids`,
        rows.flatMap(([orderId, fulfillmentIds]) => [
          generateEntityId(undefined, "wxship"),
          orderId,
          `{${fulfillmentIds.join(",")}}`,
          now,
        ]),
      );
    }
  }

  /** Claims what is due, each for one process and for a limited time. */
  @InjectManager()
  async claimDue(
    now: Date,
    limit: number,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<WechatShippingUploadDTO[]> {
    const rows = await execute(
      context,
      `UPDATE wechat_shipping_upload SET next_attempt_at = ? WHERE id IN (
         SELECT id FROM wechat_shipping_upload WHERE next_attempt_at <= ?
         ORDER BY next_attempt_at LIMIT ? FOR UPDATE SKIP LOCKED) RETURNING id`,
      [addSeconds(now, LEASE_SECONDS), now, limit],
    );
    const ids = rows.map((row) => String(row.id));
    return ids.length === 0 ? [] : this.listWechatShippingUploads({ id: ids }, {}, context);
  }

  /** pending → uploaded, unless there is more to report by now. */
  async completeUpload(claim: Claim, now: Date): Promise<void> {
    await this.endAttempt(claim, "state = 'uploaded', uploaded_at = ?, last_error = NULL", [now]);
  }

  /** pending → failed: somebody has to do something about this order first. */
  async failUpload(claim: Claim, reason: string): Promise<void> {
    await this.endAttempt(claim, "state = 'failed', last_error = ?", [reason]);
  }

  /** pending → not_due. */
  async closeUpload(claim: Claim): Promise<void> {
    await this.endAttempt(claim, "state = 'not_due', last_error = NULL", []);
  }

  /** Plans the next attempt after one that came to nothing. */
  @InjectManager()
  async deferUpload(
    claim: Claim,
    reason: string,
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<void> {
    await execute(
      context,
      `UPDATE wechat_shipping_upload SET attempts = attempts + 1, last_error = ?,
         next_attempt_at = ?, updated_at = now()
       WHERE id = ? AND version = ? AND state = 'pending'`,
      [reason, nextAttemptAt(claim.attempts, now), claim.id, claim.version],
    );
  }

  /**
   * Any state → pending, at once, because a merchant asks for it.
   *
   * @throws wechat_shipping.nothing_shipped
   */
  @InjectManager()
  async retryUpload(
    orderId: string,
    expressCompany: string | undefined,
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<void> {
    const rows = await execute(
      context,
      `UPDATE wechat_shipping_upload SET state = 'pending', version = version + 1, attempts = 0,
         last_error = NULL, next_attempt_at = ?, express_company = coalesce(?, express_company),
         updated_at = now() WHERE order_id = ? RETURNING id`,
      [now, expressCompany ?? null, orderId],
    );
    if (rows.length === 0) throw WechatShippingErrors.nothing_shipped();
  }

  @InjectManager()
  protected async endAttempt(
    claim: Claim,
    changes: string,
    values: unknown[],
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<void> {
    await execute(
      context,
      `UPDATE wechat_shipping_upload SET ${changes}, next_attempt_at = NULL, updated_at = now()
       WHERE id = ? AND version = ? AND state = 'pending'`,
      [...values, claim.id, claim.version],
    );
  }
}
