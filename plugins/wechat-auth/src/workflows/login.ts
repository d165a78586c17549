import { Modules } from "@medusajs/framework/utils";
import {
  createStep,
  createWorkflow,
  StepResponse,
  transform,
  when,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk";
import { createCustomersWorkflow } from "@medusajs/medusa/core-flows";
import { systemClock } from "@mall/kernel";
import type { LoginCode, PhoneCode } from "@mall/wechat";
import { WECHAT_AUTH_MODULE } from "../modules/wechat-auth";
import { WechatAuthErrors } from "../modules/wechat-auth/errors";
import { entityIdOf, type CustomerDecision, type WechatUser } from "../modules/wechat-auth/rules";
import type { WechatAuthModuleService } from "../modules/wechat-auth/service";
import { bindPhoneStep, exchangePhoneCodeStep } from "./bind-phone";

export interface LoginInput {
  code: LoginCode;
  phone_code?: PhoneCode | undefined;
}

export interface LoginResult {
  auth_identity_id: string;
  customer_id: string;
  is_new: boolean;
}

const authenticateStep = createStep(
  "authenticate-with-wechat",
  async ({ code }: { code: LoginCode }, { container }) => {
    const { authIdentity, error } = await container
      .resolve(Modules.AUTH)
      .authenticate("wechat", { body: { code } });
    if (authIdentity === undefined) {
      const known = WechatAuthErrors[error as keyof typeof WechatAuthErrors] as
        | (typeof WechatAuthErrors)["wechat_refused"]
        | undefined;
      throw known?.() ?? WechatAuthErrors.wechat_refused(error);
    }
    const metadata = authIdentity.provider_identities?.find(
      ({ provider }) => provider === "wechat",
    )?.provider_metadata;
    return new StepResponse({
      auth_identity_id: authIdentity.id,
      user: {
        appId: String(metadata?.appid),
        openid: String(metadata?.openid),
        unionId: metadata?.unionid as string | undefined,
      },
    });
  },
);

const recordLoginStep = createStep(
  "record-wechat-login",
  async ({ user }: { user: WechatUser }, { container }) => {
    const service = container.resolve<WechatAuthModuleService>(WECHAT_AUTH_MODULE);
    return new StepResponse(await service.recordLogin(user, systemClock.now()));
  },
);

interface Claim {
  customer_id: string;
  is_new: boolean;
}

/** What to undo; nothing when the identity had its customer already. */
type Claimed = { identity_id: string; customer_id: string } | null;

interface ClaimInput {
  identity_id: string;
  decision: CustomerDecision;
  created_id: string | undefined;
}

/** Of two first logins at once one customer stays; the other's new customer is taken back. */
const claimCustomerStep = createStep(
  "claim-wechat-customer",
  async ({ identity_id, decision, created_id }: ClaimInput, { container }) => {
    if (decision.kind === "keep") {
      return new StepResponse<Claim, Claimed>(
        { customer_id: decision.customerId, is_new: false },
        null,
      );
    }
    const proposed = decision.kind === "share" ? decision.customerId : String(created_id);
    const service = container.resolve<WechatAuthModuleService>(WECHAT_AUTH_MODULE);
    const customerId = await service.claimIdentity(
      identity_id,
      proposed,
      decision.kind === "share" ? "customer_shared" : "customer_created",
      systemClock.now(),
    );
    const won = customerId === proposed;
    if (!won && created_id !== undefined) {
      await container.resolve(Modules.CUSTOMER).deleteCustomers([created_id]);
    }
    return new StepResponse<Claim, Claimed>(
      { customer_id: customerId, is_new: won && created_id !== undefined },
      won ? { identity_id, customer_id: customerId } : null,
    );
  },
  async (claimed, { container }) => {
    if (claimed == null) return;
    const service = container.resolve<WechatAuthModuleService>(WECHAT_AUTH_MODULE);
    await service.unclaimIdentity(claimed.identity_id, claimed.customer_id);
  },
);

/** Medusa reads the customer of a token from the auth identity. Writing it twice changes nothing. */
const bindAuthIdentityStep = createStep(
  "bind-wechat-auth-identity",
  async (input: { auth_identity_id: string; customer_id: string }, { container }) => {
    const auth = container.resolve(Modules.AUTH);
    const identity = await auth.retrieveAuthIdentity(input.auth_identity_id);
    const before = identity.app_metadata ?? {};
    if (before.customer_id === input.customer_id) return new StepResponse(undefined, undefined);
    await auth.updateAuthIdentities([
      {
        id: identity.id,
        app_metadata: { ...before, customer_id: input.customer_id },
      },
    ]);
    return new StepResponse(undefined, { id: identity.id, app_metadata: before });
  },
  async (before, { container }) => {
    if (before === undefined) return;
    await container.resolve(Modules.AUTH).updateAuthIdentities([before]);
  },
);

/** A name by which a merchant can tell people apart: WeChat no longer tells nicknames. */
function provisionalName(user: WechatUser): { first_name: string; last_name: string } {
  return { first_name: "微信用户", last_name: entityIdOf(user).slice(-4) };
}

/**
 * Logs a shopper in with a wx.login code, creating the customer at the first time, and binds the
 * phone number when a getPhoneNumber code comes along. The phone code is exchanged first: when it
 * is bad, the login code is still good and nothing has changed.
 */
export const loginWithWechatWorkflow = createWorkflow("login-with-wechat", (input: LoginInput) => {
  const phone = when({ input }, (data) => data.input.phone_code !== undefined).then(() =>
    exchangePhoneCodeStep({ code: input.phone_code }),
  );
  const authenticated = authenticateStep({ code: input.code });
  const login = recordLoginStep({ user: authenticated.user });
  const created = when({ login }, (data) => data.login.decision.kind === "create").then(() =>
    createCustomersWorkflow.runAsStep({
      input: {
        customersData: transform({ authenticated }, (data) => [
          { ...provisionalName(data.authenticated.user as WechatUser), has_account: true },
        ]),
      },
    }),
  );
  const claimed = claimCustomerStep(
    transform({ login, created }, (data) => ({
      identity_id: data.login.identityId,
      decision: data.login.decision,
      created_id: data.created?.[0]?.id,
    })),
  );
  bindAuthIdentityStep(
    transform({ authenticated, claimed }, (data) => ({
      auth_identity_id: data.authenticated.auth_identity_id,
      customer_id: data.claimed.customer_id,
    })),
  );
  when({ phone }, (data) => data.phone !== undefined).then(() => {
    bindPhoneStep(
      transform({ phone, claimed, input }, (data) => ({
        customer_id: data.claimed.customer_id,
        code: data.input.phone_code,
        phone: data.phone,
      })),
    );
  });
  return new WorkflowResponse(
    transform(
      { authenticated, claimed },
      (data): LoginResult => ({
        auth_identity_id: data.authenticated.auth_identity_id,
        ...data.claimed,
      }),
    ),
  );
});
