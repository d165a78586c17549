import type { IAuthModuleService, MedusaContainer } from "@medusajs/framework/types";
import { MedusaError, Modules } from "@medusajs/framework/utils";
import { createUsersWorkflow, setAuthAppMetadataWorkflow } from "@medusajs/medusa/core-flows";

import type { SeedContext } from "../context";
import { firstOf } from "./made";

const PROVIDER = "emailpass";

/**
 * The first admin user, who logs in with e-mail and password. A user who can log in already is left
 * alone, password included.
 *
 * @returns the e-mail
 * @throws MedusaError when `MALL_ADMIN_EMAIL` is missing, or `MALL_ADMIN_PASSWORD` while needed
 */
export async function ensureAdmin(
  { container, report }: SeedContext,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const email = required(env, "MALL_ADMIN_EMAIL");
  const auth = container.resolve(Modules.AUTH);
  const [user] = await container.resolve(Modules.USER).listUsers({ email });
  const identity = await findIdentity(auth, email);
  if (!user || identity?.app_metadata?.user_id !== user.id) {
    // Asked for before anything is made, so that a missing password leaves no half admin.
    const password = required(env, "MALL_ADMIN_PASSWORD");
    const userId = user?.id ?? (await createUser(container, email));
    const authIdentityId = await login(auth, email, password, identity?.id);
    await setAuthAppMetadataWorkflow(container).run({
      input: { authIdentityId, actorType: "user", value: userId },
    });
  }
  report(`admin ${email}`);
  return email;
}

function required(
  env: NodeJS.ProcessEnv,
  name: "MALL_ADMIN_EMAIL" | "MALL_ADMIN_PASSWORD",
): string {
  const value = env[name];
  if (!value) {
    throw new MedusaError(
      MedusaError.Types.INVALID_DATA,
      `${name} is not set: the seed makes the first admin user from it`,
    );
  }
  return value;
}

async function createUser(container: MedusaContainer, email: string): Promise<string> {
  const { result } = await createUsersWorkflow(container).run({ input: { users: [{ email }] } });
  return firstOf(result, "user").id;
}

async function findIdentity(auth: IAuthModuleService, email: string) {
  const [providerIdentity] = await auth.listProviderIdentities({
    entity_id: email,
    provider: PROVIDER,
  });
  return providerIdentity?.auth_identity_id
    ? auth.retrieveAuthIdentity(providerIdentity.auth_identity_id)
    : undefined;
}

/**
 * An identity that is nobody's admin yet may have been registered by a stranger (the route is
 * public): it gets the admin's password before it becomes the admin's.
 */
async function login(
  auth: IAuthModuleService,
  email: string,
  password: string,
  existingId: string | undefined,
): Promise<string> {
  const { success, error, authIdentity } = existingId
    ? await auth.updateProvider(PROVIDER, { entity_id: email, password })
    : await auth.register(PROVIDER, { body: { email, password } });
  if (!success || !authIdentity) {
    throw new MedusaError(MedusaError.Types.INVALID_DATA, `Admin login not made: ${error ?? ""}`);
  }
  return authIdentity.id;
}
