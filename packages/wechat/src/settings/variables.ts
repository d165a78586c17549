/** The variables without which there is no WeChat to talk to. */
export const REQUIRED_VARIABLES = [
  "WECHAT_APP_ID",
  "WECHAT_APP_SECRET",
  "WECHAT_MCH_ID",
  "WECHAT_API_V3_KEY",
  "WECHAT_CERT_PATH",
  "WECHAT_KEY_PATH",
  "WECHAT_NOTIFY_URL",
] as const;

const OPTIONAL_VARIABLES = [
  "WECHAT_PAY_PUBLIC_KEY_ID",
  "WECHAT_PAY_PUBLIC_KEY_PATH",
  "WECHAT_API_BASE_URL",
  "WECHAT_PAY_BASE_URL",
] as const;

/** Every variable that `readWechatSettings` reads. */
export const WECHAT_VARIABLES = [...REQUIRED_VARIABLES, ...OPTIONAL_VARIABLES] as const;

export type WechatVariable = (typeof WECHAT_VARIABLES)[number];

/** The variables as they were set: trimmed, and absent when empty. */
export type WechatValues = Partial<Record<WechatVariable, string>>;

/** A variable set to nothing counts as unset: that is how Compose files pass a variable on. */
export function wechatValues(env: NodeJS.ProcessEnv): WechatValues {
  const values: WechatValues = {};
  for (const name of WECHAT_VARIABLES) {
    const value = env[name]?.trim();
    if (value) values[name] = value;
  }
  return values;
}
