export { type Clock, systemClock } from "./clock";
export * from "./errors";

export { SettingsError } from "./settings/settings-error";
export { WECHAT_VARIABLES, type WechatVariable } from "./settings/variables";
export { readWechatSettings, type WechatSettings } from "./settings/wechat-settings";

export { decryptResource, encryptResource, type EncryptedResource } from "./crypto/aead";
export { decryptField, encryptField } from "./crypto/field-encryption";
export {
  payParameters,
  type PayParameters,
  type PayParametersInput,
} from "./crypto/pay-parameters";
export {
  answerSignatureMessage,
  authorizationHeader,
  requestSignatureMessage,
  type SignedAnswer,
  type SignedRequest,
  type Signer,
  signText,
  verifyAnswerSignature,
} from "./crypto/signature";

export { type BillKind, type BillReader, type BillRows, createBillReader } from "./pay/bill-rows";
export type { BillCalls, FundFlowBillInput, TradeBillInput, WechatBill } from "./pay/bills";
export { normalizePayErrorCode, PAY_ERROR_CODES, type PayErrorCode } from "./pay/error-codes";
export type { FundFlowBillRow } from "./pay/fund-flow-bill";
export type { NotificationInput, WechatNotification } from "./pay/notification";
export {
  createWechatPayClient,
  type WechatPayClient,
  type WechatPayClientOptions,
} from "./pay/pay-client";
export type { WechatRefund, WechatRefundNotice } from "./pay/refund";
export type { RefundCalls, RefundedOrder, RefundInput } from "./pay/refunds";
export type { TradeBillRow } from "./pay/trade-bill";
export type { WechatTransaction } from "./pay/transaction";
export type { JsapiPrepayInput, TransactionCalls } from "./pay/transactions";

export type { MiniProgramSettings } from "./mini-program/api";
export { type LoginCode, loginCode, type PhoneCode, phoneCode } from "./mini-program/codes";
export {
  createMiniProgramClient,
  type MiniProgramClient,
  type MiniProgramClientOptions,
  type MiniProgramPhone,
  type MiniProgramSession,
} from "./mini-program/mini-program-client";
export type { ShippingCalls } from "./mini-program/shipping-info";
export {
  type LogisticsType,
  maskPhone,
  type ShippedParcel,
  type ShippingInfo,
} from "./mini-program/shipping-input";
export type { ShippingOrder, ShippingOrderKey } from "./mini-program/shipping-order";
export {
  type AccessToken,
  type AccessTokenStore,
  createMemoryTokenStore,
} from "./mini-program/token-store";
