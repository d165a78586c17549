export * from "./pay-order";
export * from "./settle-payment";
