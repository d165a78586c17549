import { model } from "@medusajs/framework/utils";

/**
 * The durable inbox: a notification that was verified is written here before WeChat gets its 2xx.
 * WeChat's own id makes a duplicate harmless.
 */
export const WechatNotification = model
  .define("wechat_notification", {
    id: model.id({ prefix: "wxntf" }).primaryKey(),
    notification_id: model.text(),
    event_type: model.text(),
    out_trade_no: model.text(),
    /** The decrypted resource, as WeChat sent it. */
    resource: model.json(),
    state: model.enum(["received", "processed"]).default("received"),
    received_at: model.dateTime(),
    processed_at: model.dateTime().nullable(),
    attempts: model.number().default(0),
    next_attempt_at: model.dateTime().nullable(),
    last_error: model.text().nullable(),
  })
  .indexes([
    { name: "IDX_wechat_notification_notification_id", on: ["notification_id"], unique: true },
    { name: "IDX_wechat_notification_out_trade_no", on: ["out_trade_no"] },
    {
      name: "IDX_wechat_notification_next_attempt_at",
      on: ["next_attempt_at"],
      where: "next_attempt_at IS NOT NULL",
    },
  ])
  .checks([
    {
      name: "CK_wechat_notification_open_is_scheduled",
      expression: (columns) =>
        `(${columns.state} = 'processed') = (${columns.next_attempt_at} IS NULL)`,
    },
  ]);
