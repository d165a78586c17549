import { AbstractAuthModuleProvider, MedusaError } from "@medusajs/framework/utils";
import type {
  AuthenticationInput,
  AuthenticationResponse,
  AuthIdentityDTO,
  AuthIdentityProviderService,
} from "@medusajs/framework/types";
import {
  createMiniProgramClient,
  type LoginCode,
  type MiniProgramClient,
  type WechatSettings,
} from "@mall/wechat";
import { loginErrorName } from "../../modules/wechat-auth/channel-errors";
import { entityIdOf } from "../../modules/wechat-auth/rules";

interface Options {
  settings?: WechatSettings;
}

/**
 * Authenticates with the code of `wx.login`. The session_key is not kept: nothing needs it, and
 * what is not stored cannot leave the server.
 *
 * Medusa reduces a provider's failure to a string, so the string is the name in our catalogue.
 */
export class WechatAuthProviderService extends AbstractAuthModuleProvider {
  static override identifier = "wechat";
  static override DISPLAY_NAME = "WeChat";

  readonly #appId: string | undefined;
  readonly #miniProgram: MiniProgramClient | undefined;

  constructor(_container: Record<string, unknown>, { settings }: Options = {}) {
    // @ts-expect-error Medusa's base class takes its arguments without declaring them.
    super(...arguments);
    this.#appId = settings?.appId;
    this.#miniProgram = settings && createMiniProgramClient(settings);
  }

  override async authenticate(
    data: AuthenticationInput,
    identities: AuthIdentityProviderService,
  ): Promise<AuthenticationResponse> {
    const code: unknown = data.body?.code;
    if (this.#miniProgram === undefined || this.#appId === undefined) {
      return { success: false, error: "not_configured" };
    }
    if (typeof code !== "string") return { success: false, error: "code_invalid" };
    try {
      const { openid, unionid } = await this.#miniProgram.codeToSession(code as LoginCode);
      const user = { appid: this.#appId, openid, ...(unionid !== undefined && { unionid }) };
      const entityId = entityIdOf({ appId: this.#appId, openid });
      return { success: true, authIdentity: await findOrCreate(identities, entityId, user) };
    } catch (error) {
      const name = loginErrorName(error);
      if (name === undefined) throw error;
      return { success: false, error: name };
    }
  }

  /** There is nothing to register: the first login is the registration. */
  override register(
    data: AuthenticationInput,
    identities: AuthIdentityProviderService,
  ): Promise<AuthenticationResponse> {
    return this.authenticate(data, identities);
  }
}

async function findOrCreate(
  identities: AuthIdentityProviderService,
  entityId: string,
  user: Record<string, string>,
): Promise<AuthIdentityDTO> {
  const known = await find(identities, entityId);
  if (known !== undefined) return withLateUnionId(identities, entityId, known, user);
  try {
    return await identities.create({ entity_id: entityId, provider_metadata: user });
  } catch (error) {
    // Of two first logins at once the unique index lets one through; the other finds it now.
    const winner = await find(identities, entityId);
    if (winner === undefined) throw error;
    return winner;
  }
}

async function find(
  identities: AuthIdentityProviderService,
  entityId: string,
): Promise<AuthIdentityDTO | undefined> {
  try {
    return await identities.retrieve({ entity_id: entityId });
  } catch (error) {
    if (MedusaError.isMedusaError(error) && error.type === MedusaError.Types.NOT_FOUND) {
      return undefined;
    }
    throw error;
  }
}

async function withLateUnionId(
  identities: AuthIdentityProviderService,
  entityId: string,
  known: AuthIdentityDTO,
  user: Record<string, string>,
): Promise<AuthIdentityDTO> {
  const stored = known.provider_identities?.find((one) => one.entity_id === entityId);
  if (user.unionid === undefined || stored?.provider_metadata?.unionid !== undefined) return known;
  return identities.update(entityId, { provider_metadata: user });
}
