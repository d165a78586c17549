import type { MedusaContainer } from "@medusajs/framework/types";
import { addMinutes, systemClock } from "@mall/kernel";
import { noteShipments } from "../shipments";

/** For so long a shipment is found whose event was lost in a crash: a long weekend's outage. */
const LOOK_BACK_MINUTES = 4320;

/** Finds shipments that nobody noted. Safe in several processes at once. */
export default async function findShipments(container: MedusaContainer): Promise<void> {
  const since = { $gte: addMinutes(systemClock.now(), -LOOK_BACK_MINUTES) };
  await noteShipments(container, { $or: [{ shipped_at: since }, { delivered_at: since }] });
}

export const config = {
  name: "wechat-shipping-find-shipments",
  schedule: { cron: "*/30 * * * * *", concurrency: "forbid" },
};
