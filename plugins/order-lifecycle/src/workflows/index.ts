export * from "./cancel-on-request";
export * from "./expire-order";
export { prepareCancellation } from "../cancellation/prepare";
