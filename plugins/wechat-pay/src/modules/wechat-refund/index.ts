import { Module } from "@medusajs/framework/utils";
import { WechatRefundModuleService } from "./service";

export type { WechatRefundModuleService };
export const WECHAT_REFUND_MODULE = "wechat_refund";

export default Module(WECHAT_REFUND_MODULE, { service: WechatRefundModuleService });
