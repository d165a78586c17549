import { paymentExceptions as paymentExceptionsEn } from "./payment-exceptions.en";
import { paymentExceptions as paymentExceptionsZhCN } from "./payment-exceptions.zh-cn";
import { reconciliation } from "./reconciliation";

export default {
  zhCN: { paymentExceptions: paymentExceptionsZhCN, reconciliation: reconciliation.zhCN },
  en: { paymentExceptions: paymentExceptionsEn, reconciliation: reconciliation.en },
};
