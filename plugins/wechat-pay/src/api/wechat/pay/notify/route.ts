import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { systemClock } from "@mall/kernel";
import { processNotification } from "../../../../notifications/process";
import { receiveNotification } from "../../../../notifications/receive";
import { RefusedNotification } from "../../../../notifications/refused";
import { readRawBody } from "../../../../notifications/raw-body";

/**
 * WeChat's notifications. Verify, store, and only then answer 204; processing follows and may
 * crash, since the inbox has it. Anything wrong is answered with WeChat's own shape
 * `{ code: "FAIL", message }`, and nothing has changed.
 */
export async function POST(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const logger = req.scope.resolve(ContainerRegistrationKeys.LOGGER);
  try {
    const rawBody = await readRawBody(req);
    const stored = await receiveNotification(
      req.scope,
      { headers: req.headers, rawBody },
      systemClock.now(),
    );
    res.status(204).end();
    void processNotification(req.scope, stored);
  } catch (error) {
    const refused = error instanceof RefusedNotification ? error : undefined;
    const message = refused?.message ?? "The notification could not be stored";
    if (refused) logger.warn(`Refused a WeChat notification: ${message}`);
    else logger.error("A WeChat notification could not be stored", error as Error);
    res.status(refused?.status ?? 500).json({ code: "FAIL", message });
  }
}
