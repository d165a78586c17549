import { SettingsError } from "@mall/wechat";
import type { z } from "zod";
import type { SettingName } from "./settings-table";

/** What a setting may be, and the end of the sentence "NAME must …" for when it is not. */
export interface Rule<Value> {
  readonly schema: z.ZodType<Value, string>;
  readonly must: string;
}

/**
 * Reads one variable. Set to nothing counts as unset: that is how Compose files pass a variable on.
 *
 * @throws SettingsError that names the variable; it never quotes the value, which may be a secret
 */
export function readSetting<Value>(
  env: NodeJS.ProcessEnv,
  name: SettingName,
  rule: Rule<Value>,
): Value | undefined {
  const text = env[name]?.trim();
  if (!text) return undefined;
  const parsed = rule.schema.safeParse(text);
  if (!parsed.success) throw new SettingsError(name, `${name} must ${rule.must}.`);
  return parsed.data;
}
