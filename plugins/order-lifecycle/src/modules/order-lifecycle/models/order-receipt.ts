import { model } from "@medusajs/framework/utils";

/** An order that was sent out completely, until its shopper or the system confirms the receipt. */
export const OrderReceipt = model
  .define("order_receipt", {
    id: model.id({ prefix: "ordrc" }).primaryKey(),
    order_id: model.text(),
    /** When the system goes on with it: confirms what nobody confirmed, finishes what was begun. */
    due_at: model.dateTime(),
    /** lapsed: the order was canceled instead. */
    state: model.enum(["open", "confirmed", "lapsed"]).default("open"),
    /** Written before the order is completed, so that a crash does not forget who it was. */
    confirmed_by: model.enum(["shopper", "system", "merchant"]).nullable(),
    confirmed_at: model.dateTime().nullable(),
    /** Until when one process works on it; a crash frees it by running out. */
    leased_until: model.dateTime().nullable(),
  })
  .indexes([
    { name: "IDX_order_receipt_order_id", on: ["order_id"], unique: true },
    { name: "IDX_order_receipt_open_due_at", on: ["due_at"], where: "state = 'open'" },
  ])
  .checks([
    {
      name: "CK_order_receipt_confirmed_has_actor",
      expression: (columns) =>
        `(${columns.state} <> 'confirmed') OR (${columns.confirmed_by} IS NOT NULL AND ${columns.confirmed_at} IS NOT NULL)`,
    },
  ]);
