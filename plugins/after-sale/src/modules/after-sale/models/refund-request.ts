import { model } from "@medusajs/framework/utils";
import { refundReasons, refundRequestStates, refundRequestTypes } from "../transitions";

/** What a shopper wants back of an order, and how far it has come. At most one is open per order. */
export const RefundRequest = model
  .define("refund_request", {
    id: model.id({ prefix: "rreq" }).primaryKey(),
    order_id: model.text(),
    customer_id: model.text(),
    type: model.enum([...refundRequestTypes]),
    state: model.enum([...refundRequestStates]).default("requested"),
    /** What the shopper asks for, in yuan. */
    amount: model.bigNumber(),
    /** What was granted; null until then. */
    approved_amount: model.bigNumber().nullable(),
    /** [{ item_id, quantity }] */
    items: model.json(),
    reason: model.enum([...refundReasons]),
    note: model.text().nullable(),
    /** Addresses of pictures. */
    images: model.json(),
    /** Granted because nothing was packed: the order is canceled, which refunds it. */
    cancels_order: model.boolean().default(false),
    /** A user of the admin, or null for the system itself. */
    decided_by: model.text().nullable(),
    refuse_reason: model.text().nullable(),
    /** The last refund row of Medusa that this led to. */
    refund_id: model.text().nullable(),
    /** Medusa's return. */
    return_id: model.text().nullable(),
    return_carrier: model.text().nullable(),
    return_tracking_number: model.text().nullable(),
    attempts: model.number().default(0),
    next_attempt_at: model.dateTime().nullable(),
    leased_until: model.dateTime().nullable(),
    last_error: model.text().nullable(),
    requested_at: model.dateTime(),
  })
  .indexes([
    {
      name: "IDX_refund_request_one_open_per_order",
      on: ["order_id"],
      unique: true,
      where: "state NOT IN ('refunded', 'refused', 'withdrawn')",
    },
    { name: "IDX_refund_request_order_id", on: ["order_id", "requested_at"] },
    { name: "IDX_refund_request_customer_id", on: ["customer_id", "requested_at"] },
    { name: "IDX_refund_request_state", on: ["state", "requested_at"] },
  ])
  .checks([
    {
      name: "CK_refund_request_amount_positive",
      expression: (columns) => `${columns.amount} > 0`,
    },
    {
      name: "CK_refund_request_approved_within_requested",
      expression: (columns) =>
        `${columns.approved_amount} IS NULL OR (${columns.approved_amount} > 0 AND ${columns.approved_amount} <= ${columns.amount})`,
    },
    {
      name: "CK_refund_request_granted_has_amount",
      expression: (columns) =>
        `${columns.state} IN ('requested', 'refused', 'withdrawn') OR ${columns.approved_amount} IS NOT NULL`,
    },
    {
      name: "CK_refund_request_refused_has_reason",
      expression: (columns) =>
        `${columns.state} <> 'refused' OR coalesce(${columns.refuse_reason}, '') <> ''`,
    },
  ]);
