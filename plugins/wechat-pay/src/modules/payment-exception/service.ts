import type { EntityManager } from "@medusajs/framework/mikro-orm/knex";
import type { Context, InferTypeOf } from "@medusajs/framework/types";
import {
  generateEntityId,
  InjectTransactionManager,
  MedusaContext,
  MedusaService,
} from "@medusajs/framework/utils";
import { execute, fromFen, invariantBroken, type Fen } from "@mall/kernel";
import { PaymentExceptionErrors } from "./errors";
import type { PaymentExceptionKind } from "./kinds";
import { PaymentException } from "./models/payment-exception";
import { PaymentExceptionAction } from "./models/payment-exception-action";

export type PaymentExceptionDTO = InferTypeOf<typeof PaymentException>;
export type PaymentExceptionActionDTO = InferTypeOf<typeof PaymentExceptionAction>;

export interface RaisedException {
  kind: PaymentExceptionKind;
  /** Together with the kind it says what this is about; the same again is the same exception. */
  subject: string;
  orderId?: string | undefined;
  outTradeNo?: string | undefined;
  amountFen?: Fen | undefined;
  /** What was seen: whatever helps a merchant to decide. */
  evidence: Record<string, unknown>;
}

export interface Decision {
  resolution: "refunded" | "accepted" | "settled";
  /** A user of the admin; left out when the system itself settled it. */
  actorId?: string | undefined;
  note?: string | undefined;
}

type DatabaseContext = Context<EntityManager>;

/** The queue of what a merchant has to look at. Every change of state is one conditional statement. */
export class PaymentExceptionModuleService extends MedusaService({
  PaymentException,
  PaymentExceptionAction,
}) {
  /**
   * Puts something into the queue, unless it is or was there already.
   *
   * @returns its row, and whether it is new
   */
  @InjectTransactionManager()
  async raise(
    raised: RaisedException,
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<{ exception: PaymentExceptionDTO; isNew: boolean }> {
    const amount = raised.amountFen === undefined ? null : fromFen(raised.amountFen);
    const inserted = await execute(
      context,
      `INSERT INTO payment_exception (id, kind, subject, order_id, out_trade_no, amount, raw_amount,
         evidence, raised_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING RETURNING id`,
      [
        generateEntityId(undefined, "pexc"),
        raised.kind,
        raised.subject,
        raised.orderId ?? null,
        raised.outTradeNo ?? null,
        amount,
        amount === null ? null : JSON.stringify({ value: amount, precision: 20 }),
        JSON.stringify(raised.evidence),
        now,
      ],
    );
    const isNew = inserted.length === 1;
    if (isNew) await addAction(String(inserted[0]?.id), { action: "raised" }, now, context);
    const [exception] = await this.listPaymentExceptions(
      { kind: raised.kind, subject: raised.subject },
      {},
      context,
    );
    if (exception === undefined) throw invariantBroken("A raised exception is not there");
    return { exception, isNew };
  }

  /**
   * open → resolved, once.
   *
   * @throws payment_exception.not_found, payment_exception.already_resolved
   */
  @InjectTransactionManager()
  async resolveException(
    id: string,
    decision: Decision,
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<void> {
    const changed = await execute(
      context,
      `UPDATE payment_exception SET state = 'resolved', resolution = ?, resolved_at = ?,
         updated_at = ? WHERE id = ? AND state = 'open' RETURNING id`,
      [decision.resolution, now, now, id],
    );
    if (changed.length === 0) {
      await this.exceptionOf(id, context);
      throw PaymentExceptionErrors.already_resolved();
    }
    await addAction(id, { ...decision, action: decision.resolution }, now, context);
  }

  /** The system saw that what was raised is over, such as a refund that went through after all. */
  @InjectTransactionManager()
  async settle(
    kind: PaymentExceptionKind,
    subject: string,
    note: string,
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<void> {
    const [open] = await this.listPaymentExceptions({ kind, subject, state: "open" }, {}, context);
    if (open === undefined) return;
    const changed = await execute(
      context,
      `UPDATE payment_exception SET state = 'resolved', resolution = 'settled', resolved_at = ?,
         updated_at = ? WHERE id = ? AND state = 'open' RETURNING id`,
      [now, now, open.id],
    );
    if (changed.length === 1) await addAction(open.id, { action: "settled", note }, now, context);
  }

  /** Adds a note, or that something was tried again. @throws payment_exception.not_found */
  @InjectTransactionManager()
  async note(
    id: string,
    action: { action: "noted" | "retried"; actorId: string; note?: string | undefined },
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<void> {
    await this.exceptionOf(id, context);
    await addAction(id, action, now, context);
  }

  /** @throws payment_exception.not_found */
  async exceptionOf(id: string, context: DatabaseContext = {}): Promise<PaymentExceptionDTO> {
    const [exception] = await this.listPaymentExceptions({ id }, {}, context);
    if (exception === undefined) throw PaymentExceptionErrors.not_found(id);
    return exception;
  }
}

interface Action {
  action: PaymentExceptionActionDTO["action"];
  actorId?: string | undefined;
  note?: string | undefined;
}

async function addAction(
  exceptionId: string,
  { action, actorId, note }: Action,
  now: Date,
  context: DatabaseContext,
): Promise<void> {
  await execute(
    context,
    `INSERT INTO payment_exception_action (id, exception_id, action, actor_id, note, happened_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
    [generateEntityId(undefined, "pexa"), exceptionId, action, actorId ?? null, note ?? null, now],
  );
}
