export * from "./close-payment";
export * from "./pay-order";
export * from "./settle-payment";
