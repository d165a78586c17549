import { randomBytes } from "node:crypto";
import path from "node:path";
import { readJsonIfThere, writeFileAtomically } from "./files";

/** Secrets made once for this checkout. Losing them logs everybody out, nothing more. */
export interface Secrets {
  jwt_secret: string;
  cookie_secret: string;
  /** The generated admin password per database, see {@link adminPasswordFor}. */
  admin_passwords: Record<string, string>;
}

/** Reads `secrets.json`, and makes what is missing in it. */
export function loadSecrets(stateDirectory: string): Secrets {
  const stored = readJsonIfThere(file(stateDirectory));
  const known: Partial<Secrets> = typeof stored === "object" && stored !== null ? stored : {};
  const secrets: Secrets = {
    jwt_secret: known.jwt_secret ?? randomBytes(32).toString("hex"),
    cookie_secret: known.cookie_secret ?? randomBytes(32).toString("hex"),
    admin_passwords: known.admin_passwords ?? {},
  };
  if (known.jwt_secret === undefined || known.cookie_secret === undefined) {
    save(stateDirectory, secrets);
  }
  return secrets;
}

/**
 * A random admin password for a database that is not the embedded one, the same at every start.
 *
 * @returns whether it was made just now, and so has to be shown
 */
export function adminPasswordFor(
  stateDirectory: string,
  secrets: Secrets,
  databaseUrl: string,
): { password: string; isNew: boolean } {
  const { host, pathname } = new URL(databaseUrl);
  const known = secrets.admin_passwords[`${host}${pathname}`];
  if (known !== undefined) {
    return { password: known, isNew: false };
  }
  const password = randomBytes(12).toString("base64url");
  secrets.admin_passwords[`${host}${pathname}`] = password;
  save(stateDirectory, secrets);
  return { password, isNew: true };
}

function save(stateDirectory: string, secrets: Secrets): void {
  writeFileAtomically(file(stateDirectory), `${JSON.stringify(secrets, null, 2)}\n`, 0o600);
}

function file(stateDirectory: string): string {
  return path.join(stateDirectory, "secrets.json");
}
