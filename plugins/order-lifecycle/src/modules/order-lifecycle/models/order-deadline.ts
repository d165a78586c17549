import { model } from "@medusajs/framework/utils";

/** Until when an order may be paid. One row per order, written when it is placed. */
export const OrderDeadline = model
  .define("order_deadline", {
    id: model.id({ prefix: "ordl" }).primaryKey(),
    order_id: model.text(),
    pay_by: model.dateTime(),
  })
  .indexes([{ name: "IDX_order_deadline_order_id", on: ["order_id"], unique: true }]);
