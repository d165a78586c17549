import { model } from "@medusajs/framework/utils";

/** Something that happened to an order. Rows are only ever added; a trigger sees to it. */
export const OrderEvent = model
  .define("order_event", {
    id: model.id({ prefix: "ordev" }).primaryKey(),
    order_id: model.text(),
    /** Names the fact within its order: the same fact is recorded once. */
    key: model.text(),
    type: model.text(),
    happened_at: model.dateTime(),
    actor_type: model.enum(["shopper", "merchant", "system", "wechat"]),
    actor_id: model.text().nullable(),
    reason: model.text().nullable(),
    details: model.json().nullable(),
  })
  .indexes([{ name: "IDX_order_event_order_id_key", on: ["order_id", "key"], unique: true }]);
