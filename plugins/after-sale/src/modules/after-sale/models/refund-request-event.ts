import { model } from "@medusajs/framework/utils";
import { refundRequestStates } from "../transitions";

/** Who moved a request from where to where, and when. Rows are only ever added; a trigger sees to it. */
export const RefundRequestEvent = model
  .define("refund_request_event", {
    id: model.id({ prefix: "rreqe" }).primaryKey(),
    refund_request_id: model.text(),
    /** Null for the first one. */
    from_state: model.enum([...refundRequestStates]).nullable(),
    to_state: model.enum([...refundRequestStates]),
    actor_type: model.enum(["customer", "user", "system"]),
    /** Null for the system itself. */
    actor_id: model.text().nullable(),
    reason: model.text().nullable(),
    happened_at: model.dateTime(),
    /** The order of what happened at the same time. */
    position: model.autoincrement(),
  })
  .indexes([
    {
      name: "IDX_refund_request_event_refund_request_id",
      on: ["refund_request_id", "happened_at"],
    },
  ]);
