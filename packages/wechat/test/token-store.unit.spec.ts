import { type AccessToken, createMemoryTokenStore } from "@mall/wechat";
import { testClock } from "./fixture/clock";

const APP = "wx0000000000000001";

function open() {
  const clock = testClock();
  const store = createMemoryTokenStore(clock);
  let fetched = 0;
  const fetchToken = async (): Promise<AccessToken> => {
    fetched += 1;
    return { token: `token-${fetched}`, expiresAt: new Date(clock.now().getTime() + 7_200_000) };
  };
  return { clock, store, fetchToken, fetched: () => fetched };
}

describe("a token store", () => {
  it("is empty at first, and then returns what was fetched", async () => {
    const { store, fetchToken } = open();
    expect(await store.read(APP)).toBeUndefined();
    const token = await store.refresh(APP, undefined, fetchToken);
    expect(token.token).toBe("token-1");
    expect(await store.read(APP)).toEqual(token);
  });

  it("keeps a token that was replaced in the meantime", async () => {
    const { store, fetchToken, fetched } = open();
    await store.refresh(APP, undefined, fetchToken);
    await store.refresh(APP, "token-1", fetchToken);
    const late = await store.refresh(APP, "token-1", fetchToken);
    expect(late.token).toBe("token-2");
    expect(fetched()).toBe(2);
  });

  it("replaces an expired token", async () => {
    const { store, fetchToken, clock } = open();
    await store.refresh(APP, undefined, fetchToken);
    clock.advance(7200);
    expect((await store.refresh(APP, undefined, fetchToken)).token).toBe("token-2");
  });

  it("makes one fetch for simultaneous callers, and each AppID its own", async () => {
    const { store, fetchToken, fetched } = open();
    const many = Array.from({ length: 50 }, () => store.refresh(APP, undefined, fetchToken));
    const tokens = await Promise.all(many);
    expect(new Set(tokens.map(({ token }) => token))).toEqual(new Set(["token-1"]));
    await store.refresh("wx0000000000000002", undefined, fetchToken);
    expect(fetched()).toBe(2);
  });

  it("passes a failure on and stores nothing", async () => {
    const { store, fetchToken } = open();
    const failing = () => Promise.reject(new Error("no network"));
    await expect(store.refresh(APP, undefined, failing)).rejects.toThrow("no network");
    expect(await store.read(APP)).toBeUndefined();
    expect((await store.refresh(APP, undefined, fetchToken)).token).toBe("token-1");
  });
});
