import { model } from "@medusajs/framework/utils";

/**
 * The outbox: that an order's shipping has to be reported, and how far that is. What is reported is
 * read from Medusa at the moment of sending, so that it is never older than the row.
 */
export const WechatShippingUpload = model
  .define("wechat_shipping_upload", {
    id: model.id({ prefix: "wxship" }).primaryKey(),
    order_id: model.text(),
    /** The shipments that were noted: one that comes again, by event or by sweep, changes nothing. */
    fulfillment_ids: model.array(),
    /** Rises with everything new to report: an upload that is under way then is not the last one. */
    version: model.number().default(1),
    /** not_due: nothing to report now, because WeChat was not paid or a pickup is incomplete. */
    state: model.enum(["pending", "uploaded", "failed", "not_due"]).default("pending"),
    attempts: model.number().default(0),
    /** When to try; while an attempt runs, when another process may take over. */
    next_attempt_at: model.dateTime().nullable(),
    /** Why the last attempt came to nothing, in WeChat's words where it gave any. */
    last_error: model.text().nullable(),
    uploaded_at: model.dateTime().nullable(),
    /** The carrier that the merchant named, for parcels that do not tell theirs. */
    express_company: model.text().nullable(),
  })
  .indexes([
    { name: "IDX_wechat_shipping_upload_order_id", on: ["order_id"], unique: true },
    {
      name: "IDX_wechat_shipping_upload_next_attempt_at",
      on: ["next_attempt_at"],
      where: "next_attempt_at IS NOT NULL",
    },
  ])
  .checks([
    {
      name: "CK_wechat_shipping_upload_pending_is_scheduled",
      expression: (columns) =>
        `(${columns.state} = 'pending') = (${columns.next_attempt_at} IS NOT NULL)`,
    },
    {
      name: "CK_wechat_shipping_upload_uploaded_has_time",
      expression: (columns) =>
        `(${columns.state} <> 'uploaded') OR (${columns.uploaded_at} IS NOT NULL)`,
    },
    {
      name: "CK_wechat_shipping_upload_failed_has_reason",
      expression: (columns) =>
        `(${columns.state} <> 'failed') OR (${columns.last_error} IS NOT NULL)`,
    },
  ]);
