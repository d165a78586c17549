import { defineErrors, hasErrorCode, invariantBroken } from "@mall/kernel";
import { MedusaError } from "@medusajs/framework/utils";

const Errors = defineErrors("group_buy", {
  group_full: ["NOT_ALLOWED", "Group is full"],
  not_found: ["NOT_FOUND", "No such group"],
});

describe("an error catalogue", () => {
  it("makes errors that Medusa's handler answers with the catalogued code", () => {
    const error = Errors.group_full();
    expect(MedusaError.isMedusaError(error)).toBe(true);
    expect(error).toMatchObject({
      type: "not_allowed",
      code: "group_buy.group_full",
      message: "Group is full",
    });
  });

  it("appends a detail, so that the message names what was wrong", () => {
    expect(Errors.not_found("gbgrp_1").message).toBe("No such group: gbgrp_1");
  });

  it("recognises a code also on the plain objects that workflows throw", () => {
    expect(hasErrorCode({ ...Errors.group_full() }, "group_buy.group_full")).toBe(true);
    expect(hasErrorCode(new Error("other"), "group_buy.group_full")).toBe(false);
    expect(hasErrorCode(undefined, "group_buy.group_full")).toBe(false);
  });

  it("reports a broken invariant as unexpected, never as the caller's mistake", () => {
    expect(invariantBroken("Σ refunds > paid").type).toBe("unexpected_state");
  });
});
