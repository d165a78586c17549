import { readdirSync } from "node:fs";
import https from "node:https";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { withConnection } from "@mall/cli/lib/database";

import { root } from "../runner/paths";
import { Admin } from "../support/admin";
import type { MallAddresses } from "../support/addresses";
import { call, eventually, ok } from "../support/http";
import { describeWith, nginx } from "../support/needs";
import { inStock } from "../support/products";
import { Shopper, type Order } from "../support/shopper";
import { serviceOf } from "./compose-file";
import { checkHealth } from "./health";
import { Layout, url } from "./layout";
import { postgresWithReplication } from "./postgres-binaries";
import { anyRedis } from "./redis-server";

/** Longer than the first query of a payment is waited for, and one run of the job after that. */
const SURELY_QUERIED_MS = 12_000;

describeWith(anyRedis, "the production layout", () => {
  let layout: Layout;
  let mall: MallAddresses;

  beforeAll(async () => {
    layout = await Layout.start();
    mall = layout.addresses();
  }, 600_000);

  afterAll(() => (layout as Layout | undefined)?.stop(), 60_000);

  /** What each server says about an order, asked without the proxy. */
  function seenByServers(shopper: Shopper, orderId: string): Promise<Order[]> {
    const headers = {
      "x-publishable-api-key": mall.publishable_key,
      authorization: `Bearer ${shopper.token}`,
    };
    return Promise.all(
      Object.values(layout.servers()).map(async (server) => {
        const answer = await ok<{ order: Order }>(`${url(server)}/store/orders/${orderId}`, {
          headers,
        });
        return answer.order;
      }),
    );
  }

  /** The lines of a server's log about requests whose path begins so. */
  function requests(server: string, path: string): string[] {
    return layout
      .log(server)
      .split("\n")
      .filter((line) => line.includes('"level":"http"') && line.includes(`"path":"${path}`));
  }

  it("holds no TypeScript, and finds nothing outside itself", () => {
    const { resolve } = createRequire(join(layout.release.app, "medusa-config.js"));
    for (const name of ["typescript", "ts-node", "@mall/cli", "@mall/wechat-simulator"]) {
      expect(() => resolve(`${name}/package.json`)).toThrow("Cannot find module");
    }
    const sources = readdirSync(layout.release.app, { recursive: true, encoding: "utf8" }).filter(
      (file) => file.endsWith(".ts") && !file.includes("node_modules/"),
    );
    expect(sources).toEqual([]);
    expect(layout.log("server-1") + layout.log("server-2")).not.toContain(root);
  });

  it("sells through both servers: one is notified, both know, the admin shows it", async () => {
    const shopper = await Shopper.login(mall);
    const order = await shopper.placeOrder(await inStock(shopper));
    await shopper.pay(order.id);
    await shopper.waitForStatus(order.id, "awaiting_shipment");

    const seen = await seenByServers(shopper, order.id);
    expect(seen.map((one) => one.shopper_status)).toEqual([
      "awaiting_shipment",
      "awaiting_shipment",
    ]);
    const shown = await (await Admin.login(mall)).order(order.id);
    expect(shown).toMatchObject({ id: order.id, payment_status: "captured" });

    for (const server of ["server-1", "server-2"]) {
      expect(requests(server, "/store/carts").length).toBeGreaterThan(0);
    }
    const notified = ["server-1", "server-2"].flatMap((name) =>
      requests(name, "/wechat/pay/notify"),
    );
    expect(notified).toHaveLength(1);
    expect(notified[0]).toContain('"status":204');
  });

  it("runs jobs in the worker and nowhere else", async () => {
    const shopper = await Shopper.login(mall);
    const order = await shopper.placeOrder(await inStock(shopper));
    await shopper.simulator.faults({ lose_notification: { count: 1 } });
    await shopper.pay(order.id);

    // Only the job that asks WeChat can find this payment, and no worker runs yet.
    await sleep(SURELY_QUERIED_MS);
    expect((await shopper.order(order.id)).shopper_status).toBe("awaiting_payment");

    await layout.startService("worker");
    await shopper.waitForStatus(order.id, "awaiting_shipment", 30);
    expect(layout.log("worker")).toContain("executing scheduled job");
    for (const server of ["server-1", "server-2"]) {
      expect(layout.log(server)).not.toContain("executing scheduled job");
      expect(layout.log(server)).not.toContain("Registering job from");
    }
  }, 180_000);

  describeWith(postgresWithReplication, "its PostgreSQL", () => {
    const address = (name: string) => {
      const { DATABASE_URL, DATABASE_REPLICA_URL } = layout.places.environment(
        serviceOf(layout.compose, "server-1"),
      );
      return name === "primary" ? DATABASE_URL! : DATABASE_REPLICA_URL!;
    };
    const value = (name: string, sql: string, values: unknown[] = []) =>
      withConnection(address(name), async (client) => {
        const { rows } = await client.query<Record<string, unknown>>(sql, values);
        return Object.values(rows[0] ?? {})[0];
      });

    it("shows an order at the replica that was placed at the primary", async () => {
      const shopper = await Shopper.login(mall);
      const order = await shopper.placeOrder(await inStock(shopper));
      await eventually("the replica has the order", async () => {
        const found = await value("replica", 'SELECT id FROM "order" WHERE id = $1', [order.id]);
        return found === order.id ? true : undefined;
      });
    });

    it("lets nobody write at the replica", async () => {
      await expect(value("replica", "DELETE FROM currency")).rejects.toThrow(/read-only/);
    });

    it("keeps for the replica what it has not received, through its slot", async () => {
      const active = "SELECT active FROM pg_replication_slots WHERE slot_name = 'mall_replica'";
      expect(await value("primary", active)).toBe(true);
    });

    it("gives the mall a user who is no superuser, and Chinese sorted by pinyin", async () => {
      expect(await value("primary", "SELECT rolsuper FROM pg_roles WHERE rolname = 'mall'")).toBe(
        false,
      );
      const sorted =
        "SELECT string_agg(x, '' ORDER BY x) FROM unnest(array['张','李','王','陈']) x";
      expect(await value("primary", sorted)).toBe("陈李王张");
    });
  });

  describeWith(nginx, "its nginx", () => {
    it("is healthy by its own health check, and asks the servers for theirs", async () => {
      const { test = [] } = serviceOf(layout.compose, "nginx").healthcheck ?? {};
      const here = (word: string) => word.replace("http://127.0.0.1:8080", layout.publicUrl);
      expect(checkHealth(test, here, process.env)).toEqual({ status: 0, output: "" });
      expect((await call(`${layout.publicUrl}/health`)).body).toBe("OK");
    });

    it("serves the admin in Chinese", async () => {
      const { status, body } = await call<string>(mall.admin_url);
      expect(status).toBe(200);
      expect(body).toContain('localStorage.setItem("lng", "zhCN")');
    });

    it("serves uploaded pictures from the volume, as nothing that could act as a page", async () => {
      const [product] = await (await Shopper.login(mall)).products("limit=1");
      const picture = await call(product!.thumbnail!);
      expect(new URL(product!.thumbnail!).origin).toBe(layout.publicUrl);
      expect(picture.status).toBe(200);
      expect(picture.headers.get("content-type")).toMatch(/^image\//);
      expect(picture.headers.get("content-security-policy")).toContain("sandbox");
      expect(picture.headers.get("cache-control")).toContain("immutable");
    });

    it("tells the servers who asks, whatever a client claims", async () => {
      await call(`${layout.publicUrl}/store/regions`, {
        headers: { "x-forwarded-for": "203.0.113.7", "x-request-id": "chosen" },
      });
      const lines = await eventually("a server has logged the request", async () => {
        const found = ["server-1", "server-2"].flatMap((name) => requests(name, "/store/regions"));
        return found.length > 0 ? found : undefined;
      });
      expect(lines).toHaveLength(1);
      expect(lines[0]).toContain('"client_ip":"127.0.0.1"');
      expect(lines.join("\n")).not.toContain("chosen");
    });

    it("takes 1 MB from shoppers, 20 MB from merchants", async () => {
      const post = (path: string, megabytes: number) =>
        call(`${layout.publicUrl}${path}`, {
          method: "POST",
          headers: { "x-publishable-api-key": mall.publishable_key },
          body: JSON.stringify("x".repeat(megabytes * 1_000_000)),
        });
      // 413 of nginx is a page; what reaches a server is answered in JSON.
      expect(await post("/store/carts", 2)).toMatchObject({
        status: 413,
        body: expect.stringContaining("nginx"),
      });
      const merchants = await post("/admin/uploads", 2);
      expect(merchants.headers.get("content-type")).toContain("json");
    });

    it("serves https with TLS of its own", async () => {
      const { port } = layout.places.of("nginx-tls");
      const answer = await new Promise<{ status?: number; hsts?: string }>((resolve, reject) => {
        const options = { host: "127.0.0.1", port, path: "/health", rejectUnauthorized: false };
        const request = https.get(options, (response) => {
          response.resume();
          resolve({
            status: response.statusCode,
            hsts: response.headers["strict-transport-security"],
          });
        });
        request.on("error", reject);
      });
      expect(answer).toEqual({ status: 200, hsts: "max-age=31536000" });
    });

    it("lets shoppers go on while one server is stopped", async () => {
      const shopper = await Shopper.login(mall);
      const items = await inStock(shopper);
      const stopping = terminate("server-1");
      const server = { isStopped: false };
      void stopping.then(() => (server.isStopped = true));
      const statuses = new Set<number>();
      while (!server.isStopped) {
        statuses.add((await shopper.call("/store/products?limit=1")).status);
      }
      for (let again = 0; again < 10; again += 1) {
        statuses.add((await shopper.call("/store/products?limit=1")).status);
      }
      expect([...statuses]).toEqual([200]);
      expect(await stopping).toEqual({ code: 0, signal: null });
      const order = await shopper.placeOrder(items);
      await shopper.pay(order.id);
      await shopper.waitForStatus(order.id, "awaiting_shipment");
    });
  });

  /** `docker stop`: what the process makes of it. */
  async function terminate(name: string) {
    const running = layout.processes.get(name);
    if (running === undefined) throw new Error(`${name} does not run`);
    process.kill(running.pid, "SIGTERM");
    const end = await running.ended;
    layout.processes.delete(name);
    return end;
  }

  it("ends every process cleanly when it is told to", async () => {
    for (const name of [...layout.processes.keys()].reverse()) {
      expect({ name, ...(await terminate(name)) }).toEqual({ name, code: 0, signal: null });
    }
    for (const code of await layout.stopDatabases()) expect(code).toBe(0);
  }, 60_000);
});
