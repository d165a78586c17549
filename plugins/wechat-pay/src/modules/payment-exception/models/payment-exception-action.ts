import { model } from "@medusajs/framework/utils";

/** Who did what about an exception, and when. Rows are only ever added; a trigger sees to it. */
export const PaymentExceptionAction = model
  .define("payment_exception_action", {
    id: model.id({ prefix: "pexa" }).primaryKey(),
    exception_id: model.text(),
    action: model.enum(["raised", "noted", "retried", "refunded", "accepted", "settled"]),
    /** A user of the admin, or null for the system itself. */
    actor_id: model.text().nullable(),
    note: model.text().nullable(),
    happened_at: model.dateTime(),
  })
  .indexes([{ name: "IDX_payment_exception_action_exception_id", on: ["exception_id"] }]);
