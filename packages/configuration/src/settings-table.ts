/** One variable of the environment, for people: `npm start`, the CLI and the README list these. */
export interface Setting {
  readonly name: string;
  /** What it decides, in one sentence. */
  readonly meaning: string;
  /** What holds when it is not set; undefined when nothing does. */
  readonly default?: string;
  readonly example: string;
  /** Its value is never to be shown. */
  readonly isSecret?: true;
}

const WITHOUT_WECHAT = "the built-in WeChat simulator is used when no WECHAT_ variable is set";

/** Every variable that `readConfiguration` reads, and no other. */
export const SETTINGS = [
  {
    name: "NODE_ENV",
    meaning: "production makes missing secrets an error and allows no local address by default.",
    default: "development",
    example: "production",
  },
  {
    name: "DATABASE_URL",
    meaning: "The PostgreSQL database.",
    default: "an embedded PostgreSQL",
    example: "postgres://mall:password@db.internal:5432/mall",
    isSecret: true,
  },
  {
    name: "DATABASE_REPLICA_URL",
    meaning: "A read-only replica of the database, for reports; needs DATABASE_URL.",
    example: "postgres://mall:password@replica.internal:5432/mall",
    isSecret: true,
  },
  {
    name: "REDIS_URL",
    meaning: "Redis for events, workflows, cache and locks; needed for more than one process.",
    default: "everything in one process",
    example: "redis://redis.internal:6379",
    isSecret: true,
  },
  {
    name: "PORT",
    meaning: "The port that the server listens on.",
    default: "9000",
    example: "9000",
  },
  {
    name: "MALL_HOST",
    meaning: "The address that the server listens on.",
    default: "all addresses of the machine",
    example: "127.0.0.1",
  },
  {
    name: "MALL_PUBLIC_URL",
    meaning: "The address at which shoppers and merchants reach the server.",
    default: "http://localhost:PORT",
    example: "https://shop.example.com",
  },
  {
    name: "SIMULATOR_PORT",
    meaning: "The port that the WeChat simulator listens on.",
    default: "9010",
    example: "9010",
  },
  {
    name: "STORE_CORS",
    meaning: "Origins of browsers that may call the store API, separated by commas.",
    default: "MALL_PUBLIC_URL, and local addresses outside production",
    example: "https://shop.example.com",
  },
  {
    name: "ADMIN_CORS",
    meaning: "Origins of browsers that may call the admin API, separated by commas.",
    default: "MALL_PUBLIC_URL, and local addresses outside production",
    example: "https://admin.example.com",
  },
  {
    name: "AUTH_CORS",
    meaning: "Origins of browsers that may log in, separated by commas.",
    default: "MALL_PUBLIC_URL, and local addresses outside production",
    example: "https://shop.example.com,https://admin.example.com",
  },
  {
    name: "JWT_SECRET",
    meaning:
      "Signs the login tokens, at least 32 characters; needed in production with DATABASE_URL.",
    default: "npm start makes one and keeps it",
    example: "the output of: openssl rand -hex 32",
    isSecret: true,
  },
  {
    name: "COOKIE_SECRET",
    meaning:
      "Signs the session cookies, at least 32 characters; needed in production with DATABASE_URL.",
    default: "npm start makes one and keeps it",
    example: "the output of: openssl rand -hex 32",
    isSecret: true,
  },
  {
    name: "MEDUSA_WORKER_MODE",
    meaning:
      "What this process does: server answers requests, worker runs jobs, shared does both; the first two need REDIS_URL.",
    default: "shared",
    example: "server",
  },
  {
    name: "MALL_PAYMENT_DEADLINE_MINUTES",
    meaning: "How long a shopper has to pay an order, 1 to 1440 minutes.",
    default: "30",
    example: "15",
  },
  {
    name: "MALL_AUTO_CONFIRM_DAYS",
    meaning:
      "How many days after sending an order its receipt is confirmed by itself, 1 to 90 days.",
    default: "10",
    example: "7",
  },
  {
    name: "MALL_ADMIN_EMAIL",
    meaning: "The login of the first administrator.",
    default: "npm start chooses one and shows it",
    example: "owner@example.com",
  },
  {
    name: "MALL_ADMIN_PASSWORD",
    meaning: "The password of the first administrator, at least 8 characters.",
    default: "npm start chooses one and shows it",
    example: "a long sentence that only you know",
    isSecret: true,
  },
  {
    name: "WECHAT_APP_ID",
    meaning: "The AppID of the mini-program (公众平台 → 开发管理).",
    default: WITHOUT_WECHAT,
    example: "wx0123456789abcdef",
  },
  {
    name: "WECHAT_APP_SECRET",
    meaning: "The AppSecret of the mini-program (公众平台 → 开发管理).",
    default: WITHOUT_WECHAT,
    example: "0123456789abcdef0123456789abcdef",
    isSecret: true,
  },
  {
    name: "WECHAT_MCH_ID",
    meaning: "The merchant number (商户平台 → 账户中心).",
    default: WITHOUT_WECHAT,
    example: "1900000001",
  },
  {
    name: "WECHAT_API_V3_KEY",
    meaning: "The APIv3 key, 32 characters (商户平台 → API安全).",
    default: WITHOUT_WECHAT,
    example: "0123456789abcdefghijklmnopqrstuv",
    isSecret: true,
  },
  {
    name: "WECHAT_CERT_PATH",
    meaning: "The file apiclient_cert.pem of the merchant (商户平台 → API安全).",
    default: WITHOUT_WECHAT,
    example: "/run/secrets/apiclient_cert.pem",
  },
  {
    name: "WECHAT_KEY_PATH",
    meaning: "The file apiclient_key.pem that belongs to the certificate.",
    default: WITHOUT_WECHAT,
    example: "/run/secrets/apiclient_key.pem",
  },
  {
    name: "WECHAT_NOTIFY_URL",
    meaning: "Where WeChat Pay sends notifications: /wechat/pay/notify at the public address.",
    default: WITHOUT_WECHAT,
    example: "https://shop.example.com/wechat/pay/notify",
  },
  {
    name: "WECHAT_PAY_PUBLIC_KEY_ID",
    meaning: "The id of the WeChat Pay public key, for merchants in public-key mode.",
    example: "PUB_KEY_ID_0119000000012026030100000001",
  },
  {
    name: "WECHAT_PAY_PUBLIC_KEY_PATH",
    meaning: "The file pub_key.pem that belongs to that id (商户平台 → API安全).",
    example: "/run/secrets/pub_key.pem",
  },
  {
    name: "WECHAT_API_BASE_URL",
    meaning: "Where the mini-program API is.",
    default: "https://api.weixin.qq.com",
    example: "http://localhost:9010",
  },
  {
    name: "WECHAT_PAY_BASE_URL",
    meaning: "Where WeChat Pay is.",
    default: "https://api.mch.weixin.qq.com",
    example: "http://localhost:9010",
  },
] as const satisfies readonly Setting[];

/** The name of a variable in the table. */
export type SettingName = (typeof SETTINGS)[number]["name"];
