import path from "node:path";
import { oncePerDatabase } from "./boot-record";
import { UserError } from "./errors";
import { readJsonIfThere } from "./files";
import { fingerprint } from "./fingerprint";
import { runMedusa, type MedusaContext } from "./medusa";

/** What a shopper's client and the summary need to know of a seeded shop. */
export interface SeedResult {
  region_id: string;
  publishable_key: string;
  payment_provider_id: string;
  sales_channel_id: string;
  admin_email: string;
}

export interface SeedAdmin {
  email: string;
  password: string;
}

/**
 * What the demo shop follows from: the seed's sources and pictures, who its admin is, and the
 * address under which pictures are served.
 */
export function seedFingerprint(root: string, adminEmail: string, publicUrl: string): string {
  return fingerprint(root, ["src/seed"], { adminEmail, publicUrl });
}

/**
 * Fills a migrated database with the demo shop, once per fingerprint. The seed itself may run any
 * number of times.
 *
 * @param stateDirectory `.mall`, where the seed writes `seed.json`
 * @param publicUrl the address of the server
 * @returns whether it ran now, and what it made
 * @throws UserError with the last lines of `seed.log`
 */
export async function seedDatabase(
  context: MedusaContext,
  databaseUrl: string,
  stateDirectory: string,
  admin: SeedAdmin,
  publicUrl: string,
): Promise<{ seeded: boolean; result: SeedResult }> {
  const resultFile = path.join(stateDirectory, "seed.json");
  const wanted = seedFingerprint(context.root, admin.email, publicUrl);
  const seedContext: MedusaContext = {
    ...context,
    env: {
      ...context.env,
      DATABASE_URL: databaseUrl,
      MALL_SEED_RESULT_FILE: resultFile,
      MALL_ADMIN_EMAIL: admin.email,
      MALL_ADMIN_PASSWORD: admin.password,
    },
  };
  const work = async (): Promise<SeedResult> => {
    await runMedusa(seedContext, "seed", "seed", ["exec", "./src/seed/index.ts"]);
    return asSeedResult(readJsonIfThere(resultFile), context.logDirectory);
  };
  // The rows are in the database and the pictures on this disk: a fresh checkout on a database
  // that was seeded from elsewhere has the seed look again.
  const again = readJsonIfThere(resultFile) === undefined;
  const { done, result } = await oncePerDatabase(databaseUrl, "seed", wanted, work, again);
  return { seeded: done, result: asSeedResult(result, context.logDirectory) };
}

const FIELDS: readonly (keyof SeedResult)[] = [
  "region_id",
  "publishable_key",
  "payment_provider_id",
  "sales_channel_id",
  "admin_email",
];

function asSeedResult(value: unknown, logDirectory: string): SeedResult {
  const fields =
    typeof value === "object" && value !== null ? new Map(Object.entries(value)) : new Map();
  const missing = FIELDS.filter((field) => typeof fields.get(field) !== "string");
  if (missing.length > 0) {
    throw new UserError(
      `The seed did not say its ${missing.join(", ")}; its output: ${path.join(logDirectory, "seed.log")}`,
    );
  }
  return value as SeedResult;
}
