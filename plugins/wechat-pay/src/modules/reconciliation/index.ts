import { Module } from "@medusajs/framework/utils";
import { ReconciliationModuleService } from "./service";

export type { ReconciliationModuleService };
export const RECONCILIATION_MODULE = "reconciliation";

export default Module(RECONCILIATION_MODULE, { service: ReconciliationModuleService });
