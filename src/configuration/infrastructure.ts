import { Modules } from "@medusajs/framework/utils";
import type { Configuration } from "@mall/configuration";

/**
 * What carries events, workflows, locks and caches. With Redis every process shares them; without,
 * the in-process ones serve a single server, except locks: those are in PostgreSQL, because
 * in-memory locks oversell as soon as there are two servers.
 */
export function infrastructureModules({ redisUrl }: Configuration) {
  return redisUrl === undefined ? [postgresLocking] : redisModules(redisUrl);
}

const postgresLocking = {
  key: Modules.LOCKING,
  resolve: "@medusajs/medusa/locking",
  options: {
    providers: [
      {
        resolve: "@medusajs/medusa/locking-postgres",
        id: "locking-postgres",
        is_default: true,
      },
    ],
  },
};

function redisModules(redisUrl: string) {
  return [
    {
      key: Modules.EVENT_BUS,
      resolve: "@medusajs/medusa/event-bus-redis",
      options: { redisUrl },
    },
    {
      key: Modules.WORKFLOW_ENGINE,
      resolve: "@medusajs/medusa/workflow-engine-redis",
      options: { redis: { redisUrl } },
    },
    {
      key: Modules.LOCKING,
      resolve: "@medusajs/medusa/locking",
      options: {
        providers: [
          {
            resolve: "@medusajs/medusa/locking-redis",
            id: "locking-redis",
            is_default: true,
            options: { redisUrl },
          },
        ],
      },
    },
  ];
}
