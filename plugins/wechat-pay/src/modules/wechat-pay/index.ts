import { Module } from "@medusajs/framework/utils";
import { WechatPayModuleService } from "./service";

export type { WechatPayModuleService };
export const WECHAT_PAY_MODULE = "wechat_pay";

export default Module(WECHAT_PAY_MODULE, { service: WechatPayModuleService });
