import { model } from "@medusajs/framework/utils";
import { refundStates } from "../rules";

/** Every change of a refund's state, with what caused it. Rows are only ever added. */
export const WechatRefundEvent = model
  .define("wechat_refund_event", {
    id: model.id({ prefix: "wxrev" }).primaryKey(),
    out_refund_no: model.text(),
    from_state: model.enum([...refundStates]).nullable(),
    to_state: model.enum([...refundStates]),
    cause: model.enum(["registered", "sending", "answer", "query", "notification", "merchant"]),
    happened_at: model.dateTime(),
  })
  .indexes([{ name: "IDX_wechat_refund_event_out_refund_no", on: ["out_refund_no"] }]);
