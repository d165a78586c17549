import type { OwnMall } from "../support/own-mall";

/** What a job still has to move; empty when the mall has come to rest. */
export async function unfinished(own: OwnMall): Promise<string[]> {
  const rows = await own.rows<{ what: string }>(
    `SELECT 'refund ' || out_refund_no || ' is ' || state AS what FROM wechat_refund
       WHERE next_attempt_at IS NOT NULL
     UNION ALL SELECT 'notification ' || notification_id FROM wechat_notification
       WHERE state <> 'processed'
     UNION ALL SELECT 'cancellation of ' || order_id FROM order_cancellation
       WHERE state = 'requested'
     UNION ALL SELECT 'deadline of ' || order_id FROM order_deadline
       WHERE state = 'open' AND pay_by <= now()
     UNION ALL SELECT 'payment ' || w.out_trade_no || ' of a canceled order' FROM wechat_payment w
       JOIN "order" o ON o.id = w.order_id AND o.status = 'canceled'
       LEFT JOIN wechat_refund_account a ON a.out_trade_no = w.out_trade_no
       WHERE w.state = 'paid' AND coalesce(a.committed, 0) < w.amount
     UNION ALL SELECT 'refund ' || r.id || ' of nobody' FROM refund r
       WHERE r.deleted_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM wechat_refund w WHERE w.refund_id = r.id)`,
  );
  return rows.map(({ what }) => what);
}

/** Everything in which the shop's books, Medusa's books and WeChat's books do not agree. */
export async function disagreements(own: OwnMall): Promise<string[]> {
  const { transactions, refunds } = await own.simulator.books();
  const problems: string[] = [];
  const ours = await paymentBooks(own);
  for (const row of ours) {
    const atWechat = transactions.find(({ out_trade_no }) => out_trade_no === row.out_trade_no);
    const isPaid = atWechat?.state === "SUCCESS" || atWechat?.state === "REFUND";
    const received = isPaid ? atWechat.total : 0;
    const returned = refunds
      .filter((one) => one.out_trade_no === row.out_trade_no && one.status !== "CLOSED")
      .reduce((sum, { amount }) => sum + amount, 0);
    const figures = {
      received: [received, row.paid, row.captured],
      returned: [returned, row.committed, row.refunded],
      "in the order": [received - returned, row.transactions],
    };
    for (const [name, values] of Object.entries(figures)) {
      if (new Set(values).size > 1) {
        problems.push(`${row.out_trade_no}: ${name} is ${values.join(", ")}`);
      }
    }
    if (row.status === "canceled" && received !== returned) {
      problems.push(`${row.out_trade_no}: canceled, and ${received - returned} fen are kept`);
    }
    if (row.status === "pending" && row.deadline === "canceled") {
      problems.push(`${row.out_trade_no}: overdue and not canceled`);
    }
  }
  const known = new Set(ours.map(({ out_trade_no }) => out_trade_no));
  for (const { out_trade_no } of transactions) {
    if (!known.has(out_trade_no)) problems.push(`${out_trade_no} is unknown to the shop`);
  }
  return [...problems, ...(await stockProblems(own))];
}

interface PaymentBook {
  out_trade_no: string;
  status: string;
  deadline: string | null;
  paid: number;
  captured: number;
  committed: number;
  refunded: number;
  transactions: number;
}

/** In fen, one row per payment at WeChat. */
async function paymentBooks(own: OwnMall): Promise<PaymentBook[]> {
  return own.rows<PaymentBook>(
    `SELECT w.out_trade_no, o.status::text, d.state AS deadline,
       CASE WHEN w.state = 'paid' THEN (w.amount * 100)::int ELSE 0 END AS paid,
       coalesce((SELECT (sum(c.amount) * 100)::int FROM capture c JOIN payment p ON p.id = c.payment_id
         WHERE p.payment_session_id = w.payment_session_id AND c.deleted_at IS NULL), 0) AS captured,
       coalesce((SELECT (a.committed * 100)::int FROM wechat_refund_account a
         WHERE a.out_trade_no = w.out_trade_no), 0) AS committed,
       coalesce((SELECT (sum(r.amount) * 100)::int FROM refund r JOIN payment p ON p.id = r.payment_id
         WHERE p.payment_session_id = w.payment_session_id AND r.deleted_at IS NULL), 0) AS refunded,
       coalesce((SELECT (sum(t.amount) * 100)::int FROM order_transaction t
         WHERE t.order_id = w.order_id AND t.deleted_at IS NULL), 0) AS transactions
     FROM wechat_payment w JOIN "order" o ON o.id = w.order_id
     LEFT JOIN order_deadline d ON d.order_id = w.order_id`,
  );
}

/** Nothing is packed in a campaign: what is reserved is what live orders hold. */
async function stockProblems(own: OwnMall): Promise<string[]> {
  const [row] = await own.rows<{ reserved: number; levels: number; held: number }>(
    `SELECT (SELECT coalesce(sum(quantity), 0)::int FROM reservation_item WHERE deleted_at IS NULL)
              AS reserved,
            (SELECT coalesce(sum(reserved_quantity), 0)::int FROM inventory_level
               WHERE deleted_at IS NULL) AS levels,
            (SELECT coalesce(sum(i.quantity), 0)::int FROM order_item i
               JOIN "order" o ON o.id = i.order_id AND o.version = i.version
               WHERE o.status <> 'canceled' AND i.deleted_at IS NULL) AS held`,
  );
  return row?.reserved === row?.levels && row?.levels === row?.held
    ? []
    : [`stock: ${JSON.stringify(row)}`];
}
