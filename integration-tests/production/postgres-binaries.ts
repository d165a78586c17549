import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import type { Need } from "../support/needs";

const DEBIAN = "/usr/lib/postgresql";

/** PostgreSQL with everything that replication needs; the embedded one has no pg_basebackup. */
export const postgresWithReplication: Need = {
  name: "PostgreSQL's pg_basebackup",
  remedy: "install postgresql (Debian, Ubuntu)",
  found: newest().find((bin) => existsSync(join(bin, "pg_basebackup"))),
};

function newest(): string[] {
  if (!existsSync(DEBIAN)) return [];
  return readdirSync(DEBIAN)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(DEBIAN, version, "bin"));
}
