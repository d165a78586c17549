import type { Keyring } from "../keys/keyring";
import { miniProgramErrors } from "./errors";

/** Checks appid and secret in WeChat's order. */
export function checkApp(
  keyring: Keyring,
  appid: string | null | undefined,
  secret: string | null | undefined,
): void {
  if (!appid) {
    throw miniProgramErrors.missingAppid();
  }
  if (appid !== keyring.appId) {
    throw miniProgramErrors.invalidAppid();
  }
  if (!secret) {
    throw miniProgramErrors.missingSecret();
  }
  if (secret !== keyring.appSecret) {
    throw miniProgramErrors.invalidSecret();
  }
}
