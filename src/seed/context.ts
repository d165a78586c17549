import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";

/** What every part of the seed works with. */
export interface SeedContext {
  container: MedusaContainer;
  /** One short line in the log. */
  report: (line: string) => void;
}

interface GraphQuery {
  entity: string;
  fields: string[];
  filters?: Record<string, unknown>;
}

/**
 * Reads entities with their relations and links.
 *
 * `Row` is the caller's statement of what `fields` asks for: Medusa's generated types exist in a
 * developer's checkout only, so they cannot be relied on here.
 */
export async function find<Row>(container: MedusaContainer, question: GraphQuery): Promise<Row[]> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph(question);
  return data as Row[];
}
