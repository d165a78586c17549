import { cpSync } from "node:fs";
import { join } from "node:path";

/** What a container runs besides the server: migrations and its health check. */
export function copyPrograms(root, draft) {
  cpSync(join(root, "deploy", "bin"), join(draft, "bin"), { recursive: true });
}
