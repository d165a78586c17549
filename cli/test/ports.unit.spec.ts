import net from "node:net";
import { freePort, portProblem, requirePort } from "../src/lib/ports";

const servers: net.Server[] = [];

function listen(host: string): Promise<number> {
  const server = net.createServer();
  servers.push(server);
  return new Promise((resolve) =>
    server.listen(0, host, () => resolve((server.address() as net.AddressInfo).port)),
  );
}

afterAll(() => servers.forEach((server) => server.close()));

describe("a port", () => {
  it("is free when nobody listens on it, and stays free after asking", async () => {
    const port = await freePort(28_100);
    expect(await portProblem(port)).toBeUndefined();
    expect(await portProblem(port)).toBeUndefined();
  });

  it.each(["127.0.0.1", "0.0.0.0"])("is taken when somebody listens on %s only", async (host) => {
    const port = await listen(host);
    expect(await portProblem(port)).toBe("EADDRINUSE");
    expect(await freePort(port)).toBeGreaterThan(port);
  });

  it("that is taken is told in one sentence that names the variable and a free port", async () => {
    const port = await listen("127.0.0.1");
    const sentence = new RegExp(
      `^Port ${port} is taken by another program: set SIMULATOR_PORT to a free one, for example SIMULATOR_PORT=\\d+\\.$`,
    );
    await expect(requirePort(port, undefined, "SIMULATOR_PORT")).rejects.toThrow(sentence);
  });

  it("of an address that is not this machine's is told by the variable of the address", async () => {
    await expect(requirePort(28_150, "192.0.2.1", "PORT")).rejects.toThrow(/change MALL_HOST/);
  });
});
