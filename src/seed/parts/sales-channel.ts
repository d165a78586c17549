import type { MedusaContainer } from "@medusajs/framework/types";
import { Modules } from "@medusajs/framework/utils";
import {
  createApiKeysWorkflow,
  createSalesChannelsWorkflow,
  linkSalesChannelsToApiKeyWorkflow,
  updateApiKeysWorkflow,
  updateSalesChannelsWorkflow,
} from "@medusajs/medusa/core-flows";

import { find, type SeedContext } from "../context";
import { shop } from "../shop";
import { firstOf } from "./made";

/** What Medusa makes by itself when it first boots; taken over, so that there is one of each. */
const BOOT_CHANNEL_NAME = "Default Sales Channel";
const BOOT_KEY_TITLE = "Default Publishable API Key";

interface PublishableKey {
  id: string;
  title: string;
  token: string;
  revoked_at: string | null;
  sales_channels_link: { sales_channel_id: string }[] | null;
}

/** The sales channel of the mini-program and the publishable key that opens it. */
export async function ensureSalesChannel({
  container,
  report,
}: SeedContext): Promise<{ id: string; publishableKey: string }> {
  const id = await ensureChannel(container);
  const key = await ensureKey(container);
  if (!key.sales_channels_link?.some((link) => link.sales_channel_id === id)) {
    await linkSalesChannelsToApiKeyWorkflow(container).run({ input: { id: key.id, add: [id] } });
  }
  report(`sales channel ${shop.salesChannel.name} with its publishable key`);
  return { id, publishableKey: key.token };
}

async function ensureChannel(container: MedusaContainer): Promise<string> {
  const channels = container.resolve(Modules.SALES_CHANNEL);
  const { name, description } = shop.salesChannel;
  const [existing] = await channels.listSalesChannels({ name });
  if (existing) {
    return existing.id;
  }
  const [fromBoot] = await channels.listSalesChannels({ name: BOOT_CHANNEL_NAME });
  if (fromBoot) {
    await updateSalesChannelsWorkflow(container).run({
      input: { selector: { id: fromBoot.id }, update: { name, description } },
    });
    return fromBoot.id;
  }
  const { result } = await createSalesChannelsWorkflow(container).run({
    input: { salesChannelsData: [{ name, description }] },
  });
  return firstOf(result, "sales channel").id;
}

async function ensureKey(container: MedusaContainer): Promise<PublishableKey> {
  const keys = await findKeys(container);
  const existing = keys.find((key) => key.title === shop.publishableKeyTitle);
  if (existing) {
    return existing;
  }
  const fromBoot = keys.find((key) => key.title === BOOT_KEY_TITLE);
  if (fromBoot) {
    await updateApiKeysWorkflow(container).run({
      input: { selector: { id: fromBoot.id }, update: { title: shop.publishableKeyTitle } },
    });
    return fromBoot;
  }
  await createApiKeysWorkflow(container).run({
    input: {
      api_keys: [{ title: shop.publishableKeyTitle, type: "publishable", created_by: "" }],
    },
  });
  const made = (await findKeys(container)).filter((key) => key.title === shop.publishableKeyTitle);
  return firstOf(made, "publishable key");
}

async function findKeys(container: MedusaContainer): Promise<PublishableKey[]> {
  const keys = await find<PublishableKey>(container, {
    entity: "api_key",
    fields: ["id", "title", "token", "revoked_at", "sales_channels_link.sales_channel_id"],
    filters: { type: "publishable" },
  });
  return keys.filter((key) => key.revoked_at === null);
}
