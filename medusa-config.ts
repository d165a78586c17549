import { defineConfig, Modules } from "@medusajs/framework/utils";
import { readConfiguration } from "@mall/configuration";
import { systemClock } from "@mall/kernel";
import { adminBuildOptions } from "./src/configuration/admin";
import { infrastructureModules } from "./src/configuration/infrastructure";

const settings = readConfiguration(process.env, { now: systemClock.now() });
const wechat = { settings: settings.wechat };

export default defineConfig({
  projectConfig: {
    databaseUrl: settings.databaseUrl,
    // One connection pool serves all modules of a process; locks and workflows use it side by side.
    databaseDriverOptions: { pool: { min: 2, max: 30 } },
    redisUrl: settings.redisUrl,
    workerMode: settings.workerMode,
    // `medusa start` runs in production mode, where cookies are for https only; a shop that is
    // reached over plain http would let nobody into the admin.
    cookieOptions: settings.publicUrl.startsWith("https:")
      ? { secure: true, sameSite: "lax" }
      : { secure: false, sameSite: "lax" },
    http: {
      storeCors: settings.storeCors,
      adminCors: settings.adminCors,
      authCors: settings.authCors,
      jwtSecret: settings.jwtSecret,
      cookieSecret: settings.cookieSecret,
      jwtExpiresIn: "7d",
      // Shoppers come in through /store/wechat/login, which makes exactly one customer of them.
      authMethodsPerActor: { user: ["emailpass"], customer: [] },
    },
  },
  admin: adminBuildOptions,
  plugins: [
    { resolve: "@mall/order-lifecycle", options: {} },
    { resolve: "@mall/wechat-auth", options: {} },
    { resolve: "@mall/wechat-pay", options: {} },
    { resolve: "@mall/wechat-shipping", options: {} },
    { resolve: "@mall/after-sale", options: {} },
    { resolve: "@mall/admin-extensions", options: {} },
  ],
  modules: [
    ...infrastructureModules(settings),
    {
      resolve: "@mall/order-lifecycle/modules/order-lifecycle",
      options: {
        paymentDeadlineMinutes: settings.paymentDeadlineMinutes,
        autoConfirmDays: settings.autoConfirmDays,
      },
    },
    { resolve: "@mall/order-lifecycle/modules/order-timeline" },
    { resolve: "@mall/wechat-auth/modules/wechat-auth", options: wechat },
    { resolve: "@mall/wechat-pay/modules/wechat-pay", options: wechat },
    { resolve: "@mall/wechat-pay/modules/wechat-refund" },
    { resolve: "@mall/wechat-pay/modules/payment-exception" },
    { resolve: "@mall/wechat-shipping/modules/wechat-shipping", options: wechat },
    { resolve: "@mall/wechat-pay/modules/reconciliation" },
    { resolve: "@mall/after-sale/modules/after-sale" },
    {
      key: Modules.AUTH,
      resolve: "@medusajs/medusa/auth",
      options: {
        providers: [
          { resolve: "@medusajs/medusa/auth-emailpass", id: "emailpass" },
          { resolve: "@mall/wechat-auth/providers/wechat", id: "wechat", options: wechat },
        ],
      },
    },
    {
      key: Modules.PAYMENT,
      resolve: "@medusajs/medusa/payment",
      options: {
        providers: [
          { resolve: "@mall/wechat-pay/providers/wechat-pay", id: "pay", options: wechat },
        ],
      },
    },
    {
      key: Modules.FILE,
      resolve: "@medusajs/medusa/file",
      options: {
        providers: [
          {
            resolve: "@medusajs/medusa/file-local",
            id: "local",
            options: { backend_url: `${settings.publicUrl}/static` },
          },
        ],
      },
    },
  ],
});
