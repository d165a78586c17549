import type { Context, InferTypeOf } from "@medusajs/framework/types";
import type { EntityManager } from "@medusajs/framework/mikro-orm/knex";
import {
  generateEntityId,
  InjectManager,
  MedusaContext,
  MedusaService,
} from "@medusajs/framework/utils";
import { createWechatPayClient, type WechatPayClient, type WechatSettings } from "@mall/wechat";
import { addSeconds, execute, fromFen, invariantBroken, type Fen } from "@mall/kernel";
import { WechatPayErrors } from "./errors";
import { WechatNotification } from "./models/wechat-notification";
import { WechatPayment } from "./models/wechat-payment";
import { nextAttemptAt, nextQueryAt } from "./rules";

export interface WechatPayOptions {
  /** Absent when the mall runs without WeChat, for example while migrating. */
  settings?: WechatSettings;
}

export type WechatPaymentDTO = InferTypeOf<typeof WechatPayment>;
export type WechatNotificationDTO = InferTypeOf<typeof WechatNotification>;

export interface OpenPaymentInput {
  outTradeNo: string;
  paymentSessionId: string;
  orderId: string;
  openid: string;
  amountFen: Fen;
  description: string;
  expiresAt: Date;
}

export interface ReceivedNotification {
  notificationId: string;
  eventType: string;
  outTradeNo: string;
  resource: Record<string, unknown>;
}

/** How long one process may hold a payment: longer than settling takes, short enough after a crash. */
const LEASE_SECONDS = 20;
/** How long a claimed query may take before another process asks again. */
const QUERY_CLAIM_SECONDS = 60;

type DatabaseContext = Context<EntityManager>;

/** The tables of WeChat Pay. Every change of state is one conditional statement. */
export class WechatPayModuleService extends MedusaService({ WechatPayment, WechatNotification }) {
  private readonly payClient: WechatPayClient | undefined;

  constructor(container: Record<string, unknown>, options: WechatPayOptions = {}) {
    // MedusaService reads its dependencies from `arguments`, whose type it does not declare.
    super(container, options);
    this.payClient = options.settings && createWechatPayClient(options.settings);
  }

  /** The client of the configured merchant. @throws wechat_pay.not_configured */
  get client(): WechatPayClient {
    if (this.payClient === undefined) throw WechatPayErrors.not_configured();
    return this.payClient;
  }

  /** Writes the payment unless it is there already, and returns the one that is there. */
  @InjectManager()
  async openPayment(
    input: OpenPaymentInput,
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<WechatPaymentDTO> {
    const amount = fromFen(input.amountFen);
    await execute(
      context,
      `INSERT INTO wechat_payment (id, out_trade_no, payment_session_id, order_id, app_id, mch_id,
         openid, amount, raw_amount, description, expires_at, next_query_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      [
        generateEntityId(undefined, "wxpay"),
        input.outTradeNo,
        input.paymentSessionId,
        input.orderId,
        this.client.appId,
        this.client.mchId,
        input.openid,
        amount,
        JSON.stringify({ value: amount, precision: 20 }),
        input.description,
        input.expiresAt,
        nextQueryAt(0, now),
      ],
    );
    return this.paymentOf(input.outTradeNo, context);
  }

  /** The payment of an `out_trade_no`. @throws wechat_pay.order_not_found */
  async paymentOf(outTradeNo: string, context: DatabaseContext = {}): Promise<WechatPaymentDTO> {
    const [payment] = await this.listWechatPayments({ out_trade_no: outTradeNo }, {}, context);
    if (payment === undefined) throw WechatPayErrors.order_not_found(outTradeNo);
    return payment;
  }

  /** Keeps the prepay_id that WeChat answered, for the shopper who comes back. */
  @InjectManager()
  async recordPrepay(
    outTradeNo: string,
    prepayId: string,
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<void> {
    await execute(
      context,
      `UPDATE wechat_payment SET prepay_id = ?, prepaid_at = ?, query_count = 0, next_query_at = ?,
         updated_at = ? WHERE out_trade_no = ? AND state = 'pending'`,
      [prepayId, now, nextQueryAt(0, now), now, outTradeNo],
    );
  }

  /**
   * Takes the right to settle this payment, for a limited time.
   *
   * @throws wechat_pay.payment_busy when another process has it
   */
  @InjectManager()
  async leasePayment(
    outTradeNo: string,
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<WechatPaymentDTO> {
    const rows = await execute(
      context,
      `UPDATE wechat_payment SET leased_until = ? WHERE out_trade_no = ?
         AND (leased_until IS NULL OR leased_until <= ?) RETURNING id`,
      [addSeconds(now, LEASE_SECONDS), outTradeNo, now],
    );
    if (rows.length === 0) {
      await this.paymentOf(outTradeNo, context);
      throw WechatPayErrors.payment_busy(outTradeNo);
    }
    return this.paymentOf(outTradeNo, context);
  }

  /** Gives the payment back before its lease runs out. */
  @InjectManager()
  async releasePayment(
    outTradeNo: string,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<void> {
    await execute(context, `UPDATE wechat_payment SET leased_until = NULL WHERE out_trade_no = ?`, [
      outTradeNo,
    ]);
  }

  /** pending or closed → paid. @returns false when it was paid already */
  @InjectManager()
  async markPaid(
    outTradeNo: string,
    paid: { transactionId: string; paidAt: Date },
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<boolean> {
    const rows = await execute(
      context,
      `UPDATE wechat_payment SET state = 'paid', transaction_id = ?, paid_at = ?,
         next_query_at = NULL, leased_until = NULL, updated_at = now()
       WHERE out_trade_no = ? AND state IN ('pending', 'closed') RETURNING id`,
      [paid.transactionId, paid.paidAt, outTradeNo],
    );
    return rows.length === 1;
  }

  /** pending → closed: WeChat takes no more money for it. @returns false when it was not pending */
  @InjectManager()
  async markClosed(
    outTradeNo: string,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<boolean> {
    const rows = await execute(
      context,
      `UPDATE wechat_payment SET state = 'closed', next_query_at = NULL, updated_at = now()
       WHERE out_trade_no = ? AND state = 'pending' RETURNING id`,
      [outTradeNo],
    );
    return rows.length === 1;
  }

  /** Claims payments whose time to be queried has come, so that each is asked for by one process. */
  @InjectManager()
  async claimDueQueries(
    now: Date,
    limit: number,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<WechatPaymentDTO[]> {
    const rows = await execute(
      context,
      `UPDATE wechat_payment SET next_query_at = ? WHERE id IN (
         SELECT id FROM wechat_payment WHERE next_query_at <= ? ORDER BY next_query_at
         LIMIT ? FOR UPDATE SKIP LOCKED) RETURNING id`,
      [addSeconds(now, QUERY_CLAIM_SECONDS), now, limit],
    );
    const ids = rows.map((row) => String(row.id));
    return ids.length === 0 ? [] : this.listWechatPayments({ id: ids }, {}, context);
  }

  /** Plans the next question after one that found the payment open. */
  @InjectManager()
  async scheduleQuery(
    payment: WechatPaymentDTO,
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<void> {
    const count = payment.query_count + 1;
    await execute(
      context,
      `UPDATE wechat_payment SET query_count = ?, next_query_at = ?
       WHERE id = ? AND state = 'pending'`,
      [count, nextQueryAt(count, now), payment.id],
    );
  }

  /** Stores a verified notification. @returns its row, also when it had come before */
  @InjectManager()
  async receiveNotification(
    received: ReceivedNotification,
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<WechatNotificationDTO> {
    await execute(
      context,
      `INSERT INTO wechat_notification (id, notification_id, event_type, out_trade_no, resource,
         received_at, next_attempt_at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      [
        generateEntityId(undefined, "wxntf"),
        received.notificationId,
        received.eventType,
        received.outTradeNo,
        JSON.stringify(received.resource),
        now,
        // The process that received it tries at once; the job takes over when that one is gone.
        nextAttemptAt(0, now),
      ],
    );
    const [row] = await this.listWechatNotifications(
      { notification_id: received.notificationId },
      {},
      context,
    );
    if (row === undefined) throw invariantBroken("A stored notification is not there");
    return row;
  }

  /** Claims notifications that wait for processing, each for one process. */
  @InjectManager()
  async claimDueNotifications(
    now: Date,
    limit: number,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<WechatNotificationDTO[]> {
    const rows = await execute(
      context,
      `UPDATE wechat_notification SET next_attempt_at = ? WHERE id IN (
         SELECT id FROM wechat_notification WHERE next_attempt_at <= ? ORDER BY next_attempt_at
         LIMIT ? FOR UPDATE SKIP LOCKED) RETURNING id`,
      [addSeconds(now, LEASE_SECONDS), now, limit],
    );
    const ids = rows.map((row) => String(row.id));
    return ids.length === 0 ? [] : this.listWechatNotifications({ id: ids }, {}, context);
  }

  /** received → processed. */
  @InjectManager()
  async completeNotification(
    id: string,
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<void> {
    await execute(
      context,
      `UPDATE wechat_notification SET state = 'processed', processed_at = ?, next_attempt_at = NULL,
         last_error = NULL, updated_at = ? WHERE id = ? AND state = 'received'`,
      [now, now, id],
    );
  }

  /** Keeps why processing failed and plans the next attempt. */
  @InjectManager()
  async postponeNotification(
    notification: WechatNotificationDTO,
    reason: string,
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<void> {
    const attempts = notification.attempts + 1;
    await execute(
      context,
      `UPDATE wechat_notification SET attempts = ?, next_attempt_at = ?, last_error = ?,
         updated_at = ? WHERE id = ? AND state = 'received'`,
      [attempts, nextAttemptAt(attempts, now), reason, now, notification.id],
    );
  }
}
