import type { EntityManager } from "@medusajs/framework/mikro-orm/knex";
import type { Context, InferTypeOf } from "@medusajs/framework/types";
import {
  generateEntityId,
  InjectManager,
  InjectTransactionManager,
  MedusaContext,
  MedusaService,
} from "@medusajs/framework/utils";
import { addSeconds, execute, fromFen, invariantBroken, toFen, type Fen } from "@mall/kernel";
import { WechatRefund } from "./models/wechat-refund";
import { WechatRefundAccount } from "./models/wechat-refund-account";
import { WechatRefundEvent } from "./models/wechat-refund-event";
import {
  isOpen,
  nextLookAt,
  outRefundNoOf,
  refundableFen,
  statesBefore,
  type RefundState,
} from "./rules";

export type WechatRefundDTO = InferTypeOf<typeof WechatRefund>;
export type WechatRefundEventDTO = InferTypeOf<typeof WechatRefundEvent>;

export interface OwedRefund {
  /** Medusa's refund, or the exception whose money goes back. */
  source: { refundId: string } | { exceptionId: string };
  outTradeNo: string;
  orderId?: string | undefined;
  amountFen: Fen;
  /** What the transaction came to. */
  paidFen: Fen;
  reason?: string | undefined;
}

/** What WeChat said of a refund. */
export interface RefundProgress {
  to: RefundState;
  cause: Exclude<WechatRefundEventDTO["cause"], "registered">;
  wechatRefundId?: string | undefined;
  acceptedAt?: Date | undefined;
  succeededAt?: Date | undefined;
}

/** How long one process may hold a refund: longer than WeChat takes to answer. */
const LEASE_SECONDS = 30;

type DatabaseContext = Context<EntityManager>;

/** A refund that would be more than was paid. Nothing was written. */
export class RefundExceedsPayment extends Error {}

/** The books of refunds at WeChat. Every change of state is one conditional statement with its log row. */
export class WechatRefundModuleService extends MedusaService({
  WechatRefund,
  WechatRefundAccount,
  WechatRefundEvent,
}) {
  /**
   * Writes down that money is owed, unless that was done before.
   *
   * @returns the row; of a source that has several attempts, the latest
   * @throws RefundExceedsPayment
   */
  @InjectTransactionManager()
  async register(
    owed: OwedRefund,
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<WechatRefundDTO> {
    const account = await lockAccount(owed, context);
    const known = await latestOf(this, owed.source, context);
    if (known !== undefined && known.state !== "closed") return known;
    const amount = refundableFen(owed.amountFen, account.paid, account.committed);
    if (amount === undefined) throw new RefundExceedsPayment(owed.outTradeNo);
    await changeCommitted(owed.outTradeNo, amount, "+", context);
    await insert(owed, amount, (known?.attempt ?? 0) + 1, now, context);
    const row = await latestOf(this, owed.source, context);
    if (row === undefined) throw invariantBroken("A registered refund is not there");
    return row;
  }

  /**
   * Moves a refund on, if its state allows it.
   *
   * @returns whether it moved; false when it had gone there or further before
   */
  @InjectTransactionManager()
  async advance(
    outRefundNo: string,
    progress: RefundProgress,
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<boolean> {
    const { to, cause } = progress;
    const [locked] = await execute<{ state: RefundState; out_trade_no: string; amount: string }>(
      context,
      `SELECT state, out_trade_no, amount FROM wechat_refund WHERE out_refund_no = ? FOR UPDATE`,
      [outRefundNo],
    );
    if (locked === undefined || !statesBefore(to).includes(locked.state)) return false;
    await execute(
      context,
      `UPDATE wechat_refund SET state = ?, next_attempt_at = ?, attempts = 0, last_error = NULL,
         wechat_refund_id = coalesce(?, wechat_refund_id), accepted_at = coalesce(?, accepted_at),
         succeeded_at = ?, updated_at = ? WHERE out_refund_no = ?`,
      [
        to,
        isOpen(to) ? nextLookAt(0, now) : null,
        progress.wechatRefundId ?? null,
        progress.acceptedAt ?? null,
        to === "succeeded" ? (progress.succeededAt ?? now) : null,
        now,
        outRefundNo,
      ],
    );
    if (to === "closed") {
      await changeCommitted(locked.out_trade_no, toFen(locked.amount), "-", context);
    }
    await log(outRefundNo, locked.state, to, cause, now, context);
    return true;
  }

  /** Claims refunds about which something is to be done, each for one process. */
  @InjectManager()
  async claimDue(
    now: Date,
    limit: number,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<WechatRefundDTO[]> {
    const rows = await execute(
      context,
      `UPDATE wechat_refund SET next_attempt_at = ? WHERE id IN (
         SELECT id FROM wechat_refund WHERE next_attempt_at <= ? ORDER BY next_attempt_at
         LIMIT ? FOR UPDATE SKIP LOCKED) RETURNING id`,
      [addSeconds(now, LEASE_SECONDS), now, limit],
    );
    const ids = rows.map((row) => String(row.id));
    return ids.length === 0 ? [] : this.listWechatRefunds({ id: ids }, {}, context);
  }

  /** Keeps why a refund did not move and plans the next look. */
  @InjectManager()
  async postpone(
    refund: Pick<WechatRefundDTO, "id" | "attempts">,
    reason: string | null,
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<void> {
    await execute(
      context,
      `UPDATE wechat_refund SET attempts = ?, next_attempt_at = ?, last_error = ?, updated_at = ?
       WHERE id = ? AND next_attempt_at IS NOT NULL`,
      [refund.attempts + 1, nextLookAt(refund.attempts + 1, now), reason, now, refund.id],
    );
  }

  /** A merchant wants it looked at now. @returns false when nothing is left to be done about it */
  @InjectManager()
  async hurry(
    outRefundNo: string,
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<boolean> {
    const rows = await execute(
      context,
      `UPDATE wechat_refund SET next_attempt_at = ?, attempts = 0
       WHERE out_refund_no = ? AND next_attempt_at IS NOT NULL RETURNING id`,
      [now, outRefundNo],
    );
    return rows.length === 1;
  }

  /** The refund of a number, if it is one of ours. */
  async refundOf(
    outRefundNo: string,
    context: DatabaseContext = {},
  ): Promise<WechatRefundDTO | undefined> {
    const [refund] = await this.listWechatRefunds({ out_refund_no: outRefundNo }, {}, context);
    return refund;
  }
}

async function latestOf(
  service: Pick<WechatRefundModuleService, "listWechatRefunds">,
  source: OwedRefund["source"],
  context: DatabaseContext,
): Promise<WechatRefundDTO | undefined> {
  const [row] = await service.listWechatRefunds(
    "refundId" in source ? { refund_id: source.refundId } : { exception_id: source.exceptionId },
    { order: { attempt: "DESC" }, take: 1 },
    context,
  );
  return row;
}

/** Holds what may still be refunded of a payment until the transaction ends. */
async function lockAccount(
  owed: OwedRefund,
  context: DatabaseContext,
): Promise<{ paid: Fen; committed: Fen }> {
  const paid = fromFen(owed.paidFen);
  await execute(
    context,
    `INSERT INTO wechat_refund_account (id, out_trade_no, paid, raw_paid, committed, raw_committed)
     VALUES (?, ?, ?, ?, 0, ?) ON CONFLICT DO NOTHING`,
    [generateEntityId(undefined, "wxacc"), owed.outTradeNo, paid, raw(paid), raw("0")],
  );
  const [account] = await execute<{ paid: string; committed: string }>(
    context,
    `SELECT paid, committed FROM wechat_refund_account WHERE out_trade_no = ? FOR UPDATE`,
    [owed.outTradeNo],
  );
  if (account === undefined) throw invariantBroken("A refund account is not there");
  return { paid: toFen(account.paid), committed: toFen(account.committed) };
}

async function changeCommitted(
  outTradeNo: string,
  amount: Fen,
  sign: "+" | "-",
  context: DatabaseContext,
): Promise<void> {
  await execute(
    context,
    `UPDATE wechat_refund_account SET committed = committed ${sign} ?::numeric,
       raw_committed = jsonb_build_object('value', (committed ${sign} ?::numeric)::text, 'precision', 20)
     WHERE out_trade_no = ?`,
    [fromFen(amount), fromFen(amount), outTradeNo],
  );
}

async function insert(
  owed: OwedRefund,
  amountFen: Fen,
  attempt: number,
  now: Date,
  context: DatabaseContext,
): Promise<void> {
  const [refundId, exceptionId] =
    "refundId" in owed.source ? [owed.source.refundId, null] : [null, owed.source.exceptionId];
  const outRefundNo = outRefundNoOf(refundId ?? exceptionId, attempt);
  const [amount, total] = [fromFen(amountFen), fromFen(owed.paidFen)];
  await execute(
    context,
    `INSERT INTO wechat_refund (id, out_refund_no, refund_id, exception_id, attempt, out_trade_no,
       order_id, amount, raw_amount, total, raw_total, reason, next_attempt_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      generateEntityId(undefined, "wxref"),
      outRefundNo,
      refundId,
      exceptionId,
      attempt,
      owed.outTradeNo,
      owed.orderId ?? null,
      amount,
      raw(amount),
      total,
      raw(total),
      owed.reason ?? null,
      now,
    ],
  );
  await log(outRefundNo, null, "requested", "registered", now, context);
}

async function log(
  outRefundNo: string,
  from: RefundState | null,
  to: RefundState,
  cause: WechatRefundEventDTO["cause"],
  now: Date,
  context: DatabaseContext,
): Promise<void> {
  await execute(
    context,
    `INSERT INTO wechat_refund_event (id, out_refund_no, from_state, to_state, cause, happened_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
    [generateEntityId(undefined, "wxrev"), outRefundNo, from, to, cause, now],
  );
}

/** What Medusa keeps beside each amount. */
function raw(value: string): string {
  return JSON.stringify({ value, precision: 20 });
}
