import { z } from "zod";
import { type Clock, systemClock } from "../clock";
import type { HttpOptions } from "../http/transport";
import { AccessTokens } from "./access-token";
import { type ApiCall, callApi, type MiniProgramSettings } from "./api";
import type { LoginCode, PhoneCode } from "./codes";
import { type ShippingCalls, shippingCalls } from "./shipping-info";
import { type AccessTokenStore, createMemoryTokenStore } from "./token-store";

/** Who logged in. */
export interface MiniProgramSession {
  /** Of this user in this mini-program. */
  readonly openid: string;
  /** Of this user across the apps of one operator; absent when the app is bound to none. */
  readonly unionid?: string;
  /** Never leaves the server. */
  readonly sessionKey: string;
}

export interface MiniProgramPhone {
  /** With the country code when it is foreign. */
  readonly phoneNumber: string;
  /** Without the country code. */
  readonly purePhoneNumber: string;
  /** Digits, such as "86". */
  readonly countryCode: string;
}

/**
 * The server API of one mini-program. Calls may throw `WechatApiError` (code is the errcode:
 * "40029" invalid code, "40163" used code, "40226" blocked user, "45011" too often),
 * `WechatTransportError` (outcome unknown; a code may be used up) and `WechatMalformedError`.
 */
export interface MiniProgramClient extends ShippingCalls {
  codeToSession(code: LoginCode): Promise<MiniProgramSession>;
  phoneNumber(code: PhoneCode): Promise<MiniProgramPhone>;
  accessToken(): Promise<string>;
}

export interface MiniProgramClientOptions extends HttpOptions {
  /** Shared by all processes that use this AppID; in memory when left out. */
  readonly tokenStore?: AccessTokenStore | undefined;
  readonly clock?: Clock | undefined;
}

const session = z.object({
  openid: z.string().min(1),
  session_key: z.string().min(1),
  unionid: z.string().optional(),
});

const phone = z.object({
  phone_info: z.object({
    phoneNumber: z.string().min(1),
    purePhoneNumber: z.string().min(1),
    // WeChat's documents declare a string and show a number.
    countryCode: z.union([z.string(), z.number()]).transform(String),
  }),
});

export function createMiniProgramClient(
  settings: MiniProgramSettings,
  options: MiniProgramClientOptions = {},
): MiniProgramClient {
  const { clock = systemClock, tokenStore = createMemoryTokenStore(clock) } = options;
  const tokens = new AccessTokens(settings, tokenStore, clock, options);
  const post = <Answer>(call: Pick<ApiCall<Answer>, "path" | "body" | "answer">) =>
    tokens.use((token) =>
      callApi(
        settings.apiBaseUrl,
        { method: "POST", query: { access_token: token }, ...call },
        options,
      ),
    );

  return {
    async codeToSession(code) {
      const answer = await callApi(
        settings.apiBaseUrl,
        {
          method: "GET",
          path: "/sns/jscode2session",
          query: {
            appid: settings.appId,
            secret: settings.appSecret,
            js_code: code,
            grant_type: "authorization_code",
          },
          answer: session,
        },
        options,
      );
      return {
        openid: answer.openid,
        ...(answer.unionid && { unionid: answer.unionid }),
        sessionKey: answer.session_key,
      };
    },
    async phoneNumber(code) {
      const path = "/wxa/business/getuserphonenumber";
      return (await post({ path, body: { code }, answer: phone })).phone_info;
    },
    ...shippingCalls(post),
    accessToken: () => tokens.current(),
  };
}
