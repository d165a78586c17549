import { randomUUID } from "node:crypto";
import { withConnection } from "@mall/cli/lib/database";
import type { Stack } from "./stack";

interface Seen {
  kind: string;
  orderId?: string;
  /** Yuan. */
  amount?: string;
  evidence?: Record<string, unknown>;
  raisedAt?: Date;
}

/** Puts an exception into the queue of the shop, as noticing it would; answers its id. */
export async function raiseException(mall: Stack, seen: Seen): Promise<string> {
  const { kind, orderId = null, amount = null, evidence = {}, raisedAt = new Date() } = seen;
  const subject = randomUUID();
  const id = `pexc_${subject}`;
  const rawAmount = amount === null ? null : JSON.stringify({ value: amount, precision: 20 });
  await withConnection(mall.database_url, async (client) => {
    await client.query(
      `INSERT INTO payment_exception
         (id, kind, subject, order_id, amount, raw_amount, evidence, raised_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, kind, subject, orderId, amount, rawAmount, evidence, raisedAt],
    );
    await client.query(
      `INSERT INTO payment_exception_action (id, exception_id, action, happened_at)
       VALUES ($1, $2, 'raised', $3)`,
      [`pexa_${subject}`, id, raisedAt],
    );
  });
  return id;
}
