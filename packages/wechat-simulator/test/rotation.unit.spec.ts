import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSimulator } from "../src";
import { ask, control, eventually, type Json } from "./support/control";
import { Merchant, signatureHolds } from "./support/merchant";
import { HandClock, HOUR, openShop, SECOND, type Shop } from "./support/shop";

let shop: Shop;
let clock: HandClock;
beforeEach(async () => {
  clock = new HandClock();
  shop = await openShop({ clock });
});
afterEach(() => shop.close());

const rotate = (body: object = {}): Promise<Json> =>
  ask(shop.simulator, "POST", "/rotate-certificate", body);
const listed = async (): Promise<string[]> => [...(await shop.merchant.certificates()).keys()];

describe("A rotated platform certificate", () => {
  it("signs at once, and the one before is listed until the overlap ends", async () => {
    const [old] = await listed();
    const rotated = await rotate({ overlap_ms: HOUR });
    expect(rotated).toEqual({
      serial_no: expect.stringMatching(/^[0-9A-F]{40}$/),
      previous_serial_no: old,
      previous_listed_until: new Date(clock.now().getTime() + HOUR).toISOString(),
    });
    expect(await listed()).toEqual([old, rotated.serial_no]);
    const certificate = (await shop.merchant.certificates()).get(rotated.serial_no)!;
    expect(certificate.serialNumber).toBe(rotated.serial_no);
    const { outTradeNo } = await shop.paidOrder();
    const answer = await shop.merchant.query(outTradeNo);
    expect(answer.headers.get("wechatpay-serial")).toBe(rotated.serial_no);
    expect(signatureHolds(certificate, (name) => answer.headers.get(name), answer.text)).toBe(true);
    const received = await eventually(() => shop.receiver.received[0]);
    const header = (name: string) => received.headers[name] as string;
    expect(header("wechatpay-serial")).toBe(rotated.serial_no);
    expect(signatureHolds(certificate, header, received.body)).toBe(true);
    clock.advance(HOUR - SECOND);
    expect(await listed()).toHaveLength(2);
    clock.advance(SECOND);
    expect(await listed()).toEqual([rotated.serial_no]);
  });

  it("can still be asked for under its old name during the overlap only", async () => {
    const [old = ""] = await listed();
    await rotate({ overlap_ms: HOUR });
    const { outTradeNo } = await shop.openOrder();
    const path = `/v3/pay/transactions/out-trade-no/${outTradeNo}?mchid=${shop.merchant.credentials.mchId}`;
    const named = () =>
      shop.merchant.call("GET", path, undefined, { headers: { "Wechatpay-Serial": old } });
    expect((await named()).headers.get("wechatpay-serial")).toBe(old);
    clock.advance(HOUR);
    expect(await named()).toMatchObject({ status: 400, json: { code: "PARAM_ERROR" } });
  });

  it("without an overlap leaves a client with nothing that it knew", async () => {
    const [old] = await listed();
    const { serial_no } = await rotate({ overlap_ms: 0 });
    expect(await listed()).toEqual([serial_no]);
    expect(serial_no).not.toBe(old);
  });

  it("can be rotated any number of times, also at once", async () => {
    const [old] = await listed();
    const rotated = await Promise.all([rotate(), rotate(), rotate()]);
    const serials = rotated.map(({ serial_no }) => serial_no);
    expect(await listed()).toEqual([old, ...serials]);
    expect(rotated.map(({ previous_serial_no }) => previous_serial_no)).toEqual([
      old,
      ...serials.slice(0, 2),
    ]);
  });

  it("is refused with a wrong overlap", async () => {
    const { status, json } = await control(shop.simulator, "POST", "/rotate-certificate", {
      overlap_ms: -1,
    });
    expect([status, json.message]).toEqual([400, expect.stringContaining("overlap_ms")]);
  });

  it("outlives a restart, with the end of the one before", async () => {
    const root = mkdtempSync(join(tmpdir(), "wechat-simulator-"));
    const directory = join(root, "wechat");
    const certificatesOf = async ({ url, credentials }: Shop["simulator"]) => [
      ...(await new Merchant(url, credentials, clock).certificates()).keys(),
    ];
    const first = await startSimulator({ directory, clock });
    const { serial_no } = await ask(first, "POST", "/rotate-certificate", { overlap_ms: HOUR });
    const before = await certificatesOf(first);
    await first.stop();
    const second = await startSimulator({ directory, clock });
    expect(await certificatesOf(second)).toEqual(before);
    expect(before).toHaveLength(2);
    clock.advance(HOUR);
    expect(await certificatesOf(second)).toEqual([serial_no]);
    await second.stop();
    rmSync(root, { recursive: true });
  });
});
