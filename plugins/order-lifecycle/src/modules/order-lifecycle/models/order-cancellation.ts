import { model } from "@medusajs/framework/utils";

/** A shopper's wish to cancel an order. Written first; what follows from it is done until it is done. */
export const OrderCancellation = model
  .define("order_cancellation", {
    id: model.id({ prefix: "ordcn" }).primaryKey(),
    order_id: model.text(),
    /** The customer who asked. */
    requested_by: model.text(),
    reason: model.text().nullable(),
    requested_at: model.dateTime(),
    /** kept: it turned out to be impossible, for instance because the goods were on their way. */
    state: model.enum(["requested", "done", "kept"]).default("requested"),
    decided_at: model.dateTime().nullable(),
    attempts: model.number().default(0),
    next_attempt_at: model.dateTime(),
    last_error: model.text().nullable(),
    /** Until when one process works on it; a crash frees it by running out. */
    leased_until: model.dateTime().nullable(),
  })
  .indexes([
    { name: "IDX_order_cancellation_order_id", on: ["order_id"], unique: true },
    {
      name: "IDX_order_cancellation_requested_next_attempt_at",
      on: ["next_attempt_at"],
      where: "state = 'requested'",
    },
  ])
  .checks([
    {
      name: "CK_order_cancellation_decided",
      expression: (columns) => `(${columns.state} = 'requested') = (${columns.decided_at} IS NULL)`,
    },
  ]);
