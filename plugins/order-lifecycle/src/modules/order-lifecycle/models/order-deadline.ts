import { model } from "@medusajs/framework/utils";

/** Until when an order may be paid. One row per order, written when it is placed. */
export const OrderDeadline = model
  .define("order_deadline", {
    id: model.id({ prefix: "ordl" }).primaryKey(),
    order_id: model.text(),
    pay_by: model.dateTime(),
    /** open until the deadline was looked at: then the order was kept or canceled. */
    state: model.enum(["open", "kept", "canceled"]).default("open"),
    /** Until when one process looks at it; a crash frees it by running out. */
    leased_until: model.dateTime().nullable(),
  })
  .indexes([
    { name: "IDX_order_deadline_order_id", on: ["order_id"], unique: true },
    { name: "IDX_order_deadline_open_pay_by", on: ["pay_by"], where: "state = 'open'" },
  ]);
