import { createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSimulator, SimulatorStartError } from "../src";
import { ask } from "./support/control";

let directory: string;
beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), "wechat-simulator-")), "wechat");
});
afterEach(() => {
  rmSync(join(directory, ".."), { recursive: true });
});

describe("The credentials", () => {
  it("look like WeChat's and fit each other", async () => {
    const simulator = await startSimulator();
    await simulator.stop();
    const { credentials } = simulator;
    expect(credentials).toMatchObject({
      appId: expect.stringMatching(/^wx[0-9a-f]{16}$/),
      appSecret: expect.stringMatching(/^[0-9a-f]{32}$/),
      mchId: expect.stringMatching(/^\d{10}$/),
      apiV3Key: expect.stringMatching(/^\w{32}$/),
      merchantSerial: expect.stringMatching(/^[0-9A-F]{40}$/),
    });
    expect(credentials).not.toHaveProperty("certificatePath");
    const certificate = new X509Certificate(credentials.merchantCertificatePem);
    const key = createPrivateKey(credentials.merchantPrivateKeyPem);
    expect(certificate.serialNumber).toBe(credentials.merchantSerial);
    expect(certificate.checkPrivateKey(key)).toBe(true);
    expect(certificate.subject).toContain(`CN=${credentials.mchId}`);
    expect(key.asymmetricKeyDetails).toMatchObject({ modulusLength: 2048 });
    const years = Date.parse(certificate.validTo) - Date.parse(certificate.validFrom);
    expect(years).toBe(5 * 365 * 24 * 60 * 60 * 1000);
    expect(createPublicKey(credentials.payPublicKey.pem).asymmetricKeyDetails).toMatchObject({
      modulusLength: 2048,
    });
  });

  it("in a directory are made once, for their owner only, and found again", async () => {
    const first = await startSimulator({ directory });
    await ask(first, "PUT", "/mode", { signing: "mixed" });
    await first.stop();
    const second = await startSimulator({ directory });
    const { signing } = await ask(second, "GET", "/books");
    await second.stop();
    expect(second.credentials).toEqual(first.credentials);
    expect(signing).toBe("mixed");
    const { certificatePath = "", keyPath = "", payPublicKey } = first.credentials;
    const files = [
      certificatePath,
      keyPath,
      payPublicKey.path ?? "",
      join(directory, "credentials.json"),
    ];
    expect(files.map((file) => file.replace(`${directory}/`, ""))).toEqual([
      "apiclient_cert.pem",
      "apiclient_key.pem",
      "pub_key.pem",
      "credentials.json",
    ]);
    expect(files.map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600, 0o600, 0o600]);
    expect(readFileSync(keyPath, "utf8")).toBe(first.credentials.merchantPrivateKeyPem);
    const { appId, appSecret, mchId, apiV3Key } = first.credentials;
    expect(JSON.parse(readFileSync(files[3]!, "utf8"))).toMatchObject({
      appId,
      appSecret,
      mchId,
      apiV3Key,
    });
  });

  it("that cannot be read stop the start with a sentence", async () => {
    const first = await startSimulator({ directory });
    await first.stop();
    writeFileSync(join(directory, "credentials.json"), "{}");
    const start = startSimulator({ directory });
    await expect(start).rejects.toThrow(SimulatorStartError);
    await expect(startSimulator({ directory })).rejects.toThrow(
      /cannot read its keys in .+Delete/s,
    );
  });
});

describe("Starting", () => {
  it("in a directory that another simulator uses is refused", async () => {
    const first = await startSimulator({ directory });
    await expect(startSimulator({ directory })).rejects.toThrow(
      `${directory} is in use by the one at ${first.url}`,
    );
    await first.stop();
    const after = await startSimulator({ directory });
    await after.stop();
  });

  it("with damaged books is refused and names the file", async () => {
    const first = await startSimulator({ directory });
    await first.stop();
    writeFileSync(join(directory, "books.journal"), "nonsense\n");
    await expect(startSimulator({ directory })).rejects.toThrow(
      /cannot read its books in .+books\.journal: line 1 is damaged/,
    );
  });

  it("on a taken port is refused with a sentence and leaves no directory behind", async () => {
    const first = await startSimulator();
    const second = startSimulator({ port: first.port, directory });
    await expect(second).rejects.toThrow(`port ${first.port} on 127.0.0.1 is taken`);
    expect(() => statSync(directory)).toThrow("ENOENT");
    await first.stop();
  });

  it.each([0, -1, 11, Number.NaN])("with a time scale of %d is refused", async (timeScale) => {
    await expect(startSimulator({ timeScale })).rejects.toThrow("time scale");
  });

  it("can be stopped twice", async () => {
    const simulator = await startSimulator({ directory });
    await Promise.all([simulator.stop(), simulator.stop()]);
    await expect(fetch(simulator.url)).rejects.toThrow("fetch failed");
  });
});
