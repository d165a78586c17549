import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { UserError } from "./errors";

/** A user of this machine that PostgreSQL may run as: it refuses to run as root. */
export interface UnprivilegedUser {
  uid: number;
  gid: number;
}

/**
 * Whom to run PostgreSQL as: undefined means as ourselves. Root uses the owner of the data when
 * there is some, else the user `postgres`, which is created when it is missing.
 *
 * @param data the data folder, which need not exist yet
 */
export function postgresUser(data: string): UnprivilegedUser | undefined {
  if (process.getuid?.() !== 0) {
    return undefined;
  }
  const owner = fs.statSync(data, { throwIfNoEntry: false });
  if (owner !== undefined && owner.uid !== 0) {
    return { uid: owner.uid, gid: owner.gid };
  }
  return lookUp("postgres") ?? lookUp("_postgres") ?? createUser();
}

function lookUp(name: string): UnprivilegedUser | undefined {
  const [uid, gid] = ["-u", "-g"].map((flag) => {
    const result = spawnSync("id", [flag, name], { encoding: "utf8" });
    return result.status === 0 ? Number(result.stdout.trim()) : undefined;
  });
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

function createUser(): UnprivilegedUser {
  // useradd on most systems, adduser on those with BusyBox.
  const attempts: [string, string[]][] = [
    [
      "useradd",
      ["--system", "--user-group", "--no-create-home", "--shell", "/bin/false", "postgres"],
    ],
    ["adduser", ["-S", "-D", "-H", "-s", "/bin/false", "postgres"]],
  ];
  for (const [command, args] of attempts) {
    spawnSync(command, args, { stdio: "ignore" });
    const user = lookUp("postgres");
    if (user !== undefined) {
      return user;
    }
  }
  throw new UserError(
    "PostgreSQL does not run as root, and no user could be made for it: create a user named postgres, run as a normal user, or set DATABASE_URL.",
  );
}
