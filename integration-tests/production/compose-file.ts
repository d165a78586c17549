import { readFileSync } from "node:fs";
import { parse } from "yaml";

/** One service of docker-compose.yml, as far as the tests need it. */
export interface ComposeService {
  image: string;
  build?: string;
  user?: string;
  entrypoint?: string[];
  command?: string[];
  environment?: Record<string, string>;
  healthcheck?: { test?: string[]; disable?: boolean };
  volumes?: (string | { type: string; source: string; target: string; read_only?: boolean })[];
  depends_on?: Record<string, { condition: string }>;
  restart?: string;
  logging?: { driver: string; options: Record<string, string> };
  deploy?: { resources?: { limits?: Record<string, string> } };
}

export interface Compose {
  services: Record<string, ComposeService>;
  volumes: Record<string, unknown>;
}

/** Settings by name: what `--env-file` holds. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads a Compose file as `docker compose --env-file` does.
 *
 * @throws Error naming a required variable that is not set
 */
export function readCompose(file: string, variables: Variables): Compose {
  const raw: unknown = parse(readFileSync(file, "utf8"), { merge: true });
  return interpolateAll(raw, variables) as Compose;
}

/** A service by its name. */
export function serviceOf({ services }: Compose, name: string): ComposeService {
  const service = services[name];
  if (service === undefined) throw new Error(`docker-compose.yml has no service ${name}`);
  return service;
}

function interpolateAll(value: unknown, variables: Variables): unknown {
  if (typeof value === "string") return interpolate(value, variables);
  if (Array.isArray(value)) return value.map((item) => interpolateAll(item, variables));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, interpolateAll(item, variables)]),
  );
}

const REFERENCE = /\$(?:(\$)|\{([A-Z][A-Z0-9_]*)(?:(:[-?+])([^{}]*))?\}|(.?))/g;

/** `${NAME}`, `${NAME:-default}`, `${NAME:?complaint}`, `${NAME:+replacement}`, `$$`. */
export function interpolate(text: string, variables: Variables): string {
  return text.replace(
    REFERENCE,
    (found, dollar?: string, name?: string, operator?: string, operand = "") => {
      if (dollar) return "$";
      if (name === undefined) throw new Error(`Unknown reference ${found} in: ${text}`);
      // Set to nothing counts as unset, to all three operators.
      const value = variables[name] ?? "";
      if (operator === ":?" && value === "") throw new Error(`${name} is required: ${operand}`);
      if (operator === ":+") return value === "" ? "" : operand;
      return value === "" && operator === ":-" ? operand : value;
    },
  );
}
