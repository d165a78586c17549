import { decideCustomer, displayPhone, entityIdOf } from "../src/modules/wechat-auth/rules";

describe("whose account a login is", () => {
  it("a new user without a known unionid gets a new customer", () => {
    expect(decideCustomer({ customerId: null, unionId: null }, undefined)).toEqual({
      kind: "create",
    });
  });

  it("a known user keeps the customer", () => {
    expect(decideCustomer({ customerId: "cus_1", unionId: null }, undefined)).toEqual({
      kind: "keep",
      customerId: "cus_1",
    });
  });

  it("a new identity with a known unionid joins that person's customer", () => {
    expect(decideCustomer({ customerId: null, unionId: "u" }, "cus_1")).toEqual({
      kind: "share",
      customerId: "cus_1",
    });
  });

  it("two customers that turn out to be one person are noted, not merged", () => {
    expect(decideCustomer({ customerId: "cus_2", unionId: "u" }, "cus_1")).toEqual({
      kind: "keep",
      customerId: "cus_2",
      mergeNeededWith: "cus_1",
    });
  });

  it("an identity of the same customer needs no merge", () => {
    expect(decideCustomer({ customerId: "cus_1", unionId: "u" }, "cus_1")).toEqual({
      kind: "keep",
      customerId: "cus_1",
    });
  });
});

describe("an entity id", () => {
  it("keeps the same openid of two mini-programs apart", () => {
    expect(entityIdOf({ appId: "wx1", openid: "oA" })).not.toBe(
      entityIdOf({ appId: "wx2", openid: "oA" }),
    );
  });
});

describe("a phone number", () => {
  it.each([
    ["86", "13800138000", "13800138000"],
    ["852", "51234567", "+85251234567"],
  ])("of country %s is written %3$s", (country, phone, written) => {
    expect(displayPhone(country, phone)).toBe(written);
  });
});
