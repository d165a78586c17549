import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

import type { SeedContext } from "./context";

/** What a client needs to shop here. */
export interface SeedResult {
  region_id: string;
  publishable_key: string;
  payment_provider_id: string;
  sales_channel_id: string;
  admin_email: string;
}

/** Writes the result where the caller asked for it; a reader sees the old file or the whole new one. */
export async function writeResult(
  { report }: SeedContext,
  file: string | undefined,
  result: SeedResult,
): Promise<void> {
  if (!file) {
    return;
  }
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, `${JSON.stringify(result, null, 2)}\n`);
  await rename(draft, file);
  report(`result written to ${file}`);
}
