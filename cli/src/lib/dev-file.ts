import fs from "node:fs";
import path from "node:path";
import { writeFileAtomically } from "./files";

/** What `.mall/dev.json` tells scripts about the running shop. */
export interface DevFile {
  api_url: string;
  admin_url: string;
  /** null with a real WeChat. */
  simulator_url: string | null;
  publishable_key: string;
  region_id: string;
  payment_provider_id: string;
  /** The password is null when the admin was made with another one, which only its owner knows. */
  admin: { email: string; password: string | null };
}

/** Written when everything runs, removed when it stops: while it is there, the shop is. */
export function writeDevFile(stateDirectory: string, content: DevFile): void {
  writeFileAtomically(location(stateDirectory), `${JSON.stringify(content, null, 2)}\n`, 0o600);
}

export function removeDevFile(stateDirectory: string): void {
  fs.rmSync(location(stateDirectory), { force: true });
}

function location(stateDirectory: string): string {
  return path.join(stateDirectory, "dev.json");
}
