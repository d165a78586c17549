import { Module } from "@medusajs/framework/utils";
import { WechatAuthModuleService } from "./service";

export type { WechatAuthModuleService };
export const WECHAT_AUTH_MODULE = "wechat_auth";

export default Module(WECHAT_AUTH_MODULE, { service: WechatAuthModuleService });
