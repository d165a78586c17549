import { z } from "zod";
import type { SimulatorContext } from "../context";
import { faultsSchema } from "../faults/schema";
import { signingModes } from "../keys/signing-mode";
import { currentToken } from "../mini-program/access-token";
import { parseControl } from "./errors";

const modeSchema = z.strictObject({ signing: z.enum(signingModes) });
const emptySchema = z.strictObject({});
const expireSchema = z.strictObject({
  /** 42001: it ran out; 40001: another was issued with force. */
  errcode: z.union([z.literal(42001), z.literal(40001)]).default(42001),
});

export function setFaults(context: SimulatorContext, body: unknown) {
  context.faults.replace(parseControl(faultsSchema, body));
  return context.faults.report();
}

export function setMode(context: SimulatorContext, body: unknown) {
  const { signing } = parseControl(modeSchema, body);
  context.books.commit({ type: "signing-mode-set", signing });
  return { signing };
}

/** Makes the access token in force useless. */
export function expireAccessToken(context: SimulatorContext, body: unknown) {
  const { errcode } = parseControl(expireSchema, body);
  const current = currentToken(context);
  if (current) {
    context.books.commit({
      type: "access-token-ended",
      token: current.token,
      at: context.clock.now().toISOString(),
      revoked: errcode === 40001,
    });
  }
  return { expired: current !== undefined };
}

/** Empties the books. Credentials, persons, tokens, signing mode and faults stay. */
export function reset(context: SimulatorContext, body: unknown) {
  parseControl(emptySchema, body);
  context.refundDesk.clear();
  context.notifier.clear();
  context.books.commit({ type: "reset" });
  context.counters.clear();
  return { reset: true };
}
