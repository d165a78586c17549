import { Module } from "@medusajs/framework/utils";
import { WechatShippingModuleService } from "./service";

export const WECHAT_SHIPPING_MODULE = "wechat_shipping";

export default Module(WECHAT_SHIPPING_MODULE, { service: WechatShippingModuleService });
