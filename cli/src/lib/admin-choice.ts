import type { Configuration } from "@mall/configuration";
import { adminPasswordFor, type Secrets } from "./secrets";
import type { SeedAdmin } from "./seed";

export interface ChosenAdmin extends SeedAdmin {
  /** Made just now, so that nobody knows it yet. */
  isNew: boolean;
}

/** The admin of the embedded database, as the README says. */
const DEVELOPMENT_ADMIN: SeedAdmin = { email: "admin@mall.local", password: "mall-admin" };

/** The first admin of the shop: the one of the settings, else one for development. */
export function chooseAdmin(
  { adminEmail, adminPassword, databaseUrl }: Configuration,
  stateDirectory: string,
  secrets: Secrets,
): ChosenAdmin {
  const email = adminEmail ?? DEVELOPMENT_ADMIN.email;
  if (adminPassword !== undefined) {
    return { email, password: adminPassword, isNew: false };
  }
  if (databaseUrl === undefined) {
    return { email, password: DEVELOPMENT_ADMIN.password, isNew: false };
  }
  // A database that others may reach must not have a password that stands in a README.
  return { email, ...adminPasswordFor(stateDirectory, secrets, databaseUrl) };
}
